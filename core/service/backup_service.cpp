// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/backup_service.h"

#include "core/backup/keep/folder_memory.h"
#include "core/backup/operation_checks.h"
#include "core/backup/ours.h"
#include "core/backup/restore/restore_measurement.h"
#include "core/backup/tools.h"
#include "core/base/unit.h"
#include "core/service/schedule_watch.h"

#include <algorithm>

namespace qbm::service {

namespace {

class FolderBackupService final : public BackupService {
public:
    explicit FolderBackupService(backup::BackupEnvironment environment)
        : m_environment(std::move(environment))
        , m_catalogue(m_environment.folder)
        , m_schedules(m_environment)
    {
    }

    std::string folder() const override { return m_environment.folder.string(); }
    const backup::BackupSettings& settings() const override { return m_environment.settings; }
    std::optional<Text> whyFolderIsGone() const override { return backup::whyFolderIsGone(m_environment); }
    Result<std::vector<backup::Backup>> list(TaskContext& context) const override
    {
        QBM_TRY(profile, backup::fetchOrigin(m_environment, context));
        QBM_TRY(backups, backup::listBackups(m_catalogue, profile, context));
        backup::rememberFolder(m_environment, backups);
        return backups;
    }
    Result<backup::Backup> show(const std::string& name, TaskContext& context) const override
    {
        return backup::findBackup(m_environment, name, context);
    }

    Result<backup::VerifyReport> verify(const std::string& name, TaskContext& context) const override
    {
        QBM_TRY(found, backup::findBackup(m_environment, name, context));
        QBM_TRY(tools, backup::findNewestTools(context));
        return backup::verifyBackup(found, m_environment.settings.identity, tools, context);
    }

    Result<BackupFacts> facts(TaskContext& context) const override
    {
        QBM_TRY(profile, backup::fetchOrigin(m_environment, context));
        QBM_TRY(judged, backup::fetchAlarmFacts(m_environment, context));
        BackupFacts facts;
        facts.at = systemClock().now();
        QBM_TRY(backups, listOrSayWhyNot(profile, judged, context));
        facts.listed = judged.listed;
        // What cannot be read there is no news beside a folder that nobody may look into.
        const auto lastRestore = backup::lastRestore(m_environment.folder, m_environment.database).value_or(std::nullopt);
        const auto drills = backup::readDrills(m_environment, profile).value_or(std::vector<backup::DrillReport>());
        const auto lastDrill = drills.empty() ? std::nullopt : std::optional(drills.back());
        for (const backup::Backup& entry : backups)
            count(entry, facts);
        judged.backups = std::move(backups);
        judged.schedules = m_schedules.states(context);
        judged.lastDrill = lastDrill;
        judged.now = facts.at;
        facts.alarms = backup::findAlarms(judged);
        facts.doubts = backup::findDoubts(judged);
        facts.warnings = backup::findWarnings(judged);
        // As it should be on a machine that only backs up; whoever restores here has to know.
        if (facts.newestGood && facts.newestGood->encryption == backup::Encryption::Age && m_environment.settings.identity.empty())
            facts.warnings.push_back(text(QT_TRANSLATE_NOOP("core",
                "The newest backup is encrypted, and the profile names no identity file that reads it: a restore here needs one.")));
        facts.lastDrill = lastDrill;
        if (lastRestore) {
            facts.lastRestoreTook = std::chrono::duration_cast<std::chrono::milliseconds>(
                lastRestore->finishedAt - lastRestore->startedAt);
            facts.lastRestoreDown = lastRestore->down;
            facts.lastRestoreWay = lastRestore->way;
        }
        return facts;
    }

    Result<std::vector<backup::DrillReport>> drills(TaskContext& context) const override
    {
        QBM_CHECK(context.checkpoint());
        QBM_TRY(profile, backup::fetchOrigin(m_environment, context));
        QBM_TRY(reports, backup::readDrills(m_environment, profile));
        std::ranges::reverse(reports);
        return reports;
    }

