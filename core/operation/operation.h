// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task_context.h"
#include "core/base/tier.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qbm::operation {

/// What an operation writes down about itself: parameters and what its steps remember. Never a secret.
using Values = std::map<std::string, std::string>;

/// One thing that will change.
struct PlanLine {
    Text what; ///< the thing: "deployment backend"
    Text change; ///< what happens to it: "3 to 5 replicas"
};

/// Exactly what an operation will do, before anything is touched.
struct Plan {
    Text title; ///< a verb and its object: "Scale backend to 5"
    Text consequence; ///< one sentence on what it means for the people who use the system
    std::string target; ///< the name to type where the tier demands it
    std::vector<PlanLine> lines;
    std::string diff; ///< unified diff; may be empty
    Text stopLeaves; ///< what pressing Stop leaves behind
    Text undo; ///< how to go back afterwards
    bool destructive = false; ///< data or service is lost while it runs or if it goes wrong: the button is red
};

enum class Verdict { Pass, Warning, Fail };

/// One line of the pre-flight: a question and its answer.
struct Check {
    Text question; ///< "May patch deployments/scale in qbm-ai-system"
    Verdict verdict = Verdict::Pass;
    Text reason; ///< the evidence, and for Fail what to do about it
};

/// True unless a check failed.
bool mayRun(const std::vector<Check>& checks);
/// "question: reason", a line for each check that failed.
std::string failedReasons(const std::vector<Check>& checks);

/// How a plan is confirmed, by the tier of the system it changes.
enum class Confirmation { Button, ButtonAfterReading, TypeTarget };
Confirmation requiredConfirmation(Tier tier);

/// What a step gets while it runs: its journal and its task.
class StepContext {
public:
    virtual ~StepContext() = default;
    /// Writes a value into the journal; it is on the disk when this returns. Remember what the way back needs *before*
    /// changing it. \error Exhausted, Denied: then do not change anything
    virtual Result<> remember(const std::string& key, const std::string& value) = 0;
    /// A value remembered by this or an earlier step, also by a process that was killed since.
    virtual std::optional<std::string> recall(const std::string& key) const = 0;
    /// Why the operation is run, as the person who confirmed it wrote; may be empty.
    virtual const std::string& reason() const = 0;
    /// Shown under the step; not written down.
    virtual void say(Text message) = 0;
    /// Stop and progress. While undoing, the stop is never requested.
    virtual TaskContext& task() = 0;
};

/// One step of an operation. `run` and `undo` must be idempotent: after a kill they may run a second time over a world
/// they have already changed, wholly or in part.
struct Step {
    std::string id; ///< stable, unique in its operation: stands in journals
    Text title;
    std::function<Result<>(StepContext&)> run;
    std::function<Result<>(StepContext&)> verify; ///< reads the changed thing back; may be empty
    std::function<Result<>(StepContext&)> undo; ///< empty: nothing to take back
    bool repeatOnResume = false; ///< a gate (nobody connected, pods gone) that must hold again after a restart
    bool continueOnFailure = false; ///< the steps after it do not need it: they run all the same, and then the operation
                                    ///< ends as failed, with the reasons of all; a stop is no such failure
    bool undoRegardless = false; ///< its way back runs even where that of a later step failed: it brings back who uses
                                 ///< the system, an application and its alerts, whatever became of the rest
    bool keepOnFailure = false; ///< what the operation is for is done before it: the steps after it run all the same,
                                ///< nothing is taken back, and it needs attention until this one is run again
};

/// A change of the world: plan, check, then steps. Made by a service; run by the Engine.
///
/// plan() and check() only read. The object is used by one thread at a time.
class Operation {
public:
    virtual ~Operation() = default;
    /// Stable name for journals, the ledger and the registry: "deployment.scale".
    virtual std::string kind() const = 0;
    /// Enough to make the same operation again in another process.
    virtual Values parameters() const = 0;
    virtual Result<Plan> plan(TaskContext& context) = 0;
    virtual Result<std::vector<Check>> check(TaskContext& context) = 0;
    virtual std::vector<Step> steps() = 0;

    /// It was confirmed and did not begin: a check said no, or could not be asked. For those whose absence somebody should
    /// hear of; nothing else was written down. \param reasons in English
    virtual void noteNotBegun(const std::string& reasons, TaskContext& context)
    {
        (void)reasons;
        (void)context;
    }

    enum class OnStop { Undo, Leave };
    /// What a stop in the middle does: take back what was done, or leave it as it is.
    virtual OnStop onStop() const { return OnStop::Undo; }
    /// What is there now of what it changed, in words for the person who decides whether to continue, take back or close
    /// it. Only reads. Empty: no more can be said than its steps tell.
    /// \param remembered what its steps wrote down
    virtual Result<Text> standing(const Values& remembered, TaskContext& context);
    /// False where what is done stays done (an object deleted, a command run): a failure then ends it as Stopped.
    virtual bool reversible() const { return true; }
};

/// Makes operations again from their journals.
class Registry {
public:
    using Maker = std::function<Result<std::unique_ptr<Operation>>(const Values& parameters)>;
    void add(const std::string& kind, Maker maker);
    /// \error Unsupported for a kind nobody registered
    Result<std::unique_ptr<Operation>> make(const std::string& kind, const Values& parameters) const;

private:
    std::map<std::string, Maker> m_makers;
};

} // namespace qbm::operation
