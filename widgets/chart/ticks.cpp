// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chart/ticks.h"

#include <QDateTime>
#include <algorithm>
#include <array>
#include <cmath>

namespace qbm::widgets {

namespace {

struct Scale {
    double factor = 1;
    const char* unit = "";
};

Scale scaleFor(double magnitude, qbm::Unit unit)
{
    switch (unit) {
    case Unit::Seconds: {
        constexpr std::array<std::pair<double, Scale>, 6> steps{{{1e-6, {1e-9, "ns"}}, {1e-3, {1e-6, "µs"}}, {1, {1e-3, "ms"}},
            {120, {1, "s"}}, {7200, {60, "min"}}, {172800, {3600, "h"}}}};
        for (const auto& [below, scale] : steps) {
            if (magnitude < below && magnitude > 0)
                return scale;
        }
        return magnitude > 0 ? Scale{86400, "d"} : Scale{1, "s"};
    }
    case Unit::Bytes:
    case Unit::BytesPerSecond: {
        constexpr std::array<std::pair<const char*, const char*>, 6> names{
            {{"B", "B/s"}, {"KiB", "KiB/s"}, {"MiB", "MiB/s"}, {"GiB", "GiB/s"}, {"TiB", "TiB/s"}, {"PiB", "PiB/s"}}};
        std::size_t power = 0;
        for (; magnitude >= 1024 && power + 1 < names.size(); ++power)
            magnitude /= 1024;
        const auto& [plain, rate] = names[power];
        return {std::pow(1024.0, double(power)), unit == Unit::Bytes ? plain : rate};
    }
    case Unit::PerSecond: return {1, "/s"};
    case Unit::Percent: return {1, "%"};
    case Unit::None:
    case Unit::Count:
    case Unit::Ratio: return {1, ""};
    }
    return {};
}

/// The smallest of 1, 2, 5 x 10^n that is not below `raw`.
double roundStep(double raw)
{
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= raw * (1 - 1e-9))
            return factor * power;
    }
    return 10 * power;
}

int decimalsOf(double step)
{
    return std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
}

QString labelOf(double value, int decimals, qbm::Unit unit)
{
    if (unit == Unit::Count && decimals == 0)
        return QString::fromStdString(qbm::formatCount(std::llround(value)));
    return QString::number(value, 'f', decimals);
}

constexpr int kMinute = 60, kHour = 3600, kDay = 86400;

/// Candidate steps up to half a day, in seconds.
constexpr std::array<int, 17> kClockSteps{1, 2, 5, 10, 15, 30, kMinute, 2 * kMinute, 5 * kMinute, 10 * kMinute, 15 * kMinute,
    30 * kMinute, kHour, 2 * kHour, 3 * kHour, 6 * kHour, 12 * kHour};

qint64 seconds(const QDateTime& time) { return time.toSecsSinceEpoch(); }

Tick clockTick(const QDateTime& local, int step)
{
    const QTime time = local.time();
    if (time == QTime(0, 0))
        return {double(seconds(local)), local.toString(QStringLiteral("MM-dd")), true};
    return {double(seconds(local)), local.toString(step < kMinute ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm")), false};
}

/// Steps up to an hour are counted in real time, so that the hour that comes twice has ticks twice.
std::vector<Tick> shortTicks(double from, double to, int step, const QTimeZone& zone)
{
    std::vector<Tick> ticks;
    const auto next = [&](qint64 notBefore) {
        const int offset = zone.offsetFromUtc(QDateTime::fromSecsSinceEpoch(notBefore, Qt::UTC));
        const qint64 local = notBefore + offset;
        const qint64 border = local - ((local % step) + step) % step;
        return (border < local ? border + step : border) - offset;
    };
    for (qint64 at = next(static_cast<qint64>(std::ceil(from))); double(at) <= to; at = next(at + 1))
        ticks.push_back(clockTick(QDateTime::fromSecsSinceEpoch(at, zone), step));
    return ticks;
}

/// Longer ones at the hours of the wall clock.
std::vector<Tick> hourTicks(double from, double to, int step, const QTimeZone& zone)
{
    std::vector<Tick> ticks;
    const QDate last = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(to), zone).date();
    for (QDate day = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(from), zone).date(); day <= last; day = day.addDays(1)) {
        for (int second = 0; second < kDay; second += step) {
            const QDateTime local(day, QTime(second / kHour, 0), zone);
            const double at = double(seconds(local));
            if (at >= from && at <= to && (ticks.empty() || at > ticks.back().value))
                ticks.push_back(clockTick(local, step));
        }
    }
    return ticks;
}

