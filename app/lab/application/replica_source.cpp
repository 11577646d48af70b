// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/application/replica_source.h"

#include "core/net/http_client.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace qbm::lab {

namespace {

constexpr std::chrono::milliseconds kAnswerTimeout{2'000};

Result<int> parseReadyReplicas(const std::string& body)
try {
    const auto deployment = nlohmann::json::parse(body).get<nlohmann::json::object_t>();
    const auto status = deployment.find("status");
    return status == deployment.end() ? 0 : std::max(0, status->second.value("readyReplicas", 0));
} catch (const nlohmann::json::exception& error) {
    return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "The Kubernetes API answered no Deployment: %1"), error.what()));
}

} // namespace

ReplicaSource makeKubernetesReplicaSource(KubernetesReplicaOptions options)
{
    net::HttpOptions http;
    http.userAgent = "qbm-lab";
    http.tls.caPem = options.caPem;
    http.connectTimeout = kAnswerTimeout;
    http.access = AccessMode::ReadOnly;
    net::Request request;
    request.url = fmt::format("{}/apis/apps/v1/namespaces/{}/deployments/{}", options.url, net::urlEncode(options.nameSpace),
        net::urlEncode(options.deployment));
    request.headers = {{"Accept", "application/json"}};
    request.bearerToken = options.token;
    request.totalTimeout = kAnswerTimeout;
    // Shared, because a std::function is copyable and a client is not.
    auto client = std::make_shared<net::HttpClient>(std::move(http));
    return [client, request](TaskContext& context) -> Result<int> {
        QBM_TRY(response, client->send(request, context));
        if (response.status == 404)
            return 0;
        if (!response.ok())
            return fail(response.status == 401 || response.status == 403 ? ErrorKind::Denied : ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP("core", "The Kubernetes API answered the question for ready replicas with status %1."),
                    response.status));
        return parseReadyReplicas(response.body);
    };
}

} // namespace qbm::lab
