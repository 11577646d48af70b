// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/table_selection.h"

#include "core/backup/archive/copy_statement.h"
#include "core/backup/dump/archive_stream.h"
#include "core/backup/text_encoding.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <unordered_map>

namespace qbm::backup {

namespace {

/// What belongs to a table once everything it depends on is there as well.
constexpr std::array<std::string_view, 12> kBelonging{"DEFAULT", "CONSTRAINT", "CHECK CONSTRAINT", "FK CONSTRAINT",
    "INDEX", "INDEX ATTACH", "TABLE ATTACH", "SEQUENCE", "SEQUENCE OWNED BY", "SEQUENCE SET", "STATISTICS", "COMMENT"};

/// What is a table or a part of one: it comes only when it was chosen. Everything else (types, functions, extensions)
/// comes when something needs it.
constexpr std::array<std::string_view, 9> kRelations{
    "TABLE", "FOREIGN TABLE", "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "CONSTRAINT", "INDEX", "STATISTICS", "DEFAULT"};

bool isRelation(const ArchiveItem& item)
{
    return std::ranges::find(kRelations, item.kind) != kRelations.end();
}

class Selecting {
public:
    explicit Selecting(const std::vector<ArchiveItem>& items)
        : m_items(items)
    {
        for (const ArchiveItem& item : items) {
            m_byId.emplace(item.id, &item);
            if (item.kind == "TABLE ATTACH")
                m_partitions.emplace(item.schema, item.name);
        }
    }

    Result<> addTable(const std::pair<std::string, std::string>& name)
    {
        const auto found = std::ranges::find_if(m_items, [&](const ArchiveItem& item) {
            return item.kind == "TABLE" && item.schema == name.first && item.name == name.second;
        });
        if (found == m_items.end())
            return fail(ErrorKind::NotFound,
                text(QT_TRANSLATE_NOOP("core", "The backup holds no table %1.%2."), name.first, name.second));
        addWithRows(*found);
        return {};
    }

    Result<TableSelection> finish()
    {
        addSequences();
        addBelonging();
        TableSelection selection;
        std::set<std::string> schemas = m_schemas;
        for (const ArchiveItem& item : m_items) {
            const bool rows = item.kind == "TABLE DATA" && m_withRows.contains({item.schema, item.name});
            if (!rows && !m_chosen.contains(item.id))
                continue;
            if (rows)
                QBM_CHECK(requireOwnWay(item));
            selection.entries.push_back(item.id);
            if (!item.schema.empty() && item.schema != "-")
                schemas.insert(item.schema);
            if (item.kind == "TABLE")
                selection.tables.emplace_back(item.schema, item.name);
        }
        selection.schemas.assign(schemas.begin(), schemas.end());
        return selection;
    }

private:
    void addWithRows(const ArchiveItem& table)
    {
        if (!m_withRows.emplace(table.schema, table.name).second)
            return;
        addNeeded(table);
        for (const ArchiveItem& attach : m_items) {
            if (attach.kind != "TABLE ATTACH" || !dependsOn(attach, table.id))
                continue;
            // Of a partition's own entry both ends depend on it as well: only the partitioned side brings the others.
            for (const std::int64_t id : attach.dependencies) {
                const auto other = m_byId.find(id);
                const bool partition = other != m_byId.end() && other->second->kind == "TABLE" && id != table.id
                    && attach.name == other->second->name && attach.schema == other->second->schema;
                if (partition)
                    addWithRows(*other->second);
            }
        }
    }

    /// Rows of a partition may go in by way of its partitioned table, which may then send them into another partition.
    Result<> requireOwnWay(const ArchiveItem& rows) const
    {
        if (rows.copyStatement.empty()) // INSERTs: read by whoever loads them
            return {};
        QBM_TRY(raw, tableOfCopy(rows.copyStatement));
        const ToUtf8 toUtf8(encodingOf(m_items)); // the statement speaks as the rows do, the items' names are UTF-8
        const TableName target{toUtf8(raw.first), toUtf8(raw.second)};
        if (m_withRows.contains(target))
            return {};
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core",
                     "The backup has the rows of %1.%2 as rows of %3.%4, the partitioned table it belongs to; choose "
                     "%3.%4 instead, or restore the whole backup."),
                rows.schema, rows.name, target.first, target.second));
    }

    /// The entry and what it is made of; schemas are made by whoever restores.
    void addNeeded(const ArchiveItem& item)
    {
        if (item.kind == "SCHEMA") // also one that nothing else of the archive lies in: an extension's
            m_schemas.insert(item.name);
        if (item.kind == "SCHEMA" || !m_chosen.insert(item.id).second)
            return;
        for (const std::int64_t id : item.dependencies) {
            const auto needed = m_byId.find(id);
            // A partition is made as a table of its own and attached afterwards; one that inherits needs its parent.
            if (needed != m_byId.end() && !(isPartition(item) && needed->second->kind == "TABLE"))
                addNeeded(*needed->second);
        }
    }
    bool isPartition(const ArchiveItem& item) const
    {
        return item.kind == "TABLE" && m_partitions.contains({item.schema, item.name});
    }

    /// Those that a chosen table owns, and those its defaults count with.
    void addSequences()
    {
        for (const ArchiveItem& item : m_items) {
            if ((item.kind != "DEFAULT" && item.kind != "SEQUENCE OWNED BY") || !dependsOnChosenTable(item))
                continue;
            for (const std::int64_t id : item.dependencies) {
                if (const auto needed = m_byId.find(id); needed != m_byId.end() && needed->second->kind == "SEQUENCE")
                    addNeeded(*needed->second);
            }
        }
    }

    void addBelonging()
    {
        for (bool more = true; more;) { // the comment of an index comes with the index
            more = false;
            for (const ArchiveItem& item : m_items) {
                if (m_chosen.contains(item.id) || std::ranges::find(kBelonging, item.kind) == kBelonging.end()
                    || !isComplete(item))
                    continue;
                addNeeded(item);
                more = true;
            }
        }
    }

    /// A chosen relation is what it depends on, and none that it depends on is missing.
    bool isComplete(const ArchiveItem& item) const
    {
        bool any = false;
        for (const std::int64_t id : item.dependencies) {
            const auto needed = m_byId.find(id);
            if (needed == m_byId.end() || !isRelation(*needed->second))
                continue;
            if (!m_chosen.contains(id))
                return false;
            any = true;
        }
        return any;
    }

    static bool dependsOn(const ArchiveItem& item, std::int64_t id)
    {
        return std::ranges::find(item.dependencies, id) != item.dependencies.end();
    }
    bool dependsOnChosenTable(const ArchiveItem& item) const
    {
        return std::ranges::any_of(item.dependencies, [&](std::int64_t id) {
            const auto found = m_byId.find(id);
            return found != m_byId.end() && found->second->kind == "TABLE" && m_chosen.contains(id);
        });
    }

    const std::vector<ArchiveItem>& m_items;
    std::unordered_map<std::int64_t, const ArchiveItem*> m_byId;
    std::set<std::int64_t> m_chosen;
    std::set<std::string> m_schemas; ///< that something chosen depends on
    std::set<std::pair<std::string, std::string>> m_withRows;
    std::set<std::pair<std::string, std::string>> m_partitions;
};

} // namespace

Result<TableSelection> selectTables(
    const std::vector<ArchiveItem>& items, const std::vector<std::pair<std::string, std::string>>& tables)
{
    Selecting selecting(items);
    for (const auto& table : tables)
        QBM_CHECK(selecting.addTable(table));
    return selecting.finish();
}

} // namespace qbm::backup
