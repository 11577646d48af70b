// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/archive/table_name.h"
#include "core/backup/archive/table_selection.h"
#include "core/backup/archive/verify.h"
#include "core/backup/restore/create_database.h"
#include "core/backup/restore/restore_elsewhere.h"
#include "core/backup/restore/side_database.h"
#include "core/operation/operation.h"

#include <string>
#include <vector>

namespace qbm::backup {

/// A backup, or some tables of one, into a database beside the live one, or on another server.
class RestoreElsewhere final : public operation::Operation {
public:
    RestoreElsewhere(BackupEnvironment environment, std::string backupName, RestoreElsewhereOptions options)
        : m_environment(std::move(environment))
        , m_backupName(std::move(backupName))
        , m_options(std::move(options))
    {
    }

    std::string kind() const override { return kRestoreElsewhereKind; }
    operation::Values parameters() const override;
    Result<operation::Plan> plan(TaskContext& context) override;
    Result<std::vector<operation::Check>> check(TaskContext& context) override;
    std::vector<operation::Step> steps() override;

    /// \error InvalidInput for the live database, NotFound for tables that the backup does not hold
    Result<> validate(TaskContext& context) const;

private:
    Result<Backup> findBackup(TaskContext& context) const
    {
        return Catalogue(m_environment.folder).find(m_backupName, context);
    }
    /// \param database empty: the one that the server's profile names
    Result<postgres::ConnectionSettings> settings(
        const std::string& database, AccessMode access, TaskContext& context) const;
    Result<postgres::Client> connect(AccessMode access, TaskContext& context) const;
    Result<postgres::Client> maintenance(AccessMode access, TaskContext& context) const;
    /// Also waits for the server to end what a killed run of ours asked of it.
    Result<postgres::Client> lockedMaintenance(TaskContext& context) const;
    Result<TableSelection> select(const Backup& backup, TaskContext& context) const;
    /// Tables of the selection that the database holds already.
    static Result<std::vector<TableName>> fetchPresent(
        postgres::Client& client, const TableSelection& selection, TaskContext& context);

    Result<> requireNotLive(TaskContext& context) const;
    Result<PlannedEntry> planDatabase(postgres::Client& server, const Backup& backup, TaskContext& context) const;
    bool isWhole(const operation::StepContext& step) const;
    std::uint64_t unpackedBytes(const Backup& backup, bool makesDatabase, TaskContext& context) const;
    Result<std::vector<ArchiveItem>> wantedItems(
        const Backup& backup, const TableSelection& selection, TaskContext& context) const;
    Result<> askConditions(postgres::Client& client, const Backup& backup, bool makesDatabase,
        std::vector<operation::Check>& checks, TaskContext& context) const;

    Result<> makeDatabase(operation::StepContext& step, postgres::Client& server) const;
    Result<> dropMadeDatabase(operation::StepContext& step, postgres::Client& server) const;
    Result<> provideDatabase(operation::StepContext& step) const;
    Result<> fill(operation::StepContext& step) const;
    Result<> fillMade(operation::StepContext& step) const;
    Result<> fillExisting(operation::StepContext& step) const;
    Result<> fillWith(
        operation::StepContext& step, postgres::Client& client, const TableSelection& selection, FillOptions options) const;
    /// Whether a killed run's transaction was committed; waits for one that is still ending.
    Result<bool> wasCommitted(operation::StepContext& step, postgres::Client& client) const;
    Result<> dropWhatItBrought(operation::StepContext& step) const;
    Result<> compare(operation::StepContext& step) const;
    Result<> complete(operation::StepContext& step) const;
    Result<> takeBack(operation::StepContext& step) const;

    BackupEnvironment m_environment;
    std::string m_backupName;
    RestoreElsewhereOptions m_options;
    std::optional<VerifyReport> m_verified; ///< by the checks
};

} // namespace qbm::backup
