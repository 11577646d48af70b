// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/cluster_verbs.h"
#include "core/base/ascii.h"
#include "core/base/json_text.h"
#include "core/base/printable.h"
#include "core/kubernetes/json_path.h"
#include "core/kubernetes/yaml_text.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using kubernetes::TableRow;
using nlohmann::ordered_json;
using service::ObjectQuery;
using service::ObjectTable;

constexpr std::string_view kJsonPath = "jsonpath=";

struct GetArguments {
    std::vector<std::string> words; ///< "pods", "pods,services", "pods NAME", "pod/NAME"
    ObjectQuery query; ///< selectors and order; kind and names stand in the words
    std::string output = "table";
    bool watch = false;
};

// --- what is meant ---------------------------------------------------------------------------------------------------

void addName(std::vector<ObjectQuery>& queries, const ObjectQuery& like, const std::string& kind, const std::string& name)
{
    if (queries.empty() || queries.back().kind != kind) {
        queries.push_back(like);
        queries.back().kind = kind;
    }
    queries.back().names.push_back(name);
}

tl::unexpected<Error> notReadable(const std::string& word)
{
    return fail(ErrorKind::InvalidInput,
        text(QT_TRANSLATE_NOOP("core",
                 "\"%1\" is no kind and no KIND/NAME: write KIND[,KIND] [NAME]… or KIND/NAME…, not a mixture."),
            word));
}

/// One query a kind, in the order of the words.
Result<std::vector<ObjectQuery>> queriesOf(const GetArguments& arguments)
{
    std::vector<ObjectQuery> queries;
    const bool pairs = arguments.words.front().find('/') != std::string::npos;
    for (const std::string& word : arguments.words) {
        const std::size_t slash = word.find('/');
        if ((slash != std::string::npos) != pairs)
            return notReadable(word);
        if (!pairs)
            continue;
        const std::string kind = word.substr(0, slash), name = word.substr(slash + 1);
        if (kind.empty() || name.empty() || name.find('/') != std::string::npos || kind.find(',') != std::string::npos)
            return notReadable(word);
        addName(queries, arguments.query, kind, name);
    }
    if (pairs)
        return queries;
    const std::string& kinds = arguments.words.front();
    for (std::size_t at = 0; at <= kinds.size();) {
        const std::size_t end = std::min(kinds.find(',', at), kinds.size());
        ObjectQuery query = arguments.query;
        query.kind = kinds.substr(at, end - at);
        query.names.assign(arguments.words.begin() + 1, arguments.words.end());
        if (query.kind.empty())
            return notReadable(kinds);
        queries.push_back(std::move(query));
        at = end + 1;
    }
    return queries;
}

// --- as JSON ---------------------------------------------------------------------------------------------------------

/// The one object asked for by its name, else a List of everything.
Result<ordered_json> fetchAll(
    Invocation& invocation, service::ClusterService& cluster, const std::vector<ObjectQuery>& queries)
{
    ordered_json items = ordered_json::array();
    for (const ObjectQuery& query : queries) {
        QBM_TRY(text, cluster.fetchJson(query, invocation.task()));
        ordered_json answer = ordered_json::parse(text, nullptr, false);
        if (queries.size() == 1)
            return answer;
        if (query.names.size() == 1) {
            items.push_back(std::move(answer));
            continue;
        }
        for (ordered_json& item : answer["items"])
            items.push_back(std::move(item));
    }
    return ordered_json{{"apiVersion", "v1"}, {"kind", "List"}, {"items", std::move(items)}};
}

Result<int> getJson(Invocation& invocation, const ordered_json& all)
{
    invocation.out() << printableJson(writeJson(all, 2)) << "\n";
    return kOk;
}

Result<int> getYaml(Invocation& invocation, const ordered_json& all)
{
    kubernetes::JsonDocument document;
    QBM_TRY(root, document.parse(writeJson(all)));
    invocation.out() << kubernetes::yamlText(root);
    return kOk;
}

/// "deployment.apps/backend": what other verbs take again.
Result<int> getNames(Invocation& invocation, const ordered_json& all)
{
    const ordered_json items = all.value("kind", "") == "List" ? all.at("items") : ordered_json::array({all});
    for (const ordered_json& item : items) {
        const std::string version = item.value("apiVersion", "");
        const std::size_t slash = version.find('/');
        const std::string group = slash == std::string::npos ? std::string() : "." + version.substr(0, slash);
        invocation.out() << printableLine(
            toAsciiLower(item.value("kind", "")) + group + "/" + item.at("metadata").value("name", ""))
                         << "\n";
    }
    return kOk;
}

Result<int> getPath(Invocation& invocation, const ordered_json& all, const kubernetes::JsonPath& path)
{
    kubernetes::JsonDocument document;
    QBM_TRY(root, document.parse(writeJson(all)));
    invocation.out() << printable(path.print(root));
    return kOk;
}