    Result<std::vector<FormatCost>> fetchCosts(TaskContext& context) const override
    {
        QBM_TRY(settings, m_environment.connection(AccessMode::ReadOnly, context));
        QBM_TRY(client, postgres::Client::connect(std::move(settings), context));
        std::vector<FormatCost> costs;
        for (const backup::Format format : {backup::Format::Guide, backup::Format::Fast, backup::Format::Directory}) {
            QBM_TRY(estimate, backup::fetchDumpEstimate(client, m_environment.folder, format, context));
            FormatCost cost{format, std::nullopt, estimate.duration, estimate.checksumTook, estimate.measuredBy};
            if (estimate.measured)
                cost.sizeBytes = estimate.sizeBytes;
            costs.push_back(std::move(cost));
        }
        return costs;
    }
    Result<std::vector<backup::ArchiveEntry>> listContents(const std::string& name, TaskContext& context) const override
    {
        QBM_TRY(found, backup::findBackup(m_environment, name, context));
        return backup::listArchive(found, unpackOptions(), context);
    }
    Result<backup::ExtractReport> extractTable(const std::string& name, const std::string& schema,
        const std::string& table, const std::filesystem::path& file, const backup::CsvOptions& options,
        TaskContext& context) const override
    {
        QBM_TRY(found, backup::findBackup(m_environment, name, context));
        QBM_TRY(tools, backup::findNewestTools(context));
        return backup::extractTableCsv(found, unpackOptions(), tools, schema, table, file, options, context);
    }
    Result<backup::RetentionPlan> planRetention(
        const backup::RetentionPolicy& policy, TaskContext& context) const override
    {
        return backup::planPrune(m_environment, policy, context);
    }
    Result<std::vector<backup::ScheduleState>> schedules(TaskContext& context) const override
    {
        m_schedules.forget(); // whoever looks at schedules may have changed one
        return backup::fetchSchedules(m_environment, context);
    }
    Result<std::string> describeSchedule(const backup::Schedule& schedule, TaskContext& context) const override
    {
        return backup::describeSchedule(m_environment, schedule, context);
    }
    Result<std::vector<backup::SideDatabase>> sideDatabases(TaskContext& context) const override
    {
        QBM_TRY(settings, m_environment.connection(AccessMode::ReadOnly, context));
        QBM_TRY(client, backup::connectToMaintenance(std::move(settings), context));
        return backup::fetchSideDatabases(client, m_environment.database, context);
    }
    Result<std::vector<backup::DatabaseHolder>> holders(TaskContext& context) const override
    {
        return backup::fetchHolders(m_environment, context);
    }
    Result<std::vector<backup::PlacedCopy>> listCopies(const std::string& place, TaskContext& context) const override
    {
        QBM_TRY(found, backup::findPlace(m_environment.settings.copies, place));
        return backup::listCopies(found, context);
    }

    MadeOperation makeRestoreElsewhereOperation(
        const std::string& name, const backup::RestoreElsewhereOptions& options, TaskContext& context) const override
    {
        return backup::makeRestoreElsewhereOperation(m_environment, name, options, context);
    }
    MadeOperation makeSwapBackOperation(
        const std::string& keptDatabase, const backup::RestoreOptions& options, TaskContext& context) const override
    {
        return backup::makeSwapBackOperation(m_environment, keptDatabase, options, context);
    }
    MadeOperation makeDropSideOperation(
        const std::string& sideDatabase, TaskContext& context, backup::DropSideOptions options) const override
    {
        return backup::makeDropSideOperation(m_environment, sideDatabase, context, options);
    }
    MadeOperation makeDrillOperation(
        const std::string& name, const backup::DrillOptions& options, TaskContext& context) const override
    {
        return backup::makeDrillOperation(m_environment, name, options, context);
    }
    MadeOperation makePinOperation(const std::string& name, bool pinned, TaskContext& context) const override
    {
        return backup::makePinOperation(m_environment, name, pinned, context);
    }
    MadeOperation makeAdoptOperation(const std::string& name, TaskContext& context) const override
    {
        return backup::makeAdoptOperation(m_environment, name, context);
    }
    MadeOperation makeCopyOperation(
        const std::string& name, const std::string& place, TaskContext& context) const override
    {
        return backup::makeCopyOperation(m_environment, name, place, context);
    }
    MadeOperation makeFetchOperation(const std::string& name, const std::string& place, TaskContext& context,
        const backup::FetchOptions& options) const override
    {
        return backup::makeFetchOperation(m_environment, name, place, context, options);
    }
    std::unique_ptr<operation::Operation> makePruneOperation(const backup::RetentionPolicy& policy) const override
    {
        return backup::makePruneOperation(m_environment, policy);
    }
    std::unique_ptr<operation::Operation> makeScheduleOperation(const backup::Schedule& schedule) const override
    {
        return backup::makeScheduleOperation(m_environment, schedule);
    }
    std::unique_ptr<operation::Operation> makeUnscheduleOperation(backup::ScheduleKind kind) const override
    {
        return backup::makeUnscheduleOperation(m_environment, kind);
    }
    std::unique_ptr<operation::Operation> makeEndSessionsOperation(
        const std::vector<postgres::Session>& sessions) const override
    {
        return backup::makeEndSessionsOperation(m_environment, sessions);
    }

