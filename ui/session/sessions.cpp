// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/sessions.h"

#include "ui/operation/task_center.h"
#include "ui/session/session.h"

#include <algorithm>

namespace qbm::ui {

Sessions::Sessions() = default;
Sessions::~Sessions() = default;

void Sessions::show(std::unique_ptr<Session> session)
{
    leaveCurrent();
    m_current = std::move(session);
    connect(&m_current->tasks(), &TaskCenter::changed, this, &Sessions::changed);
    connect(&m_current->tasks(), &TaskCenter::ended, this, &Sessions::ended);
    Q_EMIT changed();
}

void Sessions::leaveCurrent()
{
    if (!m_current)
        return;
    m_current->leave();
    if (!m_current->tasks().operations().empty())
        m_left.push_back(std::move(m_current));
    m_current.reset();
    Q_EMIT changed();
}

std::vector<RunningOperation*> Sessions::operations() const
{
    std::vector<RunningOperation*> all;
    const auto add = [&all](const Session& session) {
        const auto& own = session.tasks().operations();
        all.insert(all.end(), own.begin(), own.end());
    };
    if (m_current)
        add(*m_current);
    for (const auto& session : m_left)
        add(*session);
    std::ranges::stable_sort(all, std::ranges::greater(), &RunningOperation::startedAt);
    return all;
}

std::vector<RunningOperation*> Sessions::running() const
{
    auto all = operations();
    std::erase_if(all, [](const RunningOperation* operation) { return !operation->isRunning(); });
    return all;
}

} // namespace qbm::ui
