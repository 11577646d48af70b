// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/archive/verify.h"
#include "core/backup/restore/restore_request.h"
#include "core/operation/operation.h"

#include <optional>
#include <vector>

namespace qbm::backup {

/// The plan of a restore: replica counts, what keeps still meanwhile, where the present data goes, and each table's
/// rows now and in the backup.
Result<operation::Plan> planRestore(const RestoreRequest& request, TaskContext& context);
/// The plan of an exchange with a database set aside.
Result<operation::Plan> planSwapBack(const RestoreRequest& request, TaskContext& context);

/// The pre-flight of a restore. \param verified remembers a backup that was read to its end, so that it is read once
/// only
Result<std::vector<operation::Check>> checkRestore(
    const RestoreRequest& request, std::optional<VerifyReport>& verified, TaskContext& context);
/// The pre-flight of an exchange with a database set aside.
Result<std::vector<operation::Check>> checkSwapBack(const RestoreRequest& request, TaskContext& context);

} // namespace qbm::backup
