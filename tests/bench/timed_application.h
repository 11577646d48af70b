// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QThread>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <ctime>

namespace qbm::bench {

/// An application that knows how long it was busy with one event.
class TimedApplication final : public QApplication {
public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override
    {
        if (m_depth++ > 0 || QThread::currentThread() != thread()) {
            const bool taken = QApplication::notify(receiver, event);
            --m_depth;
            return taken;
        }
        const auto begin = std::chrono::steady_clock::now();
        const double cpuBegin = cpuMs();
        const bool taken = QApplication::notify(receiver, event);
        longestMs = std::max(
            longestMs, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
        longestCpuMs = std::max(longestCpuMs, cpuMs() - cpuBegin);
        --m_depth;
        return taken;
    }
    double longestMs = 0;
    double longestCpuMs = 0; ///< of this thread's own work, whatever else the machine does

private:
    static double cpuMs()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    }
    std::atomic<int> m_depth = 0;
};

} // namespace qbm::bench
