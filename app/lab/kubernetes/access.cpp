// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/access.h"

#include "app/lab/kubernetes/http_server.h"
#include "app/lab/kubernetes/json_access.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr std::string_view kServiceAccountPrefix = "system:serviceaccount:";

bool contains(const json& list, std::string_view value)
{
    return std::ranges::any_of(
        list, [&](const json& item) { return item.is_string() && item.get_ref<const std::string&>() == value; });
}

bool inGroup(const User& user, std::string_view group)
{
    return std::ranges::find(user.groups, group) != user.groups.end();
}

bool subjectIs(const json& subject, const User& user, const std::string& bindingNamespace)
{
    const auto kind = stringAt(subject, {"kind"});
    const auto name = stringAt(subject, {"name"});
    if (kind == "User")
        return name == user.name;
    if (kind == "Group")
        return inGroup(user, name);
    return kind == "ServiceAccount"
        && user.name
        == std::string(kServiceAccountPrefix) + stringAt(subject, {"namespace"}, bindingNamespace) + ":" + name;
}

bool ruleAllows(const json& rule, const AccessAttributes& wanted)
{
    const auto listed = [&](const char* key, std::string_view value) {
        const auto& list = arrayAt(rule, {key});
        return contains(list, "*") || contains(list, value);
    };
    if (!listed("verbs", wanted.verb))
        return false;
    if (wanted.resource.empty())
        return std::ranges::any_of(arrayAt(rule, {"nonResourceURLs"}), [&](const json& pattern) {
            const auto text = pattern.is_string() ? pattern.get<std::string>() : std::string();
            return text == wanted.path
                || (text.ends_with("*") && wanted.path.starts_with(std::string_view(text).substr(0, text.size() - 1)));
        });
    if (!listed("apiGroups", wanted.group))
        return false;
    if (!listed("resources", wanted.resourceAndSub())
        && !(!wanted.subresource.empty() && contains(arrayAt(rule, {"resources"}), "*/" + wanted.subresource)))
        return false;
    const auto& names = arrayAt(rule, {"resourceNames"});
    return names.empty() || contains(names, wanted.name);
}

bool sameText(const std::string& a, const std::string& b)
{
    if (a.size() != b.size())
        return false;
    unsigned difference = 0; // constant time: a token is a secret
    for (std::size_t i = 0; i < a.size(); ++i)
        difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    return difference == 0;
}

} // namespace

AccessControl::AccessControl(const Store& store, std::vector<StaticToken> tokens)
    : m_store(store)
    , m_tokens(std::move(tokens))
{
}

ApiResult<User> AccessControl::authenticate(const HttpRequest& request) const
{
    const auto credentials = request.header("authorization");
    constexpr std::string_view scheme = "Bearer ";
    if (!credentials.starts_with(scheme))
        return impersonate({"system:anonymous", {}, {"system:unauthenticated"}, {}}, request);
    const auto token = credentials.substr(scheme.size());
    for (const auto& known : m_tokens) {
        if (!sameText(known.token.reveal(), token))
            continue;
        User user{known.user, known.uid, known.groups, {}};
        if (user.name.starts_with(kServiceAccountPrefix)) {
            const auto rest = user.name.substr(kServiceAccountPrefix.size());
            const auto nameSpace = rest.substr(0, rest.find(':'));
            user.groups = {"system:serviceaccounts", "system:serviceaccounts:" + nameSpace};
            if (const auto account = m_store.get(typeOf("ServiceAccount"), nameSpace, rest.substr(rest.find(':') + 1)))
                user.uid = account->uid();
        }
        user.groups.emplace_back("system:authenticated");
        return impersonate(std::move(user), request);
    }
    StatusDetails details;
    details.present = false;
    return Refusal(makeStatusError(401, "Unauthorized", "Unauthorized", details));
}

ApiResult<User> AccessControl::impersonate(User user, const HttpRequest& request) const
{
    const auto name = request.header("impersonate-user");
    const auto group = request.header("impersonate-group");
    if (name.empty() && group.empty())
        return user;
    if (name.empty())
        return Refusal(plainError(500,
            "Internal Server Error: \"" + request.path + "\": requested [{Group  " + group
                + "    }] without impersonating a user\n"));
    const AccessAttributes wanted{"impersonate", {}, "users", {}, {}, name, {}};
    if (!decide(user, wanted).allowed)
        return refuse(user, wanted);
    User other{name, {}, {}, {}};
    if (!group.empty()) {
        const AccessAttributes groupWanted{"impersonate", {}, "groups", {}, {}, group, {}};
        if (!decide(user, groupWanted).allowed)
            return refuse(user, groupWanted);
        other.groups.push_back(group);
    }
    other.groups.emplace_back("system:authenticated");
    constexpr std::string_view extraPrefix = "impersonate-extra-";
    for (const auto& [header, value] : request.headers)
        if (header.starts_with(extraPrefix))
            other.extra[header.substr(extraPrefix.size())].push_back(value);
    return other;
}

