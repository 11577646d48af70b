// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/drill/drill_operation.h"

#include "core/backup/archive/readable_archive.h"
#include "core/backup/archive/table_of_contents.h"
#include "core/backup/archive/verify.h"
#include "core/backup/drill/content_check.h"
#include "core/backup/keep/backup_in_use.h"
#include "core/backup/operation_checks.h"
#include "core/backup/ours.h"
#include "core/backup/restore/bring_back.h"
#include "core/backup/restore/create_database.h"
#include "core/backup/restore/live_database.h"
#include "core/backup/restore/restore_conditions.h"
#include "core/backup/restore/side_database.h"
#include "core/backup/restore/way_back.h"
#include "core/backup/settings_check.h"
#include "core/base/file.h"
#include "core/base/log.h"
#include "core/base/unit.h"

#include <algorithm>
#include <charconv>
#include <ranges>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Plan;
using operation::Step;
using operation::StepContext;
using operation::Values;
using operation::Verdict;
using std::chrono::milliseconds;

constexpr const char* kBackupKey = "backup";
constexpr const char* kForeignKey = "foreign";
// Journal values.
constexpr const char* kDatabase = "database"; ///< the throw-away one
constexpr const char* kStartedAt = "startedAt";
constexpr const char* kDataOf = "dataOf"; ///< of the backup
constexpr const char* kRestoreTook = "restoreMs";
constexpr const char* kCompareTook = "compareMs";
constexpr const char* kTables = "tables";
constexpr const char* kRows = "rows";
constexpr const char* kChecksums = "checksums";
constexpr const char* kPassed = "passed"; ///< the comparison came to its end and found nothing
constexpr const char* kProblem = "problem"; ///< what the drill found wrong

std::int64_t recalledNumber(const StepContext& step, const char* key)
{
    std::int64_t number = 0;
    const std::string written = step.recall(key).value_or("0");
    std::from_chars(written.data(), written.data() + written.size(), number);
    return number;
}

/// "one thing; another thing"
std::string inOneLine(std::string lines)
{
    while (lines.ends_with('\n'))
        lines.pop_back();
    for (std::size_t at = lines.find('\n'); at != std::string::npos; at = lines.find('\n', at))
        lines.replace(at, 1, "; ");
    return lines;
}

milliseconds since(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begin);
}

class Drill final : public operation::Operation {
public:
    Drill(BackupEnvironment environment, std::string backupName, DrillOptions options)
        : m_environment(std::move(environment))
        , m_backupName(std::move(backupName))
        , m_options(std::move(options))
    {
    }

    std::string kind() const override { return kDrillKind; }
    Values parameters() const override
    {
        return {{"target", m_environment.target}, {kBackupKey, m_backupName}, {kForeignKey, m_options.foreign}};
    }
    Result<Plan> plan(TaskContext& context) override;
    Result<std::vector<Check>> check(TaskContext& context) override;
    std::vector<Step> steps() override;
    void noteNotBegun(const std::string& reasons, TaskContext& context) override;

private:
    Result<Backup> findBackup(TaskContext& context) const
    {
        return Catalogue(m_environment.folder).find(m_backupName, context);
    }
    Result<postgres::Client> connectToMaintenance(TaskContext& context) const
    {
        QBM_TRY(settings, m_environment.connection(AccessMode::ReadWrite, context));
        return backup::connectToMaintenance(std::move(settings), context);
    }
    Result<postgres::ConnectionSettings> drillSettings(
        const std::string& database, AccessMode access, TaskContext& context) const
    {
        QBM_TRY(settings, m_environment.connection(access, context));
        settings.database = database;
        return settings;
    }
    Result<Text> durationText(TaskContext& context) const;
    Result<> askConditions(
        postgres::Client& client, const Backup& backup, std::vector<Check>& checks, TaskContext& context) const;

    Result<std::string> provideEmptyDatabase(StepContext& step, const Backup& backup) const;
    Result<> restore(StepContext& step) const;
    Result<> compare(StepContext& step) const;
    Result<> drop(StepContext& step) const;
    Result<Origin> drilledOrigin(TaskContext& context) const;
    Result<> writeReport(StepContext& step) const;
    std::function<Result<>(StepContext&)> noting(Result<> (Drill::*run)(StepContext&) const) const;

    BackupEnvironment m_environment;
    std::string m_backupName;
    DrillOptions m_options;
};

Result<Text> Drill::durationText(TaskContext& context) const
{
    QBM_TRY(profile, fetchOrigin(m_environment, context));
    QBM_TRY(drills, readDrills(m_environment, profile));
    for (const DrillReport& drill : drills | std::views::reverse) {
        if (drill.passed)
            return text(QT_TRANSLATE_NOOP("core", "takes about %1, as the drill of %2 did"),
                qbm::durationText(drill.restoreTook + drill.compareTook), formatRfc3339(drill.startedAt));
    }
    return text(QT_TRANSLATE_NOOP("core", "takes as long as a restore; none was measured here yet"));
}

