// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/restore_request.h"
#include "core/operation/operation.h"

/// Steps of a restore into a database beside the live one, and of the exchange. \param request must outlive the step
namespace qbm::backup {

operation::Step sideCreateStep(const RestoreRequest& request);
operation::Step sideRestoreStep(const RestoreRequest& request);
operation::Step sideVerifyStep(const RestoreRequest& request);
/// For a swap back: which databases change places.
operation::Step chooseKeptStep(const RestoreRequest& request);
operation::Step swapStep(const RestoreRequest& request);

} // namespace qbm::backup
