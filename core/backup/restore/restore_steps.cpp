// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restore_steps.h"

#include "core/backup/archive/readable_archive.h"

#include "core/backup/restore/database_restore.h"
#include "core/backup/operation_checks.h"
#include "core/base/file.h"
#include "core/base/unit.h"
#include "core/postgres/server_facts.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace qbm::backup {

namespace {

using operation::Step;
using operation::StepContext;
using Self = const RestoreRequest&;

// Journal values.
constexpr const char* kStartedAt = "startedAt";
constexpr const char* kSafety = "safetyDump"; ///< file name; empty once it no longer stands for the present data
constexpr const char* kTablesBefore = "tablesBefore";
constexpr const char* kFingerprint = "fingerprintBefore";
constexpr const char* kBegun = "restoreBegun"; ///< the data may be another one from here on
constexpr const char* kRestored = "restored"; ///< the new data is in; the application may come back
constexpr const char* kCompared = "compared";
constexpr const char* kYes = "yes";
constexpr const char* kNo = "no";

std::string replicasKey(const std::string& deployment)
{
    return "replicas:" + deployment;
}

bool isSet(const StepContext& step, const char* key)
{
    return step.recall(key) == kYes;
}

std::optional<int> recordedReplicas(const StepContext& step, const std::string& deployment)
{
    const auto value = step.recall(replicasKey(deployment));
    int replicas = 0;
    if (!value || std::from_chars(value->data(), value->data() + value->size(), replicas).ec != std::errc())
        return std::nullopt;
    return replicas;
}

Result<postgres::Client> connect(Self self, AccessMode access, TaskContext& task)
{
    QBM_TRY(settings, self.environment.connection(access, task));
    settings.statementTimeout = std::chrono::minutes(30); // counting a large table
    return postgres::Client::connect(std::move(settings), task);
}

Result<Backup> findSafety(Self self, StepContext& step)
{
    const std::string name = step.recall(kSafety).value_or("");
    if (name.empty())
        return fail(ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "There is no safety dump yet.")));
    return Catalogue(self.environment.folder).find(name, step.task());
}

// --- the application ------------------------------------------------------------------------------------------------

Result<> recordReplicas(Self self, StepContext& step)
{
    if (!step.recall(kStartedAt))
        QBM_CHECK(step.remember(kStartedAt, formatRfc3339(systemClock().now())));
    if (!self.stopsApplication())
        return {};
    for (const std::string& deployment : self.environment.deployments) {
        if (recordedReplicas(step, deployment))
            continue; // never again: by now they may be at 0
        QBM_TRY(replicas, self.environment.workload->fetchReplicas(deployment, step.task()));
        QBM_CHECK(step.remember(replicasKey(deployment), std::to_string(replicas)));
        step.say(text(QT_TRANSLATE_NOOP("core", "%1 has %2 replicas"), deployment, replicas));
    }
    return {};
}

Result<> scaleAllToZero(Self self, StepContext& step)
{
    for (const std::string& deployment : self.environment.deployments)
        QBM_CHECK(self.environment.workload->scaleTo(deployment, 0, step.task()));
    return {};
}

Result<> waitUntilPodsAreGone(Self self, StepContext& step)
{
    for (const std::string& deployment : self.environment.deployments) {
        step.task().report(
            {0, 0, text(QT_TRANSLATE_NOOP("core", "Waiting until the pods of %1 are gone"), deployment)});
        QBM_CHECK(
            self.environment.workload->waitForPods(deployment, 0, self.environment.timeouts.podsGone, step.task()));
    }
    return {};
}

Result<> scaleBack(Self self, StepContext& step)
{
    // In the opposite order, so that what others wait for comes last, as it was stopped first.
    const auto& deployments = self.environment.deployments;
    for (auto it = deployments.rbegin(); it != deployments.rend(); ++it) {
        if (const auto replicas = recordedReplicas(step, *it))
            QBM_CHECK(self.environment.workload->scaleTo(*it, *replicas, step.task()));
    }
    for (const std::string& deployment : deployments) {
        const auto replicas = recordedReplicas(step, deployment);
        if (!replicas)
            continue;
        step.task().report({0, 0, text(QT_TRANSLATE_NOOP("core", "Waiting for %1 pods of %2"), *replicas, deployment)});
        QBM_CHECK(self.environment.workload->waitForPods(
            deployment, *replicas, self.environment.timeouts.podsReady, step.task()));
    }
    return {};
}

