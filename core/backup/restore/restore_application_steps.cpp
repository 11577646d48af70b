// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restore_application_steps.h"

#include "core/backup/restore/restore_surroundings_steps.h"
#include "core/backup/restore/restore_values.h"
#include "core/backup/restore/side_database.h"
#include "core/backup/restore/strangers.h"
#include "core/backup/restore/way_back.h"
#include "core/base/number.h"
#include "core/base/unit.h"

#include <algorithm>

namespace qbm::backup {

namespace {

using namespace journal;
using operation::Step;
using operation::StepContext;
using Self = const RestoreRequest&;

std::string replicasKey(const std::string& deployment)
{
    return "replicas:" + deployment;
}

std::optional<int> recordedReplicas(const StepContext& step, const std::string& deployment)
{
    const auto replicas = recallNumber(step, replicasKey(deployment));
    return replicas ? std::optional(static_cast<int>(*replicas)) : std::nullopt;
}

Result<> recordReplicas(Self self, StepContext& step, const std::string& deployment)
{
    QBM_TRY(replicas, self.environment.workload->fetchReplicas(deployment, step.task()));
    QBM_CHECK(step.remember(replicasKey(deployment), std::to_string(replicas)));
    step.say(text(QT_TRANSLATE_NOOP("core", "%1 has %2 replicas"), deployment, replicas));
    return {};
}

std::string formatSeconds(double seconds)
{
    return formatQuantity(seconds, Unit::Seconds).joined();
}

/// What is not known is no reason to fail.
std::optional<double> fetchP95(Self self, StepContext& step)
{
    if (!self.environment.fetchP95)
        return std::nullopt;
    const auto p95 = self.environment.fetchP95(step.task());
    return p95 ? *p95 : std::nullopt;
}

Result<> recordDatabase(Self self, StepContext& step)
{
    if (self.options.way != RestoreWay::Side || recallNumber(step, kLiveOid))
        return {};
    QBM_TRY(client, connectBeside(self, AccessMode::ReadOnly, step.task()));
    QBM_TRY(oid, databaseOid(client, self.environment.database, step.task()));
    // The disaster that a backup is for: nothing is live, so there is nothing to set aside.
    return step.remember(kLiveOid, std::to_string(oid.value_or(kNoDatabase)));
}

Result<> recordPresent(Self self, StepContext& step)
{
    if (!step.recall(kStartedAt))
        QBM_CHECK(step.remember(kStartedAt, formatRfc3339(self.environment.clock->now())));
    QBM_CHECK(recordDatabase(self, step));
    if (!self.stopsApplication())
        return {};
    for (const std::string& deployment : self.environment.deployments) {
        if (!recordedReplicas(step, deployment)) // never again: by now they may be at 0
            QBM_CHECK(recordReplicas(self, step, deployment));
    }
    if (const auto p95 = fetchP95(self, step)) {
        QBM_CHECK(step.remember(kP95Before, writeNumber(*p95)));
        step.say(text(QT_TRANSLATE_NOOP("core", "The p95 response time is %1"), formatSeconds(*p95)));
    }
    if (!step.recall(kStopBegun))
        QBM_CHECK(step.remember(kStopBegun, kNo));
    // In place nothing long comes before the stop.
    return self.options.way == RestoreWay::InPlace ? waitForStrangers(self, step) : Result<>();
}

Result<> scaleAllToZero(Self self, StepContext& step)
{
    for (const std::string& deployment : self.environment.deployments)
        QBM_CHECK(self.environment.workload->scaleTo(deployment, 0, step.task()));
    return {};
}

Result<> stopApplication(Self self, StepContext& step)
{
    // Much may have happened since they were recorded: what comes back is what ran just before the stop. Where the
    // journal does not say so, an earlier version may have scaled to 0 already.
    if (step.recall(kStopBegun) == kNo) {
        for (const std::string& deployment : self.environment.deployments)
            QBM_CHECK(recordReplicas(self, step, deployment));
        QBM_CHECK(step.remember(kStoppedAt, formatRfc3339(self.environment.clock->now())));
        QBM_CHECK(step.remember(kStopBegun, kYes));
    }
    return scaleAllToZero(self, step);
}

Result<> waitUntilPodsAreGone(Self self, StepContext& step)
{
    for (const std::string& deployment : self.environment.deployments) {
        step.task().report(
            {0, 0, text(QT_TRANSLATE_NOOP("core", "Waiting until the pods of %1 are gone"), deployment)});
        QBM_CHECK(
            self.environment.workload->waitForPods(deployment, 0, self.environment.timeouts.podsGone, step.task()));
    }
    return {};
}

Result<> askForReplicas(Self self, const std::string& deployment, int replicas, TaskContext& task)
{
    // What is so already needs no right to change it.
    QBM_TRY(now, self.environment.workload->fetchReplicas(deployment, task));
    return now == replicas ? Result<>() : self.environment.workload->scaleTo(deployment, replicas, task);
}

Result<> askForRecordedReplicas(Self self, StepContext& step)
{
    // In the opposite order, so that what others wait for comes last, as it was stopped first.
    const auto& deployments = self.environment.deployments;
    Result<> all; // one that is gone or denied keeps none of the others away
    for (auto it = deployments.rbegin(); it != deployments.rend(); ++it) {
        const auto replicas = recordedReplicas(step, *it);
        if (!replicas)
            continue;
        if (auto asked = askForReplicas(self, *it, *replicas, step.task()); !asked && all)
            all = std::move(asked);
    }
    return all;
}

Result<> waitForRecordedPods(Self self, StepContext& step)
{
    for (const std::string& deployment : self.environment.deployments) {
        const auto replicas = recordedReplicas(step, deployment);
        if (!replicas)
            continue;
        step.task().report({0, 0, text(QT_TRANSLATE_NOOP("core", "Waiting for %1 pods of %2"), *replicas, deployment)});
        QBM_CHECK(self.environment.workload->waitForPods(
            deployment, *replicas, self.environment.timeouts.podsReady, step.task()));
    }
    return {};
}

Result<> startApplication(Self self, StepContext& step)
{
    QBM_CHECK(askForRecordedReplicas(self, step));
    QBM_CHECK(step.remember(kScaledBackAt, formatRfc3339(self.environment.clock->now())));
    QBM_CHECK(waitForRecordedPods(self, step));
    return step.remember(kReadyAt, formatRfc3339(self.environment.clock->now()));
}

/// Whether the cluster answers at all.
bool mayStart(Self self, StepContext& step)
{
    return std::ranges::any_of(self.environment.deployments, [&](const std::string& deployment) {
        return self.environment.workload->fetchReplicas(deployment, step.task()).has_value();
    });
}

/// The way back of a stop. It comes whatever became of the data, which is wholly the old or wholly the new.
Result<> scaleBack(Self self, StepContext& step)
{
    if (step.recall(kStopBegun) == kNo)
        return {}; // nothing was scaled, and what was recorded may be out of date
    if (isSet(step, kBegun) && !isSet(step, kRunsOn) && mayStart(self, step)) { // the way back of the data failed
        if (const auto written = step.remember(kRunsOn, kYes); !written)
            step.say(written.error().message); // no reason to stay away
        step.say(text(QT_TRANSLATE_NOOP("core",
            "The application comes back although not everything could be taken back; what it writes from now on is lost "
            "if the data is taken back later")));
    }
    QBM_CHECK(askForRecordedReplicas(self, step));
    QBM_CHECK(waitForRecordedPods(self, step));
    return step.recall(kStopBegun) ? step.remember(kStopBegun, kNo) : Result<>();
}

/// The way back of a start: the data can only be taken back while nobody uses it.
Result<> stopAgain(Self self, StepContext& step)
{
    if (!isSet(step, kBegun))
        return {}; // the data is as it was, so the application may stay
    if (isSet(step, kRunsOn))
        QBM_CHECK(pauseInterferers(self, step));
    QBM_CHECK(stopApplication(self, step)); // records anew what runs, where it was brought back meanwhile
    return waitUntilPodsAreGone(self, step);
}

Result<> verifyStopped(Self self, StepContext& step)
{
    for (const std::string& deployment : self.environment.deployments) {
        QBM_TRY(replicas, self.environment.workload->fetchReplicas(deployment, step.task()));
        if (replicas != 0)
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP(
                         "core", "%1 was asked for 0 replicas and reads %2: somebody or an autoscaler changes it too."),
                    deployment, replicas));
    }
    return {};
}

