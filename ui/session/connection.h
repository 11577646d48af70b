// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/worker_pool.h"
#include "core/service/services.h"

#include <memory>

namespace qbm::ui {

/// What the calls of one connected system need: its services and the threads they run on.
///
/// Held by the session and by each of its running operations, so that an operation outlives the window's interest in its
/// system. Whoever lets go last waits for nothing: clients and threads end elsewhere (Reaper).
struct Connection {
    explicit Connection(service::Services services);

    service::Services services;
    WorkerPool calls; // after the services: its threads end before they do
    WorkerPool operations; ///< of their own: calls that hang keep no operation from beginning, or from hearing a stop
};

/// \thread any
std::shared_ptr<Connection> makeConnection(service::Services services);

} // namespace qbm::ui
