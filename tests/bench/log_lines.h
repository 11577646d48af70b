// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/log/log_model.h"

#include <QApplication>
#include <QThread>
#include <chrono>
#include <ctime>

/// What the benchmarks of the log view share: lines like those of the application, and how long the window stood still.
namespace qbm::bench {

/// JSON lines of about 150 bytes, one in a hundred an error, one in 10,000 with the word "deadline".
class LineMaker {
public:
    std::vector<std::string> make(std::size_t count)
    {
        std::vector<std::string> lines;
        lines.reserve(count);
        for (std::size_t i = 0; i < count; ++i, ++m_next) {
            const char* level = m_next % 100 == 0 ? "error" : "info";
            const char* words = m_next % 10'000 == 0 ? "deadline exceeded while waiting for the model"
                                                     : "GET /api/v1/predictions 200 in 18 ms for user";
            lines.push_back(std::string(R"({"level":")") + level + R"(","logger":"qbm.api.requests","request_id":")"
                + std::to_string(10'000'000 + m_next) + R"(","message":")" + words + " " + std::to_string(m_next)
                + R"("})");
        }
        return lines;
    }

private:
    std::size_t m_next = 0;
};

/// Packed as a worker packs them.
inline widgets::LogStore packed(const std::vector<std::string>& lines)
{
    widgets::LogBatch batch;
    std::uint32_t source = 0;
    for (const std::string& raw : lines) {
        const std::string_view text = raw;
        const auto message = text.substr(text.find("\"message\":\"") + 11);
        batch.add(
            {systemClock().now(), source++ % 12, text[10] == 'e' ? widgets::LogLevel::Error : widgets::LogLevel::Info,
                false, "qbm.api.requests", message.substr(0, message.size() - 2), text});
    }
    widgets::LogStore store;
    store.append(batch.take());
    return store;
}

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
