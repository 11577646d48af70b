// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restore_in_place_steps.h"

#include "core/backup/archive/readable_archive.h"
#include "core/backup/archive/table_of_contents.h"
#include "core/backup/archive/verify.h"
#include "core/backup/dump/unfinished.h"
#include "core/backup/operation_checks.h"
#include "core/backup/restore/apply_rights.h"
#include "core/backup/restore/bring_back.h"
#include "core/backup/restore/database_exchange.h"
#include "core/backup/restore/database_restore.h"
#include "core/backup/restore/replication.h"
#include "core/backup/restore/restore_application_steps.h"
#include "core/backup/restore/restore_conditions.h"
#include "core/backup/restore/restore_values.h"
#include "core/backup/restore/row_order.h"
#include "core/backup/restore/way_back.h"
#include "core/base/unit.h"
#include "core/operation/journal_notes.h"

#include <ranges>

namespace qbm::backup {

namespace {

using namespace journal;
using operation::Step;
using operation::StepContext;
using Self = const RestoreRequest&;

// Only this file's.
constexpr const char* kSafety = "safetyDump"; ///< file name; empty once it no longer stands for the present data
constexpr const char* kSafetyMark = "safetyDumpMark"; ///< by which the file that this run made is known again
constexpr const char* kTablesBefore = "tablesBefore";
constexpr const char* kFingerprint = "fingerprintBefore";
constexpr const char* kCompared = "compared";
constexpr const char* kSubscriptionsBefore = "subscriptionsBefore"; ///< names; those that come with the backup are cut

Result<Backup> findSafety(Self self, StepContext& step)
{
    const std::string name = step.recall(kSafety).value_or("");
    if (name.empty())
        return fail(ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "There is no safety dump yet.")));
    return Catalogue(self.environment.folder).find(name, step.task());
}

Result<> dumpPresentData(Self self, StepContext& step)
{
    if (isSet(step, kLiveMade)) {
        step.say(text(QT_TRANSLATE_NOOP("core", "There was no database, so there is nothing to dump")));
        return {};
    }
    if (const auto earlier = findSafety(self, step); earlier && earlier->state == BackupState::Complete)
        return {}; // finished by a process that was killed right after
    TaskContext& task = step.task();
    QBM_TRY(client, connectLive(self, AccessMode::ReadOnly, task));
    QBM_TRY(tools, findTools(client.serverMajor(), task));
    QBM_TRY(estimate, fetchDumpEstimate(client, self.environment.folder, self.environment.settings.format, task));
    DumpOptions options;
    options.folder = self.environment.folder;
    options.label = "safety before restore";
    options.safety = true;
    // Never encrypted: whoever takes the restore back must be able to read it, here and now.
    options.contentChecksums = false; // the application is down meanwhile
    options.jobs = self.environment.settings.jobs;
    options.stallTimeout = self.environment.settings.stallTimeout;
    options.format = self.environment.settings.format;
    options.name = step.recall(kSafety).value_or("");
    options.mark = step.recall(kSafetyMark).value_or("");
    options.onClaimed = [&step](const std::string& name, const std::string& mark) -> Result<> {
        QBM_CHECK(step.remember(kSafetyMark, mark));
        return step.remember(kSafety, name);
    };
    QBM_TRY(settings, self.environment.connection(AccessMode::ReadOnly, task));
    QBM_TRY(backup, dumpDatabase(std::move(settings), tools, options, estimate, task));
    step.say(text(QT_TRANSLATE_NOOP("core", "%1, %2"), backup.name, formatBytes(backup.sizeBytes)));
    return {};
}

Result<> verifySafetyDump(Self self, StepContext& step)
{
    if (isSet(step, kLiveMade))
        return {};
    QBM_TRY(safety, findSafety(self, step));
    QBM_TRY(client, connectLive(self, AccessMode::ReadOnly, step.task()));
    QBM_TRY(tools, findTools(client.serverMajor(), step.task()));
    QBM_TRY(report, verifyBackup(safety, {}, tools, step.task()));
    return {};
}

/// The application runs again after this, so the dump no longer holds the present data: a later run makes a new one.
/// The file itself stays in the catalogue, if it is whole; of one that was being written nothing is left.
Result<> forgetSafetyDump(Self self, StepContext& step)
{
    QBM_CHECK(removeUnfinished(self.environment.folder, step.recall(kSafetyMark).value_or("")));
    return step.remember(kSafety, "");
}

