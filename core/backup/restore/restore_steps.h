// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/restore_request.h"
#include "core/operation/operation.h"

#include <vector>

namespace qbm::backup {

/// The steps of a restore, by its way. Each can run again after a kill, forward or backward: what it needs to know
/// about the runs before it stands in the journal. \param request must outlive the steps
std::vector<operation::Step> makeRestoreSteps(const RestoreRequest& request);
/// The steps of an exchange with a database set aside.
std::vector<operation::Step> makeSwapBackSteps(const RestoreRequest& request);

} // namespace qbm::backup
