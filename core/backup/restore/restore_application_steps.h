// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/restore_request.h"
#include "core/operation/operation.h"

#include <functional>

/// Steps about the application: what runs is recorded, stopped, and started again. \param request must outlive the step
namespace qbm::backup {

/// Time, replica counts, response time and the live database's number, before anything changes.
operation::Step recordStep(const RestoreRequest& request);
operation::Step stopStep(const RestoreRequest& request);
operation::Step podsGoneStep(const RestoreRequest& request);
/// Nobody uses the live database; ends who still does where the options say so.
operation::Step quietStep(const RestoreRequest& request);
operation::Step startStep(const RestoreRequest& request);
operation::Step healthyStep(const RestoreRequest& request);

/// A gate that must hold right up to the new data and not any more once it is in.
std::function<Result<>(operation::StepContext&)> untilRestored(std::function<Result<>(operation::StepContext&)> gate);
/// \error Timeout names who is left
Result<> waitUntilQuiet(const RestoreRequest& request, operation::StepContext& step);
/// Asks until the application says it is healthy, or the time is up.
Result<> waitUntilHealthy(const RestoreRequest& request, TaskContext& context);

} // namespace qbm::backup
