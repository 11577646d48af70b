// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restore_steps.h"

#include "core/backup/restore/provide_database_step.h"
#include "core/backup/restore/restore_application_steps.h"
#include "core/backup/restore/restore_in_place_steps.h"
#include "core/backup/restore/restore_measurement.h"
#include "core/backup/restore/restore_side_steps.h"
#include "core/backup/restore/restore_surroundings_steps.h"
#include "core/backup/restore/restore_values.h"
#include "core/base/unit.h"
#include "core/operation/journal_notes.h"

namespace qbm::backup {

namespace {

using namespace journal;
using operation::Step;
using operation::StepContext;
using Self = const RestoreRequest&;

std::optional<TimePoint> recallTime(const StepContext& step, const char* key)
{
    const auto time = parseRfc3339(step.recall(key).value_or(""));
    return time ? std::optional(*time) : std::nullopt;
}

/// nullopt where the clock was set back in between: nobody can say then.
std::optional<std::chrono::milliseconds> recallDuration(const StepContext& step, const char* from, const char* to)
{
    const auto begin = recallTime(step, from), end = recallTime(step, to);
    if (!begin || !end || *end < *begin)
        return std::nullopt;
    return std::chrono::duration_cast<std::chrono::milliseconds>(*end - *begin);
}

Result<> finish(Self self, StepContext& step)
{
    RestoreMeasurement measurement;
    measurement.backup = self.backupName;
    measurement.way = self.options.way;
    measurement.database = self.environment.database;
    measurement.atZero = recallDuration(step, kStoppedAt, kScaledBackAt);
    measurement.down = recallDuration(step, kStoppedAt, kReadyAt);
    measurement.finishedAt = self.environment.clock->now();
    measurement.startedAt = recallTime(step, kStartedAt).value_or(measurement.finishedAt);
    if (measurement.atZero && measurement.down)
        step.say(text(QT_TRANSLATE_NOOP("core", "The application was at 0 replicas for %1 and ready again after %2"),
            durationText(*measurement.atZero), durationText(*measurement.down)));
    if (self.swapsBack())
        return {};
    if (measurement.finishedAt < measurement.startedAt) {
        step.say(text(
            QT_TRANSLATE_NOOP("core", "The clock was set back meanwhile, so how long the restore took is not known")));
        return {};
    }
    if (operation::wasInterrupted(step)) {
        step.say(text(QT_TRANSLATE_NOOP(
            "core", "Nobody ran it for a while, as its program was ended, so how long the restore takes was not measured")));
        return {};
    }
    // A good restore is not taken back for want of a note about it.
    if (const auto noted = noteRestore(self.environment.folder, measurement); !noted)
        step.say(text(QT_TRANSLATE_NOOP("core", "How long the restore took could not be noted: %1"),
            noted.error().message));
    return {};
}

Step finishStep(Self self)
{
    Step made{"finish", text(QT_TRANSLATE_NOOP("core", "Note how long it took")),
        [&self](StepContext& step) { return finish(self, step); }, {}, {}, false};
    made.keepOnFailure = true;
    return made;
}

/// As versions before the two ways began it.
std::vector<Step> makeFirstSteps(Self self)
{
    Step last = finishStep(self);
    last.keepOnFailure = false; // it asks for the application's health as well
    last.run = [&self](StepContext& step) -> Result<> {
        if (self.stopsApplication())
            QBM_CHECK(waitUntilHealthy(self, step.task()));
        return finish(self, step);
    };
    if (!self.stopsApplication())
        return {recordStep(self), quietStep(self), safetyStep(self), restoreStep(self), compareStep(self), last};
    return {recordStep(self), stopStep(self), podsGoneStep(self), quietStep(self), safetyStep(self), restoreStep(self),
        compareStep(self), startStep(self), last};
}

/// Everything long comes before the application stops.
std::vector<Step> prepare(Self self)
{
    if (self.swapsBack())
        return {recordStep(self), chooseKeptStep(self)};
    if (self.options.way == RestoreWay::InPlace)
        return {recordStep(self)};
    return {recordStep(self), sideCreateStep(self), sideRestoreStep(self), sideVerifyStep(self)};
}

std::vector<Step> replaceData(Self self)
{
    if (self.options.way == RestoreWay::InPlace)
        return {provideDatabaseStep(self), quietStep(self), safetyStep(self), restoreStep(self), compareStep(self),
            completeDatabaseStep(self)};
    return {quietStep(self), swapStep(self)};
}

void append(std::vector<Step>& steps, std::vector<Step> more)
{
    std::ranges::move(more, std::back_inserter(steps));
}

std::vector<Step> makeSteps(Self self)
{
    std::vector<Step> steps = prepare(self);
    steps.push_back(silenceStep(self));
    if (self.stopsApplication())
        append(steps, {pauseStep(self), stopStep(self), podsGoneStep(self)});
    append(steps, replaceData(self));
    if (self.stopsApplication())
        append(steps, {startStep(self), resumeStep(self), healthyStep(self)});
    append(steps, {endSilenceStep(self), finishStep(self)});
    return steps;
}

} // namespace

std::vector<Step> makeRestoreSteps(const RestoreRequest& request)
{
    return request.firstSteps ? makeFirstSteps(request) : makeSteps(request);
}

std::vector<Step> makeSwapBackSteps(const RestoreRequest& request)
{
    return makeSteps(request);
}

} // namespace qbm::backup
