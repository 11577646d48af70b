// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/estimate.h"
#include "core/base/task_context.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace qbm::backup {

/// Bytes against the estimate, and in words: the table, the rate, the time left.
class DumpProgress {
public:
    /// \param expectedBytes of what report() will count \param certain whether the time left may be told from it
    DumpProgress(const std::string& database, std::uint64_t expectedBytes, bool certain);

    /// A line of pg_dump's standard error, which names the table it turns to.
    void noteLine(std::string_view line);
    void report(std::uint64_t bytes, TaskContext& context);
    /// Nothing moves. \param reason who keeps pg_dump waiting
    void reportWait(std::uint64_t bytes, const Text& reason, TaskContext& context);

private:
    using SteadyClock = std::chrono::steady_clock;
    void measure(std::uint64_t bytes);

    Text m_subject;
    Text m_step;
    std::uint64_t m_expectedBytes;
    bool m_certain;
    SteadyClock::time_point m_measuredAt;
    std::uint64_t m_measuredBytes = 0;
    double m_bytesPerSecond = 0;
};

} // namespace qbm::backup
