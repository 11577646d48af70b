// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/task_context.h"

#include <chrono>
#include <string>
#include <vector>

namespace qbm::backup {

/// An alert that a silence kept quiet.
struct SilencedAlert {
    std::string name;
    std::string severity;
    std::string summary;
    TimePoint startsAt{};
};

/// What planned work needs of Alertmanager, and no more: one silence over the alerts of this system.
class AlertSilencer {
public:
    virtual ~AlertSilencer() = default;
    /// What would be silenced: "namespace="qbm-ai-system"".
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
    /// Alerts that fire now and are kept quiet by it.
    virtual Result<std::vector<SilencedAlert>> fetchSilenced(const std::string& id, TaskContext& context) = 0;
};

} // namespace qbm::backup
