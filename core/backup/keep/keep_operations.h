// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/keep/backup_in_use.h"
#include "core/backup/keep/retention.h"
#include "core/operation/operation.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace qbm::backup {

inline constexpr const char* kPruneKind = "backup.prune";
inline constexpr const char* kPinKind = "backup.pin";
inline constexpr const char* kAdoptKind = "backup.adopt";

/// What the policy says about the folder now.
Result<RetentionPlan> planPrune(
    const BackupEnvironment& environment, const RetentionPolicy& policy, TaskContext& context);

/// The names of what goes by a plan, oldest first.
std::vector<std::string> removals(const RetentionPlan& plan);

/// Says and remembers among an operation's results that what is left has more than the policy's limit, if so.
/// \param place where the copies are; empty: the folder
Result<> sayOverLimit(operation::StepContext& step, const RetentionPlan& left, const std::string& place,
    const RetentionPolicy& policy);

struct PruneReport {
    std::vector<std::string> removed; ///< oldest first
    std::uint64_t removedBytes = 0;
    std::size_t stayed = 0; ///< were to go, but something keeps them since
};
/// Removes those of `names` that the policy does not keep at the moment each would go. A name that is gone already is
/// no error, and what a killed removal left of it goes as well. \error Denied, Cancelled
Result<PruneReport> pruneBackups(const BackupEnvironment& environment, const RetentionPolicy& policy,
    const std::vector<std::string>& names, TaskContext& context);

/// Removes what the policy does not keep, oldest first, each decided again right before it goes.
std::unique_ptr<operation::Operation> makePruneOperation(BackupEnvironment environment, RetentionPolicy policy);
Result<std::unique_ptr<operation::Operation>> remakePruneOperation(
    BackupEnvironment environment, const operation::Values& parameters);

/// Sets or clears the pin in the sidecar. \error NotFound; InvalidInput for one without a sidecar: adopt it first
Result<std::unique_ptr<operation::Operation>> makePinOperation(
    BackupEnvironment environment, const std::string& backup, bool pinned, TaskContext& context);
Result<std::unique_ptr<operation::Operation>> remakePinOperation(
    BackupEnvironment environment, const operation::Values& parameters);

/// Reads a dump without a sidecar from end to end and writes the sidecar it would have had: SHA-256, versions, rows and
/// content of each table as the archive holds them. \error NotFound, Conflict (it has a sidecar)
Result<std::unique_ptr<operation::Operation>> makeAdoptOperation(
    BackupEnvironment environment, const std::string& backup, TaskContext& context);
Result<std::unique_ptr<operation::Operation>> remakeAdoptOperation(
    BackupEnvironment environment, const operation::Values& parameters);

} // namespace qbm::backup
