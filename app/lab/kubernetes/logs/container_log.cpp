// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/logs/container_log.h"

#include "app/lab/kubernetes/controllers/container_plan.h"
#include "app/lab/kubernetes/json_access.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kKept
    = 4 * 3600 * kSecond; ///< about what a node's rotation at 10 MiB leaves of a busy container
constexpr std::int64_t kTailStep = 60 * kSecond;

const json& statusOf(const json& pod, const std::string& container)
{
    for (const auto* list : {"containerStatuses", "initContainerStatuses"})
        for (const auto& status : arrayAt(pod, {"status", list}))
            if (stringAt(status, {"name"}) == container)
                return status;
    static const json none = json::object();
    return none;
}

const json& specOf(const json& pod, const std::string& container)
{
    for (const auto* list : {"containers", "initContainers"})
        for (const auto& spec : arrayAt(pod, {"spec", list}))
            if (stringAt(spec, {"name"}) == container)
                return spec;
    static const json none = json::object();
    return none;
}

} // namespace

ContainerLog::ContainerLog(const json& pod, const std::string& container, const json& run)
    : m_key(logKey(stringAt(pod, {"metadata", "uid"}), container))
    , m_start(parseTime(stringAt(run, {"startedAt"})) * kSecond)
    , m_exitCode(static_cast<int>(intAt(run, {"exitCode"})))
{
    if (run.contains("finishedAt"))
        m_end = std::max(parseTime(stringAt(run, {"finishedAt"})) * kSecond, m_start) + kSecond / 2;
    const auto& spec = specOf(pod, container);
    m_style = planOf(pod, spec).exitCode ? LogStyle::Program : logStyleOf(stringAt(spec, {"image"}));
}

std::optional<ContainerLog> ContainerLog::current(const json& pod, const std::string& container)
{
    const auto& status = statusOf(pod, container);
    for (const auto* state : {"running", "terminated"})
        if (const auto* run = kubernetes::find(status, {"state", state}))
            return ContainerLog(pod, container, *run);
    return previous(pod, container); // while it waits for its next start, the last run is the current one
}

std::optional<ContainerLog> ContainerLog::previous(const json& pod, const std::string& container)
{
    if (const auto* run = kubernetes::find(statusOf(pod, container), {"lastState", "terminated"}))
        return ContainerLog(pod, container, *run);
    return std::nullopt;
}

std::vector<LogLine> ContainerLog::lines(std::int64_t from, std::int64_t to) const
{
    std::vector<LogLine> out;
    const auto newest = std::min(to, m_end);
    from = std::max({from, m_start, newest - kKept});
    if (from <= m_start)
        appendStart(m_style, m_start, out);
    for (auto slot = from / kSlotNanoseconds; slot * kSlotNanoseconds < newest; ++slot)
        appendSlot(m_style, m_key, slot, out);
    if (hasEnded() && to >= m_end)
        appendEnd(m_style, m_end - 1, m_exitCode, out);
    std::erase_if(out, [&](const LogLine& line) { return line.nanoseconds < from || line.nanoseconds >= newest; });
    std::ranges::stable_sort(out, {}, &LogLine::nanoseconds); // the first words of a start fall into its first slot
    return out;
}

std::vector<LogLine> ContainerLog::tail(std::size_t count, std::int64_t from, std::int64_t to) const
{
    const auto newest = std::min(to, m_end);
    from = std::max({from, m_start, newest - kKept});
    std::vector<LogLine> out;
    // Backwards in growing steps: a busy container needs one, a quiet one few.
    for (auto step = kTailStep; count > 0; step *= 4) {
        const auto first = std::max(from, newest - step);
        out = lines(first, to);
        if (out.size() >= count || first == from)
            break;
    }
    if (out.size() > count)
        out.erase(out.begin(), out.end() - static_cast<std::ptrdiff_t>(count));
    return out;
}

} // namespace qbm::lab::kubernetes
