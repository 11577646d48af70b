// SPDX-License-Identifier: GPL-3.0-or-later
// Grafana's relative times: "now-6h", "now/d", "now-1d/d".
#include "core/dashboard/expand.h"

#include <charconv>
#include <ctime>

namespace qbm::dashboard {

namespace {

using std::chrono::milliseconds;

enum class Edge { Begin, End };

Error badTime(const std::string& text)
{
    return Error{ErrorKind::InvalidInput,
        qbm::text(QT_TRANSLATE_NOOP("core", "\"%1\" is no time: write for example now, now-6h, now-1d/d or 2026-11-22T02:00:00Z."), text),
        {}, {}};
}

/// Days and longer begin at midnight where the operator sits, so the calendar is the machine's.
Result<TimePoint> roundTo(TimePoint time, char unit, Edge edge, const std::string& text)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    localtime_r(&seconds, &parts);
    const int step = edge == Edge::End ? 1 : 0;
    const auto clear = [&parts](bool minutes, bool hours) {
        parts.tm_sec = 0;
        parts.tm_min = minutes ? 0 : parts.tm_min;
        parts.tm_hour = hours ? 0 : parts.tm_hour;
    };
    switch (unit) {
    case 's': parts.tm_sec += step; break;
    case 'm': clear(false, false); parts.tm_min += step; break;
    case 'h': clear(true, false); parts.tm_hour += step; break;
    case 'd': clear(true, true); parts.tm_mday += step; break;
    case 'w': clear(true, true); parts.tm_mday += 7 * step - (parts.tm_wday + 6) % 7; break;
    case 'M': clear(true, true); parts.tm_mday = 1; parts.tm_mon += step; break;
    case 'y': clear(true, true); parts.tm_mday = 1; parts.tm_mon = 0; parts.tm_year += step; break;
    default: return fail(badTime(text));
    }
    parts.tm_isdst = -1;
    const TimePoint edgeTime = std::chrono::system_clock::from_time_t(std::mktime(&parts));
    return edge == Edge::End ? edgeTime - milliseconds(1) : edgeTime;
}

Result<milliseconds> parseOffset(std::string_view digits, const std::string& text)
{
    // Months are not of one length; Grafana's "1M" back is taken as 30 days.
    if (digits.ends_with('M')) {
        int months = 0;
        digits.remove_suffix(1);
        const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), months);
        if (code != std::errc() || end != digits.data() + digits.size() || months < 0 || months > 1200)
            return fail(badTime(text));
        return milliseconds(std::int64_t{months} * 30 * 86'400'000);
    }
    auto offset = prometheus::parseDuration(digits);
    if (!offset || *offset > std::chrono::hours(24 * 365 * 100))
        return fail(badTime(text));
    return *offset;
}

Result<TimePoint> resolveRelative(const std::string& text, TimePoint now, Edge edge)
{
    std::string_view rest = std::string_view(text).substr(3);
    char unit = 0;
    if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
        if (slash + 2 != rest.size())
            return fail(badTime(text));
        unit = rest[slash + 1];
        rest = rest.substr(0, slash);
    }
    TimePoint time = now;
    if (!rest.empty()) {
        if (rest.front() != '-' && rest.front() != '+')
            return fail(badTime(text));
        QBM_TRY(offset, parseOffset(rest.substr(1), text));
        time += rest.front() == '-' ? -offset : offset;
    }
    return unit == 0 ? Result<TimePoint>(time) : roundTo(time, unit, edge, text);
}

Result<TimePoint> resolve(const std::string& text, TimePoint now, Edge edge)
{
    if (text.starts_with("now"))
        return resolveRelative(text, now, edge);
    std::int64_t ms = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), ms);
    if (code == std::errc() && end == text.data() + text.size())
        return TimePoint(milliseconds(ms));
    auto absolute = parseRfc3339(text);
    return absolute ? Result<TimePoint>(*absolute) : Result<TimePoint>(fail(badTime(text)));
}

} // namespace

Result<prometheus::TimeRange> resolveTimes(const std::string& from, const std::string& to, TimePoint now)
{
    QBM_TRY(begin, resolve(from, now, Edge::Begin));
    QBM_TRY(end, resolve(to, now, Edge::End));
    if (begin >= end)
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "The time range from %1 to %2 is empty."), from, to));
    return prometheus::TimeRange{begin, end};
}

} // namespace qbm::dashboard