    std::unique_ptr<operation::Operation> makeBackupOperation(const backup::BackupOptions& options) const override
    {
        return backup::makeBackupOperation(m_environment, options);
    }

    Result<std::unique_ptr<operation::Operation>> makeRestoreOperation(
        const std::string& name, const backup::RestoreOptions& options, TaskContext& context) const override
    {
        return backup::makeRestoreOperation(m_environment, name, options, context);
    }

    void registerOperations(operation::Registry& registry) const override
    {
        registry.add(backup::kBackupCreateKind, [environment = m_environment](const operation::Values& parameters) {
            return backup::remakeBackupOperation(environment, parameters);
        });
        registry.add(backup::kBackupCopyKind, [environment = m_environment](const operation::Values& parameters) {
            return backup::remakeCopyOperation(environment, parameters);
        });
        registry.add(backup::kBackupFetchKind, [environment = m_environment](const operation::Values& parameters) {
            return backup::remakeFetchOperation(environment, parameters);
        });
        registry.add(backup::kRestoreKind, [environment = m_environment](const operation::Values& parameters) {
            return backup::remakeRestoreOperation(environment, parameters);
        });
        registry.add(backup::kRestoreElsewhereKind, [environment = m_environment](const operation::Values& parameters) {
            return backup::remakeRestoreElsewhereOperation(environment, parameters);
        });
        registry.add(backup::kDrillKind, [environment = m_environment](const operation::Values& parameters) {
            return backup::remakeDrillOperation(environment, parameters);
        });
        registry.add(backup::kEndSessionsKind, [environment = m_environment](const operation::Values& parameters) {
            return backup::remakeEndSessionsOperation(environment, parameters);
        });
        registry.add(backup::kPruneKind, [environment = m_environment](const operation::Values& parameters) {
            return backup::remakePruneOperation(environment, parameters);
        });
        registry.add(backup::kPinKind, [environment = m_environment](const operation::Values& parameters) {
            return backup::remakePinOperation(environment, parameters);
        });
        registry.add(backup::kAdoptKind, [environment = m_environment](const operation::Values& parameters) {
            return backup::remakeAdoptOperation(environment, parameters);
        });
        registry.add(backup::kScheduleKind, [environment = m_environment](const operation::Values& parameters) {
            return backup::remakeScheduleOperation(environment, parameters);
        });
        registry.add(backup::kUnscheduleKind, [environment = m_environment](const operation::Values& parameters) {
            return backup::remakeUnscheduleOperation(environment, parameters);
        });
        registry.add(backup::kSwapBackKind, [environment = m_environment](const operation::Values& parameters) {
            return backup::remakeSwapBackOperation(environment, parameters);
        });
        registry.add(backup::kDropSideKind, [environment = m_environment](const operation::Values& parameters) {
            return backup::remakeDropSideOperation(environment, parameters);
        });
    }

private:
    /// A folder that nobody may look into is an alarm, no reason to say nothing. \error Cancelled
    Result<std::vector<backup::Backup>> listOrSayWhyNot(
        const backup::Origin& profile, backup::AlarmFacts& judged, TaskContext& context) const
    {
        auto backups = backup::listBackups(m_catalogue, profile, context);
        if (backups) {
            backup::rememberFolder(m_environment, *backups);
            return backups;
        }
        if (backups.error().kind == ErrorKind::Cancelled)
            return backups;
        judged.listed = false;
        if (!judged.folderProblem)
            judged.folderProblem = backups.error().sentence();
        return std::vector<backup::Backup>();
    }

