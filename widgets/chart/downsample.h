// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <span>

namespace qbm::widgets {

/// At most two points (lowest and highest, in their order of time) for each of `columns` equal parts of [from, to], plus one
/// point outside on either side, so that lines reach the frame. NaN values are gaps: one NaN point stands between the parts of
/// a broken line, wherever the gap is.
/// \param times ascending seconds \cost O(points in range); nothing is read outside it
QList<QPointF> downsample(std::span<const double> times, std::span<const double> values, double from, double to, int columns);

/// The lowest and highest finite value inside [from, to]; {NaN, NaN} if there is none.
std::pair<double, double> valueRange(std::span<const double> times, std::span<const double> values, double from, double to);

} // namespace qbm::widgets
