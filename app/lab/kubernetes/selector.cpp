// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/selector.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/store.h"
#include "core/base/ascii.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace qbm::lab::kubernetes {

using nlohmann::json;

/// The grammar of apimachinery's labels.Parse, with its complaints.
class LabelSelector::Parser {
public:
    explicit Parser(std::string_view text)
        : m_rest(text)
    {
    }

    ApiResult<LabelSelector> run()
    {
        LabelSelector selector;
        if (peek().empty())
            return selector;
        while (true) {
            auto requirement = parseRequirement();
            if (!requirement)
                return Refusal(std::move(requirement).error());
            selector.m_requirements.push_back(std::move(*requirement));
            const auto next = take();
            if (next.empty())
                return selector;
            if (next != ",")
                return complain("found '" + next + "', expected: ',' or 'end of string'");
            if (peek().empty())
                return complain("found '', expected: identifier after ','");
        }
    }

private:
    static Refusal complain(const std::string& what) { return badRequest("unable to parse requirement: " + what); }

    static bool isSymbol(char c) { return std::string_view("=!(),<>").find(c) != std::string_view::npos; }

    std::string scan(std::size_t& used) const
    {
        std::size_t i = 0;
        while (i < m_rest.size() && isAsciiSpace(m_rest[i]))
            ++i;
        const auto start = i;
        if (i < m_rest.size() && isSymbol(m_rest[i])) {
            ++i;
            if (i < m_rest.size() && m_rest[i] == '=' && (m_rest[start] == '=' || m_rest[start] == '!'))
                ++i;
        } else {
            while (i < m_rest.size() && !isSymbol(m_rest[i]) && !isAsciiSpace(m_rest[i]))
                ++i;
        }
        used = i;
        return std::string(m_rest.substr(start, i - start));
    }

    std::string peek() const
    {
        std::size_t used = 0;
        return scan(used);
    }

    std::string take()
    {
        std::size_t used = 0;
        auto token = scan(used);
        m_rest.remove_prefix(used);
        return token;
    }

    static bool isWord(const std::string& token) { return !token.empty() && !isSymbol(token[0]); }

    ApiResult<Requirement> parseRequirement()
    {
        Requirement requirement;
        auto token = take();
        const bool negated = token == "!";
        if (negated)
            token = take();
        if (!isWord(token))
            return complain("found '" + token + "', expected: identifier");
        requirement.key = token;
        const auto next = peek();
        if (negated || next.empty() || next == ",") {
            requirement.op = negated ? Operator::Absent : Operator::Exists;
            return requirement;
        }
        const auto op = take();
        if (op == "=" || op == "==" || op == "!=") {
            requirement.op = op == "!=" ? Operator::NotIn : Operator::In;
            requirement.equality = true;
            requirement.values.push_back(isWord(peek()) ? take() : std::string());
            return requirement;
        }
        if (op != "in" && op != "notin")
            return complain("found '" + op + "', expected: in, notin, =, ==, !=, gt, lt");
        requirement.op = op == "in" ? Operator::In : Operator::NotIn;
        return parseValues(std::move(requirement));
    }

    ApiResult<Requirement> parseValues(Requirement requirement)
    {
        if (const auto open = take(); open != "(")
            return complain("found '" + open + "' expected: '('");
        while (true) {
            auto token = take();
            if (isWord(token)) {
                requirement.values.push_back(std::move(token));
                token = take();
                if (token != "," && token != ")")
                    return complain("found '" + token + "', expected: ',' or ')'");
            } else if (token != "," && token != ")") {
                return complain("found '" + token + "', expected: ',', ')' or identifier");
            }
            if (token == ")")
                return requirement;
        }
    }

    std::string_view m_rest;
};

ApiResult<LabelSelector> LabelSelector::parse(std::string_view text)
{
    return Parser(text).run();
}

LabelSelector LabelSelector::fromSpec(const json& selector)
{
    LabelSelector result;
    for (const auto& [key, value] : objectAt(selector, {"matchLabels"}).items())
        result.m_requirements.push_back({key, Operator::In, {value.is_string() ? value.get<std::string>() : ""}, true});
    for (const auto& expression : arrayAt(selector, {"matchExpressions"})) {
        Requirement requirement;
        requirement.key = stringAt(expression, {"key"});
        const auto op = stringAt(expression, {"operator"});
        requirement.op = op == "In" ? Operator::In
            : op == "NotIn"         ? Operator::NotIn
            : op == "Exists"        ? Operator::Exists
                                    : Operator::Absent;
        for (const auto& value : arrayAt(expression, {"values"}))
            if (value.is_string())
                requirement.values.push_back(value.get<std::string>());
        result.m_requirements.push_back(std::move(requirement));
    }
    return result;
}

