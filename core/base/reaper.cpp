// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/reaper.h"

#include <system_error>

namespace qbm {

Reaper& Reaper::instance()
{
    static Reaper reaper;
    return reaper;
}

Reaper::~Reaper()
{
    // What ends may hand over what it held: only an empty list is the end.
    std::unique_lock lock(m_mutex);
    m_over.wait(lock, [this] { return m_open == 0; });
}

void Reaper::end(std::shared_ptr<void> thing)
{
    const std::lock_guard lock(m_mutex);
    clearAway();
    Grave& grave = m_graves.emplace_back();
    try {
        grave.thread = std::jthread([this, &grave, thing = std::move(thing)]() mutable { bury(grave, thing); });
        ++m_open;
    } catch (const std::system_error&) { // no thread is left on this machine: `thing` ended where it stood
        m_graves.pop_back();
    }
}

bool Reaper::waitUntilIdle(std::chrono::milliseconds patience)
{
    std::unique_lock lock(m_mutex);
    return m_over.wait_for(lock, patience, [this] { return m_open == 0; });
}

void Reaper::bury(Grave& grave, std::shared_ptr<void>& thing)
{
    thing.reset();
    const std::lock_guard lock(m_mutex);
    grave.over = true;
    --m_open;
    m_over.notify_all();
}

/// Threads that have said that they are over have nothing left to do but to end.
void Reaper::clearAway()
{
    std::erase_if(m_graves, [](const Grave& grave) { return grave.over; });
}

} // namespace qbm
