// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/transfer.h"

#include <mutex>
#include <random>

namespace qbm::net {

namespace {

/// More idle connections than this are not kept; more calls at once are still served.
constexpr std::size_t kMaxIdleSlots = 16;
constexpr std::chrono::milliseconds kFirstRepeatPause{50};
constexpr std::chrono::milliseconds kLongestRepeatPause{500};

bool hasLineBreak(std::string_view text)
{
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

/// A line break in a header would let its value speak as further headers.
Result<> checkRequest(const Request& request)
{
    const auto isToken = [](std::string_view word) {
        return !word.empty() && word.find_first_of(" \t\r\n:;,()\"") == std::string_view::npos;
    };
    if (!isToken(request.method))
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "\"%1\" is not an HTTP method."), request.method));
    for (const Header& header : request.headers) {
        if (!isToken(header.name) || hasLineBreak(header.value))
            return fail(ErrorKind::InvalidInput,
                text(QT_TRANSLATE_NOOP("core", "The HTTP header \"%1\" holds signs that a header may not hold."), header.name));
    }
    if (const auto& signature = request.signature;
        signature && (!isToken(signature->region) || !isToken(signature->service) || !isToken(signature->keyId)))
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "The access key or its region holds signs that neither may hold.")));
    if (request.bearerToken && hasLineBreak(request.bearerToken->reveal()))
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "The access token holds a line break, which no token may hold; look at where it is kept.")));
    return {};
}

} // namespace

std::string_view Response::header(std::string_view name) const
{
    for (const Header& header : headers) {
        if (equalIgnoringCase(header.name, name))
            return header.value;
    }
    return {};
}

std::vector<std::string_view> Response::headersNamed(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (const Header& header : headers) {
        if (equalIgnoringCase(header.name, name))
            values.push_back(header.value);
    }
    return values;
}

class HttpClient::Pool {
public:
    explicit Pool(HttpOptions options)
        : m_options(std::move(options))
    {
    }

    Result<Response> perform(const Request& request, const StreamHandler* handler, TaskContext& context)
    {
        QBM_CHECK(context.checkpoint());
        QBM_CHECK(checkRequest(request));
        QBM_TRY(origin, parseOrigin(request.url));
        QBM_CHECK(checkAccess(request, origin));
        if (!m_options.proxyUrl.empty() && !isProxyUrl(m_options.proxyUrl)) // not shown: it may hold a password
            return fail(ErrorKind::InvalidInput,
                text(QT_TRANSLATE_NOOP("core", "The proxy for %1 is not a complete http://, https:// or socks5:// address."), origin.toString()));
        std::unique_ptr<CurlSlot> slot = borrow();
        if (!slot->valid())
            return fail(ErrorKind::Exhausted, text(QT_TRANSLATE_NOOP("core", "Out of memory while asking %1."), origin.toString()));
        Result<Response> answer = performOn(*slot, request, origin, handler, context);
        giveBack(std::move(slot));
        return answer;
    }

    const HttpOptions& options() const { return m_options; }

private:
    Result<Response> performOn(const CurlSlot& slot, const Request& request, const Origin& origin, const StreamHandler* handler, TaskContext& context) const
    {
        Backoff backoff(kFirstRepeatPause, kLongestRepeatPause, std::random_device{}());
        for (int tries = 0;; ++tries) {
            Transfer transfer(m_options, request, origin, handler);
            if (tries > 0)
                transfer.connectAnew();
            Result<Response> answer = transfer.perform(slot, context);
            if (answer || tries >= request.retriesWhenBroken || !transfer.mayRepeat())
                return answer;
            QBM_CHECK(context.sleepFor(backoff.next()));
        }
    }

    Result<> checkAccess(const Request& request, const Origin& origin) const
    {
        const bool onlyReads = request.method == "GET" || request.method == "HEAD" || request.onlyAsks;
        if (m_options.access == AccessMode::ReadOnly && !onlyReads)
            return fail(ErrorKind::Denied,
                text(QT_TRANSLATE_NOOP("core", "%1 to %2 was not sent: this connection is read-only."), request.method, origin.toString()));
        return {};
    }

    std::unique_ptr<CurlSlot> borrow()
    {
        {
            const std::scoped_lock lock(m_mutex);
            if (!m_idle.empty()) {
                auto slot = std::move(m_idle.back()); // the last used: its connection is the likeliest to live
                m_idle.pop_back();
                return slot;
            }
        }
        return std::make_unique<CurlSlot>();
    }

    void giveBack(std::unique_ptr<CurlSlot> slot)
    {
        curl_easy_reset(slot->easy()); // it must not keep pointers into the finished call
        curl_easy_setopt(slot->easy(), CURLOPT_NOSIGNAL, 1L); // nor change the process's signals when it is cleaned up
        const std::scoped_lock lock(m_mutex);
        if (m_idle.size() < kMaxIdleSlots)
            m_idle.push_back(std::move(slot));
    }

    const HttpOptions m_options;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<CurlSlot>> m_idle;
};

HttpClient::HttpClient(HttpOptions options)
    : m_pool(std::make_unique<Pool>(std::move(options)))
{
}

HttpClient::~HttpClient() = default;

Result<Response> HttpClient::send(const Request& request, TaskContext& context)
{
    return m_pool->perform(request, nullptr, context);
}

Result<Response> HttpClient::stream(const Request& request, const StreamHandler& handler, TaskContext& context)
{
    return m_pool->perform(request, &handler, context);
}

const HttpOptions& HttpClient::options() const
{
    return m_pool->options();
}

} // namespace qbm::net