/// Somebody may scale it as soon as pods are there, so another count than the recorded one is said, not undone.
Result<> verifyStarted(Self self, StepContext& step)
{
    for (const std::string& deployment : self.environment.deployments) {
        const int expected = recordedReplicas(step, deployment).value_or(0);
        QBM_TRY(replicas, self.environment.workload->fetchReplicas(deployment, step.task()));
        if (expected > 0 && replicas == 0)
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core", "%1 had %2 replicas before and reads 0: somebody else scales it too."),
                    deployment, expected));
        step.say(replicas == expected
                ? text(QT_TRANSLATE_NOOP("core", "%1 has its %2 replicas back"), deployment, replicas)
                : text(QT_TRANSLATE_NOOP(
                           "core", "%1 had %2 replicas before and reads %3: somebody or an autoscaler changes it too."),
                    deployment, expected, replicas));
    }
    return {};
}

Result<> compareP95(Self self, StepContext& step)
{
    const auto now = fetchP95(self, step);
    if (!now)
        return {};
    const auto before = step.recall(kP95Before);
    step.say(before ? text(QT_TRANSLATE_NOOP("core", "The p95 response time is %1; it was %2 before"),
                 formatSeconds(*now), formatSeconds(readNumber(*before).value_or(0)))
                    : text(QT_TRANSLATE_NOOP("core", "The p95 response time is %1"), formatSeconds(*now)));
    return {};
}

} // namespace

