// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/object_listing.h"

#include "core/base/ascii.h"
#include "core/kubernetes/secret_mask.h"

#include <algorithm>

namespace qbm::service {

namespace {

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
    void add(const JsonValue& answer)
    {
        if (answer["kind"].view() == "Table") {
            addTable(answer);
            return;
        }
        m_table.columns = {"NAME", "CREATED"};
        m_table.isWide = {false, false};
        const auto items = answer["items"].isArray() ? answer["items"].items() : std::vector<JsonValue>{answer};
        for (const JsonValue& item : items)
            m_table.rows.push_back({item["metadata"]["name"].string(), item["metadata"]["creationTimestamp"].string()});
    }

    void clear() { m_table.rows.clear(); }
    ObjectTable take() { return std::move(m_table); }

private:
    void addTable(const JsonValue& answer)
    {
        // Only the first page of some servers names the columns.
        const auto columns = answer["columnDefinitions"].items();
        if (m_table.columns.empty()) {
            for (const JsonValue& column : columns) {
                m_table.columns.push_back(toAsciiUpper(column["name"].string()));
                m_table.isWide.push_back(column["priority"].integer() != 0);
            }
        }
        for (const JsonValue& row : answer["rows"].items()) {
            const auto cells = row["cells"].items();
            std::vector<std::string> out;
            for (std::size_t i = 0; i < m_table.columns.size(); ++i)
                out.push_back(i < cells.size() ? cellText(cells[i]) : std::string());
            m_table.rows.push_back(std::move(out));
        }
    }

    ObjectTable m_table;
};

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
    const std::string& name, const std::string& labelSelector, TaskContext& context)
{
    TableReader reader;
    if (!name.empty()) {
        QBM_TRY(answer, client.get({resource, nameSpace, name, {}}, context, Representation::Table));
        kubernetes::JsonDocument document;
        QBM_TRY(root, document.parse(answer.json));
        reader.add(root);
        ObjectTable table = reader.take();
        table.warnings = std::move(answer.warnings);
        return table;
    }
    kubernetes::PageHandler handler;
    handler.onPage = [&](const JsonValue& page) -> Result<> {
        reader.add(page);
        return {};
    };
    handler.onRestart = [&] { reader.clear(); };
    kubernetes::ListOptions options;
    options.representation = Representation::Table;
    QBM_TRY(end, client.list({resource, nameSpace, labelSelector, {}}, options, handler, context));
    ObjectTable table = reader.take();
    table.warnings = std::move(end.warnings);
    if (table.rows.empty() && resource.namespaced)
        QBM_CHECK(requireNamespace(client, nameSpace, context));
    return table;
}

Result<std::string> fetchObjectJson(kubernetes::Client& client, const Resource& resource, const std::string& nameSpace,
    const std::string& name, const std::string& labelSelector, TaskContext& context)
{
    if (!name.empty()) {
        QBM_TRY(answer, client.get({resource, nameSpace, name, {}}, context));
        return withoutSecrets(resource, std::move(answer.json));
    }
    // Items of a list carry no kind of their own; in a List of its own each should.
    const std::string head = "{\"apiVersion\":\"" + resource.apiVersion() + "\",\"kind\":\"" + resource.kind + "\"";
    std::string items;
    kubernetes::PageHandler handler;
    handler.onPage = [&](const JsonValue& page) -> Result<> {
        for (const JsonValue& item : page["items"].items()) {
            const std::string body = item.text();
            items += (items.empty() ? "" : ",");
            if (item["kind"].exists())
                items += body;
            else
                items += head + (body == "{}" ? "}" : "," + body.substr(1));
        }
        return {};
    };
    handler.onRestart = [&] { items.clear(); };
    QBM_CHECK(client.list({resource, nameSpace, labelSelector, {}}, {}, handler, context));
    if (items.empty() && resource.namespaced)
        QBM_CHECK(requireNamespace(client, nameSpace, context));
    return withoutSecrets(resource, "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" + items + "]}");
}

} // namespace qbm::service
