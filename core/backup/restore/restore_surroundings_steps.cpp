// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restore_surroundings_steps.h"

#include "core/backup/restore/restore_application_steps.h"
#include "core/backup/restore/restore_values.h"
#include "core/backup/restore/way_back.h"
#include "core/base/json_text.h"
#include "core/operation/text_json.h"

#include <nlohmann/json.hpp>
#include <ranges>
#include <set>

namespace qbm::backup {

namespace {

using namespace journal;
using operation::Step;
using operation::StepContext;
using Self = const RestoreRequest&;
using Json = nlohmann::json;

// --- autoscalers and CronJobs ---------------------------------------------------------------------------------------

std::string formatInterferers(const std::vector<Interferer>& interferers)
{
    Json list = Json::array();
    for (const Interferer& entry : interferers)
        list.push_back({{"kind", entry.kind}, {"name", entry.name},
            {"description", operation::toJson(entry.description)}, {"state", entry.state}});
    return writeJson(list);
}

Result<std::vector<Interferer>> parseInterferers(const std::string& json)
{
    std::vector<Interferer> interferers;
    if (json.empty())
        return interferers;
    try {
        for (const Json& entry : Json::parse(json))
            interferers.push_back({entry.at("kind"), entry.at("name"), operation::textFromJson(entry.at("description")),
                entry.at("state")});
    } catch (const Json::exception& exception) {
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The journal's list of autoscalers and CronJobs cannot be read.")),
            exception.what());
    }
    return interferers;
}

Result<> pauseAll(Self self, StepContext& step)
{
    std::string list = step.recall(kInterferers).value_or("");
    if (list.empty()) {
        QBM_TRY(found, self.environment.workload->fetchInterferers(self.environment.deployments, step.task()));
        list = formatInterferers(found);
        QBM_CHECK(step.remember(kInterferers, list)); // as they were, before any of them is touched
    }
    QBM_TRY(interferers, parseInterferers(list));
    for (const Interferer& entry : interferers) {
        QBM_CHECK(self.environment.workload->pause(entry, step.task()));
        step.say(text(QT_TRANSLATE_NOOP("core", "%1 %2 keeps still (%3)"), entry.kind, entry.name, entry.description));
    }
    return {};
}

Result<> resumeAll(Self self, StepContext& step)
{
    QBM_TRY(interferers, parseInterferers(step.recall(kInterferers).value_or("")));
    Result<> all; // one that cannot be changed keeps none of the others still
    for (const Interferer& entry : interferers | std::views::reverse) {
        auto resumed = self.environment.workload->resume(entry, step.task());
        if (resumed)
            step.say(text(QT_TRANSLATE_NOOP("core", "%1 %2 is as it was"), entry.kind, entry.name));
        else if (all)
            all = std::move(resumed);
    }
    return all;
}

Result<> takeBackPause(Self self, StepContext& step)
{
    QBM_CHECK(resumeAll(self, step));
    return step.remember(kInterferers, ""); // another run looks again
}

/// The data is taken back only while nothing scales the application or writes by itself.
Result<> pauseAgain(Self self, StepContext& step)
{
    const bool asBefore = step.recall(kInterferers).value_or("").empty() && !isSet(step, kRunsOn);
    if (!isSet(step, kBegun) || asBefore)
        return {};
    return pauseAll(self, step);
}

// --- alerts ---------------------------------------------------------------------------------------------------------

/// Unique to this run, so that a silence whose id was never heard of can be found.
std::string silenceComment(Self self, const StepContext& step)
{
    return (self.swapsBack() ? "Going back to " + self.keptDatabase : "Restore of " + self.environment.database)
        + ", begun " + step.recall(kStartedAt).value_or("");
}

/// Ends by itself after what the steps may take at most, and half an hour for data that comes in while it is down.
std::chrono::minutes longestSilence(Self self)
{
    const RestoreTimeouts& timeouts = self.environment.timeouts;
    const auto waits = timeouts.podsGone + timeouts.podsReady + 2 * timeouts.sessionsGone + timeouts.healthy;
    const std::chrono::minutes data
        = self.options.way == RestoreWay::InPlace ? std::chrono::hours(6) : std::chrono::minutes(30);
    return std::chrono::ceil<std::chrono::minutes>(waits) + data;
}

Result<std::string> openOrFind(Self self, const std::string& comment, TaskContext& task)
{
    AlertSilencer& silencer = *self.environment.silencer;
    QBM_TRY(present, silencer.find(comment, task));
    if (!present.empty())
        return present;
    auto opened = silencer.open(comment, longestSilence(self), task);
    if (!opened && opened.error().kind == ErrorKind::InDoubt)
        return silencer.find(comment, task);
    return opened;
}

/// A restore is not held up by a missing silence.
Result<> orSay(Result<> result, StepContext& step, const char* sentence)
{
    if (result || result.error().kind == ErrorKind::Cancelled)
        return result;
    step.say(text(sentence, result.error().message));
    return {};
}

Result<> openSilence(Self self, StepContext& step)
{
    if (!self.silencesAlerts())
        return {};
    auto opened = openOrFind(self, silenceComment(self, step), step.task());
    if (!opened)
        return orSay(fail(std::move(opened).error()), step,
            QT_TRANSLATE_NOOP("core", "Alerts are not silenced and may fire during the work: %1"));
    QBM_CHECK(step.remember(kSilence, *opened));
    step.say(text(QT_TRANSLATE_NOOP("core", "Alerts with %1 are kept quiet"), self.environment.silencer->scope()));
    return {};
}

Result<> closeSilence(Self self, StepContext& step)
{
    if (!self.silencesAlerts())
        return {};
    std::string id = step.recall(kSilence).value_or("");
    if (id.empty()) { // killed between opening it and writing its number down
        auto found = self.environment.silencer->find(silenceComment(self, step), step.task());
        if (!found)
            return orSay(fail(std::move(found).error()), step,
                QT_TRANSLATE_NOOP("core", "Nobody can say whether alerts are still silenced: %1"));
        id = *found;
    }
    if (id.empty())
        return {};
    QBM_CHECK(orSay(self.environment.silencer->close(id, step.task()), step,
        QT_TRANSLATE_NOOP("core", "The silence could not be ended and ends by itself later: %1")));
    return step.remember(kSilence, "");
}

Text describe(const SilencedAlert& alert)
{
    if (!alert.lastSeenAt)
        return text(
            QT_TRANSLATE_NOOP("core", "Would have fired: %1 (%2), %3"), alert.name, alert.severity, alert.summary);
    return text(QT_TRANSLATE_NOOP("core", "Would have fired: %1 (%2), from %3 to %4, %5"), alert.name, alert.severity,
        formatRfc3339(alert.startsAt), formatRfc3339(*alert.lastSeenAt), alert.summary);
}

Result<> reportSilenced(Self self, StepContext& step)
{
    const std::string id = step.recall(kSilence).value_or("");
    if (!self.silencesAlerts() || id.empty())
        return {};
    auto silenced = self.environment.silencer->fetchSilenced(silenceComment(self, step), step.task());
    if (!silenced)
        return orSay(fail(std::move(silenced).error()), step,
            QT_TRANSLATE_NOOP("core", "Which alerts were kept quiet is not known: %1"));
    std::string names;
    std::set<std::string_view> named; // one rule may fire for many pods
    for (const SilencedAlert& alert : silenced->alerts) {
        if (named.insert(alert.name).second)
            names += (names.empty() ? "" : ", ") + alert.name;
        step.say(describe(alert));
    }
    if (names.empty())
        step.say(text(QT_TRANSLATE_NOOP("core", "No alert would have fired")));
    step.say(silenced->source);
    return step.remember(kWouldHaveFired, names);
}

Result<> endSilence(Self self, StepContext& step)
{
    QBM_CHECK(reportSilenced(self, step));
    return closeSilence(self, step);
}

/// What follows takes the application down once more.
Result<> silenceAgain(Self self, StepContext& step)
{
    return isSet(step, kBegun) ? openSilence(self, step) : Result<>();
}

} // namespace

