// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/facts.h"
#include "core/health/overview.h"

#include <memory>

namespace qbm::service {

/// The state of the whole system.
class HealthService {
public:
    virtual ~HealthService() = default;
    /// Asks every service at once; returns when all have answered, or after 2.5 s with what is known by then: a service
    /// that hangs is shown as such and delays nothing.
    /// \thread one call at a time
    /// \error Cancelled
    virtual Result<health::Overview> fetchOverview(TaskContext& context) = 0;
};

/// The providers live until the service's destructor has returned, which waits for calls under way after stopping them.
std::shared_ptr<HealthService> makeHealthService(health::Providers providers, const Clock& clock = systemClock());

} // namespace qbm::service
