// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/make_roles.h"

#include "core/backup/text_encoding.h"
#include "core/base/json_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace qbm::backup {

namespace {

using operation::StepContext;
using Json = nlohmann::json;

constexpr const char* kRolesMade = "rolesMade"; ///< as a JSON list, written down before the first is made

std::set<std::string> recalledRoles(const StepContext& step)
{
    const Json list = Json::parse(step.recall(kRolesMade).value_or("[]"), nullptr, false);
    std::set<std::string> roles;
    for (const Json& role : list.is_array() ? list : Json::array()) {
        if (role.is_string())
            roles.insert(role.get<std::string>());
    }
    return roles;
}

Result<> rememberRoles(StepContext& step, const std::set<std::string>& roles)
{
    return step.remember(kRolesMade, writeJson(Json(roles)));
}

} // namespace

std::set<std::string> rolesToMake(
    const std::vector<ArchiveItem>& items, const DatabaseEntry& entry, const TargetServer& server)
{
    std::set<std::string> roles = rolesNamedBy(items);
    // The archive's names are the database's text: one that is made from outside has other bytes there.
    const TargetServer seen = seenIn(server, entry.encoding);
    std::erase_if(roles, [&](const std::string& role) {
        return seen.hasRole(role) || (sharedNameIn(entry.encoding, role) != role);
    });
    roles.insert(entry.owner);
    for (const DatabaseGrant& grant : entry.grants) {
        roles.insert(grant.grantor);
        roles.insert(grant.grantee);
    }
    for (const DatabaseSetting& setting : entry.settings)
        roles.insert(setting.role);
    std::erase_if(roles,
        [&](const std::string& role) { return role.empty() || role.starts_with("pg_") || server.hasRole(role); });
    return roles;
}

TargetServer withRolesMade(TargetServer server, const std::vector<ArchiveItem>& items, const DatabaseEntry& entry)
{
    if (server.createsRoles)
        server.roles.merge(rolesToMake(items, entry, server));
    return server;
}

Result<> makeRoles(StepContext& step, postgres::Client& client, const std::set<std::string>& roles)
{
    if (roles.empty())
        return {};
    std::set<std::string> made = recalledRoles(step);
    made.insert(roles.begin(), roles.end());
    QBM_CHECK(rememberRoles(step, made));
    for (const std::string& role : roles) {
        const auto done = client.exec("CREATE ROLE " + postgres::quoteIdentifier(role) + " NOLOGIN", step.task());
        if (!done && done.error().kind != ErrorKind::Conflict)
            return fail(done.error(), text(QT_TRANSLATE_NOOP("core", "Making the role %1"), role));
        if (!done) { // somebody was faster: it is theirs
            made.erase(role);
            QBM_CHECK(rememberRoles(step, made));
        }
    }
    step.say(text(QT_TRANSLATE_NOOP("core",
                      "Roles were made without login and password: %1; give them what the application needs"),
        listNames(roles)));
    return {};
}

Result<> dropMadeRoles(StepContext& step, postgres::Client& client)
{
    for (const std::string& role : recalledRoles(step)) {
        const auto dropped
            = client.exec("DROP ROLE IF EXISTS " + postgres::quoteIdentifier(role), step.task());
        if (!dropped && dropped.error().kind != ErrorKind::Conflict && dropped.error().kind != ErrorKind::Denied)
            return fail(dropped.error());
        if (!dropped)
            step.say(text(QT_TRANSLATE_NOOP("core", "The role %1 that was made stays: %2"), role,
                dropped.error().message));
    }
    return rememberRoles(step, {});
}

} // namespace qbm::backup
