// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/health_providers.h"

#include "core/net/http_client.h"
#include "core/postgres/server_facts.h"
#include "core/redis/client.h"
#include "core/service/backup_service.h"
#include "core/service/cluster_service.h"

#include <algorithm>

namespace qbm::compose {

namespace {

constexpr std::chrono::milliseconds kQuestionTimeout{2'500};

health::DatabaseFacts toHealth(const postgres::ServerFacts& server)
{
    health::DatabaseFacts facts;
    facts.version = server.version.substr(0, server.version.find(' '));
    facts.isPrimary = server.role == postgres::ServerRole::Primary;
    facts.connections = server.sessions;
    facts.maxConnections = server.maxConnections;
    facts.sizeBytes = server.databaseSizeBytes;
    const auto seconds = [](const auto& delay) {
        return delay ? std::optional(std::chrono::duration<double>(*delay).count()) : std::nullopt;
    };
    facts.replayLagSeconds = seconds(server.standbyDelay);
    for (const postgres::ReplicaFacts& replica : server.replicas)
        facts.standbys.push_back({replica.applicationName, replica.state, seconds(replica.replayLag)});
    return facts;
}

health::DeploymentFacts toHealth(const kubernetes::Deployment& deployment)
{
    health::DeploymentFacts facts;
    facts.name = deployment.meta.name;
    facts.desired = deployment.desired;
    facts.ready = deployment.ready;
    facts.updated = deployment.updated;
    // Available is left out: it turns False for a moment at every scale-up.
    for (const auto& [type, troubled] : {std::pair("Progressing", "False"), std::pair("ReplicaFailure", "True")}) {
        const kubernetes::Condition* condition = kubernetes::findCondition(deployment.conditions, type);
        if (condition != nullptr && condition->status == troubled)
            facts.trouble = condition->reason + (condition->message.empty() ? "" : ": " + condition->message);
    }
    return facts;
}

Text firstOf(const std::vector<backup::BackupAlarm>& alarms)
{
    if (alarms.empty())
        return {};
    return alarms.size() == 1 ? alarms.front().sentence
                              : text(QT_TRANSLATE_NOOP("core", "%1 And %2 more."), alarms.front().sentence, alarms.size() - 1);
}

} // namespace

std::function<Result<health::DatabaseFacts>(TaskContext&)> databaseProvider(
    std::function<Result<postgres::ConnectionSettings>(AccessMode, TaskContext&)> settings)
{
    return [settings = std::move(settings)](TaskContext& context) -> Result<health::DatabaseFacts> {
        QBM_TRY(connection, settings(AccessMode::ReadOnly, context));
        connection.connectTimeout = connection.statementTimeout = kQuestionTimeout;
        QBM_TRY(client, postgres::Client::connect(std::move(connection), context));
        QBM_TRY(facts, postgres::fetchServerFacts(client, context));
        return toHealth(facts);
    };
}

std::function<Result<redis::ServerFacts>(TaskContext&)> cacheProvider(std::function<Result<redis::Options>(TaskContext&)> options)
{
    return [options = std::move(options)](TaskContext& context) -> Result<redis::ServerFacts> {
        QBM_TRY(chosen, options(context));
        chosen.connectTimeout = chosen.commandTimeout = kQuestionTimeout;
        redis::Client client(std::move(chosen));
        return client.fetchFacts(context);
    };
}

std::function<Result<std::vector<health::DeploymentFacts>>(TaskContext&)> deploymentsProvider(
    std::shared_ptr<service::ClusterService> cluster)
{
    return [cluster = std::move(cluster)](TaskContext& context) -> Result<std::vector<health::DeploymentFacts>> {
        QBM_TRY(deployments, cluster->fetchDeployments(context));
        std::vector<health::DeploymentFacts> facts;
        facts.reserve(deployments.size());
        for (const kubernetes::Deployment& deployment : deployments)
            facts.push_back(toHealth(deployment));
        return facts;
    };
}

std::function<Result<std::optional<health::BackupFacts>>(TaskContext&)> lastBackupProvider(
    std::shared_ptr<service::BackupService> backups)
{
    return [backups = std::move(backups)](TaskContext& context) -> Result<std::optional<health::BackupFacts>> {
        QBM_TRY(facts, backups->facts(context));
        if (!facts.newestGood) {
            const bool moreToTell = std::ranges::any_of(facts.alarms,
                [](const auto& alarm) { return alarm.kind != backup::BackupAlarm::Kind::NoBackup; });
            return moreToTell ? std::optional(health::BackupFacts{{}, {}, 0, false, firstOf(facts.alarms),
                                    service::recoverySentence(facts)})
                              : std::nullopt;
        }
        const backup::Backup& newest = *facts.newestGood;
        const bool verified = newest.sidecar && newest.sidecar->verifiedAt;
        return health::BackupFacts{newest.name, newest.takenAt, newest.sizeBytes, verified, firstOf(facts.alarms),
            service::recoverySentence(facts)};
    };
}

std::function<Result<>(TaskContext&)> applicationProvider(std::shared_ptr<net::HttpClient> http, std::string url)
{
    return [http = std::move(http), url = std::move(url)](TaskContext& context) -> Result<> {
        net::Request request;
        request.url = url + "/health";
        request.totalTimeout = kQuestionTimeout;
        QBM_TRY(response, http->send(request, context));
        if (!response.ok())
            return fail(ErrorKind::Unreachable,
                text(QT_TRANSLATE_NOOP("core", "The application at %1 says it is not healthy (HTTP %2)."), url, response.status),
                response.body.substr(0, 500));
        return {};
    };
}

} // namespace qbm::compose