bool LabelSelector::matches(const json& labels) const
{
    return std::ranges::all_of(m_requirements, [&](const Requirement& requirement) {
        const auto* label = kubernetes::find(labels, {requirement.key});
        const bool listed = label != nullptr && label->is_string()
            && std::ranges::find(requirement.values, label->get_ref<const std::string&>()) != requirement.values.end();
        switch (requirement.op) {
        case Operator::In: return listed;
        case Operator::NotIn: return !listed;
        case Operator::Exists: return label != nullptr;
        case Operator::Absent: return label == nullptr;
        }
        return false;
    });
}

std::string LabelSelector::print() const
{
    std::string result;
    for (const auto& requirement : m_requirements) {
        if (!result.empty())
            result += ",";
        std::string values;
        for (const auto& value : requirement.values)
            values += (values.empty() ? "" : ",") + value;
        switch (requirement.op) {
        case Operator::Exists: result += requirement.key; break;
        case Operator::Absent: result += "!" + requirement.key; break;
        case Operator::In:
            result += requirement.key + (requirement.equality ? "=" + values : " in (" + values + ")");
            break;
        case Operator::NotIn:
            result += requirement.key + (requirement.equality ? "!=" + values : " notin (" + values + ")");
            break;
        }
    }
    return result;
}

namespace {

/// Field labels beyond metadata.name and metadata.namespace, as the kinds register them.
const std::vector<std::string>& fieldLabels(const ResourceType& type)
{
    static const std::map<std::string, std::vector<std::string>> labels = {
        {"Pod",
            {"spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
                "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName"}},
        {"Event",
            {"involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
                "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason",
                "reportingComponent", "source", "type"}},
        {"Node", {"spec.unschedulable"}},
        {"Namespace", {"status.phase"}},
        {"Secret", {"type"}},
        {"ReplicaSet", {"status.replicas"}},
        {"Job", {"status.successful"}},
        {"Service", {"spec.clusterIP", "spec.type"}},
    };
    static const std::vector<std::string> none;
    const auto it = labels.find(type.kind);
    return it == labels.end() ? none : it->second;
}

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    while (true) {
        const auto end = std::min(text.find(separator), text.size());
        parts.emplace_back(text.substr(0, end));
        if (end == text.size())
            return parts;
        text.remove_prefix(end + 1);
    }
}

std::string fieldText(const json& document, const std::vector<std::string>& path)
{
    const json* node = &document;
    for (const auto& key : path) {
        node = kubernetes::find(*node, {key});
        if (node == nullptr)
            return {};
    }
    return node->is_string() ? node->get<std::string>() : node->is_null() ? std::string() : writeJson(*node);
}

} // namespace

ApiResult<FieldSelector> FieldSelector::parse(std::string_view text, const ResourceType& type)
{
    FieldSelector selector;
    if (text.empty())
        return selector;
    for (const auto& term : split(text, ',')) {
        if (term.empty())
            continue;
        const auto equals = term.find('=');
        if (equals == std::string::npos)
            return badRequest("invalid selector: '" + term + "'; can't understand '" + term + "'");
        Requirement requirement;
        auto keyEnd = equals;
        if (keyEnd > 0 && term[keyEnd - 1] == '!') {
            requirement.equal = false;
            --keyEnd;
        }
        const auto key = term.substr(0, keyEnd);
        requirement.value = term.substr(term.compare(equals, 2, "==") == 0 ? equals + 2 : equals + 1);
        const auto& known = fieldLabels(type);
        if (key != "metadata.name" && (key != "metadata.namespace" || !type.namespaced)
            && std::ranges::find(known, key) == known.end())
            return badRequest("field label not supported: " + key);
        requirement.path = split(key == "source" ? "source.component" : key, '.');
        selector.m_requirements.push_back(std::move(requirement));
    }
    return selector;
}

bool FieldSelector::matches(const StoredObject& object) const
{
    return std::ranges::all_of(m_requirements, [&](const Requirement& requirement) {
        const auto value = fieldText(object.document(), requirement.path);
        const bool unset = value.empty() && requirement.path.back() == "unschedulable" && requirement.value == "false";
        return (value == requirement.value || unset) == requirement.equal;
    });
}

} // namespace qbm::lab::kubernetes
