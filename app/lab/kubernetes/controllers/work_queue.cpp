// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/work_queue.h"

#include <algorithm>
#include <utility>

namespace qbm::lab::kubernetes {

void WorkQueue::add(Work work)
{
    if (m_queued.insert(work).second)
        m_ready.push_back(std::move(work));
}

void WorkQueue::addAfter(std::chrono::milliseconds delay, Work work)
{
    const auto due = Clock::now() + delay;
    if (const auto it = m_dueOf.find(work); it != m_dueOf.end()) {
        if (it->second <= due)
            return;
        const auto [first, last] = m_timers.equal_range(it->second);
        m_timers.erase(std::find_if(first, last, [&](const auto& timer) { return timer.second == work; }));
    }
    m_dueOf[work] = due;
    m_timers.emplace(due, std::move(work));
}

std::optional<Work> WorkQueue::take()
{
    const auto now = Clock::now();
    while (!m_timers.empty() && m_timers.begin()->first <= now) {
        m_dueOf.erase(m_timers.begin()->second);
        add(std::move(m_timers.begin()->second));
        m_timers.erase(m_timers.begin());
    }
    if (m_ready.empty())
        return std::nullopt;
    auto work = std::move(m_ready.front());
    m_ready.pop_front();
    m_queued.erase(work);
    return work;
}

std::optional<WorkQueue::Clock::time_point> WorkQueue::nextDue() const
{
    if (!m_ready.empty())
        return Clock::now();
    if (m_timers.empty())
        return std::nullopt;
    return m_timers.begin()->first;
}

} // namespace qbm::lab::kubernetes
