// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/journal.h"
#include "core/operation/operation.h"

#include <atomic>
#include <memory>

namespace qbm::fakes {

/// What a ScriptedOperation says and does; the test may open and close the gate while it runs.
struct Script {
    Script();
    operation::Plan plan;
    std::vector<operation::Check> checks;
    std::optional<Error> planError;
    operation::Operation::OnStop onStop = operation::Operation::OnStop::Undo;
    std::atomic<bool> gateOpen = true; ///< the second step waits until it is
    std::atomic<bool> deaf = false; ///< waiting at the gate, it hears no stop, as a call to a frozen server
    std::atomic<bool> undoGateOpen = true; ///< taking back waits until it is
    std::atomic<bool> workFails = false;
    std::atomic<bool> undoFails = false;
    std::atomic<int> prepared = 0, worked = 0, undone = 0;
};

inline constexpr const char* kScriptedKind = "test.scripted";

/// Two steps, "prepare" (can be taken back) and "work" (reports progress, waits at the gate, may fail).
class ScriptedOperation final : public operation::Operation {
public:
    explicit ScriptedOperation(std::shared_ptr<Script> script, std::string kind = kScriptedKind)
        : m_script(std::move(script))
        , m_kind(std::move(kind))
    {
    }
    std::string kind() const override { return m_kind; }
    operation::Values parameters() const override { return {{"object", "backend"}}; }
    Result<operation::Plan> plan(TaskContext& context) override;
    Result<std::vector<operation::Check>> check(TaskContext& context) override;
    std::vector<operation::Step> steps() override;
    OnStop onStop() const override { return m_script->onStop; }

private:
    std::shared_ptr<Script> m_script;
    std::string m_kind;
};

void registerScripted(operation::Registry& registry, std::shared_ptr<Script> script);

/// Leaves a journal in `stateFolder` as a process does that is killed after the first step. \return its id
std::string leaveInterrupted(const std::filesystem::path& stateFolder, const std::string& id = "20261122-020000-abcdef");

} // namespace qbm::fakes
