// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/control.h"

#include <iostream>

namespace qbm::lab {

namespace {

using namespace std::chrono_literals;

constexpr auto kAppliedLimit = 10s;

std::string toText(const Wishes& wishes)
{
    std::string line = "load " + std::to_string(wishes.extraLoad);
    for (const std::string& fault : wishes.faults)
        line += " " + fault;
    return line + "\n";
}

std::filesystem::path appliedFile(const LabFolder& folder, const std::string& part)
{
    return folder.control() / (part + ".applied");
}

} // namespace

Wishes wishesTo(const std::string& part, const LabState& state)
{
    Wishes wishes;
    wishes.extraLoad = state.extraLoad;
    for (const std::string& fault : state.faults) {
        if (fault.starts_with(part + "-"))
            wishes.faults.insert(fault.substr(part.size() + 1));
    }
    return wishes;
}

ControlFollower::ControlFollower(LabFolder folder, std::string part, Apply apply)
    : m_folder(std::move(folder))
    , m_part(std::move(part))
    , m_apply(std::move(apply))
{
}

void ControlFollower::poll()
{
    std::error_code error;
    const auto changed = std::filesystem::last_write_time(m_folder.stateFile(), error);
    if (error || (m_applied && changed == m_seen))
        return;
    const auto state = loadState(m_folder);
    if (!state)
        return;
    m_seen = changed;
    const Wishes wishes = wishesTo(m_part, *state);
    if (m_applied == wishes)
        return;
    auto done = m_apply(wishes);
    if (done)
        done = writeFileDurably(appliedFile(m_folder, m_part), toText(wishes));
    if (!done)
        std::cerr << done.error().english() << std::endl;
    m_applied = wishes;
}

Result<> waitUntilApplied(const LabFolder& folder, const std::string& part, TaskContext& context)
{
    QBM_TRY(state, loadState(folder));
    const std::string wanted = toText(wishesTo(part, state));
    const auto deadline = std::chrono::steady_clock::now() + kAppliedLimit;
    while (readFile(appliedFile(folder, part)).value_or("") != wanted) {
        if (std::chrono::steady_clock::now() > deadline)
            return fail(ErrorKind::Timeout, text("%1 did not react within %2 s.", part, kAppliedLimit.count()));
        QBM_CHECK(context.sleepFor(50ms));
    }
    return {};
}

} // namespace qbm::lab