    /// Adds one backup to what is known; they come newest first.
    static void count(const backup::Backup& entry, BackupFacts& facts)
    {
        if (!backup::isChoosable(entry)) {
            facts.foreign += entry.usable() ? 1 : 0;
            // Whose it is cannot be told where that is what is damaged.
            const bool damaged = !entry.usable() && entry.state != backup::BackupState::Partial;
            facts.broken += entry.belonging == backup::Belonging::Unknown && damaged ? 1 : 0;
            return;
        }
        if (entry.usable())
            ++facts.count;
        else if (entry.state != backup::BackupState::Partial)
            ++facts.broken;
        if (entry.state != backup::BackupState::Foreign || entry.sidecar)
            facts.totalBytes += entry.sizeBytes;
        if (!entry.usable() || entry.isSafetyDump())
            return;
        if (!facts.newestGood) {
            facts.newestGood = entry;
            facts.age = std::chrono::duration_cast<std::chrono::seconds>(facts.at - entry.takenAt);
        }
        const bool timed = entry.sidecar && !entry.sidecar->adopted;
        if (timed && !facts.lastBackupTook)
            facts.lastBackupTook = std::chrono::duration_cast<std::chrono::milliseconds>(
                entry.sidecar->finishedAt - entry.sidecar->startedAt);
    }

    backup::UnpackOptions unpackOptions() const
    {
        return {m_environment.folder, m_environment.settings.identity};
    }

    backup::BackupEnvironment m_environment;
    backup::Catalogue m_catalogue;
    mutable ScheduleWatch m_schedules;
};

} // namespace

Text recoverySentence(const BackupFacts& facts)
{
    // What a restore takes: measured by a real one, else by a drill.
    std::optional<std::chrono::milliseconds> takes = facts.lastRestoreTook;
    Text source = text(QT_TRANSLATE_NOOP("core", "measured by the last restore"));
    if (!takes && facts.lastDrill && facts.lastDrill->passed) {
        takes = facts.lastDrill->restoreTook + facts.lastDrill->compareTook;
        source = text(QT_TRANSLATE_NOOP("core", "measured by the drill %1 ago"),
            durationText(facts.at - facts.lastDrill->finishedAt));
    }
    if (!facts.listed)
        return text(QT_TRANSLATE_NOOP(
            "core", "What a restore now would lose is not known: the backup folder cannot be looked into."));
    if (facts.age && backup::isDatedInFuture(*facts.age))
        return text(QT_TRANSLATE_NOOP("core",
            "What a restore now would lose is not known: the newest backup is dated in the future, by a clock that was wrong."));
    if (!facts.age)
        return text(QT_TRANSLATE_NOOP("core", "There is no backup: a restore now is not possible."));
    if (!takes)
        return text(QT_TRANSLATE_NOOP("core",
                        "A restore now loses %1; how long it takes was never measured, a drill does that."),
            durationText(std::max(*facts.age, std::chrono::seconds(0))));
    return text(QT_TRANSLATE_NOOP("core", "A restore now loses %1 and takes about %2, %3."),
        durationText(std::max(*facts.age, std::chrono::seconds(0))), durationText(*takes), source);
}

std::unique_ptr<BackupService> makeBackupService(backup::BackupEnvironment environment)
{
    return std::make_unique<FolderBackupService>(std::move(environment));
}

} // namespace qbm::service
