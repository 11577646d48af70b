// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/prometheus/series.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace qbm::prometheus {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::array<int, 24> kRoundStepSeconds{1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10800,
    21600, 43200, 86400, 172800, 604800, 1209600, 2592000};

struct DurationUnit {
    std::string_view suffix;
    std::int64_t sizeMs;
};
// "ms" stands before "m": the longer suffix has to be tried first.
constexpr std::array<DurationUnit, 7> kDurationUnits{{{"ms", 1}, {"y", 31'536'000'000}, {"w", 604'800'000}, {"d", 86'400'000},
    {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}}};

void appendQuoted(std::string& out, std::string_view text)
{
    out += '"';
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    out += '"';
}

} // namespace

std::string_view labelValue(const Labels& labels, std::string_view name)
{
    const auto found = std::ranges::find(labels, name, [](const auto& label) { return std::string_view(label.first); });
    return found == labels.end() ? std::string_view() : std::string_view(found->second);
}

std::string formatLabels(const Labels& labels)
{
    const std::string_view metric = labelValue(labels, "__name__");
    std::string out(metric);
    std::string inner;
    for (const auto& [label, value] : labels) {
        if (label == "__name__")
            continue;
        if (!inner.empty())
            inner += ',';
        inner += label;
        inner += '=';
        appendQuoted(inner, value);
    }
    if (!inner.empty() || out.empty())
        out += '{' + inner + '}';
    return out;
}

std::string_view name(ResultType type)
{
    switch (type) {
    case ResultType::Vector: return "vector";
    case ResultType::Matrix: return "matrix";
    case ResultType::Scalar: return "scalar";
    case ResultType::String: return "string";
    }
    return "vector";
}

double toUnixSeconds(TimePoint time)
{
    return std::chrono::duration<double>(time.time_since_epoch()).count();
}

TimePoint fromUnixSeconds(double seconds)
{
    // Through milliseconds: the server knows no finer time, and the product of a double and 1e9 would show its rounding.
    return TimePoint(milliseconds(static_cast<std::int64_t>(seconds * 1000 + (seconds < 0 ? -0.5 : 0.5))));
}

milliseconds chooseStep(const TimeRange& range, int pixels, milliseconds atLeast)
{
    const auto span = std::chrono::duration_cast<milliseconds>(range.to - range.from);
    const std::int64_t points = std::clamp(pixels, 1, kMaxPointsPerSeries - 1);
    const std::int64_t wantedMs = std::max({span.count() / points, static_cast<std::int64_t>(atLeast.count()), std::int64_t{1}});
    for (const int step : kRoundStepSeconds) {
        if (std::int64_t{step} * 1000 >= wantedMs)
            return seconds(step);
    }
    const std::int64_t day = 86'400'000;
    return milliseconds((wantedMs + day - 1) / day * day);
}

TimeRange alignToStep(const TimeRange& range, milliseconds step)
{
    if (step <= milliseconds::zero())
        return range;
    const auto floorTo = [step](TimePoint time) {
        const auto since = std::chrono::floor<milliseconds>(time.time_since_epoch());
        return TimePoint(since - since % step);
    };
    return {floorTo(range.from), floorTo(range.to)};
}

Result<milliseconds> parseDuration(std::string_view text)
{
    const auto bad = [text] {
        return fail(ErrorKind::InvalidInput,
            qbm::text(QT_TRANSLATE_NOOP("core", "\"%1\" is no duration: write for example 30s, 5m, 1h30m or 2d."), text));
    };
    std::string_view rest = text;
    std::int64_t total = 0;
    if (rest.empty())
        return bad();
    while (!rest.empty()) {
        std::int64_t count = 0;
        const auto [end, code] = std::from_chars(rest.data(), rest.data() + rest.size(), count);
        if (code != std::errc() || count < 0 || count > 1'000'000'000)
            return bad();
        rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
        const auto unit = std::ranges::find_if(kDurationUnits, [rest](const auto& u) { return rest.starts_with(u.suffix); });
        if (unit == kDurationUnits.end() || count > std::numeric_limits<std::int64_t>::max() / 4 / unit->sizeMs)
            return bad();
        total += count * unit->sizeMs;
        if (total > std::numeric_limits<std::int64_t>::max() / 2)
            return bad();
        rest.remove_prefix(unit->suffix.size());
    }
    return milliseconds(total);
}

std::string formatStep(milliseconds step)
{
    const std::int64_t ms = step.count();
    if (ms > 0) {
        for (const std::string_view suffix : {"d", "h", "m", "s"}) {
            const auto* unit = std::ranges::find(kDurationUnits, suffix, &DurationUnit::suffix);
            // "90s" reads better than "1m30s" in a query, and days only when nothing is lost.
            if (ms % unit->sizeMs == 0)
                return std::to_string(ms / unit->sizeMs) + std::string(suffix);
        }
    }
    return std::to_string(ms) + "ms";
}

} // namespace qbm::prometheus
