// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <optional>
#include <string_view>

namespace qbm::lab::kubernetes {

/// What can be made to go wrong.
enum class Fault {
    ForbidScale,
    Conflict,
    Expired,
    Throttle,
    Error500,
    DropWatches,
    PodsNeverReady,
    Slow,
    Freeze,
    MetricsDown,
    WebhookDown,
    Restart,
    Count_,
};

/// The switches, readable from every thread without a lock.
class Faults {
public:
    bool isOn(Fault fault) const { return m_on[static_cast<std::size_t>(fault)].load(std::memory_order_relaxed); }
    void set(Fault fault, bool on) { m_on[static_cast<std::size_t>(fault)].store(on, std::memory_order_relaxed); }
    static std::optional<Fault> byName(std::string_view name);

private:
    std::array<std::atomic<bool>, static_cast<std::size_t>(Fault::Count_)> m_on{};
};

} // namespace qbm::lab::kubernetes
