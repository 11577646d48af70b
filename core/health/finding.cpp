// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/finding.h"

#include "core/base/unit.h"

#include <algorithm>
#include <functional>

namespace qbm::health {

namespace {

Text joined(const Text& what, const Text& why)
{
    return why.empty() ? what : text(QT_TRANSLATE_NOOP("core", "%1: %2"), what, why);
}

} // namespace

std::string_view name(Severity severity)
{
    switch (severity) {
    case Severity::Note: return "note";
    case Severity::Unknown: return "unknown";
    case Severity::Stale: return "stale";
    case Severity::Warning: return "warning";
    case Severity::Critical: return "critical";
    }
    return "unknown";
}

State stateOf(Severity severity)
{
    switch (severity) {
    case Severity::Note: return State::Ok;
    case Severity::Unknown: return State::Unknown;
    case Severity::Stale: return State::Stale;
    case Severity::Warning: return State::Degraded;
    case Severity::Critical: return State::Down;
    }
    return State::Unknown;
}

Severity severityOf(State state)
{
    switch (state) {
    case State::Ok:
    case State::NotConfigured: return Severity::Note;
    case State::Unknown: return Severity::Unknown;
    case State::Stale: return Severity::Stale;
    case State::Degraded: return Severity::Warning;
    case State::Down: return Severity::Critical;
    }
    return Severity::Unknown;
}

Text Finding::sentence() const
{
    return joined(what, why);
}

void sortWorstFirst(std::vector<Finding>& findings)
{
    std::ranges::stable_sort(findings, std::greater<>(), &Finding::severity);
}

Text Headline::sentence(TimePoint now) const
{
    if (state == State::Ok)
        return text(QT_TRANSLATE_NOOP("core", "%1. %2"), what, why);
    Text all = joined(what, why);
    if (since && now - *since >= std::chrono::seconds(1))
        all = text(QT_TRANSLATE_NOOP("core", "%1 (for %2)"), std::move(all), ageText(now - *since));
    if (more > 0)
        all = text(QT_TRANSLATE_NOOP("core", "%1 – and %2 more"), std::move(all), more);
    return all;
}

} // namespace qbm::health