/// A restoring session whose console was killed may still be ending on the server, even committing.
Result<> waitForOtherRestores(Self self, postgres::Client& client, TaskContext& task)
{
    return waitForSessions(
        client, self.environment.database,
        [](const postgres::Session& session) { return session.applicationName == kRestoreApplicationName; },
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
    QBM_TRY(subscriptions, fetchSubscriptions(client, client.settings().database, step.task()));
    QBM_CHECK(step.remember(kSubscriptionsBefore, formatNames(namesOf(subscriptions))));
    return step.remember(kBegun, kYes);
}

UnpackOptions unpackOptions(Self self)
{
    return {self.environment.folder, self.environment.settings.identity};
}

/// With owners and grants as far as they can be; what cannot is told.
Result<> restoreInto(Self self, StepContext& step, const postgres::ConnectionSettings& settings, const Tools& tools,
    const Backup& backup, const std::string& prelude = {})
{
    TaskContext& task = step.task();
    QBM_TRY(items, readTableOfContents(backup, self.environment.settings.identity, task));
    QBM_TRY(client, postgres::Client::connect(settings, task));
    QBM_TRY(known, fetchTargetServer(client, task));
    const TargetServer server = seenIn(std::move(known), client.serverEncoding());
    RightsPlan rights = planRights(items, server);
    QBM_TRY(staying, extensionsThatStay(client, items, server, task));
    rights.leftOut.merge(staying);
    ArchiveParts parts;
    parts.entries = inRowOrder(items, orderRows(items), entriesOf(items, rights));
    parts.withOwners = rights.owners;
    parts.withGrants = rights.grants;
    parts.withTablespaces = missingTablespaces(items, server).empty();
    QBM_TRY(archive, openArchive(backup, unpackOptions(self), task));
    const std::uint64_t tables = backup.sidecar ? backup.sidecar->tables.size() : 0;
    QBM_CHECK(restoreArchive(
        settings, tools, archive.path(), tables, self.environment.timeouts.stalled, task, backup.name, parts,
        prelude, backup.sidecar ? backup.sidecar->outputSettings : OutputSettings()));
    postgres::ConnectionSettings patient = settings;
    patient.statementTimeout = std::chrono::milliseconds(0);
    QBM_TRY(refused, applyRights(patient, rights, encodingOf(items), task));
    for (const std::vector<Text>& sentences : {rights.losses, refused}) {
        for (const Text& sentence : sentences)
            step.say(sentence);
    }
    return {};
}

Result<> restoreBackup(Self self, StepContext& step)
{
    if (isSet(step, kRestored))
        return {};
    TaskContext& task = step.task();
    QBM_TRY(backup, Catalogue(self.environment.folder).find(self.backupName, task));
    QBM_TRY(client, connectLive(self, AccessMode::ReadOnly, task));
    QBM_TRY(tools, findTools(client.serverMajor(), task));
    QBM_CHECK(requireNoPreparedTransactions(client, self.environment.database, task)); // its locks would never end
    QBM_CHECK(waitForOtherRestores(self, client, task));
    QBM_CHECK(rememberStateBefore(client, step));
    QBM_TRY(settings, self.environment.connection(AccessMode::ReadWrite, task));
    QBM_CHECK(restoreInto(self, step, settings, tools, backup));
    return step.remember(kRestored, kYes);
}

/// "public.audit: 5 rows, 3 in the backup; ..." of the lines in an error's detail.
std::string firstDifferences(const std::string& lines)
{
    constexpr std::size_t kNamed = 5;
    std::string out;
    std::size_t count = 0;
    for (const auto part : std::views::split(lines, '\n')) {
        const std::string_view line(part.begin(), part.end());
        if (!line.empty() && ++count <= kNamed)
            out += (out.empty() ? "" : "; ") + std::string(line);
    }
    return count > kNamed ? out + "; ..." : out;
}

/// What was restored stands, in one transaction: a count that differs is told and keeps nobody waiting.
Result<> warnOfOtherCounts(postgres::Client& client, const Sidecar& sidecar, StepContext& step)
{
    const auto equal = compareRowCounts(client, sidecar, step.task());
    if (equal)
        return operation::rememberDifference(step, {});
    step.say(text(QT_TRANSLATE_NOOP("core", "Look at the data before you rely on it: %1 %2"), equal.error().english(),
        equal.error().detail));
    return operation::rememberDifference(step,
        equal.error().kind == ErrorKind::BadData
            ? text(QT_TRANSLATE_NOOP("core", "compared with the safety dump, %1"), firstDifferences(equal.error().detail))
            : text(QT_TRANSLATE_NOOP("core", "the data could not be compared with the safety dump: %1"),
                  equal.error().message));
}

void sayMoved(StepContext& step, const std::vector<std::string>& moved)
{
    for (const std::string& table : moved)
        step.say(text(QT_TRANSLATE_NOOP("core",
                          "Rows of %1 lie in other partitions than in the backup, as every load places them anew; the "
                          "table as a whole has as many rows as the backup."),
            table));
}

/// Brings back the safety dump, if the database holds anything else by now.
Result<> bringBackSafetyDump(Self self, StepContext& step)
{
    QBM_CHECK(step.remember(kRestored, kNo));
    QBM_CHECK(step.remember(kCompared, kNo));
    if (!isSet(step, kBegun))
        return {};
    if (isSet(step, kLiveMade))
        return step.remember(kBegun, kNo); // the database is dropped as a whole
    TaskContext& task = step.task();
    QBM_TRY(client, connectLive(self, AccessMode::ReadWrite, task));
    QBM_CHECK(requireNoPreparedTransactions(client, self.environment.database, task)); // its locks would never end
    QBM_CHECK(waitForOtherRestores(self, client, task));
    QBM_TRY(fingerprint, schemaFingerprint(client, task));
    if (fingerprint != step.recall(kFingerprint)) {
        QBM_TRY(safety, findSafety(self, step));
        QBM_TRY(backup, Catalogue(self.environment.folder).find(self.backupName, task));
        QBM_TRY(tools, findTools(client.serverMajor(), task));
        QBM_TRY(archive, readContents(backup, self.environment.settings.identity, tools, task));
        QBM_TRY(before, parseTableNames(step.recall(kTablesBefore).value_or("[]")));
        QBM_TRY(newTables, dropNewTablesStatement(client, before, archive, task));
        QBM_CHECK(stopBeforeTakingBack(self, step));
        // In one transaction with the rest: what is there is wholly the old or wholly the new at any moment.
        QBM_CHECK(restoreInto(self, step, client.settings(), tools, safety, newTables));
        QBM_TRY(subscriptions, parseNames(step.recall(kSubscriptionsBefore).value_or("")));
        if (step.recall(kSubscriptionsBefore))
            QBM_CHECK(dropSubscriptions(client, subscriptions, task));
        step.say(text(QT_TRANSLATE_NOOP("core", "The data of before is back, from %1"), safety.name));
        if (const auto noted = warnOfOtherCounts(client, *safety.sidecar, step); !noted)
            step.say(noted.error().message); // no reason to stay away
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
    QBM_TRY(client, connectLive(self, AccessMode::ReadOnly, step.task()));
    QBM_TRY(moved, compareRowCounts(client, *backup.sidecar, step.task()));
    sayMoved(step, moved);
    step.say(text(QT_TRANSLATE_NOOP("core", "%1 rows in %2 tables, as in the backup"),
        formatCount(backup.sidecar->totalRows()), backup.sidecar->tables.size()));
    return step.remember(kCompared, kYes);
}

/// Without that they would own the slots of the database that was backed up.
Result<> cutBroughtSubscriptions(Self self, StepContext& step)
{
    const auto written = step.recall(kSubscriptionsBefore); // absent in journals of earlier versions
    if (!written)
        return {};
    QBM_TRY(before, parseNames(*written));
    QBM_TRY(client, connectLive(self, AccessMode::ReadWrite, step.task()));
    QBM_CHECK(cutSubscriptions(client, before, step.task()));
    return {};
}

/// Not before the comparison: who comes in writes.
Result<> letIn(Self self, StepContext& step)
{
    QBM_CHECK(cutBroughtSubscriptions(self, step));
    QBM_CHECK(openDoor(self, step));
    QBM_TRY(subscriptions, disabledSubscriptions(step));
    for (const std::string& name : subscriptions)
        step.say(text(QT_TRANSLATE_NOOP("core",
                          "The subscription %1 stays disabled and keeps its slot on the publisher; the plan says how to "
                          "go on"),
            name));
    return {};
}

} // namespace

Step safetyStep(Self self)
{
    return {"safety-dump", text(QT_TRANSLATE_NOOP("core", "Dump the present data for safety")),
        [&self](StepContext& step) { return dumpPresentData(self, step); },
        [&self](StepContext& step) { return verifySafetyDump(self, step); },
        [&self](StepContext& step) { return forgetSafetyDump(self, step); }, false};
}

Step restoreStep(Self self)
{
    return {"restore", text(QT_TRANSLATE_NOOP("core", "Restore %1"), self.backupName),
        [&self](StepContext& step) { return restoreBackup(self, step); }, {},
        withPatience(
            self.environment.timeouts.takeBack, [&self](StepContext& step) { return bringBackSafetyDump(self, step); }),
        false};
}

Step compareStep(Self self)
{
    return {"compare", text(QT_TRANSLATE_NOOP("core", "Compare row counts with the backup")),
        [&self](StepContext& step) -> Result<> {
            QBM_CHECK(compareWithBackup(self, step));
            return letIn(self, step);
        },
        {}, {}, true};
}

} // namespace qbm::backup
