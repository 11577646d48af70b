// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/target_server.h"

#include "core/backup/text_encoding.h"
#include "core/base/ascii.h"
#include "core/postgres/shared_names.h"

#include <algorithm>

namespace qbm::backup {

namespace {

constexpr std::size_t kNamesShown = 10;

/// \param sql what stands behind SELECT and the name
Result<std::set<std::string>> fetchNames(
    postgres::Client& client, const char* name, const std::string& sql, TaskContext& context)
{
    QBM_TRY(answer, client.query("SELECT " + postgres::sharedName(name) + " " + sql, context));
    std::set<std::string> names;
    for (const postgres::Row& row : answer.rows)
        names.insert(postgres::sharedNameOf(row[0]));
    return names;
}

/// \param lost gets those that the encoding cannot write
std::set<std::string> namesIn(const std::set<std::string>& names, const std::string& encoding, std::set<std::string>& lost)
{
    std::set<std::string> seen;
    for (const std::string& name : names) {
        if (auto as = sharedNameIn(encoding, name))
            seen.insert(std::move(*as));
        else
            lost.insert(name);
    }
    return seen;
}

} // namespace

bool TargetServer::maySet(const std::string& setting) const
{
    return superuser || settings.contains(toAsciiLower(setting));
}

Result<TargetServer> fetchTargetServer(postgres::Client& client, TaskContext& context)
{
    TargetServer server;
    server.major = client.serverMajor();
    QBM_TRY(own,
        client.query("SELECT " + postgres::sharedName("rolname")
                + ", rolsuper, rolcreaterole, EXISTS (SELECT FROM pg_collation WHERE collprovider = "
                     "'i') FROM pg_roles WHERE rolname = current_user",
            context));
    server.user = postgres::sharedNameOf(own.rows.at(0)[0]);
    server.superuser = own.rows[0][1] == "t";
    server.createsRoles = server.superuser || own.rows[0][2] == "t";
    server.icu = own.rows[0][3] == "t";
    QBM_TRY(roles, fetchNames(client, "rolname", "FROM pg_roles", context));
    server.roles = std::move(roles);
    // Since 16 a membership may give rights without letting one act as that role.
    const char* membership = server.major >= 16 ? "SET" : "MEMBER";
    QBM_TRY(actsAs,
        fetchNames(client, "rolname", std::string("FROM pg_roles WHERE pg_has_role(oid, '") + membership + "')",
            context));
    server.actsAs = std::move(actsAs);
    QBM_TRY(tablespaces,
        fetchNames(client, "spcname",
            "FROM pg_tablespace WHERE has_tablespace_privilege(oid, 'CREATE') AND spcname <> "
            "'pg_global'",
            context));
    server.tablespaces = std::move(tablespaces);
    // What the server does not know is a placeholder, which only a superuser may leave in a database's settings.
    const char* granted = server.major >= 15 ? " OR has_parameter_privilege(name, 'SET')" : "";
    QBM_TRY(settings,
        fetchNames(client, "lower(name)", std::string("FROM pg_settings WHERE context = 'user'") + granted, context));
    server.settings = std::move(settings);
    return server;
}

TargetServer seenIn(TargetServer server, const std::string& encoding)
{
    std::set<std::string> unknown;
    server.encoding = encoding;
    server.user = sharedNameIn(encoding, server.user).value_or(server.user); // who connects makes what is not given away
    server.roles = namesIn(server.roles, encoding, server.unwritable);
    server.actsAs = namesIn(server.actsAs, encoding, unknown);
    server.tablespaces = namesIn(server.tablespaces, encoding, unknown);
    return server;
}

std::string listNames(const std::set<std::string>& names)
{
    std::string out;
    std::size_t shown = 0;
    for (const std::string& name : names) {
        if (shown++ == kNamesShown)
            return out + " (+" + std::to_string(names.size() - kNamesShown) + ")";
        out += (out.empty() ? "" : ", ") + name;
    }
    return out;
}

} // namespace qbm::backup
