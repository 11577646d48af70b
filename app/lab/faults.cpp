// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/faults.h"

#include "app/lab/application/application.h"
#include "app/lab/control.h"
#include "app/lab/kubernetes/simulator.h"
#include "app/lab/lab_plan.h"
#include "app/lab/part_process.h"
#include "app/lab/readiness.h"
#include "app/lab/seed/cache_seed.h"
#include "app/lab/services/postgres.h"
#include "app/lab/services/process_tree.h"

#include <algorithm>
#include <csignal>

namespace qbm::lab {

namespace {

using namespace std::chrono_literals;
using Kind = FaultSpec::Kind;

constexpr auto kReloadLimit = 5s;

std::vector<FaultSpec> makeSpecs()
{
    std::vector<FaultSpec> specs;
    const auto add = [&](const std::string& part, const std::string& what, Kind kind, std::string description) {
        specs.push_back({part + "-" + what, part, kind, std::move(description)});
    };
    for (const std::string part : {parts::kPostgres, parts::kRedis, parts::kPrometheus, parts::kAlertmanager,
             parts::kApplication, parts::kKubernetes}) {
        add(part, "stop", Kind::Stop, "the process is ended: connections are refused");
        add(part, "freeze", Kind::Freeze,
            "the process is stopped in place: connections are accepted and never answered");
        if (part != parts::kApplication && part != parts::kKubernetes)
            add(part, "slow", Kind::SlowByTurns, "the process runs one tenth of the time");
        if (part == parts::kPostgres)
            add(part, "refuse", Kind::RefuseLogins, "pg_hba.conf rejects every new login");
        if (part == parts::kApplication) {
            add(part, "slow", Kind::Inside, "every request takes six times as long to serve");
            add(part, "errors", Kind::Inside, "every fifth request fails with status 500");
        }
        if (part == parts::kKubernetes) {
            for (const kubernetes::FaultInfo& fault : kubernetes::faults()) {
                if (fault.name != "freeze") // frozen as a process, like every other part
                    add(part, std::string(fault.name), Kind::Inside, std::string(fault.description));
            }
        }
    }
    return specs;
}

Result<FaultSpec> findSpec(const std::string& name)
{
    const auto& specs = faultSpecs();
    const auto found
        = std::find_if(specs.begin(), specs.end(), [&](const FaultSpec& spec) { return spec.name == name; });
    if (found == specs.end())
        return fail(ErrorKind::NotFound, text("There is no fault %1; qbm-lab fault --list shows all.", name));
    return *found;
}

std::string slowHelper(const std::string& part)
{
    return part + "-slowdown";
}

/// The faults that work on the whole process exclude each other: a stopped process cannot be frozen, a slowed one would
/// be continued by the next turn.
Result<> checkAlone(const LabState& state, const FaultSpec& spec)
{
    if (spec.kind == Kind::Inside || spec.kind == Kind::RefuseLogins)
        return {};
    for (const FaultSpec& other : faultSpecs()) {
        const bool wholeProcess = other.kind != Kind::Inside && other.kind != Kind::RefuseLogins;
        if (other.part == spec.part && other.name != spec.name && wholeProcess && state.faults.contains(other.name))
            return fail(ErrorKind::Conflict,
                text("%1 is on and does not go together with %2; turn it off first.", other.name, spec.name));
    }
    return {};
}

Result<> startAgain(const LabFolder& folder, const std::string& part, TaskContext& context)
{
    QBM_CHECK(startPart(folder, part, context));
    QBM_CHECK(waitUntilReady(folder, part, context));
    if (part != parts::kRedis)
        return {};
    // Redis keeps nothing on disk.
    QBM_TRY(state, loadState(folder));
    QBM_TRY(password, readSecret(folder, secrets::kRedis));
    QBM_CHECK(seedCache({state.port(parts::kRedis), password}, systemClock().now(), context));
    return {};
}

Result<> setStopped(const LabFolder& folder, const Part& part, bool on, TaskContext& context)
{
    return on ? stopPart(part, context) : startAgain(folder, part.name, context);
}

Result<> setFrozen(const Part& part, bool on)
{
    if (stateOf(part) == PartState::Stopped)
        return on ? Result<>(fail(ErrorKind::Conflict, text("%1 does not run.", part.name))) : Result<>{};
    signalTree(part.process->pid, on ? SIGSTOP : SIGCONT);
    return {};
}

Result<> setSlow(const LabFolder& folder, const Part& part, bool on, TaskContext& context)
{
    const std::string helper = slowHelper(part.name);
    if (on) {
        QBM_CHECK(changeState(folder, [&](LabState& state) -> Result<> {
            if (state.part(helper))
                return {};
            Part slow;
            slow.name = helper;
            slow.command.program = ownProgram();
            slow.command.arguments = {"slow-part", "--dir", folder.root.string(), part.name};
            state.parts.push_back(std::move(slow));
            return {};
        }));
        return startPart(folder, helper, context);
    }
    QBM_TRY(state, loadState(folder));
    if (const Part* slow = state.part(helper))
        QBM_CHECK(stopPart(*slow, context));
    if (stateOf(part) != PartState::Stopped)
        signalTree(part.process->pid, SIGCONT);
    QBM_CHECK(changeState(folder, [&](LabState& changed) -> Result<> {
        std::erase_if(changed.parts, [&](const Part& each) { return each.name == helper; });
        return {};
    }));
    return {};
}

Result<> setRefused(const LabFolder& folder, const Part& part, bool on, TaskContext& context)
{
    const auto file = folder.postgresData() / "pg_hba.conf";
    QBM_CHECK(writeFileDurably(file, hostBasedAccess(on), 0600));
    QBM_CHECK(giveToPostgres(file));
    if (stateOf(part) != PartState::Running)
        return {}; // it reads the file when it starts
    ::kill(part.process->pid, SIGHUP);
    const auto deadline = std::chrono::steady_clock::now() + kReloadLimit;
    while (postgresTakesLogins(part.port) == on) {
        if (std::chrono::steady_clock::now() > deadline)
            return fail(ErrorKind::Timeout, "PostgreSQL did not reload pg_hba.conf.", logTail(folder, part.name));
        QBM_CHECK(context.sleepFor(50ms));
    }
    return {};
}

Result<> setInside(const LabFolder& folder, const Part& part, TaskContext& context)
{
    // A part that is stopped or frozen takes it up when it runs again.
    return stateOf(part) == PartState::Running ? waitUntilApplied(folder, part.name, context) : Result<>{};
}

Result<> apply(const LabFolder& folder, const FaultSpec& spec, bool on, const LabState& state, TaskContext& context)
{
    const Part* part = state.part(spec.part);
    if (!part)
        return fail(ErrorKind::NotFound, text("The lab has no part %1.", spec.part));
    switch (spec.kind) {
    case Kind::Stop:
        return setStopped(folder, *part, on, context);
    case Kind::Freeze:
        return setFrozen(*part, on);
    case Kind::SlowByTurns:
        return setSlow(folder, *part, on, context);
    case Kind::RefuseLogins:
        return setRefused(folder, *part, on, context);
    case Kind::Inside:
        return setInside(folder, *part, context);
    }
    return {};
}

Result<LabState> recordFault(const LabFolder& folder, const FaultSpec& spec, bool on)
{
    return changeState(folder, [&](LabState& state) -> Result<> {
        if (!on) {
            state.faults.erase(spec.name);
            return {};
        }
        QBM_CHECK(checkAlone(state, spec));
        state.faults.insert(spec.name);
        return {};
    });
}

} // namespace

const std::vector<FaultSpec>& faultSpecs()
{
    static const std::vector<FaultSpec> specs = makeSpecs();
    return specs;
}

Result<> setFault(const LabFolder& folder, const std::string& name, bool on, TaskContext& context)
{
    QBM_TRY(spec, findSpec(name));
    QBM_TRY(before, loadState(folder));
    // Written down before it is done: a fault that was cut short shows in `status` and can be turned off.
    QBM_TRY(state, recordFault(folder, spec, on));
    auto done = apply(folder, spec, on, state, context);
    if (!done)
        (void)recordFault(folder, spec, before.faults.contains(name));
    return done;
}

Result<> setLoad(const LabFolder& folder, int requestsPerSecond, TaskContext& context)
{
    if (requestsPerSecond < 0 || requestsPerSecond > Application::kMaxExtraLoad)
        return fail(ErrorKind::InvalidInput,
            text("The load must be from 0 to %1 requests a second, not %2.",
                static_cast<int>(Application::kMaxExtraLoad), requestsPerSecond));
    QBM_TRY(state, changeState(folder, [&](LabState& changed) -> Result<> {
        changed.extraLoad = requestsPerSecond;
        return {};
    }));
    const Part* application = state.part(parts::kApplication);
    if (!application || stateOf(*application) != PartState::Running)
        return {};
    return waitUntilApplied(folder, parts::kApplication, context);
}

} // namespace qbm::lab
