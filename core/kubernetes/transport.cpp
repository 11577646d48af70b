// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/transport.h"

#include "core/base/ascii.h"
#include "core/base/version.h"
#include "core/kubernetes/base64.h"
#include "core/kubernetes/waiting.h"

#include <algorithm>
#include <random>
#include <utility>

namespace qbm::kubernetes {

namespace {

constexpr std::chrono::seconds kQuestionTimeout{30};
constexpr int kMaxTries = 6;
constexpr int kRetriesWhenBroken = 2;
constexpr std::chrono::milliseconds kShortestPause{200};
constexpr std::chrono::milliseconds kLongestPause{5'000}; // where the server names none
constexpr std::chrono::milliseconds kOutagePatience{30'000};
/// A server that sheds load does so for minutes; whoever gives up meanwhile has to begin anew.
constexpr std::chrono::milliseconds kThrottlePatience{300'000};
constexpr std::chrono::milliseconds kToldFrom{2'000}; // shorter pauses are nobody's concern

/// Keys of extras may hold any text; header names may not.
std::string extraHeaderName(const std::string& key)
{
    std::string encoded;
    for (const char character : net::urlEncode(key))
        encoded += toAsciiLower(character);
    return "Impersonate-Extra-" + encoded;
}

bool mayRepeat(const ApiRequest& request, const ApiStatus& status)
{
    if (!status.retryAfterInHeader || status.hasCause("DisruptionBudget"))
        return false; // an eviction waits for other pods, which is for its caller to do
    // 429 is said before anything was done; a 5xx may come after.
    return status.code == 429 || (status.code >= 500 && !request.changing());
}

/// The pauses of one request that the server puts off.
class Patience {
public:
    /// The next pause, or nullopt if it is not worth waiting for.
    std::optional<std::chrono::milliseconds> next(const ApiStatus& status)
    {
        const bool throttled = status.code == 429;
        const auto pause = m_backoff.next(status.retryAfter);
        // What was asked for counts, not the jitter: exactly the patience is still borne.
        const auto sum = m_asked + std::max(status.retryAfter, kShortestPause);
        if (sum > (throttled ? kThrottlePatience : kOutagePatience) || (!throttled && ++m_outages >= kMaxTries))
            return std::nullopt;
        m_asked = sum;
        m_waited += pause;
        return pause;
    }
    bool isWorthTelling() const { return m_waited >= kToldFrom; }

private:
    net::Backoff m_backoff{kShortestPause, kLongestPause, std::random_device{}()};
    std::chrono::milliseconds m_asked{0}, m_waited{0};
    int m_outages = 0;
};

Text waitingText(const ApiRequest& request, const ApiStatus& status, std::chrono::milliseconds pause)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(pause).count();
    if (status.code == 429)
        return text(kThrottledSentence, request.what, seconds);
    return text(kNotYetSentence, request.what, status.code, seconds);
}

/// What the server's certificate is held against.
Text authorityOf(const ClusterAccess& access)
{
    if (access.caFile)
        return text(QT_TRANSLATE_NOOP("core", "the authority in %1"), access.caFile->file().string());
    return text(QT_TRANSLATE_NOOP("core", "the certificate-authority-data of the cluster \"%1\" in the kubeconfig"), access.clusterName);
}

} // namespace

std::string acceptFor(Representation representation, bool list)
{
    switch (representation) {
    case Representation::Object:
        break;
    case Representation::Table:
        return "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    case Representation::Metadata:
        return std::string("application/json;as=PartialObjectMetadata") + (list ? "List" : "")
            + ";v=v1;g=meta.k8s.io,application/json";
    }
    return "application/json";
}

Client::Transport::Transport(ClusterAccess access, AccessMode mode)
    : m_access(std::move(access))
    , m_mode(mode)
{
}

net::TlsOptions Client::Transport::tlsOptions(const Credential& credential) const
{
    net::TlsOptions tls = m_access.tls;
    tls.caOrigin = authorityOf(m_access);
    tls.caSetting = text(QT_TRANSLATE_NOOP("core", "the kubeconfig (certificate-authority)"));
    if (m_access.caFile) {
        if (const auto renewed = m_access.caFile->content())
            tls.caPem = renewed->reveal();
    }
    tls.clientCertificatePem = credential.clientCertificatePem;
    tls.clientKeyPem = credential.clientKeyPem;
    return tls;
}

std::shared_ptr<net::HttpClient> Client::Transport::httpClient(const Credential& credential)
{
    net::TlsOptions tls = tlsOptions(credential);
    const std::lock_guard lock(m_mutex);
    // Certificates may be renewed; calls under way end on the client they began with.
    if (!m_http || tls.caPem != m_tls.caPem || tls.clientCertificatePem != m_tls.clientCertificatePem
        || tls.clientKeyPem.reveal() != m_tls.clientKeyPem.reveal()) {
        m_tls = std::move(tls);
        net::HttpOptions options;
        options.userAgent = std::string(kFieldManager) + "/" + std::string(kVersion);
        options.tls = m_tls;
        options.proxyUrl = m_access.proxyUrl;
        options.access = m_mode;
        m_http = std::make_shared<net::HttpClient>(std::move(options));
    }
    return m_http;
}

net::Request Client::Transport::prepare(const ApiRequest& request, const Credential& credential) const
{
    net::Request out;
    out.method = request.method;
    out.url = m_access.server + request.pathAndQuery;
    out.headers.push_back({"Accept", request.accept});
    if (!request.contentType.empty())
        out.headers.push_back({"Content-Type", request.contentType});
    out.body = request.body;
    out.onlyAsks = !request.changing();
    out.retriesWhenBroken = kRetriesWhenBroken; // of reads: the client knows what may be repeated
    if (request.quick)
        out.totalTimeout = kQuestionTimeout;
    out.stallTimeout = request.silence;
    if (credential.bearerToken)
        out.bearerToken = credential.bearerToken;
    else if (credential.basic)
        out.headers.push_back({"Authorization", "Basic " + encodeBase64(credential.basic->reveal())});
    const Impersonation& as = m_access.impersonation;
    if (as.empty())
        return out;
    out.headers.push_back({"Impersonate-User", as.user});
    if (!as.uid.empty())
        out.headers.push_back({"Impersonate-Uid", as.uid});
    for (const std::string& group : as.groups)
        out.headers.push_back({"Impersonate-Group", group});
    for (const auto& [key, values] : as.extra) {
        for (const std::string& value : values)
            out.headers.push_back({extraHeaderName(key), value});
    }
    return out;
}

Result<net::Response> Client::Transport::attempt(const ApiRequest& request, const Attempt& send, TaskContext& context)
{
    if (m_mode == AccessMode::ReadOnly && request.writing())
        return fail(ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP("core", "Refused to %1: the console is in read-only mode."), request.what));
    bool credentialRefused = false;
    Patience patience;
    for (;;) {
        QBM_TRY(credential, m_access.credential->current(context));
        const net::Request prepared = prepare(request, credential);
        const auto client = httpClient(credential);
        auto response = send(*client, prepared);
        if (!response)
            return fail(std::move(response).error());
        if (response->ok())
            return response;
        if (response->status == 401 && !std::exchange(credentialRefused, true)) {
            QBM_TRY(renewed, hasOtherCredential(credential, context));
            if (renewed)
                continue;
        }
        const ApiStatus status = parseStatus(*response);
        const auto pause = mayRepeat(request, status) ? patience.next(status) : std::nullopt;
        if (!pause)
            return response;
        if (patience.isWorthTelling())
            context.report({0, 0, waitingText(request, status, *pause)});
        QBM_CHECK(context.sleepFor(*pause));
    }
}

/// Another call may have been refused before and the credential be a new one by now: then this one is asked for first.
Result<bool> Client::Transport::hasOtherCredential(const Credential& refused, TaskContext& context)
{
    QBM_TRY(held, m_access.credential->current(context));
    if (!held.isSame(refused))
        return true;
    m_access.credential->refused();
    QBM_TRY(renewed, m_access.credential->current(context));
    return !renewed.isSame(refused);
}

Result<net::Response> Client::Transport::exchange(const ApiRequest& request, TaskContext& context)
{
    return attempt(
        request, [&](net::HttpClient& client, const net::Request& prepared) { return client.send(prepared, context); },
        context);
}

Result<net::Response> Client::Transport::call(const ApiRequest& request, TaskContext& context)
{
    auto response = exchange(request, context);
    if (!response)
        return fail(
            std::move(response).error(), text(QT_TRANSLATE_NOOP("core", "Asking the cluster to %1"), request.what));
    if (!response->ok())
        return fail(toError(parseStatus(*response), request.what, request.changing()));
    return response;
}

Result<net::Response> Client::Transport::stream(const ApiRequest& request, const std::function<void()>& onOpen,
    const std::function<bool(std::string_view)>& onData, TaskContext& context)
{
    return attempt(
        request,
        [&](net::HttpClient& client, const net::Request& prepared) {
            bool succeeded = false;
            std::string failedBody;
            net::StreamHandler handler;
            handler.onHead = [&](const net::Response& head) {
                succeeded = head.ok();
                if (succeeded && onOpen)
                    onOpen();
                return true;
            };
            handler.onData = [&](std::string_view chunk) {
                if (succeeded)
                    return onData(chunk);
                failedBody += chunk;
                return true;
            };
            auto response = client.stream(prepared, handler, context);
            if (response && !succeeded)
                response->body = std::move(failedBody);
            return response;
        },
        context);
}

} // namespace qbm::kubernetes
