// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/transport.h"

#include "core/base/ascii.h"
#include "core/base/version.h"
#include "core/kubernetes/base64.h"

#include <algorithm>
#include <random>

namespace qbm::kubernetes {

namespace {

constexpr std::chrono::seconds kQuestionTimeout{30};
constexpr int kMaxTries = 6;
constexpr int kRetriesWhenBroken = 2;
constexpr std::chrono::milliseconds kShortestPause{200};
constexpr std::chrono::milliseconds kLongestRetryAfter{30'000};

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
    return status.code == 429 || (status.code >= 500 && !request.writing());
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

net::HttpOptions Client::Transport::httpOptions(const Credential& credential) const
{
    net::HttpOptions options;
    options.userAgent = std::string(kFieldManager) + "/" + std::string(kVersion);
    options.tls = m_access.tls;
    options.tls.clientCertificatePem = credential.clientCertificatePem;
    options.tls.clientKeyPem = credential.clientKeyPem;
    options.proxyUrl = m_access.proxyUrl;
    options.access = m_mode;
    return options;
}

std::shared_ptr<net::HttpClient> Client::Transport::httpClient(const Credential& credential)
{
    const std::lock_guard lock(m_mutex);
    // A plugin may renew the certificate; calls under way end on the client they began with.
    if (!m_http || m_certificatePem != credential.clientCertificatePem) {
        m_certificatePem = credential.clientCertificatePem;
        m_http = std::make_shared<net::HttpClient>(httpOptions(credential));
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
    out.onlyAsks = request.onlyAsks;
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
    net::Backoff backoff(kShortestPause, kLongestRetryAfter, std::random_device{}());
    for (int tries = 1;; ++tries) {
        QBM_TRY(credential, m_access.credential->current(context));
        const net::Request prepared = prepare(request, credential);
        const auto client = httpClient(credential);
        auto response = send(*client, prepared);
        if (!response)
            return fail(std::move(response).error());
        if (response->status == 401 && !credentialRefused && m_access.credential->refused()) {
            credentialRefused = true;
            continue;
        }
        if (response->ok() || tries >= kMaxTries)
            return response;
        const ApiStatus status = parseStatus(*response);
        if (!mayRepeat(request, status) || status.retryAfter > kLongestRetryAfter)
            return response;
        QBM_CHECK(context.sleepFor(backoff.next(status.retryAfter)));
    }
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
        return fail(toError(parseStatus(*response), request.what, request.writing()));
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
