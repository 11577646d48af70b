// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/parse.h"

#include "core/base/json_text.h"
#include "core/dashboard/json_reader.h"
#include "core/dashboard/panel_reader.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace qbm::dashboard {

namespace {

using nlohmann::json;

struct VariableKindName {
    std::string_view type;
    VariableKind kind;
};
constexpr std::array<VariableKindName, 7> kVariableKinds{{{"query", VariableKind::Query}, {"custom", VariableKind::Custom},
    {"interval", VariableKind::Interval}, {"constant", VariableKind::Constant}, {"textbox", VariableKind::TextBox},
    {"datasource", VariableKind::Datasource}, {"adhoc", VariableKind::AdHoc}}};

/// A value, or each of a list of values; numbers as they are written.
std::vector<std::string> readValues(const json& value)
{
    std::vector<std::string> values;
    const auto take = [&values](const json& each) {
        if (each.is_string())
            values.push_back(each.get<std::string>());
        else if (each.is_number() || each.is_boolean())
            values.push_back(writeJson(each));
    };
    if (value.is_array())
        std::ranges::for_each(value, take);
    else
        take(value);
    return values;
}

std::vector<std::string> splitAtCommas(const std::string& list)
{
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        std::string part = list.substr(begin, end - begin);
        part.erase(0, part.find_first_not_of(' '));
        part.erase(part.find_last_not_of(' ') + 1);
        if (!part.empty())
            parts.push_back(std::move(part));
        begin = end + 1;
    }
    return parts;
}

/// Query variables hold their query as text, or, since Grafana 7, inside an object.
std::string readVariableQuery(const json& variable)
{
    const auto query = variable.find("query");
    if (query != variable.end() && query->is_object())
        return textAt(*query, "query");
    return query != variable.end() ? textAt(variable, "query") : textAt(variable, "definition");
}

Variable readVariable(const json& source, std::vector<Problem>& problems)
{
    Variable variable;
    variable.name = textAt(source, "name");
    variable.label = textAt(source, "label");
    const std::string type = textAt(source, "type");
    const auto* kind = std::ranges::find(kVariableKinds, type, &VariableKindName::type);
    const std::string where = "variable \"" + variable.name + "\"";
    if (kind == kVariableKinds.end()) {
        problems.push_back({Severity::Warning, where,
            text(QT_TRANSLATE_NOOP("core", "Variables of type \"%1\" are not supported; it keeps the value saved in the file."), type)});
        variable.kind = VariableKind::Constant;
    } else {
        variable.kind = kind->kind;
    }
    if (variable.kind == VariableKind::AdHoc)
        problems.push_back({Severity::Warning, where,
            text(QT_TRANSLATE_NOOP("core", "Ad hoc filters are not supported; the queries run without them."))});
    variable.query = readVariableQuery(source);
    variable.regex = textAt(source, "regex");
    variable.allValue = textAt(source, "allValue");
    variable.multi = flagAt(source, "multi");
    variable.includeAll = flagAt(source, "includeAll");
    for (const json& option : arrayAt(source, "options")) {
        for (std::string& value : readValues(option.is_object() ? option.value("value", json()) : option))
            variable.options.push_back(std::move(value));
    }
    if (variable.options.empty() && (variable.kind == VariableKind::Custom || variable.kind == VariableKind::Interval))
        variable.options = splitAtCommas(variable.query);
    if (const json& current = objectAt(source, "current"); current.contains("value"))
        variable.current = readValues(current["value"]);
    if (variable.current.empty() && (variable.kind == VariableKind::Constant || variable.kind == VariableKind::TextBox))
        variable.current = {variable.query};
    if (variable.current.empty() && !variable.options.empty())
        variable.current = {variable.options.front()};
    return variable;
}

void readVariables(const json& root, ParsedDashboard& out)
{
    for (const json& variable : arrayAt(objectAt(root, "templating"), "list")) {
        if (variable.is_object() && !textAt(variable, "name").empty())
            out.dashboard.variables.push_back(readVariable(variable, out.problems));
        else
            out.problems.push_back({Severity::Warning, "templating", text(QT_TRANSLATE_NOOP("core", "A variable without a name was left out."))});
    }
}

void readHead(const json& root, Dashboard& dashboard)
{
    dashboard.uid = textAt(root, "uid");
    dashboard.title = textAt(root, "title");
    dashboard.description = textAt(root, "description");
    for (const json& tag : arrayAt(root, "tags"))
        dashboard.tags.push_back(tag.is_string() ? tag.get<std::string>() : writeJson(tag));
    const json& time = objectAt(root, "time");
    if (const std::string from = textAt(time, "from"); !from.empty())
        dashboard.from = from;
    if (const std::string to = textAt(time, "to"); !to.empty())
        dashboard.to = to;
    dashboard.refresh = textAt(root, "refresh");
}

/// "line 7, column 12", as an editor counts.
std::string position(std::string_view text, std::size_t byte)
{
    const std::string_view before = text.substr(0, std::min(byte > 0 ? byte - 1 : 0, text.size()));
    const auto line = std::ranges::count(before, '\n') + 1;
    const std::size_t lineBegin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(before.size() - lineBegin + 1);
}

Error notJson(std::string_view text, std::size_t byte, const char* words)
{
    return Error{ErrorKind::BadData,
        qbm::text(QT_TRANSLATE_NOOP("core", "The file is not valid JSON: it breaks off or goes wrong at %1."), position(text, byte)), words, {}};
}

} // namespace

Result<ParsedDashboard> parseDashboard(std::string_view source)
{
    try {
        const json document = json::parse(source);
        const json& wrapped = objectAt(document, "dashboard");
        const json& root = wrapped.empty() ? document : wrapped;
        if (!root.is_object() || (!root.contains("panels") && !root.contains("rows") && !root.contains("title")))
            return fail(ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP("core", "This is JSON, but no Grafana dashboard: it has neither a title nor panels.")));
        ParsedDashboard out;
        readHead(root, out.dashboard);
        readVariables(root, out);
        readPanels(root, out);
        return out;
    } catch (const json::parse_error& error) {
        return fail(notJson(source, error.byte, error.what()));
    } catch (const json::exception& error) {
        return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "The dashboard holds a value of a wrong type.")), error.what());
    }
}

} // namespace qbm::dashboard
