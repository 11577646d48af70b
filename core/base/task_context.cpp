// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/task_context.h"

#include <condition_variable>
#include <mutex>

namespace qbm {

namespace {
constexpr std::chrono::milliseconds kReportInterval{50};
}

void TaskContext::report(Progress progress)
{
    if (!m_sink)
        return;
    const auto now = std::chrono::steady_clock::now();
    const bool newStep = progress.step != m_last.step;
    const bool complete = progress.total != 0 && progress.done == progress.total && progress != m_last;
    if (!newStep && !complete && now - m_lastAt < kReportInterval)
        return;
    m_lastAt = now;
    m_last = progress;
    m_sink(progress);
}

Result<> TaskContext::sleepFor(std::chrono::milliseconds duration) const
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, m_stop, duration, [] { return false; });
    return checkpoint();
}

Result<> TaskContext::checkpoint() const
{
    if (m_stop.stop_requested())
        return fail(cancelledError());
    return {};
}

Error cancelledError()
{
    return Error{ErrorKind::Cancelled, text(QT_TRANSLATE_NOOP("core", "Stopped on request.")), {}, {}};
}

} // namespace qbm
