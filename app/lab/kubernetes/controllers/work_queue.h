// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <compare>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace qbm::lab::kubernetes {

/// What a controller is to look at again.
struct Work {
    enum class Kind {
        Deployment,
        ReplicaSet,
        StatefulSet,
        DaemonSet,
        Job,
        CronJob,
        Autoscaler,
        Budget,
        Quota,
        Pod,
        Service,
        Namespace,
        Orphans,
    };
    Kind kind = Kind::Pod;
    std::string nameSpace;
    std::string name; ///< for Orphans: the uid of the owner that is gone
    auto operator<=>(const Work&) const = default;
};

/// First in, first out, each work once, with timers. Not thread-safe: it lives on the controllers' thread.
class WorkQueue {
public:
    using Clock = std::chrono::steady_clock;

    void add(Work work);
    /// One timer a work, the earliest wins: who handles it sets the next one.
    void addAfter(std::chrono::milliseconds delay, Work work);
    /// The next due work; timers that are over come first.
    std::optional<Work> take();
    /// When take() would next find something; nothing if only a change can bring work.
    std::optional<Clock::time_point> nextDue() const;

private:
    std::deque<Work> m_ready;
    std::set<Work> m_queued;
    std::multimap<Clock::time_point, Work> m_timers;
    std::map<Work, Clock::time_point> m_dueOf;
};

} // namespace qbm::lab::kubernetes
