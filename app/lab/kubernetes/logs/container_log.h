// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/logs/log_lines.h"

#include <limits>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace qbm::lab::kubernetes {

/// One run of a container, from its start to its end or now.
class ContainerLog {
public:
    static constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::max();

    /// The current (or last) run as the pod's status tells it, or the one before; nothing if there was none.
    static std::optional<ContainerLog> current(const nlohmann::json& pod, const std::string& container);
    static std::optional<ContainerLog> previous(const nlohmann::json& pod, const std::string& container);

    /// The lines of [from, to), in order. A node keeps the last hours only.
    std::vector<LogLine> lines(std::int64_t from, std::int64_t to) const;
    /// The last `count` lines of [from, to).
    std::vector<LogLine> tail(std::size_t count, std::int64_t from, std::int64_t to) const;

    std::int64_t start() const { return m_start; }
    bool hasEnded() const { return m_end != kEver; }
    std::int64_t end() const { return m_end; }

private:
    ContainerLog(const nlohmann::json& pod, const std::string& container, const nlohmann::json& run);

    LogStyle m_style = LogStyle::Other;
    std::uint64_t m_key = 0;
    std::int64_t m_start = 0; ///< nanoseconds since the epoch
    std::int64_t m_end = kEver;
    int m_exitCode = 0;
};

} // namespace qbm::lab::kubernetes
