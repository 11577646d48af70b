// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/store.h"
#include "tests/bench/measure.h"

#include <condition_variable>
#include <fstream>
#include <mutex>
#include <numeric>
#include <sys/resource.h>

namespace qbm::bench {

using PodSnapshot = std::shared_ptr<const kubernetes::Snapshot<kubernetes::Pod>>;

inline std::shared_ptr<kubernetes::Client> clientOf(const char* kubeconfig)
{
    auto access = kubernetes::findAccess(kubeconfig, {});
    if (!access)
        giveUp(access.error().english());
    return std::make_shared<kubernetes::Client>(std::move(*access), AccessMode::ReadOnly);
}

/// "VmRSS" or "VmHWM" of this process, in KiB.
inline long memoryKib(const std::string& field)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(field + ":"))
            return std::atol(line.c_str() + field.size() + 1);
    }
    return 0;
}

inline double cpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

inline long restartsOf(const PodSnapshot& snapshot)
{
    return std::accumulate(snapshot->rows.begin(), snapshot->rows.end(), 0L, [](long sum, const auto& pod) { return sum + pod->restarts; });
}

/// Wakes a waiting thread when a live store has news.
class News {
public:
    void tell()
    {
        const std::lock_guard lock(m_mutex);
        m_told = true;
        m_changed.notify_one();
    }
    /// False if nothing came for that long.
    bool wait(std::chrono::milliseconds limit = std::chrono::seconds(60))
    {
        std::unique_lock lock(m_mutex);
        const bool came = m_changed.wait_for(lock, limit, [this] { return m_told; });
        m_told = false;
        return came;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_told = false;
};

} // namespace qbm::bench