Result<> verifyStopped(Self self, StepContext& step)
{
    for (const std::string& deployment : self.environment.deployments) {
        QBM_TRY(replicas, self.environment.workload->fetchReplicas(deployment, step.task()));
        if (replicas != 0)
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP(
                         "core", "%1 was asked for 0 replicas and reads %2: somebody or an autoscaler changes it too."),
                    deployment, replicas));
    }
    return {};
}

/// An autoscaler may take over as soon as pods are there, so another count than the recorded one is said, not undone.
Result<> verifyStarted(Self self, StepContext& step)
{
    for (const std::string& deployment : self.environment.deployments) {
        const int expected = recordedReplicas(step, deployment).value_or(0);
        QBM_TRY(replicas, self.environment.workload->fetchReplicas(deployment, step.task()));
        if (expected > 0 && replicas == 0)
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core", "%1 had %2 replicas before and reads 0: somebody else scales it too."),
                    deployment, expected));
        step.say(replicas == expected
                ? text(QT_TRANSLATE_NOOP("core", "%1 has its %2 replicas back"), deployment, replicas)
                : text(QT_TRANSLATE_NOOP(
                           "core", "%1 had %2 replicas before and reads %3: somebody or an autoscaler changes it too."),
                    deployment, expected, replicas));
    }
    return {};
}

// --- the data -------------------------------------------------------------------------------------------------------

Result<> waitUntilNobodyIsConnected(Self self, StepContext& step)
{
    QBM_TRY(client, connect(self, AccessMode::ReadOnly, step.task()));
    return waitForSessions(
        client, [&self](const postgres::Session& session) { return self.holdsDatabase(session); },
        self.environment.timeouts.sessionsGone, step.task());
}

Result<> dumpPresentData(Self self, StepContext& step)
{
    if (const auto earlier = findSafety(self, step); earlier && earlier->state == BackupState::Complete)
        return {}; // finished by a process that was killed right after
    TaskContext& task = step.task();
    QBM_TRY(client, connect(self, AccessMode::ReadOnly, task));
    QBM_TRY(tools, findTools(client.serverMajor(), task));
    QBM_TRY(estimate, fetchDumpEstimate(client, self.environment.folder, Format::Guide, task));
    DumpOptions options;
    options.folder = self.environment.folder;
    options.label = "safety before restore";
    options.safety = true;
    options.name = step.recall(kSafety).value_or("");
    if (options.name.empty()) {
        QBM_TRY(name, freeBackupName(options.folder, Format::Guide, Encryption::None, task));
        options.name = name;
        QBM_CHECK(step.remember(kSafety, options.name));
    }
    QBM_TRY(settings, self.environment.connection(AccessMode::ReadOnly, task));
    QBM_TRY(backup, dumpDatabase(std::move(settings), tools, options, estimate, task));
    step.say(text(QT_TRANSLATE_NOOP("core", "%1, %2"), backup.name, formatBytes(backup.sizeBytes)));
    return {};
}

Result<> verifySafetyDump(Self self, StepContext& step)
{
    QBM_TRY(safety, findSafety(self, step));
    QBM_TRY(client, connect(self, AccessMode::ReadOnly, step.task()));
    QBM_TRY(tools, findTools(client.serverMajor(), step.task()));
    QBM_TRY(report, verifyBackup(safety, {}, tools, step.task()));
    return {};
}

/// The application runs again after this, so the dump no longer holds the present data: a later run makes a new one.
/// The file itself stays in the catalogue.
Result<> forgetSafetyDump(StepContext& step)
{
    return step.remember(kSafety, "");
}

/// A restoring session whose console was killed may still be ending on the server, even committing.
Result<> waitForOtherRestores(Self self, postgres::Client& client, TaskContext& task)
{
    return waitForSessions(
        client, [](const postgres::Session& session) { return session.applicationName == kRestoreApplicationName; },
        self.environment.timeouts.sessionsGone, task);
}

Result<> rememberStateBefore(postgres::Client& client, StepContext& step)
{
    if (isSet(step, kBegun))
        return {}; // what is there now may be the new data
    QBM_TRY(tables, fetchTableNames(client, step.task()));
    QBM_TRY(fingerprint, schemaFingerprint(client, step.task()));
    QBM_CHECK(step.remember(kTablesBefore, formatTableNames(tables)));
    QBM_CHECK(step.remember(kFingerprint, fingerprint));
    return step.remember(kBegun, kYes);
}

