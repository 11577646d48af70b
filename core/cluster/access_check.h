// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/client.h"
#include "core/operation/operation.h"

#include <optional>
#include <vector>

/// The lines of a pre-flight that every operation on a cluster has.
namespace qbm::cluster {

/// "patch deployments/scale in qbm-ai-system: denied to user X", with the server's reason where it gave one.
/// An error only if the review itself failed.
Result<std::optional<Text>> denialReason(
    kubernetes::Client& client, const kubernetes::AccessQuestion& question, TaskContext& context);

/// Whether the console is open read-only.
operation::Check writableCheck(const kubernetes::Client& client);
/// One access review as a line.
operation::Check accessCheck(
    kubernetes::Client& client, const kubernetes::AccessQuestion& question, TaskContext& context);
/// What the server said to a dry run of the very change: refused or accepted, and a line for each of its warnings.
/// \error Cancelled
Result<> appendDryRun(std::vector<operation::Check>& checks, const Result<kubernetes::Answer>& tried);

} // namespace qbm::cluster
