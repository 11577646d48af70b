// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/object_listing.h"

#include "core/base/ascii.h"
#include "core/kubernetes/json_path.h"
#include "core/kubernetes/secret_mask.h"
#include "core/service/object_order.h"

#include <algorithm>

namespace qbm::service {

namespace {

using kubernetes::JsonPath;
using kubernetes::JsonValue;
using kubernetes::Representation;
using kubernetes::Resource;

std::string cellText(const JsonValue& cell)
{
    if (cell.isString())
        return cell.string();
    return cell.empty() ? std::string("<none>") : cell.text();
}

/// Adds one answer to a table: a Table's rows, or what metadata tells of objects.
class TableReader {
public:
    /// \param sortBy nullptr: rows stay as they come
    TableReader(bool withNamespaces, const JsonPath* sortBy)
        : m_withNamespaces(withNamespaces)
        , m_sortBy(sortBy)
    {
    }

    void add(const JsonValue& answer)
    {
        if (answer["kind"].view() == "Table") {
            addTable(answer);
            return;
        }
        setColumns({{"NAME", false}, {"CREATED", false}});
        const auto items = answer["items"].isArray() ? answer["items"].items() : std::vector<JsonValue>{answer};
        for (const JsonValue& item : items)
            addRow(item, {item["metadata"]["name"].string(), item["metadata"]["creationTimestamp"].string()});
    }

    void clear()
    {
        m_table.rows.clear();
        m_order.clear();
    }

    ObjectTable take()
    {
        if (m_sortBy != nullptr) {
            std::vector<std::vector<std::string>> sorted;
            for (const std::size_t at : m_order.places())
                sorted.push_back(std::move(m_table.rows[at]));
            m_table.rows.swap(sorted);
        }
        return std::move(m_table);
    }

private:
    void setColumns(const std::vector<std::pair<std::string, bool>>& columns)
    {
        if (!m_table.columns.empty())
            return; // only the first page of some servers names the columns
        if (m_withNamespaces) {
            m_table.columns.push_back("NAMESPACE");
            m_table.isWide.push_back(false);
        }
        for (const auto& [title, wide] : columns) {
            m_table.columns.push_back(title);
            m_table.isWide.push_back(wide);
        }
    }

    void addRow(const JsonValue& object, std::vector<std::string> cells)
    {
        if (m_withNamespaces)
            cells.insert(cells.begin(), object["metadata"]["namespace"].string());
        cells.resize(m_table.columns.size());
        m_table.rows.push_back(std::move(cells));
        if (m_sortBy != nullptr)
            m_order.add(*m_sortBy, object);
    }

    void addTable(const JsonValue& answer)
    {
        std::vector<std::pair<std::string, bool>> columns;
        for (const JsonValue& column : answer["columnDefinitions"].items())
            columns.emplace_back(toAsciiUpper(column["name"].string()), column["priority"].integer() != 0);
        setColumns(columns);
        for (const JsonValue& row : answer["rows"].items()) {
            std::vector<std::string> out;
            for (const JsonValue& cell : row["cells"].items())
                out.push_back(cellText(cell));
            addRow(row["object"], std::move(out));
        }
    }

    const bool m_withNamespaces;
    const JsonPath* const m_sortBy;
    ObjectTable m_table;
    ObjectOrder m_order;
};

/// What a query may not ask together, and the path to sort by.
Result<std::optional<JsonPath>> readQuery(const ObjectQuery& query)
{
    if (query.allNamespaces && !query.names.empty())
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "A name stands for one object of one namespace: leave out %1, or do not ask in all namespaces."),
                query.names.front()));
    if (!query.names.empty() && !(query.labelSelector.empty() && query.fieldSelector.empty()))
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "Objects are asked for by name or by a selector, not both: leave out %1 or the selector."),
                query.names.front()));
    if (query.sortBy.empty())
        return std::optional<JsonPath>();
    QBM_TRY(path, JsonPath::parsePath(query.sortBy));
    return std::optional(std::move(path));
}

kubernetes::CollectionPath collectionOf(const Resource& resource, const std::string& nameSpace, const ObjectQuery& query)
{
    return {resource, query.allNamespaces ? std::string() : nameSpace, query.labelSelector, query.fieldSelector};
}

