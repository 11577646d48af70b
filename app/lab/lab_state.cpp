// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/lab_state.h"

#include "core/base/json_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace qbm::lab {

namespace {

using nlohmann::json;

constexpr int kFormat = 1;

constexpr const char* kPhases[] = {"starting", "up", "ending"};

json toJson(const process::Command& command)
{
    return {{"program", command.program.string()}, {"arguments", command.arguments},
        {"environment", command.environment}, {"workingFolder", command.workingFolder.string()},
        {"runAsUser", command.runAsUser}};
}

process::Command commandFromJson(const json& value)
{
    process::Command command;
    command.program = value.at("program").get<std::string>();
    command.arguments = value.at("arguments").get<std::vector<std::string>>();
    command.environment = value.at("environment").get<std::map<std::string, std::string>>();
    command.workingFolder = value.at("workingFolder").get<std::string>();
    command.runAsUser = value.at("runAsUser").get<std::string>();
    return command;
}

json toJson(const Part& part)
{
    json value{
        {"name", part.name}, {"port", part.port}, {"command", toJson(part.command)}, {"stopSignal", part.stopSignal}};
    if (part.process) {
        value["pid"] = part.process->pid;
        value["startTicks"] = part.process->startTicks;
        value["startedAt"] = formatRfc3339(part.startedAt);
    }
    return value;
}

Part partFromJson(const json& value)
{
    Part part;
    part.name = value.at("name").get<std::string>();
    part.port = value.at("port").get<std::uint16_t>();
    part.command = commandFromJson(value.at("command"));
    part.stopSignal = value.at("stopSignal").get<int>();
    if (value.contains("pid")) {
        part.process = process::ProcessId{value.at("pid").get<pid_t>(), value.at("startTicks").get<std::uint64_t>()};
        part.startedAt = parseRfc3339(value.at("startedAt").get<std::string>()).value_or(TimePoint{});
    }
    return part;
}

json toJson(const LabState& state)
{
    json parts = json::array();
    for (const Part& part : state.parts)
        parts.push_back(toJson(part));
    return {{"format", kFormat}, {"phase", kPhases[static_cast<int>(state.phase)]},
        {"createdAt", formatRfc3339(state.createdAt)}, {"days", state.days}, {"folderIsOurs", state.folderIsOurs},
        {"parts", parts}, {"faults", state.faults}, {"extraLoad", state.extraLoad}};
}

LabState stateFromJson(const json& value)
{
    LabState state;
    const auto phase = std::find(std::begin(kPhases), std::end(kPhases), value.at("phase").get<std::string>());
    state.phase = phase == std::end(kPhases) ? LabState::Phase::Ending
                                             : static_cast<LabState::Phase>(phase - std::begin(kPhases));
    state.createdAt = parseRfc3339(value.at("createdAt").get<std::string>()).value_or(TimePoint{});
    state.days = value.at("days").get<int>();
    state.folderIsOurs = value.at("folderIsOurs").get<bool>();
    for (const json& part : value.at("parts"))
        state.parts.push_back(partFromJson(part));
    state.faults = value.at("faults").get<std::set<std::string>>();
    state.extraLoad = value.at("extraLoad").get<int>();
    return state;
}

} // namespace

Part* LabState::part(const std::string& name)
{
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.name == name; });
    return found == parts.end() ? nullptr : &*found;
}

const Part* LabState::part(const std::string& name) const
{
    return const_cast<LabState*>(this)->part(name);
}

std::uint16_t LabState::port(const std::string& name) const
{
    const Part* found = part(name);
    return found ? found->port : std::uint16_t{0};
}

Result<LabState> loadState(const LabFolder& folder)
{
    const auto content = readFile(folder.stateFile());
    if (!content && content.error().kind == ErrorKind::NotFound)
        return fail(ErrorKind::NotFound, text("%1 is not a lab: it has no lab.json.", folder.root.string()));
    if (!content)
        return fail(content.error());
    try {
        return stateFromJson(json::parse(*content));
    } catch (const json::exception& error) {
        return fail(ErrorKind::BadData, text("%1 is damaged.", folder.stateFile().string()), error.what());
    }
}

Result<> saveState(const LabFolder& folder, const LabState& state)
{
    return writeFileDurably(folder.stateFile(), writeJson(toJson(state), 2) + "\n");
}

Result<LabState> changeState(const LabFolder& folder, const std::function<Result<>(LabState&)>& change)
{
    QBM_TRY(lock, FileLock::acquire(folder.stateLock()));
    QBM_TRY(state, loadState(folder));
    QBM_CHECK(change(state));
    QBM_CHECK(saveState(folder, state));
    return state;
}

Result<LabFolder> openLab(const std::filesystem::path& folder)
{
    std::error_code error;
    LabFolder lab = LabFolder::at(folder);
    if (!std::filesystem::exists(lab.stateFile(), error))
        return fail(ErrorKind::NotFound, text("%1 is not a lab: it has no lab.json.", lab.root.string()));
    return lab;
}

Result<FileLock> lockVerb(const LabFolder& folder, std::chrono::milliseconds patience, TaskContext& context)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        auto lock = FileLock::tryAcquire(folder.verbLock());
        if (lock || lock.error().kind != ErrorKind::Conflict)
            return lock;
        if (std::chrono::steady_clock::now() > deadline)
            return fail(ErrorKind::Conflict,
                text("Another qbm-lab is at work on %1 right now; try again when it has ended.", folder.root.string()));
        QBM_CHECK(context.sleepFor(std::chrono::milliseconds(100)));
    }
}

} // namespace qbm::lab
