// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/table_row.h"

namespace qbm::kubernetes {

std::string kubectlAge(TimePoint since, TimePoint now)
{
    using std::chrono::floor;
    const std::int64_t seconds = floor<std::chrono::seconds>(now - since).count();
    const std::int64_t minutes = seconds / 60, hours = minutes / 60, days = hours / 24, years = days / 365;
    const auto parts = [](std::int64_t whole, const char* unit, std::int64_t rest, const char* restUnit) {
        std::string out = std::to_string(whole) + unit;
        return rest == 0 ? out : out + std::to_string(rest) + restUnit;
    };
    if (seconds < -1)
        return "<invalid>";
    if (seconds < 0)
        return "0s";
    if (seconds < 120)
        return parts(seconds, "s", 0, "");
    if (minutes < 10)
        return parts(minutes, "m", seconds % 60, "s");
    if (hours < 3)
        return parts(minutes, "m", 0, "");
    if (hours < 8)
        return parts(hours, "h", minutes % 60, "m");
    if (hours < 48)
        return parts(hours, "h", 0, "");
    if (days < 8)
        return parts(days, "d", hours % 24, "h");
    if (years < 2)
        return parts(days, "d", 0, "");
    if (years < 8)
        return parts(years, "y", days % 365, "d");
    return parts(years, "y", 0, "");
}

TableColumns decodeTableColumns(const JsonValue& columnDefinitions)
{
    TableColumns columns;
    for (const JsonValue& item : columnDefinitions.items())
        columns.push_back({item["name"].string(), item["type"].string(), item["format"].string(),
            item["description"].string(), item["priority"].count()});
    return columns;
}

std::string tableCellText(const JsonValue& cell)
{
    if (cell.empty())
        return {};
    if (!cell.isString())
        return cell.text();
    const std::string_view text = cell.view();
    const std::size_t lineEnd = text.find_first_of("\f\n\r");
    return lineEnd == std::string_view::npos ? std::string(text) : std::string(text.substr(0, lineEnd)) + "...";
}

} // namespace qbm::kubernetes
