// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/table.h"

#include <charconv>
#include <cmath>

namespace qbm::postgres {

namespace {

tl::unexpected<Error> unreadable(const Cell& cell, const char* expected)
{
    return fail(ErrorKind::BadData,
        text(QT_TRANSLATE_NOOP("core", "The database answered %1 where %2 was expected."),
            cell ? "\"" + *cell + "\"" : "NULL", expected));
}

template <class T> Result<T> parseNumber(const Cell& cell, const char* expected)
{
    if (!cell)
        return unreadable(cell, expected);
    T value{};
    const char* end = cell->data() + cell->size();
    const auto [at, error] = std::from_chars(cell->data(), end, value);
    if (error != std::errc() || at != end)
        return unreadable(cell, expected);
    return value;
}

} // namespace

std::optional<std::size_t> Table::columnIndex(std::string_view name) const
{
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].name == name)
            return i;
    }
    return std::nullopt;
}

Result<std::int64_t> toInteger(const Cell& cell)
{
    return parseNumber<std::int64_t>(cell, "an integer");
}

Result<double> toNumber(const Cell& cell)
{
    return parseNumber<double>(cell, "a number"); // reads NaN and Infinity as PostgreSQL writes them
}

Result<bool> toBoolean(const Cell& cell)
{
    if (cell == "t")
        return true;
    if (cell == "f")
        return false;
    return unreadable(cell, "a boolean");
}

Result<std::string> toText(const Cell& cell)
{
    if (!cell)
        return unreadable(cell, "a text");
    return *cell;
}

Result<TimePoint> toTime(const Cell& cell)
{
    constexpr std::size_t kDateLength = 10; // 2026-11-22
    if (!cell || cell->size() < kDateLength)
        return unreadable(cell, "a time");
    std::string rfc = *cell;
    if (rfc.size() == kDateLength)
        rfc += "T00:00:00Z";
    rfc[kDateLength] = 'T';
    // The server writes whole offsets as +00 and leaves them out for timestamp without time zone.
    const std::size_t sign = rfc.find_first_of("+-Z", kDateLength);
    if (sign == std::string::npos)
        rfc += "Z";
    else if (rfc.size() - sign == 3)
        rfc += ":00";
    auto time = parseRfc3339(rfc);
    if (!time)
        return unreadable(cell, "a time");
    return time;
}

} // namespace qbm::postgres
