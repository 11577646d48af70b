// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/restore_request.h"
#include "core/operation/operation.h"

/// Steps of a restore in place: the guide's sequence. \param request must outlive the step
namespace qbm::backup {

operation::Step safetyStep(const RestoreRequest& request);
operation::Step restoreStep(const RestoreRequest& request);
operation::Step compareStep(const RestoreRequest& request);

} // namespace qbm::backup
