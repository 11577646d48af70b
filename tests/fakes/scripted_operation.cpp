// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/scripted_operation.h"

#include <cstdlib>
#include <thread>

namespace qbm::fakes {

using operation::StepContext;

Script::Script()
{
    plan.title = text("Restart backend");
    plan.consequence = text("Requests are answered by fewer replicas for about a minute.");
    plan.target = "backend";
    plan.lines = {{text("deployment backend"), text("all 3 replicas are replaced, one after the other")},
        {text("annotation of its pod template"), text("set to the present time")}};
    plan.stopLeaves = text("the replicas replaced so far stay as they are.");
    plan.undo = text("roll back to revision 4.");
    checks = {{text("May patch deployments in qbm-ai-system"), operation::Verdict::Pass, text("the access review says yes")},
        {text("Enough replicas to lose one"), operation::Verdict::Warning, text("only 3 are ready; p95 rises to about 600 ms meanwhile")}};
}

Result<operation::Plan> ScriptedOperation::plan(TaskContext&)
{
    if (m_script->planError)
        return fail(*m_script->planError);
    return m_script->plan;
}

Result<std::vector<operation::Check>> ScriptedOperation::check(TaskContext&) { return m_script->checks; }

std::vector<operation::Step> ScriptedOperation::steps()
{
    operation::Step prepare;
    prepare.id = "prepare";
    prepare.title = text("Note the present replicas");
    prepare.run = [script = m_script](StepContext& context) -> Result<> {
        QBM_CHECK(context.remember("replicas", "3"));
        context.say(text("3 replicas"));
        ++script->prepared;
        return {};
    };
    prepare.undo = [script = m_script](StepContext& context) -> Result<> {
        while (!script->undoGateOpen)
            QBM_CHECK(context.task().sleepFor(std::chrono::milliseconds(5)));
        if (script->undoFails)
            return fail(ErrorKind::Unreachable, text("The API server does not answer."));
        ++script->undone;
        return {};
    };
    operation::Step work;
    work.id = "work";
    work.title = text("Replace the replicas");
    work.run = [script = m_script](StepContext& context) -> Result<> {
        context.task().report({1, 3, text("1 of 3 replaced")});
        while (!script->gateOpen) {
            if (script->deaf)
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            else
                QBM_CHECK(context.task().sleepFor(std::chrono::milliseconds(5)));
        }
        if (script->workFails)
            return fail(ErrorKind::Timeout, text("The second replica did not become ready within 5 min."), "pod backend-2: ImagePullBackOff");
        ++script->worked;
        return {};
    };
    return {prepare, work};
}

void registerScripted(operation::Registry& registry, std::shared_ptr<Script> script)
{
    registry.add(kScriptedKind, [script = std::move(script)](const operation::Values&) -> Result<std::unique_ptr<operation::Operation>> {
        return std::make_unique<ScriptedOperation>(script);
    });
}

std::string leaveInterrupted(const std::filesystem::path& stateFolder, const std::string& id)
{
    operation::Record record;
    record.id = id;
    record.kind = kScriptedKind;
    record.parameters = {{"object", "backend"}};
    record.profile = "qbm-lab";
    record.actor = "ops@console";
    record.title = text("Restart backend");
    record.target = "backend";
    for (const operation::Step& step : ScriptedOperation(std::make_shared<Script>()).steps())
        record.steps.push_back({step.id, step.title, operation::StepState::Pending});
    auto journal = operation::Journal::begin(stateFolder / "operations", std::move(record), systemClock(), {});
    using operation::StepState;
    if (!journal || !journal->step(0, StepState::Running) || !journal->value("replicas", "3") || !journal->step(0, StepState::Done)
        || !journal->step(1, StepState::Running))
        std::abort(); // a test without its journal proves nothing
    return id; // the lock goes with the object, as with the process
}

} // namespace qbm::fakes