std::function<Result<>(StepContext&)> untilRestored(std::function<Result<>(StepContext&)> gate)
{
    return [gate = std::move(gate)](StepContext& step) { return isSet(step, kRestored) ? Result<>{} : gate(step); };
}

Result<> stopBeforeTakingBack(Self self, StepContext& step)
{
    if (!self.stopsApplication() || !isSet(step, kRunsOn))
        return {};
    QBM_CHECK(pauseInterferers(self, step));
    QBM_CHECK(stopApplication(self, step));
    return waitUntilPodsAreGone(self, step);
}

Result<> waitUntilHealthy(Self self, TaskContext& task)
{
    if (!self.environment.checkHealth)
        return {};
    const auto deadline = std::chrono::steady_clock::now() + self.environment.timeouts.healthy;
    for (;;) {
        auto healthy = self.environment.checkHealth(task);
        if (healthy || healthy.error().kind == ErrorKind::Cancelled || std::chrono::steady_clock::now() >= deadline)
            return healthy;
        QBM_CHECK(task.sleepFor(std::chrono::seconds(1)));
    }
}

Step recordStep(Self self)
{
    return {"record", text(QT_TRANSLATE_NOOP("core", "Record what runs now")),
        [&self](StepContext& step) { return recordPresent(self, step); }, {}, {}, false};
}

Step stopStep(Self self)
{
    Step made{"stop", text(QT_TRANSLATE_NOOP("core", "Scale the application to 0")),
        untilRestored([&self](StepContext& step) { return stopApplication(self, step); }),
        untilRestored([&self](StepContext& step) { return verifyStopped(self, step); }),
        withPatience(self.environment.timeouts.takeBack, [&self](StepContext& step) { return scaleBack(self, step); }),
        true};
    made.undoRegardless = true;
    return made;
}

Step podsGoneStep(Self self)
{
    return {"pods-gone", text(QT_TRANSLATE_NOOP("core", "Wait until its pods are gone")),
        untilRestored([&self](StepContext& step) { return waitUntilPodsAreGone(self, step); }), {}, {}, true};
}

Step startStep(Self self)
{
    return {"start", text(QT_TRANSLATE_NOOP("core", "Scale the application back and wait until it is ready")),
        [&self](StepContext& step) { return startApplication(self, step); },
        [&self](StepContext& step) { return verifyStarted(self, step); },
        withPatience(self.environment.timeouts.takeBack, [&self](StepContext& step) { return stopAgain(self, step); }),
        false};
}

Step healthyStep(Self self)
{
    return {"healthy", text(QT_TRANSLATE_NOOP("core", "Wait until the application says that it is healthy")),
        [&self](StepContext& step) -> Result<> {
            QBM_CHECK(waitUntilHealthy(self, step.task()));
            return compareP95(self, step);
        },
        {}, {}, false};
}

} // namespace qbm::backup