Result<Plan> Drill::plan(TaskContext& context)
{
    QBM_TRY(backup, findBackup(context));
    QBM_TRY(duration, durationText(context));
    Plan plan;
    plan.title = text(QT_TRANSLATE_NOOP("core", "Try out %1"), backup.name);
    plan.consequence = text(QT_TRANSLATE_NOOP(
        "core", "The live database is not touched; its server reads and writes as much as a restore makes it."));
    plan.target = m_environment.database;
    const std::uint64_t size = backup.sidecar ? backup.sidecar->databaseSizeBytes : 0;
    plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "server of %1"), m_environment.target),
        size > 0 ? text(
            QT_TRANSLATE_NOOP("core", "gets a throw-away database of about %1, dropped at the end"), formatBytes(size))
                 : text(QT_TRANSLATE_NOOP("core", "gets a throw-away database, dropped at the end"))});
    if (const std::uint64_t unpacked = unpackedBytesNeeded(backup, m_environment.settings.identity, context);
        unpacked > 0)
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "folder %1"), m_environment.folder.string()),
            text(QT_TRANSLATE_NOOP("core", "holds an unpacked copy of %1 while the backup is restored"),
                formatBytes(unpacked))});
    if (backup.sidecar)
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "backup %1"), backup.name),
            text(QT_TRANSLATE_NOOP("core", "is held against what it should contain (tables: %1, rows: %2)"),
                backup.sidecar->tables.size(), formatCount(backup.sidecar->totalRows()))});
    plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "duration")), duration});
    plan.stopLeaves = text(
        QT_TRANSLATE_NOOP("core", "Nothing: the throw-away database is dropped, and no result is written down."));
    plan.undo = text(QT_TRANSLATE_NOOP("core", "Nothing has to be taken back."));
    return plan;
}

Check checkSidecar(const Backup& backup)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "It is known what %1 should contain"), backup.name);
    if (!backup.usable())
        return {std::move(question), Verdict::Fail, explain(backup.state)};
    if (!backup.sidecar || !backup.sidecar->counted)
        return {std::move(question), Verdict::Fail,
            text(QT_TRANSLATE_NOOP("core", "There are no row counts to hold it against; adopt the backup first."))};
    const bool checksums
        = std::ranges::any_of(backup.sidecar->tables, [](const TableRows& table) { return !table.checksum.empty(); });
    return {std::move(question), checksums ? Verdict::Pass : Verdict::Warning,
        checksums ? text(QT_TRANSLATE_NOOP("core", "rows and content of each table"))
                  : text(QT_TRANSLATE_NOOP("core", "Only the number of rows; their content has no checksum."))};
}

Result<std::vector<Check>> Drill::check(TaskContext& context)
{
    std::vector<Check> checks;
    QBM_TRY(backup, findBackup(context));
    QBM_TRY(belonging, checkBelonging(m_environment, backup, m_options.foreign, context));
    checks.push_back(std::move(belonging));
    checks.push_back(checkSidecar(backup));
    checks.push_back(checkReadable(
        backup, unpackedBytesNeeded(backup, m_environment.settings.identity, context), m_environment, context));
    if (auto live = checkServer(m_environment,
            text(QT_TRANSLATE_NOOP("core", "The server has no database of this name; the drill needs none.")), checks, context)) {
        checkTools(live->client.serverMajor(), checks, context);
        QBM_CHECK(askConditions(live->client, backup, checks, context));
        checkOutputSettings(live->client, backup, checks, context);
    }
    QBM_CHECK(context.checkpoint());
    return checks;
}

Result<> Drill::askConditions(
    postgres::Client& client, const Backup& backup, std::vector<Check>& checks, TaskContext& context) const
{
    const auto items = readTableOfContents(backup, m_environment.settings.identity, context);
    if (!items) {
        checks.push_back(
            failedCheck(text(QT_TRANSLATE_NOOP("core", "What %1 holds is known"), backup.name), items.error()));
        return {};
    }
    ConditionQuestion question{backup, *items, m_environment.database};
    question.jobs = m_environment.settings.jobs;
    QBM_TRY(planned,
        fetchPlannedEntry(client, m_environment.database, backup, m_environment.settings.identity, context));
    question.entry = std::move(planned);
    question.neededBytes = backup.sidecar ? backup.sidecar->databaseSizeBytes : 0;
    return checkConditions(client, question, checks, context);
}

