// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/schedule_watch.h"

#include "core/base/log.h"

#include <condition_variable>
#include <functional>
#include <thread>

namespace qbm::service {

namespace {

using namespace std::chrono_literals;
using backup::ScheduleKind;

constexpr auto kFresh = 30s;
constexpr auto kLongest = 1500ms; ///< a cluster that does not answer must not keep the overview waiting

/// Requests a stop after a while, or as soon as the outer task is stopped.
class Deadline {
public:
    Deadline(std::chrono::milliseconds longest, const TaskContext& outer)
        : m_onOuter(outer.stopToken(), [this] { m_stop.request_stop(); })
        , m_timer([this, longest](const std::stop_token& done) {
            std::mutex mutex;
            std::unique_lock lock(mutex);
            std::condition_variable_any().wait_for(lock, done, longest, [] { return false; });
            if (!done.stop_requested())
                m_stop.request_stop();
        })
    {
    }

    std::stop_token token() const { return m_stop.get_token(); }

private:
    std::stop_source m_stop;
    std::stop_callback<std::function<void()>> m_onOuter;
    std::jthread m_timer; // last: it uses what stands above
};

} // namespace

std::vector<backup::ScheduleState> ScheduleWatch::states(TaskContext& context)
{
    const std::scoped_lock lock(m_mutex);
    std::vector<backup::ScheduleState> states;
    for (const ScheduleKind kind :
        {ScheduleKind::SystemdUserTimer, ScheduleKind::Crontab, ScheduleKind::KubernetesCronJob}) {
        const auto known = m_known.find(kind);
        if (known == m_known.end() || std::chrono::steady_clock::now() - known->second.askedAt > kFresh)
            ask(kind, context);
        if (const auto& state = m_known[kind].state)
            states.push_back(*state);
    }
    return states;
}

void ScheduleWatch::forget()
{
    const std::scoped_lock lock(m_mutex);
    m_known.clear();
}

void ScheduleWatch::ask(ScheduleKind kind, TaskContext& context)
{
    const Deadline deadline(kLongest, context);
    TaskContext bounded(deadline.token());
    auto state = backup::fetchSchedule(m_environment, kind, bounded);
    Known& known = m_known[kind];
    known.askedAt = std::chrono::steady_clock::now();
    if (state)
        known.state = std::move(*state);
    else
        log::write(log::Level::Info, "backup", state.error());
}

} // namespace qbm::service
