// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/page_facts.h"

#include "core/base/unit.h"
#include "ui/page/backups/backup_words.h"
#include "ui/page/backups/schedules_view.h"
#include "ui/text/tr.h"
#include "widgets/feedback/reading_label.h"

#include <algorithm>
#include <utility>

namespace qbm::ui {

using namespace widgets;
using backup::ScheduleState;
using Schedules = std::optional<std::vector<ScheduleState>>;

namespace {

StripFact newestFact(const service::BackupFacts& facts)
{
    StripFact fact{Tr::tr("Newest backup"), Tr::tr("none"), Tr::tr("nothing can be restored"), {}, State::Danger};
    if (!facts.newestGood)
        return fact;
    const backup::Backup& newest = *facts.newestGood;
    const bool old = std::ranges::any_of(
        facts.alarms, [](const auto& alarm) { return alarm.kind == backup::BackupAlarm::Kind::TooOld; });
    fact.value = agoText(newest.takenAt);
    fact.note = word(newest) + QStringLiteral(" · ") + qstr(formatBytes(newest.sizeBytes));
    fact.toolTip = qstr(newest.name) + QLatin1Char('\n') + localTimeText(newest.takenAt);
    fact.state = old ? State::Danger : stateOf(newest);
    return fact;
}

StripFact folderFact(const service::BackupFacts& facts, const QString& folder)
{
    StripFact fact{Tr::tr("In the folder"), qstr(formatBytes(facts.totalBytes)),
        Tr::tr("%n usable backup(s)", nullptr, static_cast<int>(facts.count)), folder, std::nullopt};
    if (facts.broken > 0) {
        fact.note += QStringLiteral(" · ") + Tr::tr("%n broken", nullptr, static_cast<int>(facts.broken));
        fact.state = State::Warning;
    }
    return fact;
}

StripFact nextFact(const Schedules& schedules)
{
    StripFact fact{Tr::tr("Next run"), Tr::tr("unknown"), {}, {}, State::Unknown};
    if (!schedules)
        return fact;
    fact.value = Tr::tr("not scheduled");
    fact.note = Tr::tr("\"Schedules\" sets one up");
    const ScheduleState* next = nullptr;
    for (const ScheduleState& state : *schedules) {
        const bool comes = state.nextRun && state.runner != backup::Runner::Nobody;
        if (comes && (next == nullptr || *state.nextRun < *next->nextRun))
            next = &state;
    }
    if (next == nullptr && schedules->empty())
        return fact;
    const ScheduleState& shown = next != nullptr ? *next : schedules->front();
    fact = nextRunFact(shown);
    if (next != nullptr) {
        fact.toolTip = std::exchange(fact.note, whenText(shown.schedule) + QStringLiteral(" · ") + word(shown.schedule.kind));
    } else if (fact.note.isEmpty()) {
        fact.note = word(shown.schedule.kind);
    }
    return fact;
}

StripFact lastFact(const Schedules& schedules)
{
    StripFact fact{Tr::tr("Last run"), qstr(kUnknown), {}, {}, std::nullopt};
    if (!schedules || schedules->empty())
        return fact;
    const auto worst = std::ranges::find(*schedules, State::Danger, [](const auto& state) { return stateOf(state); });
    const ScheduleState& shown = worst != schedules->end() ? *worst : schedules->front();
    fact = resultFact(shown);
    fact.label = Tr::tr("Last run");
    if (shown.lastRun) {
        fact.note = agoText(*shown.lastRun) + (fact.note.isEmpty() ? QString() : QStringLiteral(" · ") + fact.note);
        fact.toolTip = localTimeText(*shown.lastRun) + (fact.toolTip.isEmpty() ? QString() : QLatin1Char('\n') + fact.toolTip);
    }
    return fact;
}

StripFact drillFact(const service::BackupFacts& facts)
{
    if (!facts.lastDrill)
        return {Tr::tr("Last drill"), Tr::tr("never"), Tr::tr("a drill proves a backup"), {}, State::Unknown};
    const backup::DrillReport& drill = *facts.lastDrill;
    return {Tr::tr("Last drill"),
        drill.passed ? Tr::tr("passed in %1").arg(tookText(drill.restoreTook + drill.compareTook)) : drill.begun ? Tr::tr("failed") : Tr::tr("not begun"),
        agoText(drill.finishedAt),
        qstr(drill.backup) + QLatin1Char('\n') + (drill.passed ? localTimeText(drill.finishedAt) : qstr(drill.problem)),
        drill.passed ? State::Ok : State::Danger};
}

} // namespace

std::vector<StripFact> pageFacts(const service::BackupFacts& facts, const QString& folder, const Schedules& schedules)
{
    return {newestFact(facts), folderFact(facts, folder), nextFact(schedules), lastFact(schedules), drillFact(facts)};
}

} // namespace qbm::ui
