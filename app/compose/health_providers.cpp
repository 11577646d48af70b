// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/health_providers.h"

#include "core/backup/restore/restore_values.h"
#include "core/kubernetes/client.h"
#include "core/net/http_client.h"
#include "core/operation/journal.h"
#include "core/postgres/server_facts.h"
#include "core/redis/client.h"
#include "core/service/backup_service.h"
#include "core/service/cluster_health.h"
#include "core/service/cluster_service.h"

#include <algorithm>
#include <filesystem>
#include <set>

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

bool isAtWork(operation::StepState state)
{
    return state == operation::StepState::Running || state == operation::StepState::Undoing
        || state == operation::StepState::Failed;
}

health::OperationFacts toHealth(const operation::Record& record)
{
    health::OperationFacts facts{record.id, record.title, record.startedAt};
    facts.running = record.state == operation::RecordState::Running;
    facts.steps = record.steps.size();
    facts.takingBack = std::ranges::any_of(record.steps, [](const operation::StepRecord& step) {
        return step.state == operation::StepState::Undoing || step.state == operation::StepState::Undone;
    });
    // Between two steps the next one counts.
    auto at = std::ranges::find_if(record.steps, [](const operation::StepRecord& step) { return isAtWork(step.state); });
    if (at == record.steps.end())
        at = std::ranges::find(record.steps, operation::StepState::Pending, &operation::StepRecord::state);
    if (at != record.steps.end()) {
        facts.step = static_cast<std::size_t>(at - record.steps.begin()) + 1;
        facts.stepTitle = at->title;
    } else if (!record.steps.empty()) {
        facts.step = record.steps.size();
        facts.stepTitle = record.steps.back().title;
    }
    if (const auto silence = record.values.find(backup::journal::kSilence); silence != record.values.end())
        facts.silence = silence->second;
    return facts;
}

/// Of the disk a folder lies on; nullopt where it cannot be asked.
std::optional<std::uint64_t> freeBytesAt(const std::string& folder)
{
    std::error_code error;
    const auto space = std::filesystem::space(folder, error);
    return error ? std::nullopt : std::optional<std::uint64_t>(space.available);
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

std::function<Result<health::ClusterFacts>(TaskContext&)> clusterProvider(
    std::shared_ptr<kubernetes::Client> client, std::string nameSpace)
{
    return [client = std::move(client), nameSpace = std::move(nameSpace)](
               TaskContext& context) { return service::fetchClusterFacts(*client, nameSpace, context); };
}

std::function<Result<health::ClusterFacts>(TaskContext&)> unavailableClusterProvider(std::shared_ptr<service::ClusterService> cluster)
{
    return [cluster = std::move(cluster)](TaskContext& context) -> Result<health::ClusterFacts> {
        QBM_CHECK(cluster->fetchServerVersion(context));
        return health::ClusterFacts{};
    };
}

std::function<Result<health::BackupFacts>(TaskContext&)> backupsProvider(std::shared_ptr<service::BackupService> backups)
{
    return [backups = std::move(backups)](TaskContext& context) -> Result<health::BackupFacts> {
        QBM_TRY(facts, backups->facts(context));
        health::BackupFacts out;
        for (const backup::BackupAlarm& alarm : facts.alarms)
            out.alarms.push_back(alarm.sentence);
        out.recovery = service::recoverySentence(facts);
        out.freeBytes = freeBytesAt(backups->folder());
        if (facts.newestGood) {
            const backup::Backup& newest = *facts.newestGood;
            out.newest = health::NewestBackup{newest.name, newest.takenAt, newest.sizeBytes, newest.verified()};
        }
        return out;
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

std::function<Result<std::vector<health::OperationFacts>>(TaskContext&)> operationsProvider(std::filesystem::path stateFolder)
{
    // One call at a time, as the collector asks nobody twice at once.
    return [folder = stateFolder / "operations", ended = std::make_shared<std::set<std::string>>()](
               TaskContext& context) -> Result<std::vector<health::OperationFacts>> {
        std::vector<health::OperationFacts> open;
        for (const std::string& id : operation::Journal::ids(folder)) {
            QBM_CHECK(context.checkpoint());
            if (ended->contains(id))
                continue;
            const auto record = operation::Journal::read(folder, id);
            if (!record)
                continue; // Activity says which cannot be read
            if (record->state == operation::RecordState::Running || operation::isUnfinished(record->state))
                open.push_back(toHealth(*record));
            else
                ended->insert(id);
        }
        return open;
    };
}

} // namespace qbm::compose