// --- as a table ------------------------------------------------------------------------------------------------------

void print(std::ostream& out, const ObjectTable& table, bool wide, const std::string& kindPrefix)
{
    std::vector<Column> columns;
    std::vector<std::vector<std::string>> rows(table.rows.size());
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.isWide[i] && !wide)
            continue;
        columns.push_back({table.columns[i]});
        const bool named = table.columns[i] == "NAME";
        for (std::size_t row = 0; row < rows.size(); ++row)
            rows[row].push_back((named ? kindPrefix : std::string()) + table.rows[row][i]);
    }
    printTable(out, columns, rows);
}

Result<int> getTable(Invocation& invocation, service::ClusterService& cluster, const GetArguments& arguments,
    const std::vector<ObjectQuery>& queries)
{
    bool any = false;
    for (const ObjectQuery& query : queries) {
        QBM_TRY(table, cluster.fetchTable(query, invocation.task()));
        for (const std::string& warning : table.warnings)
            invocation.err() << "Warning: " << warning << "\n";
        if (table.rows.empty())
            continue;
        std::string prefix;
        if (queries.size() > 1) {
            QBM_TRY(kind, cluster.findKind(query.kind, invocation.task()));
            const kubernetes::Resource& resource = kind.resource;
            prefix = toAsciiLower(resource.kind) + (resource.group.empty() ? "" : "." + resource.group) + "/";
        }
        invocation.out() << (any ? "\n" : "");
        any = true;
        print(invocation.out(), table, arguments.output == "wide", prefix);
    }
    if (any)
        return kOk;
    QBM_TRY(kind, cluster.findKind(queries.front().kind, invocation.task()));
    std::string kinds, selectors;
    for (const ObjectQuery& query : queries)
        kinds += (kinds.empty() ? "" : ", ") + query.kind;
    for (const std::string& selector : {arguments.query.labelSelector, arguments.query.fieldSelector})
        selectors += selector.empty() ? "" : (selectors.empty() ? " that match " : " and ") + selector;
    const bool inOne = kind.resource.namespaced && !arguments.query.allNamespaces;
    invocation.err() << "There are no " << kinds << " in " << (inOne ? cluster.identity().nameSpace : "the cluster")
                     << selectors << ".\n";
    return kOk;
}

// --- watching --------------------------------------------------------------------------------------------------------

/// Prints the rows that are new or different since the last look; deleted ones with a word.
class RowPrinter {
public:
    RowPrinter(std::ostream& out, bool wide, bool withNamespaces)
        : m_out(out)
        , m_wide(wide)
        , m_withNamespaces(withNamespaces)
    {
    }

    void show(const kubernetes::Snapshot<TableRow>& snapshot, const kubernetes::TableColumns& columns)
    {
        if (snapshot.state != kubernetes::LiveState::Live)
            return;
        std::map<std::pair<std::string, std::string>, std::vector<std::string>> now;
        std::vector<std::vector<std::string>> changed;
        for (const auto& row : snapshot.rows) {
            std::vector<std::string> cells = cellsOf(*row, columns);
            const std::pair key{row->meta.nameSpace, row->meta.name};
            const auto before = m_shown.find(key);
            if (before == m_shown.end() || before->second != cells)
                changed.push_back(cells);
            now.emplace(key, std::move(cells));
        }
        for (const auto& [key, cells] : m_shown) {
            if (!now.contains(key)) {
                changed.push_back(cells);
                changed.back().back() += " (deleted)";
            }
        }
        m_shown.swap(now);
        if (!changed.empty())
            printTable(m_out, titles(columns), changed);
        m_out.flush();
    }

private:
    bool isShown(const kubernetes::TableColumnInfo& column) const { return column.priority == 0 || m_wide; }

    /// Without the age, which changes by itself.
    std::vector<std::string> cellsOf(const TableRow& row, const kubernetes::TableColumns& columns) const
    {
        std::vector<std::string> cells;
        if (m_withNamespaces)
            cells.push_back(row.meta.nameSpace);
        const std::size_t first = cells.size();
        for (std::size_t i = 0; i < columns.size() && i < row.cells.size(); ++i) {
            if (isShown(columns[i]) && !columns[i].showsAge())
                cells.push_back(row.cells[i]);
        }
        if (cells.size() == first)
            cells.push_back(row.meta.name);
        return cells;
    }

    std::vector<Column> titles(const kubernetes::TableColumns& columns)
    {
        std::vector<Column> out;
        const auto add = [&](const std::string& title) { out.push_back({m_titled ? std::string() : title}); };
        if (m_withNamespaces)
            add("NAMESPACE");
        const std::size_t first = out.size();
        for (const kubernetes::TableColumnInfo& column : columns) {
            if (isShown(column) && !column.showsAge())
                add(toAsciiUpper(column.name));
        }
        if (out.size() == first)
            add("NAME");
        m_titled = true;
        return out;
    }

