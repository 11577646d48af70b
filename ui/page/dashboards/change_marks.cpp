// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/dashboards/change_marks.h"

#include "core/operation/journal.h"
#include "core/prometheus/series.h"
#include "ui/text/tr.h"

#include <map>

namespace qbm::ui {

using widgets::State;

namespace {

State stateOfResult(const std::string& result)
{
    using operation::RecordState;
    if (result == operation::name(RecordState::Done))
        return State::Ok;
    if (result == operation::name(RecordState::NeedsAttention) || result == operation::name(RecordState::Interrupted))
        return State::Danger;
    if (result == operation::name(RecordState::Undone) || result == operation::name(RecordState::Stopped)
        || result == operation::name(RecordState::Closed))
        return State::Warning;
    return State::Info; // begun, not ended
}

QString wordOfResult(State state)
{
    switch (state) {
    case State::Ok: return Tr::tr("done");
    case State::Danger: return Tr::tr("needs attention");
    case State::Warning: return Tr::tr("not completed");
    default: return Tr::tr("running");
    }
}

} // namespace

std::vector<widgets::ChartMark> toChartMarks(const std::vector<operation::LedgerEntry>& entries)
{
    std::vector<widgets::ChartMark> marks;
    std::map<std::string, std::size_t> byOperation;
    for (const operation::LedgerEntry& entry : entries) {
        const auto [found, isNew] = byOperation.try_emplace(entry.operation, marks.size());
        if (isNew)
            marks.push_back({prometheus::toUnixSeconds(entry.at), translated(entry.title), {}, State::Info, qstr(entry.operation)});
        widgets::ChartMark& mark = marks[found->second];
        mark.state = stateOfResult(entry.result);
        mark.detail = QStringLiteral("%1 · %2").arg(qstr(entry.actor), wordOfResult(mark.state));
    }
    return marks;
}

} // namespace qbm::ui