/// An object of a list with the kind that only the list has.
std::string withKind(const JsonValue& item, const std::string& head)
{
    std::string body = item.text();
    if (item["kind"].exists())
        return body;
    return head + (body == "{}" ? "}" : "," + body.substr(1));
}

/// Values of Secrets are shown by a recorded operation only, never by a listing.
Result<std::string> withoutSecrets(const Resource& resource, std::string json)
{
    if (!kubernetes::holdsSecrets(resource))
        return json;
    return kubernetes::maskSecrets(json);
}

} // namespace

Result<> requireNamespace(kubernetes::Client& client, const std::string& nameSpace, TaskContext& context)
{
    const auto answer
        = client.get({kubernetes::resource::kNamespaces, {}, nameSpace, {}}, context, Representation::Metadata);
    if (!answer && answer.error().kind == ErrorKind::NotFound)
        return fail(
            ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "The cluster has no namespace %1."), nameSpace));
    return {};
}

Result<ObjectTable> fetchObjectTable(kubernetes::Client& client, const Resource& resource, const std::string& nameSpace,
    const ObjectQuery& query, TaskContext& context)
{
    QBM_TRY(sortBy, readQuery(query));
    TableReader reader(query.allNamespaces && resource.namespaced, sortBy ? &*sortBy : nullptr);
    std::vector<std::string> warnings;
    kubernetes::JsonDocument document;
    for (const std::string& name : query.names) {
        QBM_TRY(answer, client.get({resource, nameSpace, name, {}}, context, Representation::Table));
        QBM_TRY(root, document.parse(answer.json));
        reader.add(root);
        warnings.insert(warnings.end(), answer.warnings.begin(), answer.warnings.end());
    }
    if (query.names.empty()) {
        kubernetes::PageHandler handler;
        handler.onPage = [&](const JsonValue& page) -> Result<> {
            reader.add(page);
            return {};
        };
        handler.onRestart = [&] { reader.clear(); };
        kubernetes::ListOptions options;
        options.representation = Representation::Table;
        options.wholeObjects = sortBy.has_value();
        QBM_TRY(end, client.list(collectionOf(resource, nameSpace, query), options, handler, context));
        warnings = std::move(end.warnings);
    }
    ObjectTable table = reader.take();
    table.warnings = std::move(warnings);
    if (table.rows.empty() && resource.namespaced && !query.allNamespaces)
        QBM_CHECK(requireNamespace(client, nameSpace, context));
    return table;
}

Result<std::string> fetchObjectJson(kubernetes::Client& client, const Resource& resource, const std::string& nameSpace,
    const ObjectQuery& query, TaskContext& context)
{
    QBM_TRY(sortBy, readQuery(query));
    if (query.names.size() == 1) {
        QBM_TRY(answer, client.get({resource, nameSpace, query.names.front(), {}}, context));
        return withoutSecrets(resource, std::move(answer.json));
    }
    // Items of a list carry no kind of their own; in a List of its own each should.
    const std::string head = "{\"apiVersion\":\"" + resource.apiVersion() + "\",\"kind\":\"" + resource.kind + "\"";
    std::vector<std::string> items;
    ObjectOrder order;
    const auto add = [&](const JsonValue& item) {
        items.push_back(withKind(item, head));
        if (sortBy)
            order.add(*sortBy, item);
    };
    kubernetes::JsonDocument document;
    for (const std::string& name : query.names) {
        QBM_TRY(answer, client.get({resource, nameSpace, name, {}}, context));
        QBM_TRY(root, document.parse(answer.json));
        add(root);
    }
    if (query.names.empty()) {
        kubernetes::PageHandler handler;
        handler.onPage = [&](const JsonValue& page) -> Result<> {
            for (const JsonValue& item : page["items"].items())
                add(item);
            return {};
        };
        handler.onRestart = [&] {
            items.clear();
            order.clear();
        };
        QBM_CHECK(client.list(collectionOf(resource, nameSpace, query), {}, handler, context));
        if (items.empty() && resource.namespaced && !query.allNamespaces)
            QBM_CHECK(requireNamespace(client, nameSpace, context));
    }
    std::string joined;
    const auto append = [&](const std::string& item) { joined += (joined.empty() ? "" : ",") + item; };
    if (sortBy) {
        for (const std::size_t at : order.places())
            append(items[at]);
    } else {
        std::ranges::for_each(items, append);
    }
    return withoutSecrets(resource, "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" + joined + "]}");
}

} // namespace qbm::service
