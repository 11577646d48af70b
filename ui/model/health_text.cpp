// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/health_text.h"

#include "ui/text/tr.h"
#include "widgets/feedback/reading_label.h"

namespace qbm::ui {

widgets::State toState(health::State state)
{
    switch (state) {
    case health::State::Ok: return widgets::State::Ok;
    case health::State::Degraded: return widgets::State::Warning;
    case health::State::Down: return widgets::State::Danger;
    case health::State::Stale: return widgets::State::Stale;
    case health::State::NotConfigured:
    case health::State::Unknown: return widgets::State::Unknown;
    }
    return widgets::State::Unknown;
}

widgets::State toState(health::Severity severity)
{
    return severity == health::Severity::Note ? widgets::State::Info : toState(health::stateOf(severity));
}

QString word(health::Severity severity)
{
    switch (severity) {
    case health::Severity::Note: return Tr::tr("note");
    case health::Severity::Unknown: return Tr::tr("unknown");
    case health::Severity::Stale: return Tr::tr("stale");
    case health::Severity::Warning: return Tr::tr("warning");
    case health::Severity::Critical: return Tr::tr("critical");
    }
    return {};
}

QString word(health::State state)
{
    switch (state) {
    case health::State::Ok: return Tr::tr("ok");
    case health::State::Degraded: return Tr::tr("degraded");
    case health::State::Down: return Tr::tr("down");
    case health::State::Stale: return Tr::tr("stale");
    case health::State::NotConfigured: return Tr::tr("not configured");
    case health::State::Unknown: return Tr::tr("unknown");
    }
    return {};
}

QString factText(const health::Fact& fact, TimePoint now)
{
    const widgets::ReadingText reading = widgets::describe(fact.reading, now);
    if (!fact.reading.hasValue())
        return reading.stateWord;
    QString value = fact.words.empty() ? reading.number : translated(fact.words);
    if (fact.words.empty() && !reading.unit.isEmpty())
        value += QLatin1Char(' ') + reading.unit;
    return reading.stateWord.isEmpty() ? value : value + QStringLiteral(" · ") + reading.stateWord;
}

} // namespace qbm::ui