Result<> pauseInterferers(Self self, StepContext& step)
{
    return pauseAll(self, step);
}

Step silenceStep(Self self)
{
    Step made{"silence-open", text(QT_TRANSLATE_NOOP("core", "Keep alerts quiet")),
        untilRestored([&self](StepContext& step) { return openSilence(self, step); }), {},
        [&self](StepContext& step) { return endSilence(self, step); }, true};
    made.undoRegardless = true;
    return made;
}

Step endSilenceStep(Self self)
{
    Step made{"silence-close", text(QT_TRANSLATE_NOOP("core", "Let alerts through again")),
        [&self](StepContext& step) { return endSilence(self, step); }, {},
        [&self](StepContext& step) { return silenceAgain(self, step); }, false};
    made.keepOnFailure = true;
    return made;
}

Step pauseStep(Self self)
{
    Step made{"pause", text(QT_TRANSLATE_NOOP("core", "Keep autoscalers and CronJobs still")),
        untilRestored([&self](StepContext& step) { return pauseAll(self, step); }), {},
        withPatience(
            self.environment.timeouts.takeBack, [&self](StepContext& step) { return takeBackPause(self, step); }),
        true};
    made.undoRegardless = true;
    return made;
}

Step resumeStep(Self self)
{
    Step made{"resume", text(QT_TRANSLATE_NOOP("core", "Bring autoscalers and CronJobs back as they were")),
        [&self](StepContext& step) { return resumeAll(self, step); }, {},
        withPatience(self.environment.timeouts.takeBack, [&self](StepContext& step) { return pauseAgain(self, step); }),
        false};
    made.keepOnFailure = true;
    return made;
}

} // namespace qbm::backup
