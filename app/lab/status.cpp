// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/status.h"

#include "app/lab/part_process.h"
#include "core/base/unit.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace qbm::lab {

namespace {

bool verbAtWork(const LabFolder& folder)
{
    return !FileLock::tryAcquire(folder.verbLock());
}

/// As stateOf(), but a part that is stopped and continued in turns runs.
PartState shownState(const LabState& state, const Part& part)
{
    const PartState now = stateOf(part);
    return now == PartState::Frozen && state.faults.contains(part.name + "-slow") ? PartState::Running : now;
}

/// What to do about parts that died by themselves.
std::string adviceText(const LabFolder& folder, const LabState& state)
{
    std::string out;
    for (const Part& part : state.parts) {
        const std::string fault = part.name + "-stop";
        if (state.phase == LabState::Phase::Up && stateOf(part) == PartState::Stopped && !state.faults.contains(fault))
            out += fmt::format(
                "{0} ended by itself; why is in {1}. Start it again with: qbm-lab fault --dir {2} {3} off\n", part.name,
                folder.log(part.name).string(), folder.root.string(), fault);
    }
    return out;
}

std::string join(const std::set<std::string>& words)
{
    std::string line;
    for (const std::string& word : words)
        line += (line.empty() ? "" : ", ") + word;
    return line;
}

} // namespace

std::string_view overallState(const LabFolder& folder, const LabState& state)
{
    if (state.phase == LabState::Phase::Up) {
        const bool all = std::all_of(state.parts.begin(), state.parts.end(),
            [&](const Part& part) { return shownState(state, part) == PartState::Running; });
        return all ? "up" : "partly up";
    }
    if (!verbAtWork(folder))
        return "broken";
    return state.phase == LabState::Phase::Starting ? "starting" : "ending";
}

std::string statusText(const LabFolder& folder, const LabState& state, TimePoint now)
{
    std::string out = fmt::format("Lab {}: {}\n\n", folder.root.string(), overallState(folder, state));
    out += fmt::format("{:<20} {:<8} {:>6} {:>8}  {}\n", "PART", "STATE", "PORT", "PID", "AGE");
    for (const Part& part : state.parts) {
        const PartState partState = shownState(state, part);
        const bool lives = partState != PartState::Stopped;
        out += fmt::format("{:<20} {:<8} {:>6} {:>8}  {}\n", part.name, name(partState),
            part.port ? std::to_string(part.port) : kUnknown, lives ? std::to_string(part.process->pid) : kUnknown,
            lives ? formatDuration(now - part.startedAt) : kUnknown);
    }
    out += fmt::format("\nFaults on: {}\n", state.faults.empty() ? "none" : join(state.faults));
    out += fmt::format("Extra load: {}\n", state.extraLoad ? fmt::format("{} requests/s", state.extraLoad) : "none");
    out += adviceText(folder, state);
    if (state.phase == LabState::Phase::Up)
        out += fmt::format("Profile: {}\n", folder.profile().string());
    else if (!verbAtWork(folder))
        out += fmt::format(
            "qbm-lab ended in the middle of its work; clean up with: qbm-lab down --dir {}\n", folder.root.string());
    return out;
}

nlohmann::json statusJson(const LabFolder& folder, const LabState& state, TimePoint now)
{
    nlohmann::json parts = nlohmann::json::array();
    for (const Part& part : state.parts) {
        const PartState partState = shownState(state, part);
        nlohmann::json value{{"name", part.name}, {"state", name(partState)}, {"port", nullptr}, {"pid", nullptr},
            {"ageSeconds", nullptr}};
        if (part.port)
            value["port"] = part.port;
        if (partState != PartState::Stopped) {
            value["pid"] = part.process->pid;
            value["ageSeconds"] = std::chrono::duration_cast<std::chrono::seconds>(now - part.startedAt).count();
        }
        parts.push_back(std::move(value));
    }
    return {{"folder", folder.root.string()}, {"state", overallState(folder, state)},
        {"profile", folder.profile().string()}, {"kubeconfig", folder.kubeconfig().string()},
        {"createdAt", formatRfc3339(state.createdAt)}, {"historyDays", state.days}, {"parts", parts},
        {"faults", state.faults}, {"extraLoad", state.extraLoad}};
}

} // namespace qbm::lab