Result<> restoreBackup(Self self, StepContext& step)
{
    if (isSet(step, kRestored))
        return {};
    TaskContext& task = step.task();
    QBM_TRY(backup, Catalogue(self.environment.folder).find(self.backupName, task));
    QBM_TRY(client, connect(self, AccessMode::ReadOnly, task));
    QBM_TRY(tools, findTools(client.serverMajor(), task));
    QBM_CHECK(waitForOtherRestores(self, client, task));
    QBM_CHECK(rememberStateBefore(client, step));
    QBM_TRY(settings, self.environment.connection(AccessMode::ReadWrite, task));
    const std::uint64_t tables = backup.sidecar ? backup.sidecar->tables.size() : 0;
    QBM_TRY(readable, openArchive(backup, {self.environment.folder, self.environment.settings.identity}, task));
    QBM_CHECK(restoreArchive(settings, tools, readable.path(), tables, self.environment.timeouts.stalled, task));
    return step.remember(kRestored, kYes);
}

/// Brings back the safety dump, if the database holds anything else by now.
Result<> bringBackSafetyDump(Self self, StepContext& step)
{
    QBM_CHECK(step.remember(kRestored, kNo));
    QBM_CHECK(step.remember(kCompared, kNo));
    if (!isSet(step, kBegun))
        return {};
    TaskContext& task = step.task();
    QBM_TRY(client, connect(self, AccessMode::ReadWrite, task));
    QBM_CHECK(waitForOtherRestores(self, client, task));
    QBM_TRY(fingerprint, schemaFingerprint(client, task));
    if (fingerprint != step.recall(kFingerprint)) {
        QBM_TRY(safety, findSafety(self, step));
        QBM_TRY(backup, Catalogue(self.environment.folder).find(self.backupName, task));
        QBM_TRY(tools, findTools(client.serverMajor(), task));
        QBM_TRY(archive, readContents(backup, self.environment.settings.identity, tools, task));
        QBM_TRY(before, parseTableNames(step.recall(kTablesBefore).value_or("[]")));
        QBM_CHECK(dropNewTables(client, before, archive, task));
        QBM_CHECK(restoreArchive(client.settings(), tools, safety.file, safety.sidecar->tables.size(),
            self.environment.timeouts.stalled, task));
        QBM_CHECK(compareRowCounts(client, *safety.sidecar, task));
        step.say(text(QT_TRANSLATE_NOOP("core", "The data of before is back, from %1"), safety.name));
    }
    return step.remember(kBegun, kNo);
}

Result<> compareWithBackup(Self self, StepContext& step)
{
    if (isSet(step, kCompared))
        return {};
    QBM_TRY(backup, Catalogue(self.environment.folder).find(self.backupName, step.task()));
    if (!backup.sidecar || !backup.sidecar->counted) {
        step.say(text(QT_TRANSLATE_NOOP("core", "The backup has no row counts to compare with.")));
        return step.remember(kCompared, kYes);
    }
    QBM_TRY(client, connect(self, AccessMode::ReadOnly, step.task()));
    QBM_CHECK(compareRowCounts(client, *backup.sidecar, step.task()));
    step.say(text(QT_TRANSLATE_NOOP("core", "%1 rows in %2 tables, as in the backup"),
        formatCount(backup.sidecar->totalRows()), backup.sidecar->tables.size()));
    return step.remember(kCompared, kYes);
}

// --- afterwards -----------------------------------------------------------------------------------------------------

std::filesystem::path measurementsFile(const std::filesystem::path& folder)
{
    return folder / "restores.jsonl";
}

Result<> waitUntilHealthy(Self self, TaskContext& task)
{
    if (!self.environment.checkHealth)
        return {};
    const auto deadline = std::chrono::steady_clock::now() + self.environment.timeouts.healthy;
    for (;;) {
        auto healthy = self.environment.checkHealth(task);
        if (healthy || healthy.error().kind == ErrorKind::Cancelled || std::chrono::steady_clock::now() >= deadline)
            return healthy;
        QBM_CHECK(task.sleepFor(std::chrono::seconds(1)));
    }
}

