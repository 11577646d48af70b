// SPDX-License-Identifier: GPL-3.0-or-later
#include "file_world.h"

#include "core/base/file.h"

namespace qbm::test {

using namespace operation;

void FileWorld::set(const std::string& thing, const std::string& value) const
{
    if (!writeFileDurably(m_folder / thing, value))
        std::abort();
}

std::string FileWorld::get(const std::string& thing) const
{
    return readFile(m_folder / thing).value_or("");
}

Result<Plan> ReplaceOperation::plan(TaskContext&)
{
    Plan plan;
    plan.title = text("Replace %1 by %2", m_world.get("data"), "new");
    plan.consequence = text("Nobody can use it meanwhile.");
    plan.target = "data";
    plan.lines = {{text("data"), text("%1 to %2", m_world.get("data"), "new")}};
    return plan;
}

Result<std::vector<Check>> ReplaceOperation::check(TaskContext&)
{
    return std::vector<Check>{{text("May replace"), m_faults.checkFails ? Verdict::Fail : Verdict::Pass, text("said the test")}};
}

Result<> ReplaceOperation::maybeFail(const std::string& step, const std::string& failing) const
{
    if (step != failing)
        return {};
    if (m_faults.throws)
        throw std::runtime_error("thrown by the test");
    return fail(ErrorKind::Unreachable, text("the world does not answer"));
}

Result<> ReplaceOperation::stop(StepContext& context) const
{
    if (!context.recall("replicas"))
        QBM_CHECK(context.remember("replicas", m_world.get("replicas")));
    m_world.set("replicas", "0");
    return maybeFail("stop", m_faults.failingStep);
}

Result<> ReplaceOperation::replace(StepContext& context) const
{
    if (!context.recall("before"))
        QBM_CHECK(context.remember("before", m_world.get("data")));
    if (m_faults.beforeReplace)
        m_faults.beforeReplace();
    m_world.set("data", "half");
    QBM_CHECK(maybeFail("replace", m_faults.failingStep));
    m_world.set("data", "new");
    context.say(text("replaced"));
    return {};
}

Result<> ReplaceOperation::start(StepContext& context) const
{
    QBM_CHECK(maybeFail("start", m_faults.failingStep));
    m_world.set("replicas", context.recall("replicas").value_or("?"));
    return {};
}

std::vector<Step> ReplaceOperation::steps()
{
    const auto back = [this](const std::string& thing, const std::string& key, const std::string& step) {
        return [this, thing, key, step](StepContext& context) -> Result<> {
            QBM_CHECK(maybeFail(step, m_faults.failingUndo));
            if (const auto before = context.recall(key))
                m_world.set(thing, *before);
            return {};
        };
    };
    std::vector<Step> steps{
        {.id = "stop", .title = text("Stop"), .run = [this](StepContext& c) { return stop(c); }, .undo = back("replicas", "replicas", "stop")},
        {.id = "replace", .title = text("Replace"), .run = [this](StepContext& c) { return replace(c); }, .undo = back("data", "before", "replace")},
        {.id = "start", .title = text("Start"), .run = [this](StepContext& c) { return start(c); },
            .verify = [this](StepContext& c) -> Result<> {
                if (m_world.get("replicas") != c.recall("replicas"))
                    return fail(ErrorKind::Conflict, text("the replicas did not come back"));
                return {};
            }},
    };
    for (Step& step : steps) {
        step.continueOnFailure = step.id == m_faults.continuing;
        step.keepOnFailure = step.id == m_faults.keeping;
    }
    steps.front().undoRegardless = m_faults.regardless;
    return steps;
}

} // namespace qbm::test
