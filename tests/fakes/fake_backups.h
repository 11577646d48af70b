// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/backup_service.h"
#include "tests/fakes/scripted_operation.h"

#include <atomic>
#include <functional>

namespace qbm::fakes {

/// A catalogue from memory: a verified backup of three hours ago, one without a sidecar, and one that was cut off.
class FakeBackups final : public service::BackupService {
public:
    FakeBackups();
    std::vector<backup::Backup> rows; ///< newest first
    std::optional<Error> error; ///< of list()
    std::function<Result<backup::VerifyReport>(const std::string&, TaskContext&)> verifyAnswer;
    std::optional<std::chrono::milliseconds> lastRestoreTook;
    std::optional<std::chrono::milliseconds> lastRestoreDown;
    backup::RestoreWay lastRestoreWay = backup::RestoreWay::Side;
    std::shared_ptr<Script> script = std::make_shared<Script>(); ///< of the backups and restores made here

    backup::BackupSettings backupSettings;
    std::vector<service::FormatCost> costs;
    std::vector<backup::ArchiveEntry> contents;
    backup::ExtractReport extracted;
    backup::RetentionPlan retention;
    std::vector<backup::ScheduleState> scheduleStates;
    std::string described; ///< what describeSchedule() gives; empty: a line of its own
    std::vector<backup::SideDatabase> sides;
    std::vector<backup::DatabaseHolder> whoHolds;
    std::vector<backup::PlacedCopy> placed;
    mutable std::atomic<int> listedPlaces = 0; ///< how often a place was listed
    std::vector<backup::BackupAlarm> alarms;
    std::optional<backup::DrillReport> drill; ///< the last one
    std::vector<backup::DrillReport> earlierDrills; ///< newest first
    /// What was asked to be made last: "pin qbm_backup_... true".
    mutable std::string made;
    // With what:
    mutable backup::BackupOptions backupOptions;
    mutable backup::RestoreOptions restoreOptions; ///< of a restore or of swapping back
    mutable backup::RestoreElsewhereOptions elsewhereOptions;
    mutable backup::RetentionPolicy policy; ///< planned or pruned by
    mutable backup::Schedule schedule; ///< described or set up
    mutable std::vector<postgres::Session> ended;
    std::optional<Error> madeError; ///< of everything that is made in the background
    std::optional<Error> readError; ///< of everything read but list(), show() and verify()

    std::optional<Text> gone; ///< why the folder is

    std::string folder() const override { return "/var/backups/qbm"; }
    std::optional<Text> whyFolderIsGone() const override { return gone; }
    const backup::BackupSettings& settings() const override { return backupSettings; }
    Result<std::vector<backup::DrillReport>> drills(TaskContext& context) const override;
    Result<std::vector<service::FormatCost>> fetchCosts(TaskContext& context) const override;
    Result<std::vector<backup::ArchiveEntry>> listContents(
        const std::string& name, TaskContext& context) const override;
    Result<backup::ExtractReport> extractTable(const std::string& name, const std::string& schema,
        const std::string& table, const std::filesystem::path& file, const backup::CsvOptions& options,
        TaskContext& context) const override;
    Result<backup::RetentionPlan> planRetention(
        const backup::RetentionPolicy& policy, TaskContext& context) const override;
    Result<std::vector<backup::ScheduleState>> schedules(TaskContext& context) const override;
    Result<std::string> describeSchedule(const backup::Schedule& schedule, TaskContext& context) const override;
    Result<std::vector<backup::SideDatabase>> sideDatabases(TaskContext& context) const override;
    Result<std::vector<backup::DatabaseHolder>> holders(TaskContext& context) const override;
    Result<std::vector<backup::PlacedCopy>> listCopies(const std::string& place, TaskContext& context) const override;
    MadeOperation makeRestoreElsewhereOperation(
        const std::string& name, const backup::RestoreElsewhereOptions& options, TaskContext& context) const override;
    MadeOperation makeSwapBackOperation(
        const std::string& keptDatabase, const backup::RestoreOptions& options, TaskContext& context) const override;
    MadeOperation makeDropSideOperation(
        const std::string& sideDatabase, TaskContext& context, backup::DropSideOptions options) const override;
    MadeOperation makeDrillOperation(
        const std::string& name, const backup::DrillOptions& options, TaskContext& context) const override;
    MadeOperation makePinOperation(const std::string& name, bool pinned, TaskContext& context) const override;
    MadeOperation makeAdoptOperation(const std::string& name, TaskContext& context) const override;
    MadeOperation makeCopyOperation(
        const std::string& name, const std::string& place, TaskContext& context) const override;
    MadeOperation makeFetchOperation(const std::string& name, const std::string& place, TaskContext& context,
        const backup::FetchOptions& options) const override;
    std::unique_ptr<operation::Operation> makePruneOperation(const backup::RetentionPolicy& policy) const override;
    std::unique_ptr<operation::Operation> makeScheduleOperation(const backup::Schedule& schedule) const override;
    std::unique_ptr<operation::Operation> makeUnscheduleOperation(backup::ScheduleKind kind) const override;
    std::unique_ptr<operation::Operation> makeEndSessionsOperation(
        const std::vector<postgres::Session>& sessions) const override;
    Result<std::vector<backup::Backup>> list(TaskContext& context) const override;
    Result<backup::Backup> show(const std::string& name, TaskContext& context) const override;
    Result<backup::VerifyReport> verify(const std::string& name, TaskContext& context) const override;
    Result<service::BackupFacts> facts(TaskContext& context) const override;
    std::unique_ptr<operation::Operation> makeBackupOperation(const backup::BackupOptions& options) const override;
    Result<std::unique_ptr<operation::Operation>> makeRestoreOperation(
        const std::string& name, const backup::RestoreOptions& options, TaskContext& context) const override;
    void registerOperations(operation::Registry& registry) const override;

private:
    std::unique_ptr<operation::Operation> scripted(std::string what, std::string kind = kScriptedKind) const;
    MadeOperation scriptedOrError(std::string what, std::string kind = kScriptedKind) const;
};

} // namespace qbm::fakes
