// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/unit.h"

#include <QString>
#include <QTimeZone>
#include <vector>

namespace qbm::widgets {

struct Tick {
    double value = 0; ///< in the axis' own unit (seconds since 1970 on a time axis)
    QString label;
    bool major = false; ///< on a time axis: the first tick of a day
    friend bool operator==(const Tick&, const Tick&) = default;
};

/// Round ticks inside [low, high], about `wanted` of them, all labelled in one common unit that suits the larger end (ns to d,
/// B to PiB): steps of 1, 2 or 5 in that unit, so bytes step in powers of 1024 and hours in hours.
struct ValueTicks {
    std::vector<Tick> ticks;
    QString unit; ///< shown once, at the chart's title
    double scale = 1; ///< label = value / scale
};
ValueTicks valueTicks(double low, double high, qbm::Unit unit, int wanted = 5);
/// [low, high] widened to whole steps; a flat or empty range becomes a drawable one. Non-negative data keeps 0 as its floor
/// where that costs no more than the upper half of the picture.
std::pair<double, double> niceRange(double low, double high, qbm::Unit unit);

/// Ticks at natural borders of local time (seconds, minutes, hours, midnights, Mondays, first of month), about `wanted`.
/// Survives the changes of daylight saving time. Times in seconds since 1970.
std::vector<Tick> timeTicks(double from, double to, int wanted, const QTimeZone& zone = QTimeZone::systemTimeZone());

} // namespace qbm::widgets