std::vector<Step> Drill::steps()
{
    Step restore;
    restore.id = "restore";
    restore.title = text(QT_TRANSLATE_NOOP("core", "Restore it into a throw-away database"));
    restore.run = noting(&Drill::restore);
    restore.undo = withPatience(m_environment.timeouts.takeBack, [this](StepContext& step) { return drop(step); });
    Step compare;
    compare.id = "compare";
    compare.title = text(QT_TRANSLATE_NOOP("core", "Hold every table against the backup's own record"));
    compare.run = noting(&Drill::compare);
    Step drop;
    drop.id = "drop";
    drop.title = text(QT_TRANSLATE_NOOP("core", "Drop the throw-away database and write the result down"));
    drop.run = [this](StepContext& step) { return this->drop(step); };
    return {std::move(restore), std::move(compare), std::move(drop)};
}

/// The way back does not know why it is taken: what a step found wrong is written down before.
std::function<Result<>(StepContext&)> Drill::noting(Result<> (Drill::*run)(StepContext&) const) const
{
    return [this, run](StepContext& step) -> Result<> {
        auto done = (this->*run)(step);
        if (!done && done.error().kind != ErrorKind::Cancelled)
            QBM_CHECK(step.remember(kProblem, done.error().english()));
        return done;
    };
}

/// Its name is in the journal before it exists; what a killed run left in it is thrown away.
Result<std::string> Drill::provideEmptyDatabase(StepContext& step, const Backup& backup) const
{
    TaskContext& task = step.task();
    QBM_TRY(maintenance, connectToMaintenance(task));
    std::string name = step.recall(kDatabase).value_or("");
    if (name.empty()) {
        QBM_TRY(free,
            freeSideName(maintenance, m_environment.database, SideRole::Drill, systemClock().now(), task));
        name = free;
        QBM_CHECK(step.remember(kDatabase, name));
    }
    QBM_CHECK(dropDatabase(maintenance, name, task));
    QBM_TRY(planned,
        fetchPlannedEntry(maintenance, m_environment.database, backup, m_environment.settings.identity, task));
    QBM_TRY(refused, createDatabase(maintenance, name, planned.entry, task));
    for (const Text& sentence : refused)
        step.say(sentence);
    return name;
}

Result<> Drill::restore(StepContext& step) const
{
    TaskContext& task = step.task();
    QBM_CHECK(step.remember(kProblem, "")); // of a run before
    if (step.recall(kStartedAt).value_or("").empty()) // known also where it fails with its first question
        QBM_CHECK(step.remember(kStartedAt, formatRfc3339(systemClock().now())));
    QBM_TRY(backup, findBackup(task));
    QBM_TRY(inUse, BackupInUse::mark(backup));
    QBM_CHECK(step.remember(kDataOf, formatRfc3339(backup.takenAt)));
    QBM_TRY(database, provideEmptyDatabase(step, backup));
    step.say(text(QT_TRANSLATE_NOOP("core", "into %1"), database));
    QBM_TRY(settings, drillSettings(database, AccessMode::ReadWrite, task));
    QBM_TRY(client, postgres::Client::connect(settings, task));
    QBM_TRY(tools, findTools(client.serverMajor(), task));

    const auto begin = std::chrono::steady_clock::now();
    FillOptions fill;
    fill.jobs = m_environment.settings.jobs;
    fill.expectedTables = backup.sidecar ? backup.sidecar->tables.size() : 0;
    fill.stallTimeout = m_environment.timeouts.stalled;
    fill.archiveName = backup.name;
    if (backup.sidecar)
        fill.outputSettings = backup.sidecar->outputSettings;
    const auto bring = [&]() -> Result<std::vector<Text>> {
        QBM_TRY(items, readTableOfContents(backup, m_environment.settings.identity, task));
        return bringBack(settings, tools, backup, {m_environment.folder, m_environment.settings.identity}, items, fill, task);
    };
    auto told = bring();
    if (!told) {
        noteIfDamaged(backup, told.error(), task);
        return fail(std::move(told).error());
    }
    const milliseconds took = since(begin);
    QBM_CHECK(step.remember(kRestoreTook, std::to_string(took.count())));
    for (const Text& sentence : *told)
        step.say(sentence);
    step.say(text(QT_TRANSLATE_NOOP("core", "restored in %1"), qbm::durationText(took)));
    return {};
}

