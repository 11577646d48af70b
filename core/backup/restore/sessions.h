// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/operation/operation.h"
#include "core/postgres/server_facts.h"

#include <memory>
#include <string>
#include <vector>

namespace qbm::backup {

inline constexpr const char* kEndSessionsKind = "database.end-sessions";

/// A session of the database and whether a restore must wait for it.
struct DatabaseHolder {
    postgres::Session session;
    bool holds = true; ///< false: a program that only looks; it reconnects by itself after an exchange
    std::string pod; ///< the pod whose address the session comes from; empty: none known
};
/// Who is connected to the live database now. Never our own session.
Result<std::vector<DatabaseHolder>> fetchHolders(const BackupEnvironment& environment, TaskContext& context);

/// Ends sessions by pg_terminate_backend, each only if it is still the session that was listed (process and start
/// time).
std::unique_ptr<operation::Operation> makeEndSessionsOperation(
    BackupEnvironment environment, std::vector<postgres::Session> sessions);
Result<std::unique_ptr<operation::Operation>> remakeEndSessionsOperation(
    BackupEnvironment environment, const operation::Values& parameters);

} // namespace qbm::backup
