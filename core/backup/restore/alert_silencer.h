// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/task_context.h"
#include "core/base/text.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace qbm::backup {

/// An alert that a silence kept quiet.
struct SilencedAlert {
    std::string name;
    std::string severity;
    std::string summary; ///< or its other labels, where only Prometheus knows of it
    TimePoint startsAt{}; ///< of one that is over: when it was first seen during the silence
    std::optional<TimePoint> lastSeenAt; ///< nullopt: it fires still
};

/// What was kept quiet from a silence's begin until now, and who says so.
struct SilencedAlerts {
    std::vector<SilencedAlert> alerts;
    Text source;
};

/// What planned work needs of Alertmanager, and no more: one silence over the alerts of this system.
class AlertSilencer {
public:
    virtual ~AlertSilencer() = default;
    /// What would be silenced: namespace="qbm-ai-system".
    virtual std::string scope() const = 0;
    /// \return the silence's id; it ends by itself after `longest`, so a killed program leaves nothing open for ever.
    /// \error Unreachable, Denied, InDoubt
    virtual Result<std::string> open(const std::string& comment, std::chrono::minutes longest, TaskContext& context)
        = 0;
    /// A silence of exactly that comment that is still open: what an open() whose answer was lost has made; empty if
    /// none.
    virtual Result<std::string> find(const std::string& comment, TaskContext& context) = 0;
    /// Nothing to do if it has ended by itself.
    virtual Result<> close(const std::string& id, TaskContext& context) = 0;
    /// Alerts that fired while silences of exactly that comment were open, those that are over included.
    /// \error NotFound: there was no such silence; Unreachable
    virtual Result<SilencedAlerts> fetchSilenced(const std::string& comment, TaskContext& context) = 0;
};

} // namespace qbm::backup