    std::ostream& m_out;
    const bool m_wide;
    const bool m_withNamespaces;
    bool m_titled = false;
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> m_shown;
};

Result<service::TableScope> watchScope(const GetArguments& arguments, const std::vector<ObjectQuery>& queries)
{
    const ObjectQuery& query = queries.front();
    if (queries.size() > 1 || query.names.size() > 1)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "--watch follows one kind, or one object of it: name one.")));
    if ((arguments.output != "table" && arguments.output != "wide") || !query.sortBy.empty())
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "--watch prints a table as it changes: leave out --json, --sort-by and other outputs.")));
    if (!query.names.empty() && (query.allNamespaces || !query.labelSelector.empty() || !query.fieldSelector.empty()))
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "A name is followed in one namespace and without selectors: leave those out.")));
    service::TableScope scope{query.labelSelector, query.fieldSelector, query.allNamespaces};
    if (!query.names.empty())
        scope.fieldSelector = "metadata.name=" + query.names.front();
    return scope;
}

Result<int> watchTable(Invocation& invocation, service::ClusterService& cluster, const GetArguments& arguments,
    const std::vector<ObjectQuery>& queries)
{
    QBM_TRY(scope, watchScope(arguments, queries));
    QBM_TRY(kind, cluster.findKind(queries.front().kind, invocation.task()));
    const auto table = cluster.table(kind.resource, scope);
    const Subscription subscription = table->subscribe([] {});
    RowPrinter printer(
        invocation.out(), arguments.output == "wide", scope.allNamespaces && kind.resource.namespaced);
    std::uint64_t seen = 0;
    QBM_CHECK(awaitLive(*table, invocation.task()));
    for (;;) {
        const auto snapshot = table->snapshot();
        if (snapshot->version != seen) {
            seen = snapshot->version;
            if (snapshot->error)
                invocation.err() << snapshot->error->english() << "\n";
            printer.show(*snapshot, *table->columns());
            if (!invocation.out().flush())
                return kFailed; // nobody reads any more
        }
        QBM_CHECK(invocation.task().sleepFor(std::chrono::milliseconds(200)));
    }
}

Result<int> get(Invocation& invocation, service::ClusterService& cluster, GetArguments arguments)
{
    if (invocation.options().json)
        arguments.output = "json";
    QBM_TRY(queries, queriesOf(arguments));
    if (arguments.watch)
        return watchTable(invocation, cluster, arguments, queries);
    if (arguments.output == "table" || arguments.output == "wide")
        return getTable(invocation, cluster, arguments, queries);
    std::optional<kubernetes::JsonPath> path;
    if (arguments.output.starts_with(kJsonPath)) {
        QBM_TRY(parsed, kubernetes::JsonPath::parse(std::string_view(arguments.output).substr(kJsonPath.size())));
        path = std::move(parsed);
    }
    QBM_TRY(all, fetchAll(invocation, cluster, queries));
    if (path)
        return getPath(invocation, all, *path);
    if (arguments.output == "name")
        return getNames(invocation, all);
    return arguments.output == "yaml" ? getYaml(invocation, all) : getJson(invocation, all);
}

/// Empty if the output is known.
std::string checkOutput(const std::string& output)
{
    for (const char* known : {"table", "wide", "yaml", "json", "name"}) {
        if (output == known)
            return {};
    }
    if (output.starts_with(kJsonPath) && output.size() > kJsonPath.size())
        return {};
    return "the output " + output.substr(0, output.find('=')) + " is not one of table, wide, yaml, json, name, jsonpath=TEMPLATE";
}

} // namespace

void addClusterGetVerb(CLI::App& group, ClusterRegistrar& registrar)
{
    const auto wanted = std::make_shared<GetArguments>();
    CLI::App* list = group.add_subcommand("get", "Objects of any kind, as the server's table, YAML, JSON or by a jsonpath");
    list->add_option("KIND", wanted->words, "KIND[,KIND] [NAME]… by any of its names (deployments, deploy, Deployment), or KIND/NAME…")
        ->required();
    list->add_flag("-A,--all-namespaces", wanted->query.allNamespaces, "Of all namespaces");
    list->add_option("-l,--selector", wanted->query.labelSelector, "Only those whose labels match");
    list->add_option("--field-selector", wanted->query.fieldSelector, "Only those whose fields match: status.phase=Running");
    list->add_option("--sort-by", wanted->query.sortBy, "By what this jsonpath finds: .metadata.creationTimestamp");
    list->add_option("-o,--output", wanted->output, "table, wide, yaml, json, name or jsonpath=TEMPLATE")
        ->capture_default_str()
        ->check(CLI::Validator(checkOutput, "OUTPUT"));
    list->add_flag("-w,--watch", wanted->watch, "Go on: print rows as they change");
    registrar.verb(list, [wanted](Invocation& invocation, service::ClusterService& cluster) { return get(invocation, cluster, *wanted); });
}

} // namespace qbm::ctl
