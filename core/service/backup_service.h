// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/archive/table_extract.h"
#include "core/backup/archive/verify.h"
#include "core/backup/backup_environment.h"
#include "core/backup/catalogue.h"
#include "core/backup/copy/backup_copies.h"
#include "core/backup/drill/drill_operation.h"
#include "core/backup/dump/backup_operation.h"
#include "core/backup/keep/alarms.h"
#include "core/backup/keep/keep_operations.h"
#include "core/backup/keep/retention.h"
#include "core/backup/keep/schedule.h"
#include "core/backup/restore/restore_elsewhere.h"
#include "core/backup/restore/restore_operation.h"
#include "core/backup/restore/sessions.h"
#include "core/backup/restore/side_database.h"
#include "core/operation/operation.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qbm::service {

/// What the overview says about this profile's backups; everything measured, nothing assumed.
struct BackupFacts {
    std::optional<backup::Backup>
        newestGood; ///< the newest backup that can be restored, safety dumps apart; nullopt: there is none
    std::optional<std::chrono::seconds> age; ///< of its data: what a restore now would lose (RPO)
    std::size_t count = 0; ///< usable backups
    std::uint64_t totalBytes = 0; ///< of all files in the folder that are backups
    std::size_t broken = 0; ///< truncated or missing files, and those that are no backups
    bool listed = true; ///< false: nobody may look into the folder; the alarms say why
    std::size_t foreign = 0; ///< usable backups of other databases and servers in the same folder
    std::optional<std::chrono::milliseconds> lastBackupTook; ///< nullopt: none that was timed
    std::optional<std::chrono::milliseconds> lastRestoreTook; ///< from its begin to the last pod ready (RTO)
    std::optional<std::chrono::milliseconds> lastRestoreDown; ///< the part of it without the application
    backup::RestoreWay lastRestoreWay = backup::RestoreWay::Side;
    std::optional<backup::DrillReport> lastDrill; ///< the other measured source of what a restore takes
    std::vector<backup::BackupAlarm> alarms; ///< the worst first
    std::vector<Text> warnings; ///< no alarms; see backup::findWarnings()
    std::vector<Text> doubts; ///< what would be an alarm if it were so, and is not known
    TimePoint at{};
};

/// "A restore now loses 3 h 12 min and takes about 14 min (drill of 2026-11-20)", as far as it was measured.
Text recoverySentence(const BackupFacts& facts);

/// What one format costs here, from earlier backups of this database; nullopt where none was made.
struct FormatCost {
    backup::Format format = backup::Format::Fast;
    std::optional<std::uint64_t> sizeBytes;
    std::optional<std::chrono::milliseconds> duration;
    std::optional<std::chrono::milliseconds> checksumTook;
    std::string measuredBy; ///< the backup these figures come from
};

/// Backups of one system, as the screens and qbmctl use them.
/// \thread any; each call is on its own
class BackupService {
public:
    virtual ~BackupService() = default;

    /// The folder the backups are in.
    virtual std::string folder() const = 0;
    virtual const backup::BackupSettings& settings() const = 0;

    // --- reading ---
    /// As backup::whyFolderIsGone(): the folder held backups and is missing or empty now.
    virtual std::optional<Text> whyFolderIsGone() const = 0;
    /// Newest first. \error Denied, Cancelled
    virtual Result<std::vector<backup::Backup>> list(TaskContext& context) const = 0;
    /// \param name of a backup, or LATEST \error NotFound
    virtual Result<backup::Backup> show(const std::string& name, TaskContext& context) const = 0;
    /// Reads it from end to end. \error BadData says what is wrong with it
    virtual Result<backup::VerifyReport> verify(const std::string& name, TaskContext& context) const = 0;
    virtual Result<BackupFacts> facts(TaskContext& context) const = 0;
    /// Every drill that came to a result, newest first. \error Denied
    virtual Result<std::vector<backup::DrillReport>> drills(TaskContext& context) const = 0;
    /// One entry a format, scaled to the database's present size.
    virtual Result<std::vector<FormatCost>> fetchCosts(TaskContext& context) const = 0;
    /// The table of contents, without restoring.
    virtual Result<std::vector<backup::ArchiveEntry>> listContents(const std::string& name, TaskContext& context) const = 0;
    virtual Result<backup::ExtractReport> extractTable(const std::string& name, const std::string& schema,
        const std::string& table, const std::filesystem::path& file, const backup::CsvOptions& options,
        TaskContext& context) const = 0;
    /// What the policy would remove now.
    virtual Result<backup::RetentionPlan> planRetention(
        const backup::RetentionPolicy& policy, TaskContext& context) const = 0;
    virtual Result<std::vector<backup::ScheduleState>> schedules(TaskContext& context) const = 0;
    virtual Result<std::string> describeSchedule(const backup::Schedule& schedule, TaskContext& context) const = 0;
    /// Databases that restores set aside or left behind, newest first.
    virtual Result<std::vector<backup::SideDatabase>> sideDatabases(TaskContext& context) const = 0;
    /// Who is connected to the live database.
    virtual Result<std::vector<backup::DatabaseHolder>> holders(TaskContext& context) const = 0;
    virtual Result<std::vector<backup::PlacedCopy>> listCopies(const std::string& place, TaskContext& context) const = 0;

    // --- changing: each is an operation ---
    using MadeOperation = Result<std::unique_ptr<operation::Operation>>;
    virtual std::unique_ptr<operation::Operation> makeBackupOperation(const backup::BackupOptions& options) const = 0;
    virtual MadeOperation makeRestoreOperation(
        const std::string& name, const backup::RestoreOptions& options, TaskContext& context) const = 0;
    virtual MadeOperation makeRestoreElsewhereOperation(
        const std::string& name, const backup::RestoreElsewhereOptions& options, TaskContext& context) const = 0;
    virtual MadeOperation makeSwapBackOperation(
        const std::string& keptDatabase, const backup::RestoreOptions& options, TaskContext& context) const = 0;
    virtual MadeOperation makeDropSideOperation(
        const std::string& sideDatabase, TaskContext& context, backup::DropSideOptions options = {}) const = 0;
    virtual MadeOperation makeDrillOperation(
        const std::string& name, const backup::DrillOptions& options, TaskContext& context) const = 0;
    virtual MadeOperation makePinOperation(const std::string& name, bool pinned, TaskContext& context) const = 0;
    virtual MadeOperation makeAdoptOperation(const std::string& name, TaskContext& context) const = 0;
    virtual MadeOperation makeCopyOperation(
        const std::string& name, const std::string& place, TaskContext& context) const = 0;
    virtual MadeOperation makeFetchOperation(const std::string& name, const std::string& place, TaskContext& context,
        const backup::FetchOptions& options = {}) const = 0;
    virtual std::unique_ptr<operation::Operation> makePruneOperation(const backup::RetentionPolicy& policy) const = 0;
    virtual std::unique_ptr<operation::Operation> makeScheduleOperation(const backup::Schedule& schedule) const = 0;
    virtual std::unique_ptr<operation::Operation> makeUnscheduleOperation(backup::ScheduleKind kind) const = 0;
    virtual std::unique_ptr<operation::Operation> makeEndSessionsOperation(
        const std::vector<postgres::Session>& sessions) const = 0;
    /// Lets journals of this service's operations be continued or undone.
    virtual void registerOperations(operation::Registry& registry) const = 0;
};

/// The service over a folder and a PostgreSQL server.
std::unique_ptr<BackupService> makeBackupService(backup::BackupEnvironment environment);

} // namespace qbm::service