Result<> Drill::compare(StepContext& step) const
{
    TaskContext& task = step.task();
    QBM_TRY(backup, findBackup(task));
    QBM_TRY(settings, drillSettings(step.recall(kDatabase).value_or(""), AccessMode::ReadOnly, task));
    QBM_TRY(client, postgres::Client::connect(std::move(settings), task));
    QBM_TRY(recipe, fetchContentRecipe(backup, m_environment.settings.identity, task));
    QBM_TRY(report,
        compareContent(client, backup.sidecar.value_or(Sidecar()), recipe, m_environment.settings.jobs, task));
    QBM_CHECK(step.remember(kCompareTook, std::to_string(report.took.count())));
    QBM_CHECK(step.remember(kTables, std::to_string(report.tables.size())));
    QBM_CHECK(step.remember(kRows, std::to_string(report.rows)));
    QBM_CHECK(step.remember(kChecksums, std::to_string(report.checksums ? 1 : 0)));
    step.say(text(QT_TRANSLATE_NOOP("core", "%1 rows of %2 tables compared in %3"), formatCount(report.rows),
        report.tables.size(), qbm::durationText(report.took)));
    QBM_CHECK(requireEqualContent(report));
    for (Text& remark : remarks(report))
        step.say(std::move(remark));
    return step.remember(kPassed, "yes");
}

Result<> Drill::drop(StepContext& step) const
{
    // A server that is gone keeps nobody from hearing of it.
    if (!step.recall(kProblem).value_or("").empty())
        QBM_CHECK(writeReport(step));
    const std::string database = step.recall(kDatabase).value_or("");
    if (database.empty())
        return {};
    QBM_TRY(maintenance, connectToMaintenance(step.task()));
    QBM_CHECK(dropDatabase(maintenance, database, step.task()));
    return writeReport(step);
}

/// A drill proves the backups of whose backup it was, which may be another database's or server's.
Result<Origin> Drill::drilledOrigin(TaskContext& context) const
{
    QBM_TRY(profile, fetchOrigin(m_environment, context));
    const auto backup = backup::findBackup(m_environment, m_backupName, context);
    return backup && backup->belonging == Belonging::Foreign ? backup->origin : profile;
}

/// Nothing where the drill came to no end: it was stopped, or its process was killed and it is taken back.
Result<> Drill::writeReport(StepContext& step) const
{
    DrillReport report;
    report.backup = m_backupName;
    QBM_TRY(startedAt, parseRfc3339(step.recall(kStartedAt).value_or("")));
    report.startedAt = startedAt;
    if (const auto dataOf = parseRfc3339(step.recall(kDataOf).value_or("")))
        report.dataOf = *dataOf;
    report.problem = step.recall(kProblem).value_or("");
    report.restoreTook = milliseconds(recalledNumber(step, kRestoreTook));
    report.compareTook = milliseconds(recalledNumber(step, kCompareTook));
    report.tables = static_cast<std::size_t>(recalledNumber(step, kTables));
    report.rows = recalledNumber(step, kRows);
    report.checksums = recalledNumber(step, kChecksums) != 0;
    report.passed = report.problem.empty() && step.recall(kPassed) == "yes";
    if (!report.passed && report.problem.empty())
        return {};
    QBM_TRY(origin, drilledOrigin(step.task()));
    report.origin = std::move(origin);
    QBM_TRY(drills, readDrills(m_environment, report.origin));
    if (!drills.empty() && drills.back().startedAt == report.startedAt)
        return {}; // written by a process that was killed right after
    report.finishedAt = systemClock().now();
    QBM_TRY(written, appendDrill(m_environment, report));
    if (written != m_environment.folder)
        step.say(text(QT_TRANSLATE_NOOP("core", "%1 may only be read, so the result is noted in %2"),
            m_environment.folder.string(), written.string()));
    return {};
}

/// Else whoever has drills run by a timer would never hear that there are none.
void Drill::noteNotBegun(const std::string& reasons, TaskContext& context)
{
    const auto note = [&]() -> Result<> {
        DrillReport report;
        report.backup = m_backupName;
        report.startedAt = report.finishedAt = systemClock().now();
        report.begun = false;
        report.problem = inOneLine(reasons);
        if (const auto backup = findBackup(context))
            report.dataOf = backup->takenAt;
        QBM_TRY(origin, drilledOrigin(context));
        report.origin = std::move(origin);
        QBM_TRY(written, appendDrill(m_environment, report));
        return {};
    };
    if (const auto noted = note(); !noted)
        log::write(log::Level::Error, "backup", noted.error());
}

} // namespace

Result<std::unique_ptr<operation::Operation>> makeDrillOperation(
    BackupEnvironment environment, const std::string& backup, DrillOptions options, TaskContext& context)
{
    QBM_TRY(found, findBackup(environment, backup, context));
    return std::make_unique<Drill>(std::move(environment), found.name, std::move(options));
}

Result<std::unique_ptr<operation::Operation>> remakeDrillOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_CHECK(requireSameTarget(environment, parameters));
    const auto name = parameters.find(kBackupKey);
    if (name == parameters.end())
        return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "The journal does not name the backup.")));
    const auto foreign = parameters.find(kForeignKey); // a journal of an earlier version has none
    return std::make_unique<Drill>(std::move(environment), name->second,
        DrillOptions{foreign == parameters.end() ? std::string() : foreign->second});
}

} // namespace qbm::backup
