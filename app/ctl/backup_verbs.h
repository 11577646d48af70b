// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/verbs.h"
#include "core/backup/archive/table_name.h"
#include "core/service/backup_service.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json_fwd.hpp>

/// The group `backup`: one file a part of it.
namespace qbm::ctl {

/// Ends in an operation of the backup service.
Result<int> runBackupOperation(
    Invocation& invocation, service::BackupService::MadeOperation operation, const OutcomeExtra& extra = {});

/// A subcommand with a required NAME of a backup.
CLI::App* addNamed(CLI::App& group, const char* verb, const char* help, const std::shared_ptr<std::string>& name);

/// The tables of a backup that somebody wrote as schema.table, or quoted as in SQL. The backup's contents are read where
/// a dot could stand for either. \error InvalidInput (no name, several are meant), what reading the contents says
Result<std::vector<backup::TableName>> chooseTables(const service::BackupService& backups, const std::string& backup,
    const std::vector<std::string>& written, TaskContext& context);

/// --new-folder
void addNewFolder(CLI::App& command, std::string& folder);

nlohmann::json toJson(const backup::Backup& backup);
nlohmann::json toJson(const backup::VerifyReport& report);
nlohmann::json toJson(const backup::DrillReport& report);
/// Everything known, for people.
void printBackup(std::ostream& out, const backup::Backup& backup);
/// "ours", "by-name", "foreign", "unknown": stable, for --json.
std::string_view belongingName(backup::Belonging belonging);
double inSeconds(Duration duration);

// One function a file backup_NAME_verbs.cpp.
void addBackupReadVerbs(CLI::App& group, Registrar& registrar);
void addBackupRestoreVerbs(CLI::App& group, Registrar& registrar);
void addBackupKeepVerbs(CLI::App& group, Registrar& registrar);
void addBackupScheduleVerbs(CLI::App& group, Registrar& registrar);
void addBackupCopyVerbs(CLI::App& group, Registrar& registrar);

} // namespace qbm::ctl
