// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/restore_request.h"
#include "core/operation/operation.h"

#include <functional>
#include <string>
#include <vector>

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
/// Also bars the door where sessions are ended, and stops the live database's subscriptions; openDoor() and the way back
/// of quietStep() end that. \error Timeout names who is left, Conflict names prepared transactions
Result<> waitUntilQuiet(const RestoreRequest& request, operation::StepContext& step);
/// Lets in again whom waitUntilQuiet() or an exchange that came to no end keeps out.
Result<> openDoor(const RestoreRequest& request, operation::StepContext& step);
/// Names of the live database's subscriptions that were disabled for this.
Result<std::vector<std::string>> disabledSubscriptions(const operation::StepContext& step);
/// Before data is replaced on the way back: where a way back failed before, the application was let run on and is stopped
/// once more.
Result<> stopBeforeTakingBack(const RestoreRequest& request, operation::StepContext& step);
/// Asks until the application says it is healthy, or the time is up.
Result<> waitUntilHealthy(const RestoreRequest& request, TaskContext& context);

} // namespace qbm::backup
