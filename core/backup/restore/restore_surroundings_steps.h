// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/restore_request.h"
#include "core/operation/operation.h"

/// Steps about what stands around the application: alerts, autoscalers, CronJobs. \param request must outlive the step
namespace qbm::backup {

/// Alerts of this system are kept quiet. That this fails is said and stops nothing.
operation::Step silenceStep(const RestoreRequest& request);
/// Lists what would have fired, and lets alerts through again.
operation::Step endSilenceStep(const RestoreRequest& request);
/// Autoscalers and CronJobs keep still.
operation::Step pauseStep(const RestoreRequest& request);
/// They are as they were.
operation::Step resumeStep(const RestoreRequest& request);

/// Autoscalers and CronJobs that are there keep still from now on, unless the journal says that they do already.
Result<> pauseInterferers(const RestoreRequest& request, operation::StepContext& step);

} // namespace qbm::backup