std::vector<Tick> dayTicks(double from, double to, int days, const QTimeZone& zone)
{
    std::vector<Tick> ticks;
    QDate day = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(from), zone).date();
    if (days >= 7)
        day = day.addDays(1 - day.dayOfWeek()); // Mondays
    else
        day = day.addDays(-((day.toJulianDay() % days + days) % days));
    for (;; day = day.addDays(days)) {
        const QDateTime local = day.startOfDay(zone);
        if (double(seconds(local)) > to)
            return ticks;
        if (double(seconds(local)) >= from)
            ticks.push_back({double(seconds(local)), local.toString(QStringLiteral("MM-dd")), day.day() == 1});
    }
}

std::vector<Tick> monthTicks(double from, double to, int months, const QTimeZone& zone)
{
    std::vector<Tick> ticks;
    const QDate first = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(from), zone).date();
    QDate day(first.year(), 1, 1);
    for (;; day = day.addMonths(months)) {
        const QDateTime local = day.startOfDay(zone);
        if (double(seconds(local)) > to)
            return ticks;
        if (double(seconds(local)) >= from)
            ticks.push_back({double(seconds(local)), local.toString(months < 12 ? QStringLiteral("yyyy-MM") : QStringLiteral("yyyy")), day.month() == 1});
    }
}

} // namespace

ValueTicks valueTicks(double low, double high, qbm::Unit unit, int wanted)
{
    ValueTicks result;
    if (!std::isfinite(low) || !std::isfinite(high) || !(high > low) || wanted < 1)
        return result;
    const Scale scale = scaleFor(std::max(std::fabs(low), std::fabs(high)), unit);
    result.scale = scale.factor;
    result.unit = QString::fromUtf8(scale.unit);
    const double from = low / scale.factor, to = high / scale.factor;
    double step = roundStep((to - from) / wanted);
    if (unit == Unit::Count)
        step = std::max(step, 1.0);
    const int decimals = decimalsOf(step);
    const double first = std::ceil(from / step - 1e-6), last = std::floor(to / step + 1e-6);
    for (double i = first; i <= last; ++i) {
        const double value = i == 0 ? 0 : i * step; // no "-0"
        result.ticks.push_back({value * scale.factor, labelOf(value, decimals, unit), false});
    }
    return result;
}

std::pair<double, double> niceRange(double low, double high, qbm::Unit unit)
{
    if (!std::isfinite(low) || !std::isfinite(high) || low > high)
        return {0, 1};
    if (low >= 0 && low <= high / 2)
        low = 0;
    if (low == high) {
        const double pad = low == 0 ? 1 : std::fabs(low) * 0.1;
        low = low == 0 ? 0 : low - pad;
        high += pad;
    }
    const double factor = scaleFor(std::max(std::fabs(low), std::fabs(high)), unit).factor;
    double step = roundStep((high - low) / factor / 5) * factor;
    if (unit == Unit::Count)
        step = std::max(step, 1.0);
    return {std::floor(low / step + 1e-6) * step, std::ceil(high / step - 1e-6) * step};
}

std::vector<Tick> timeTicks(double from, double to, int wanted, const QTimeZone& zone)
{
    if (!std::isfinite(from) || !std::isfinite(to) || !(to > from) || wanted < 1)
        return {};
    const double raw = (to - from) / wanted;
    for (const int step : kClockSteps) {
        if (step >= raw)
            return step <= kHour ? shortTicks(from, to, step, zone) : hourTicks(from, to, step, zone);
    }
    for (const int days : {1, 2, 7, 14}) {
        if (days * double(kDay) >= raw)
            return dayTicks(from, to, days, zone);
    }
    for (const int months : {1, 2, 3, 6, 12}) {
        if (months * 31.0 * kDay >= raw)
            return monthTicks(from, to, months, zone);
    }
    const int years = static_cast<int>(std::ceil(raw / (366.0 * kDay)));
    return monthTicks(from, to, 12 * years, zone);
}

} // namespace qbm::widgets