Result<> finish(Self self, StepContext& step)
{
    if (self.stopsApplication())
        QBM_CHECK(waitUntilHealthy(self, step.task()));
    const nlohmann::json line{{"backup", self.backupName}, {"startedAt", step.recall(kStartedAt).value_or("")},
        {"finishedAt", formatRfc3339(systemClock().now())}};
    return appendDurably(measurementsFile(self.environment.folder),
        line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

// --- as steps -------------------------------------------------------------------------------------------------------

/// A gate that must hold right up to the restore and not any more once the new data is in.
std::function<Result<>(StepContext&)> untilRestored(std::function<Result<>(StepContext&)> gate)
{
    return [gate = std::move(gate)](StepContext& step) { return isSet(step, kRestored) ? Result<>{} : gate(step); };
}

Step recordStep(Self self)
{
    return {"record", text(QT_TRANSLATE_NOOP("core", "Record what runs now")),
        [&self](StepContext& step) { return recordReplicas(self, step); }, {}, {}, false};
}

Step stopStep(Self self)
{
    return {"stop", text(QT_TRANSLATE_NOOP("core", "Scale the application to 0")),
        untilRestored([&self](StepContext& step) { return scaleAllToZero(self, step); }),
        untilRestored([&self](StepContext& step) { return verifyStopped(self, step); }),
        [&self](StepContext& step) { return scaleBack(self, step); }, true};
}

Step podsGoneStep(Self self)
{
    return {"pods-gone", text(QT_TRANSLATE_NOOP("core", "Wait until its pods are gone")),
        untilRestored([&self](StepContext& step) { return waitUntilPodsAreGone(self, step); }), {}, {}, true};
}

Step quietStep(Self self)
{
    return {"quiet", text(QT_TRANSLATE_NOOP("core", "Wait until nobody uses the database")),
        untilRestored([&self](StepContext& step) { return waitUntilNobodyIsConnected(self, step); }), {}, {}, true};
}

Step safetyStep(Self self)
{
    return {"safety-dump", text(QT_TRANSLATE_NOOP("core", "Dump the present data for safety")),
        [&self](StepContext& step) { return dumpPresentData(self, step); },
        [&self](StepContext& step) { return verifySafetyDump(self, step); }, forgetSafetyDump, false};
}

Step restoreStep(Self self)
{
    return {"restore", text(QT_TRANSLATE_NOOP("core", "Restore %1"), self.backupName),
        [&self](StepContext& step) { return restoreBackup(self, step); }, {},
        [&self](StepContext& step) { return bringBackSafetyDump(self, step); }, false};
}

Step compareStep(Self self)
{
    return {"compare", text(QT_TRANSLATE_NOOP("core", "Compare row counts with the backup")),
        [&self](StepContext& step) { return compareWithBackup(self, step); }, {}, {}, true};
}

Step startStep(Self self)
{
    const auto stopAgain = [&self](StepContext& step) -> Result<> {
        if (!isSet(step, kBegun))
            return {}; // the data is as it was, so the application may stay
        QBM_CHECK(scaleAllToZero(self, step));
        return waitUntilPodsAreGone(self, step);
    };
    return {"start", text(QT_TRANSLATE_NOOP("core", "Scale the application back and wait until it is ready")),
        [&self](StepContext& step) { return scaleBack(self, step); },
        [&self](StepContext& step) { return verifyStarted(self, step); }, stopAgain, false};
}

Step finishStep(Self self)
{
    return {"finish",
        self.environment.checkHealth && self.stopsApplication()
            ? text(QT_TRANSLATE_NOOP("core", "Wait until the application says that it is healthy"))
            : text(QT_TRANSLATE_NOOP("core", "Note how long it took")),
        [&self](StepContext& step) { return finish(self, step); }, {}, {}, false};
}

} // namespace

std::vector<Step> makeRestoreSteps(const RestoreRequest& request)
{
    if (!request.stopsApplication())
        return {recordStep(request), quietStep(request), safetyStep(request), restoreStep(request),
            compareStep(request), finishStep(request)};
    return {recordStep(request), stopStep(request), podsGoneStep(request), quietStep(request), safetyStep(request),
        restoreStep(request), compareStep(request), startStep(request), finishStep(request)};
}

Result<std::optional<RestoreMeasurement>> lastRestore(const std::filesystem::path& folder)
{
    auto content = readFile(measurementsFile(folder));
    if (!content && content.error().kind == ErrorKind::NotFound)
        return std::nullopt;
    if (!content)
        return fail(std::move(content).error());
    while (content->ends_with('\n'))
        content->pop_back();
    const std::string line = content->substr(content->find_last_of('\n') + 1);
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object())
        return std::nullopt; // torn by a crash; the next restore writes another
    const auto startedAt = parseRfc3339(json.value("startedAt", ""));
    const auto finishedAt = parseRfc3339(json.value("finishedAt", ""));
    if (!startedAt || !finishedAt)
        return std::nullopt;
    return RestoreMeasurement{json.value("backup", ""), *startedAt, *finishedAt};
}

} // namespace qbm::backup
