// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/cluster/recording_proxy.h"

namespace qbm::test {

RecordingProxy::RecordingProxy(kubernetes::ClusterAccess behind)
    : m_behind(std::move(behind))
{
    net::HttpOptions options;
    options.tls = m_behind.tls;
    TaskContext context;
    if (const auto credential = m_behind.credential->current(context)) {
        options.tls.clientCertificatePem = credential->clientCertificatePem;
        options.tls.clientKeyPem = credential->clientKeyPem;
    }
    m_client = std::make_unique<net::HttpClient>(std::move(options));
    m_server = std::make_unique<HttpServer>([this](const SeenRequest& request) { return forward(request); });
}

RecordingProxy::~RecordingProxy() = default;

kubernetes::ClusterAccess RecordingProxy::access() const
{
    kubernetes::ClusterAccess access = m_behind;
    access.server = m_server->url();
    access.tls = {};
    return access;
}

std::vector<std::string> RecordingProxy::writes() const
{
    std::vector<std::string> found;
    for (const SeenRequest& request : m_server->seen()) {
        const bool review = request.target.find("/selfsubject") != std::string::npos;
        if (request.method != "GET" && !review)
            found.push_back(request.method + " " + request.target);
    }
    return found;
}

void RecordingProxy::intercept(std::function<std::optional<Answer>(const SeenRequest&)> interceptor)
{
    const std::lock_guard lock(m_mutex);
    m_interceptor = std::move(interceptor);
}

Answer RecordingProxy::forward(const SeenRequest& seen)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_interceptor) {
            if (auto answer = m_interceptor(seen))
                return std::move(*answer);
        }
    }
    net::Request request;
    request.method = seen.method;
    request.url = m_behind.server + seen.target;
    request.body = seen.body;
    for (const char* name : {"Authorization", "Content-Type", "Accept", "Impersonate-User"}) {
        if (const std::string value = seen.header(name); !value.empty())
            request.headers.push_back({name, value});
    }
    TaskContext context;
    const auto response = m_client->send(request, context);
    if (!response)
        return {502, response.error().english(), "text/plain", {}, {}};
    Answer answer{response->status, response->body, std::string(response->header("Content-Type")), {}, {}};
    for (const std::string_view warning : response->headersNamed("Warning"))
        answer.headers.emplace_back("Warning", warning);
    return answer;
}

} // namespace qbm::test
