// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/fake_backups.h"

#include <algorithm>

namespace qbm::fakes {

namespace {

using backup::Backup;
using backup::BackupState;

Backup row(const std::string& name, BackupState state, std::chrono::hours age, std::uint64_t size)
{
    Backup out;
    out.name = name;
    out.file = "/var/backups/qbm/" + name;
    out.state = state;
    out.sizeBytes = size;
    out.takenAt = systemClock().now() - age;
    return out;
}

backup::Sidecar sidecar(const Backup& of)
{
    backup::Sidecar out;
    out.sha256 = std::string(64, 'a');
    out.sizeBytes = of.sizeBytes;
    out.serverVersion = "15.20 (Debian 15.20-0+deb12u1)";
    out.toolVersion = "pg_dump (PostgreSQL) 15.20";
    out.host = "db.example.org";
    out.database = "qbm_ai_system";
    out.databaseSizeBytes = 96'000'000;
    out.startedAt = out.snapshotAt = of.takenAt;
    out.finishedAt = of.takenAt + std::chrono::seconds(42);
    out.counted = true;
    out.tables = {{"public", "model_predictions_2026_11", 348'120}, {"public", "quality_checks", 9'840},
        {"audit", "changes", 619}};
    out.label = "before the upgrade";
    out.verifiedAt = of.takenAt + std::chrono::minutes(5);
    return out;
}

} // namespace

FakeBackups::FakeBackups()
    : rows{row("qbm_backup_20261122_020000.dump", BackupState::Complete, std::chrono::hours(3), 33'100'000),
        row("qbm_backup_20261121_020000.dump", BackupState::WithoutSidecar, std::chrono::hours(27), 32'900'000),
        row("qbm_backup_20261120_020000.dump", BackupState::Truncated, std::chrono::hours(51), 1'200'000)}
{
    rows.front().sidecar = sidecar(rows.front());
    rows.front().origin = rows.front().sidecar->origin();
    verifyAnswer = [](const std::string& name, TaskContext&) {
        backup::VerifyReport report;
        report.name = name;
        report.sizeBytes = 33'100'000;
        report.checksumKnown = true;
        report.tables = 3;
        return Result<backup::VerifyReport>(report);
    };
}

Result<std::vector<Backup>> FakeBackups::list(TaskContext&) const
{
    if (error)
        return fail(*error);
    return rows;
}

Result<Backup> FakeBackups::show(const std::string& name, TaskContext&) const
{
    const auto found = std::ranges::find(rows, name, &Backup::name);
    if (found == rows.end())
        return fail(ErrorKind::NotFound, text("There is no backup %1.", name));
    return *found;
}

Result<backup::VerifyReport> FakeBackups::verify(const std::string& name, TaskContext& context) const
{
    return verifyAnswer(name, context);
}

Result<std::vector<backup::DrillReport>> FakeBackups::drills(TaskContext&) const
{
    if (readError)
        return fail(*readError);
    std::vector<backup::DrillReport> all = earlierDrills;
    if (drill)
        all.insert(all.begin(), *drill);
    return all;
}

Result<service::BackupFacts> FakeBackups::facts(TaskContext&) const
{
    service::BackupFacts facts;
    facts.at = systemClock().now();
    facts.lastRestoreTook = lastRestoreTook;
    facts.lastRestoreDown = lastRestoreDown;
    facts.lastRestoreWay = lastRestoreWay;
    facts.lastDrill = drill;
    facts.alarms = alarms;
    for (const Backup& backup : rows) {
        facts.totalBytes += backup.sizeBytes;
        if (!backup.usable()) {
            ++facts.broken;
            continue;
        }
        ++facts.count;
        if (!facts.newestGood) {
            facts.newestGood = backup;
            facts.age = std::chrono::duration_cast<std::chrono::seconds>(facts.at - backup.takenAt);
        }
    }
    return facts;
}

std::unique_ptr<operation::Operation> FakeBackups::scripted(std::string what, std::string kind) const
{
    made = std::move(what);
    return std::make_unique<ScriptedOperation>(script, std::move(kind));
}

service::BackupService::MadeOperation FakeBackups::scriptedOrError(std::string what, std::string kind) const
{
    if (madeError)
        return fail(*madeError);
    return scripted(std::move(what), std::move(kind));
}

Result<std::vector<service::FormatCost>> FakeBackups::fetchCosts(TaskContext&) const
{
    if (readError)
        return fail(*readError);
    return costs;
}

Result<std::vector<backup::ArchiveEntry>> FakeBackups::listContents(const std::string&, TaskContext&) const
{
    if (readError)
        return fail(*readError);
    return contents;
}

Result<backup::ExtractReport> FakeBackups::extractTable(const std::string&, const std::string& schema,
    const std::string& table, const std::filesystem::path& file, const backup::CsvOptions& options,
    TaskContext&) const
{
    made = "extract " + schema + "." + table + " " + file.filename().string()
        + (options.forSpreadsheet ? " for a spreadsheet" : "");
    if (readError)
        return fail(*readError);
    return extracted;
}

Result<backup::RetentionPlan> FakeBackups::planRetention(const backup::RetentionPolicy& wanted, TaskContext&) const
{
    policy = wanted;
    if (readError)
        return fail(*readError);
    return retention;
}

Result<std::vector<backup::ScheduleState>> FakeBackups::schedules(TaskContext&) const
{
    if (readError)
        return fail(*readError);
    return scheduleStates;
}

Result<std::string> FakeBackups::describeSchedule(const backup::Schedule& wanted, TaskContext&) const
{
    schedule = wanted;
    if (readError)
        return fail(*readError);
    return described.empty() ? "# " + std::string(backup::name(wanted.kind)) : described;
}

Result<std::vector<backup::SideDatabase>> FakeBackups::sideDatabases(TaskContext&) const
{
    if (readError)
        return fail(*readError);
    return sides;
}

Result<std::vector<backup::DatabaseHolder>> FakeBackups::holders(TaskContext&) const
{
    if (readError)
        return fail(*readError);
    return whoHolds;
}

Result<std::vector<backup::PlacedCopy>> FakeBackups::listCopies(const std::string&, TaskContext&) const
{
    ++listedPlaces;
    if (readError)
        return fail(*readError);
    return placed;
}

std::unique_ptr<operation::Operation> FakeBackups::makeBackupOperation(const backup::BackupOptions& options) const
{
    backupOptions = options;
    return scripted("backup " + options.label);
}

service::BackupService::MadeOperation FakeBackups::makeRestoreOperation(
    const std::string& name, const backup::RestoreOptions& options, TaskContext& context) const
{
    QBM_CHECK(show(name, context));
    restoreOptions = options;
    return scriptedOrError("restore " + name + " " + std::string(backup::name(options.way)), backup::kRestoreKind);
}

service::BackupService::MadeOperation FakeBackups::makeRestoreElsewhereOperation(
    const std::string& name, const backup::RestoreElsewhereOptions& options, TaskContext&) const
{
    elsewhereOptions = options;
    return scriptedOrError("restore-elsewhere " + name + " " + options.database);
}

service::BackupService::MadeOperation FakeBackups::makeSwapBackOperation(
    const std::string& keptDatabase, const backup::RestoreOptions& options, TaskContext&) const
{
    restoreOptions = options;
    return scriptedOrError("swap-back " + keptDatabase, backup::kSwapBackKind);
}

service::BackupService::MadeOperation FakeBackups::makeDropSideOperation(
    const std::string& sideDatabase, TaskContext&, backup::DropSideOptions options) const
{
    return scriptedOrError("drop-side " + sideDatabase + (options.dropSlots ? " and slots" : ""));
}

service::BackupService::MadeOperation FakeBackups::makeDrillOperation(
    const std::string& name, const backup::DrillOptions&, TaskContext&) const
{
    return scriptedOrError("drill " + name);
}

service::BackupService::MadeOperation FakeBackups::makePinOperation(
    const std::string& name, bool pinned, TaskContext&) const
{
    return scriptedOrError("pin " + name + (pinned ? " true" : " false"));
}

service::BackupService::MadeOperation FakeBackups::makeAdoptOperation(const std::string& name, TaskContext&) const
{
    return scriptedOrError("adopt " + name);
}

service::BackupService::MadeOperation FakeBackups::makeCopyOperation(
    const std::string& name, const std::string& place, TaskContext&) const
{
    return scriptedOrError("copy " + name + " " + place);
}

service::BackupService::MadeOperation FakeBackups::makeFetchOperation(
    const std::string& name, const std::string& place, TaskContext&, const backup::FetchOptions&) const
{
    return scriptedOrError("fetch " + name + " " + place);
}

std::unique_ptr<operation::Operation> FakeBackups::makePruneOperation(const backup::RetentionPolicy& wanted) const
{
    policy = wanted;
    return scripted("prune");
}

std::unique_ptr<operation::Operation> FakeBackups::makeScheduleOperation(const backup::Schedule& wanted) const
{
    schedule = wanted;
    return scripted("schedule " + std::string(backup::name(wanted.kind)));
}

std::unique_ptr<operation::Operation> FakeBackups::makeUnscheduleOperation(backup::ScheduleKind kind) const
{
    return scripted("unschedule " + std::string(backup::name(kind)));
}

std::unique_ptr<operation::Operation> FakeBackups::makeEndSessionsOperation(
    const std::vector<postgres::Session>& sessions) const
{
    ended = sessions;
    return scripted("end-sessions " + std::to_string(sessions.size()));
}

void FakeBackups::registerOperations(operation::Registry& registry) const
{
    registerScripted(registry, script);
}

} // namespace qbm::fakes
