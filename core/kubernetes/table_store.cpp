// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/table_store.h"

namespace qbm::kubernetes {

std::shared_ptr<const TableColumns> TableReader::columns() const
{
    const std::lock_guard lock(m_mutex);
    return m_columns;
}

void TableReader::columnsAre(const JsonValue& definitions)
{
    TableColumns columns = decodeTableColumns(definitions);
    if (columns.empty())
        columns = {{"Name", "string", "name", {}, 0}, {"Age", "string", {}, {}, 0}};
    const std::lock_guard lock(m_mutex);
    if (columns != *m_columns)
        m_columns = std::make_shared<const TableColumns>(std::move(columns));
}

TableRow TableReader::read(const ListItem& item) const
{
    TableRow row{decodeMeta(item.object), {}};
    row.cells.reserve(m_columns->size()); // written by this thread alone
    for (const JsonValue& cell : item.cells.items())
        row.cells.push_back(tableCellText(cell));
    if (item.cells.isArray())
        return row;
    for (const TableColumnInfo& column : *m_columns) {
        if (column.format == "name")
            row.cells.push_back(row.meta.name);
        else
            row.cells.push_back(column.showsAge() ? kubectlAge(row.meta.created, systemClock().now()) : std::string());
    }
    return row;
}

} // namespace qbm::kubernetes
