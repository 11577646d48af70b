// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restore_side_steps.h"

#include "core/backup/archive/readable_archive.h"
#include "core/backup/archive/table_of_contents.h"
#include "core/backup/drill/content_check.h"
#include "core/backup/restore/bring_back.h"
#include "core/backup/restore/create_database.h"
#include "core/backup/restore/database_exchange.h"
#include "core/backup/restore/make_roles.h"
#include "core/backup/restore/provide_database_step.h"
#include "core/backup/restore/restore_application_steps.h"
#include "core/backup/restore/restore_values.h"
#include "core/backup/restore/side_database.h"
#include "core/backup/restore/strangers.h"
#include "core/backup/restore/way_back.h"
#include "core/base/unit.h"

#include <thread>

namespace qbm::backup {

namespace {

using namespace journal;
using operation::Step;
using operation::StepContext;
using Self = const RestoreRequest&;

// Only this file's.
constexpr const char* kFillBegun = "sideFillBegun";
constexpr const char* kFilled = "sideFilled";
constexpr const char* kVerified = "sideVerified";

/// Also waits for the server to end what a killed run of ours asked of it.
Result<postgres::Client> connectLocked(Self self, TaskContext& task)
{
    QBM_TRY(client, connectBeside(self, AccessMode::ReadWrite, task));
    QBM_CHECK(lockSideDatabases(client, task));
    return client;
}

// --- the database beside --------------------------------------------------------------------------------------------

/// Drops what this operation made, and nothing else: the name was free before it was written down, and a number that
/// differs from the recorded one is somebody else's database.
Result<> dropSide(Self self, StepContext& step, postgres::Client& client)
{
    const std::string name = step.recall(kSideName).value_or("");
    if (name.empty() || name == self.environment.database)
        return {};
    QBM_TRY(oid, databaseOid(client, name, step.task()));
    if (!oid)
        return {};
    const auto recorded = recallNumber(step, kSideOid);
    if (oid == recallNumber(step, kLiveOid) || (recorded && oid != recorded))
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core",
                     "%1 is not the database that this restore made; look who renamed it, and drop it by hand if it "
                     "is not needed."),
                name));
    return dropDatabase(client, name, step.task());
}

Result<> forgetSide(StepContext& step)
{
    for (const char* key : {kFillBegun, kFilled, kVerified})
        QBM_CHECK(step.remember(key, kNo));
    return {};
}

/// Whether the recorded database is there and empty, or complete.
Result<bool> sideIsOfUse(StepContext& step, postgres::Client& client)
{
    const auto recorded = recallNumber(step, kSideOid);
    if (!recorded || (isSet(step, kFillBegun) && !isSet(step, kFilled)))
        return false;
    QBM_TRY(oid, databaseOid(client, step.recall(kSideName).value_or(""), step.task()));
    return oid == recorded;
}

Result<> createSide(Self self, StepContext& step)
{
    if (isSet(step, kBegun))
        return {}; // the exchange knows where it is
    TaskContext& task = step.task();
    QBM_TRY(client, connectLocked(self, task));
    QBM_TRY(ofUse, sideIsOfUse(step, client));
    if (ofUse)
        return {};
    QBM_CHECK(dropSide(self, step, client));
    QBM_CHECK(forgetSide(step));
    // Never the same name again: a pg_restore of a killed run may still be about to connect to it.
    const std::string earlier = step.recall(kSideName).value_or("");
    TimePoint time = self.environment.clock->now();
    if (const auto parsed = parseSideName(earlier, self.environment.database))
        time = std::max(time, parsed->stamp + std::chrono::seconds(1));
    QBM_TRY(name, freeSideName(client, self.environment.database, SideRole::Restore, time, task));
    QBM_CHECK(step.remember(kSideOid, ""));
    QBM_CHECK(step.remember(kSideName, name));
    QBM_TRY(backup, Catalogue(self.environment.folder).find(self.backupName, task));
    QBM_CHECK(makeRolesOf(self, step, client, backup));
    QBM_TRY(planned, planDatabase(self, client, backup, task));
    for (const operation::Check& difference : planned.differences)
        step.say(difference.reason);
    QBM_TRY(refused, createDatabase(client, name, planned.entry, task));
    for (const Text& sentence : refused)
        step.say(sentence);
    QBM_TRY(oid, databaseOid(client, name, task));
    step.say(text(QT_TRANSLATE_NOOP("core", "%1 is made"), name));
    return step.remember(kSideOid, std::to_string(oid.value_or(0)));
}

