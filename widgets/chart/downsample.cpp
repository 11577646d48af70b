// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chart/downsample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace qbm::widgets {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Lowest and highest point of one column, and on which side of them the line is broken.
struct Column {
    QPointF low, high;
    double gapBefore = kNaN;
    double gapAfter = kNaN;
    bool any = false;

    void add(double time, double value)
    {
        if (std::isnan(value)) {
            // A gap narrower than the column breaks the line at its edge: never hidden, never more than one point.
            (any ? gapAfter : gapBefore) = time;
            return;
        }
        if (!any || value < low.y())
            low = {time, value};
        if (!any || value > high.y())
            high = {time, value};
        any = true;
    }

    void flushInto(QList<QPointF>& out) const
    {
        const auto addGap = [&out](double time) {
            if (!std::isnan(time) && !out.isEmpty() && !std::isnan(out.last().y()))
                out.append({time, kNaN});
        };
        addGap(gapBefore);
        if (any) {
            const QPointF& first = low.x() <= high.x() ? low : high;
            const QPointF& second = low.x() <= high.x() ? high : low;
            out.append(first);
            if (first != second)
                out.append(second);
        }
        addGap(gapAfter);
    }
};

} // namespace

QList<QPointF> downsample(std::span<const double> times, std::span<const double> values, double from, double to, int columns)
{
    QList<QPointF> out;
    const std::size_t count = std::min(times.size(), values.size());
    if (count == 0 || columns < 1 || !(to > from))
        return out;
    const auto end = times.begin() + static_cast<std::ptrdiff_t>(count);
    auto first = static_cast<std::size_t>(std::lower_bound(times.begin(), end, from) - times.begin());
    auto last = static_cast<std::size_t>(std::upper_bound(times.begin(), end, to) - times.begin());
    const auto append = [&](std::size_t i) {
        if (!std::isnan(values[i]))
            out.append({times[i], values[i]});
    };
    if (first > 0)
        append(first - 1); // so that the line comes in from the frame
    out.reserve(std::min<qsizetype>(qsizetype(last - first), 3 * columns) + 2);
    const double perColumn = columns / (to - from);
    Column column;
    int current = 0;
    for (std::size_t i = first; i < last; ++i) {
        const int place = std::min(static_cast<int>((times[i] - from) * perColumn), columns - 1);
        if (place != current) {
            column.flushInto(out);
            column = {};
            current = place;
        }
        column.add(times[i], values[i]);
    }
    column.flushInto(out);
    if (last < count)
        append(last);
    if (!out.isEmpty() && std::isnan(out.last().y()))
        out.removeLast();
    return out;
}

std::pair<double, double> valueRange(std::span<const double> times, std::span<const double> values, double from, double to)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    constexpr std::size_t kLanes = 8; // one comparison waits for the one before it, those of other lanes do not
    const std::size_t count = std::min(times.size(), values.size());
    const auto end = times.begin() + static_cast<std::ptrdiff_t>(count);
    const auto first = static_cast<std::size_t>(std::lower_bound(times.begin(), end, from) - times.begin());
    const auto last = static_cast<std::size_t>(std::upper_bound(times.begin(), end, to) - times.begin());
    std::array<double, kLanes> low, high;
    low.fill(kInfinity);
    high.fill(-kInfinity);
    const auto take = [&](std::size_t lane, double value) {
        // False for NaN; an infinite value is no value to make room for.
        low[lane] = value < low[lane] && value > -kInfinity ? value : low[lane];
        high[lane] = value > high[lane] && value < kInfinity ? value : high[lane];
    };
    std::size_t i = first;
    for (; i + kLanes <= last; i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            take(lane, values[i + lane]);
    }
    for (; i < last; ++i)
        take(0, values[i]);
    const double lowest = *std::ranges::min_element(low), highest = *std::ranges::max_element(high);
    return lowest <= highest ? std::pair(lowest, highest) : std::pair(kNaN, kNaN);
}

} // namespace qbm::widgets
