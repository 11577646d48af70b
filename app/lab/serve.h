// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/application/queue_simulator.h"
#include "app/lab/lab_state.h"

/// The lab's own long-lived programs: each runs until its context is stopped.
namespace qbm::lab {

/// The application on its port, going on where the written history ends; it also keeps the cache filled.
Result<> serveApplication(const LabFolder& folder, TaskContext& context);

/// The Kubernetes API simulator on its port, filled with the QBM system; writes the kubeconfig.
Result<> serveKubernetes(const LabFolder& folder, TaskContext& context);

/// Slows a part down by stopping and continuing its processes in turns.
Result<> slowPart(const LabFolder& folder, const std::string& name, TaskContext& context);

/// The queue that history and application share.
QueueOptions labQueue(const LabState& state);

/// Where the history leaves the counters for the application.
std::filesystem::path counterStateFile(const LabFolder& folder);

} // namespace qbm::lab