Result<> dropUnusedSide(Self self, StepContext& step)
{
    if (isSet(step, kSideKept))
        return {};
    QBM_TRY(client, connectLocked(self, step.task()));
    QBM_CHECK(dropSide(self, step, client));
    QBM_CHECK(dropMadeRoles(step, client));
    return forgetSide(step); // not before: a database that is there must not be taken for an empty one
}

Result<postgres::ConnectionSettings> sideSettings(Self self, StepContext& step, AccessMode access)
{
    QBM_TRY(settings, self.environment.connection(access, step.task()));
    settings.database = step.recall(kSideName).value_or("");
    settings.statementTimeout = std::chrono::milliseconds(0); // ANALYZE and reading every table take their time
    return settings;
}

Result<> fillSide(Self self, StepContext& step)
{
    if (isSet(step, kBegun) || isSet(step, kFilled))
        return {};
    TaskContext& task = step.task();
    QBM_TRY(backup, Catalogue(self.environment.folder).find(self.backupName, task));
    QBM_TRY(settings, sideSettings(self, step, AccessMode::ReadWrite));
    QBM_TRY(client, postgres::Client::connect(settings, task));
    QBM_TRY(tools, findTools(client.serverMajor(), task));
    QBM_TRY(items, readTableOfContents(backup, self.environment.settings.identity, task));
    QBM_CHECK(step.remember(kFillBegun, kYes));
    FillOptions options;
    options.jobs = self.environment.settings.jobs;
    options.expectedTables = backup.sidecar ? backup.sidecar->tables.size() : 0;
    options.stallTimeout = self.environment.timeouts.stalled;
    options.archiveName = backup.name;
    if (backup.sidecar)
        options.outputSettings = backup.sidecar->outputSettings;
    QBM_TRY(told, bringBack(settings, tools, backup, {self.environment.folder, self.environment.settings.identity}, items, options, task));
    for (const Text& sentence : told)
        step.say(sentence);
    return step.remember(kFilled, kYes);
}

/// ANALYZE, which samples tables, while the same tables are read to their ends beside it.
class Statistics {
public:
    explicit Statistics(postgres::ConnectionSettings settings)
        : m_settings(std::move(settings))
        , m_thread([this](const std::stop_token& stop) { gather(stop); })
    {
    }
    /// Waits until they are gathered; a stop of `context` ends that.
    Result<> finish(TaskContext& context)
    {
        const std::stop_callback onStop(context.stopToken(), [this] { m_thread.request_stop(); });
        m_thread.join();
        return std::move(m_outcome);
    }

private:
    void gather(const std::stop_token& stop)
    {
        TaskContext task(stop);
        auto client = postgres::Client::connect(m_settings, task);
        m_outcome = client ? Result<>() : Result<>(fail(client.error()));
        if (!client)
            return;
        if (auto analyzed = client->exec("ANALYZE", task); !analyzed)
            m_outcome = fail(std::move(analyzed).error());
    }

    postgres::ConnectionSettings m_settings;
    Result<> m_outcome;
    std::jthread m_thread; // last: it uses the others, and is stopped with them
};

Result<> compareSide(Self self, StepContext& step, const Backup& backup)
{
    TaskContext& task = step.task();
    if (!backup.sidecar || !backup.sidecar->counted) {
        step.say(text(QT_TRANSLATE_NOOP("core", "The backup has no row counts to compare with.")));
        return {};
    }
    QBM_TRY(settings, sideSettings(self, step, AccessMode::ReadOnly));
    QBM_TRY(client, postgres::Client::connect(std::move(settings), task));
    QBM_TRY(recipe, fetchContentRecipe(backup, self.environment.settings.identity, task));
    QBM_TRY(report, compareContent(client, *backup.sidecar, recipe, self.environment.settings.jobs, task));
    QBM_CHECK(requireEqualContent(report));
    for (Text& remark : remarks(report))
        step.say(std::move(remark));
    step.say(report.checksums
            ? text(QT_TRANSLATE_NOOP("core", "%1 rows in %2 tables, each with the content of the backup"),
                formatCount(report.rows), report.tables.size())
            : text(QT_TRANSLATE_NOOP("core", "%1 rows in %2 tables, as in the backup"), formatCount(report.rows),
                report.tables.size()));
    return {};
}

