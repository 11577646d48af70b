// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/live.h"
#include "core/kubernetes/objects.h"

#include <memory>
#include <string>
#include <vector>

namespace qbm::kubernetes {

/// A column as the server defines it for a kind.
struct TableColumnInfo {
    std::string name; ///< "Name", "Cluster-IP"
    std::string
        type; ///< OpenAPI: "string", "integer", "number", "boolean"; "date" for a resource definition's own column
    std::string format; ///< often empty; "name" marks the object's name
    std::string description;
    int priority = 0; ///< 0: always shown; above: only in wide views

    /// Whether it shows how old the object is. Its cells were true when the server sent them and go stale: show
    /// kubectlAge() of the row's meta.created instead. Other relative times ("Last Seen" of events, dates of a resource
    /// definition) cannot be derived and are renewed only when the object changes.
    bool showsAge() const { return name == "Age"; }
    friend bool operator==(const TableColumnInfo&, const TableColumnInfo&) = default;
};

using TableColumns = std::vector<TableColumnInfo>;

/// An object of any kind in the columns its server prints. Values that have no column, such as those of a Secret, never
/// leave the server.
struct TableRow {
    ObjectMeta meta;
    std::vector<std::string> cells; ///< as kubectl prints them, one a column
};

/// A live collection of any kind, shown as the server itself tabulates it.
/// \thread any
class LiveTable : public Live<TableRow> {
public:
    /// The columns of all rows; empty until the first page, never null. Take them after the snapshot. Where a resource
    /// definition was changed, every row is listed anew; until that is done a row may have cells of the old columns.
    virtual std::shared_ptr<const TableColumns> columns() const = 0;
};

/// An age in the short form kubectl uses: "5m", "3h12m", "400d".
std::string kubectlAge(TimePoint since, TimePoint now);

TableColumns decodeTableColumns(const JsonValue& columnDefinitions);
/// The text of a cell as kubectl prints it: the first line, null as nothing.
std::string tableCellText(const JsonValue& cell);

} // namespace qbm::kubernetes
