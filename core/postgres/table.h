// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::postgres {

struct Column {
    std::string name;
    std::uint32_t type = 0; ///< the type's OID in pg_type (23 int4, 25 text, 1184 timestamptz, ...)
    friend bool operator==(const Column&, const Column&) = default;
};

/// One value as the server's text output wrote it; nullopt is SQL NULL.
using Cell = std::optional<std::string>;
using Row = std::vector<Cell>;

/// An answer, whole in memory. Times come in UTC and ISO form, text in UTF-8: the session is set up so.
struct Table {
    std::vector<Column> columns;
    std::vector<Row> rows;
    std::uint64_t affectedRows = 0; ///< of INSERT, UPDATE, DELETE, COPY; the row count of SELECT

    std::optional<std::size_t> columnIndex(std::string_view name) const;
    bool empty() const { return rows.empty(); }
};

/// The typed value of a cell. \error BadData for NULL, for text of another form and for numbers out of range
Result<std::int64_t> toInteger(const Cell& cell);
Result<double> toNumber(const Cell& cell);
Result<bool> toBoolean(const Cell& cell);
Result<std::string> toText(const Cell& cell);
/// timestamptz, timestamp (taken as UTC) or date. \error BadData also for infinity and years before 1 AD
Result<TimePoint> toTime(const Cell& cell);

} // namespace qbm::postgres