Result<> verifySide(Self self, StepContext& step)
{
    if (isSet(step, kBegun) || isSet(step, kVerified))
        return {};
    TaskContext& task = step.task();
    QBM_TRY(backup, Catalogue(self.environment.folder).find(self.backupName, task));
    QBM_TRY(settings, sideSettings(self, step, AccessMode::ReadWrite));
    // The planner must not meet the application's first queries without them.
    Statistics statistics(settings);
    QBM_CHECK(compareSide(self, step, backup));
    task.report({0, 0, text(QT_TRANSLATE_NOOP("core", "Gathering statistics of %1"), settings.database)});
    QBM_CHECK(statistics.finish(task));
    return step.remember(kVerified, kYes);
}

/// What would have been in the way until now; and whether it is the database that it should be.
Result<> completeSide(Self self, StepContext& step)
{
    if (isSet(step, kBegun))
        return {};
    TaskContext& task = step.task();
    QBM_TRY(client, connectBeside(self, AccessMode::ReadWrite, task));
    QBM_TRY(backup, Catalogue(self.environment.folder).find(self.backupName, task));
    QBM_TRY(planned, planDatabase(self, client, backup, task));
    QBM_TRY(differences, completeDatabase(client, step.recall(kSideName).value_or(""), planned.entry, task));
    for (const Text& difference : differences)
        step.say(difference);
    return {};
}

// --- the exchange ---------------------------------------------------------------------------------------------------

Result<> chooseKept(Self self, StepContext& step)
{
    if (recallNumber(step, kSideOid))
        return {};
    QBM_TRY(client, connectBeside(self, AccessMode::ReadOnly, step.task()));
    QBM_TRY(oid, databaseOid(client, self.keptDatabase, step.task()));
    if (!oid)
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "There is no database %1 any more."), self.keptDatabase));
    QBM_CHECK(step.remember(kSideName, self.keptDatabase));
    return step.remember(kSideOid, std::to_string(*oid));
}

struct Both {
    std::int64_t live = 0, side = 0;
};

Result<Both> recordedDatabases(StepContext& step)
{
    const auto live = recallNumber(step, kLiveOid);
    const auto side = recallNumber(step, kSideOid);
    if (!live || !side)
        return fail(ErrorKind::Internal,
            text(QT_TRANSLATE_NOOP("core", "The journal does not say which databases change places.")));
    return Both{*live, *side};
}

Result<std::string> keptName(Self self, StepContext& step, postgres::Client& client)
{
    const std::string recorded = step.recall(kKeptName).value_or("");
    QBM_TRY(taken, databaseOid(client, recorded, step.task()));
    const auto live = recallNumber(step, kLiveOid);
    if (!recorded.empty() && (!taken || taken == live))
        return recorded;
    QBM_TRY(name,
        freeSideName(client, self.environment.database, SideRole::Before, self.environment.clock->now(), step.task()));
    QBM_CHECK(step.remember(kKeptName, name));
    return name;
}

SessionFilter holders(Self self)
{
    return
        [&self](const postgres::Session& session) { return !self.options.endSessions && self.holdsDatabase(session); };
}

Result<> swap(Self self, StepContext& step)
{
    if (isSet(step, kRestored))
        return {};
    TaskContext& task = step.task();
    QBM_TRY(databases, recordedDatabases(step));
    QBM_TRY(client, connectLocked(self, task));
    if (databases.live == kNoDatabase) {
        QBM_CHECK(step.remember(kBegun, kYes));
        QBM_CHECK(renameDatabase(client, databases.side, self.environment.database, task));
        step.say(text(QT_TRANSLATE_NOOP("core", "%1 is there again"), self.environment.database));
        return step.remember(kRestored, kYes);
    }
    QBM_TRY(kept, keptName(self, step, client));
    QBM_CHECK(step.remember(kBegun, kYes));
    QBM_CHECK(exchangeDatabases(client, {self.environment.database, databases.live, databases.side, kept},
        holders(self), self.environment.timeouts.sessionsGone, task));
    step.say(text(QT_TRANSLATE_NOOP("core", "The data of before is kept as the database %1"), kept));
    QBM_TRY(subscriptions, disabledSubscriptions(step));
    for (const std::string& name : subscriptions)
        step.say(text(QT_TRANSLATE_NOOP("core",
                          "The subscription %1 stays disabled in %2 and keeps its slot on the publisher; the plan says "
                          "how to go on"),
            name, kept));
    return step.remember(kRestored, kYes);
}

Result<> verifySwapped(Self self, StepContext& step)
{
    QBM_TRY(databases, recordedDatabases(step));
    QBM_TRY(client, connectBeside(self, AccessMode::ReadOnly, step.task()));
    QBM_TRY(oid, databaseOid(client, self.environment.database, step.task()));
    if (oid != databases.side)
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "%1 is not the restored database: somebody renames databases too."),
                self.environment.database));
    return {};
}

