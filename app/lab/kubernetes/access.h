// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/api_error.h"
#include "app/lab/kubernetes/simulator.h"
#include "app/lab/kubernetes/store.h"

#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::lab::kubernetes {

struct HttpRequest;

/// Who asks.
struct User {
    std::string name;
    std::string uid;
    std::vector<std::string> groups;
    std::map<std::string, std::vector<std::string>> extra;
};

/// What is asked for: a resource, or (resource empty) a path.
struct AccessAttributes {
    std::string verb;
    std::string group;
    std::string resource;
    std::string subresource;
    std::string nameSpace;
    std::string name;
    std::string path;

    /// "deployments/scale".
    std::string resourceAndSub() const { return subresource.empty() ? resource : resource + "/" + subresource; }
};

struct AccessDecision {
    bool allowed = false;
    std::string reason; ///< "RBAC: allowed by RoleBinding ..."
};

/// Bearer tokens and RBAC as the store's roles and bindings say it. \thread any
class AccessControl {
public:
    AccessControl(const Store& store, std::vector<StaticToken> tokens);

    /// The user of a request, impersonation included. No credentials is system:anonymous. \error 401, 403, 500
    ApiResult<User> authenticate(const HttpRequest& request) const;
    AccessDecision decide(const User& user, const AccessAttributes& attributes) const;
    /// The refusal in the server's words.
    static Refusal refuse(const User& user, const AccessAttributes& attributes);
    /// status of a SelfSubjectRulesReview.
    nlohmann::json rules(const User& user, const std::string& nameSpace) const;

private:
    /// Called with each rule that applies to the user, and why; returning true ends the visit.
    using RuleVisitor = std::function<bool(const nlohmann::json& rule, const std::string& reason)>;
    void visitRules(const User& user, const std::string& nameSpace, const RuleVisitor& visitor) const;
    bool visitBinding(const User& user, const StoredObject& binding, const RuleVisitor& visitor) const;
    ApiResult<User> impersonate(User user, const HttpRequest& request) const;

    const Store& m_store;
    std::vector<StaticToken> m_tokens;
};

} // namespace qbm::lab::kubernetes