bool AccessControl::visitBinding(const User& user, const StoredObject& binding, const RuleVisitor& visitor) const
{
    const auto& document = binding.document();
    for (const auto& subject : arrayAt(document, {"subjects"})) {
        if (!subjectIs(subject, user, binding.nameSpace()))
            continue;
        const auto roleKind = stringAt(document, {"roleRef", "kind"});
        const auto roleName = stringAt(document, {"roleRef", "name"});
        const auto role = m_store.get(typeOf(roleKind == "Role" ? "Role" : "ClusterRole"),
            roleKind == "Role" ? binding.nameSpace() : std::string(), roleName);
        if (!role)
            return false;
        auto bindingName = binding.name();
        if (!binding.nameSpace().empty())
            bindingName += "/" + binding.nameSpace();
        auto subjectName = stringAt(subject, {"name"});
        if (stringAt(subject, {"kind"}) == "ServiceAccount")
            subjectName += "/" + stringAt(subject, {"namespace"}, binding.nameSpace());
        const auto reason = "RBAC: allowed by " + binding.type().kind + " \"" + bindingName + "\" of " + roleKind
            + " \"" + roleName + "\" to " + stringAt(subject, {"kind"}) + " \"" + subjectName + "\"";
        return std::ranges::any_of(
            arrayAt(role->document(), {"rules"}), [&](const json& rule) { return visitor(rule, reason); });
    }
    return false;
}

void AccessControl::visitRules(const User& user, const std::string& nameSpace, const RuleVisitor& visitor) const
{
    for (const auto& binding : m_store.list(typeOf("ClusterRoleBinding"), {}).objects)
        if (visitBinding(user, *binding, visitor))
            return;
    if (nameSpace.empty())
        return;
    for (const auto& binding : m_store.list(typeOf("RoleBinding"), nameSpace).objects)
        if (visitBinding(user, *binding, visitor))
            return;
}

AccessDecision AccessControl::decide(const User& user, const AccessAttributes& attributes) const
{
    if (inGroup(user, "system:masters"))
        return {true, {}};
    AccessDecision decision;
    visitRules(user, attributes.nameSpace, [&](const json& rule, const std::string& reason) {
        if (!ruleAllows(rule, attributes))
            return false;
        decision = {true, reason};
        return true;
    });
    return decision;
}

Refusal AccessControl::refuse(const User& user, const AccessAttributes& attributes)
{
    StatusDetails details;
    std::string message;
    const auto who = "User \"" + user.name + "\" cannot " + attributes.verb;
    if (attributes.resource.empty()) {
        message = "forbidden: " + who + " path \"" + attributes.path + "\"";
    } else {
        details.name = attributes.name;
        details.group = attributes.group;
        details.kind = attributes.resource;
        auto subject = attributes.resource;
        if (!attributes.group.empty())
            subject += "." + attributes.group;
        if (!attributes.name.empty())
            subject += " \"" + attributes.name + "\"";
        message = subject + " is forbidden: " + who + " resource \"" + attributes.resourceAndSub() + "\" in API group \""
            + attributes.group + "\" "
            + (attributes.nameSpace.empty() ? std::string("at the cluster scope")
                                            : "in the namespace \"" + attributes.nameSpace + "\"");
    }
    auto error = makeStatusError(403, "Forbidden", std::move(message), details);
    error.headers.emplace_back("X-Content-Type-Options", "nosniff");
    return Refusal(std::move(error));
}

json AccessControl::rules(const User& user, const std::string& nameSpace) const
{
    auto resourceRules = json::array();
    auto pathRules = json::array();
    if (inGroup(user, "system:masters")) {
        resourceRules.push_back({{"verbs", {"*"}}, {"apiGroups", {"*"}}, {"resources", {"*"}}});
        pathRules.push_back({{"verbs", {"*"}}, {"nonResourceURLs", {"*"}}});
    }
    visitRules(user, nameSpace, [&](const json& rule, const std::string&) {
        (rule.contains("nonResourceURLs") ? pathRules : resourceRules).push_back(rule);
        return false;
    });
    return {{"resourceRules", resourceRules}, {"nonResourceRules", pathRules}, {"incomplete", false}};
}

} // namespace qbm::lab::kubernetes