/// Where the application ran on the restored database because an earlier way back failed, that database is kept.
Result<> keepWhatWasWritten(StepContext& step)
{
    if (!isSet(step, kRunsOn))
        return {};
    QBM_CHECK(step.remember(kSideKept, kYes));
    step.say(text(QT_TRANSLATE_NOOP("core", "What the application wrote meanwhile stays in the database %1"),
        step.recall(kSideName).value_or("")));
    return {};
}

Result<> exchangeBack(Self self, StepContext& step, postgres::Client& client, const Both& databases)
{
    TaskContext& task = step.task();
    QBM_TRY(oid, databaseOid(client, self.environment.database, task));
    if (oid != databases.side)
        return {};
    QBM_CHECK(stopBeforeTakingBack(self, step));
    QBM_CHECK(waitUntilQuiet(self, step));
    QBM_CHECK(keepWhatWasWritten(step));
    QBM_CHECK(exchangeDatabases(client,
        {self.environment.database, databases.side, databases.live, step.recall(kSideName).value_or("")},
        holders(self), self.environment.timeouts.sessionsGone, task));
    step.say(text(QT_TRANSLATE_NOOP("core", "The data of before is live again")));
    return {};
}

/// Where there was no live database before, there is none again.
Result<> takeNameAway(Self self, StepContext& step, postgres::Client& client, const Both& databases)
{
    QBM_TRY(oid, databaseOid(client, self.environment.database, step.task()));
    if (oid != databases.side)
        return {};
    QBM_CHECK(stopBeforeTakingBack(self, step));
    QBM_CHECK(waitUntilQuiet(self, step));
    QBM_CHECK(keepWhatWasWritten(step));
    QBM_CHECK(renameDatabase(client, databases.side, step.recall(kSideName).value_or(""), step.task()));
    step.say(text(QT_TRANSLATE_NOOP("core", "There is no database %1 again, as before"), self.environment.database));
    return {};
}

Result<> swapBack(Self self, StepContext& step)
{
    QBM_CHECK(step.remember(kRestored, kNo));
    if (!isSet(step, kBegun))
        return {};
    QBM_TRY(databases, recordedDatabases(step));
    QBM_TRY(client, connectLocked(self, step.task()));
    if (databases.live == kNoDatabase) {
        QBM_CHECK(takeNameAway(self, step, client, databases));
        return step.remember(kBegun, kNo);
    }
    const auto exchanged = exchangeBack(self, step, client, databases);
    // Whichever of the two is live, the application must come in again.
    QBM_CHECK(letThemIn(client, {databases.live, databases.side}, step.task()));
    QBM_CHECK(exchanged);
    return step.remember(kBegun, kNo);
}

} // namespace

Step sideCreateStep(Self self)
{
    return {"side-create", text(QT_TRANSLATE_NOOP("core", "Make a database beside the live one")),
        [&self](StepContext& step) { return createSide(self, step); }, {},
        withPatience(
            self.environment.timeouts.takeBack, [&self](StepContext& step) { return dropUnusedSide(self, step); }),
        true};
}

Step sideRestoreStep(Self self)
{
    return {"side-restore", text(QT_TRANSLATE_NOOP("core", "Restore %1 into it"), self.backupName),
        [&self](StepContext& step) { return fillSide(self, step); }, {}, {}, true};
}

Step sideVerifyStep(Self self)
{
    return {"side-verify", text(QT_TRANSLATE_NOOP("core", "Compare it with the backup")),
        [&self](StepContext& step) -> Result<> {
            QBM_CHECK(verifySide(self, step));
            QBM_CHECK(completeSide(self, step));
            return waitForStrangers(self, step);
        },
        {}, {}, true};
}

Step chooseKeptStep(Self self)
{
    return {"choose", text(QT_TRANSLATE_NOOP("core", "Find %1"), self.keptDatabase),
        [&self](StepContext& step) -> Result<> {
            QBM_CHECK(chooseKept(self, step));
            return waitForStrangers(self, step);
        },
        {}, {}, false};
}

Step swapStep(Self self)
{
    return {"swap", text(QT_TRANSLATE_NOOP("core", "Give it the name of the live database")),
        [&self](StepContext& step) { return swap(self, step); },
        [&self](StepContext& step) { return verifySwapped(self, step); },
        withPatience(self.environment.timeouts.takeBack, [&self](StepContext& step) { return swapBack(self, step); }),
        false};
}

} // namespace qbm::backup
