// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/target_server.h"

#include "core/base/ascii.h"

#include <algorithm>

namespace qbm::backup {

namespace {

constexpr std::size_t kNamesShown = 10;

Result<std::set<std::string>> fetchNames(postgres::Client& client, const std::string& sql, TaskContext& context)
{
    QBM_TRY(answer, client.query(sql, context));
    std::set<std::string> names;
    for (const postgres::Row& row : answer.rows)
        names.insert(row[0].value_or(""));
    return names;
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
        client.query("SELECT rolname, rolsuper, rolcreaterole, EXISTS (SELECT FROM pg_collation WHERE collprovider = "
                     "'i') FROM pg_roles WHERE rolname = current_user",
            context));
    server.user = own.rows.at(0)[0].value_or("");
    server.superuser = own.rows[0][1] == "t";
    server.createsRoles = server.superuser || own.rows[0][2] == "t";
    server.icu = own.rows[0][3] == "t";
    QBM_TRY(roles, fetchNames(client, "SELECT rolname FROM pg_roles", context));
    server.roles = std::move(roles);
    // Since 16 a membership may give rights without letting one act as that role.
    const char* membership = server.major >= 16 ? "SET" : "MEMBER";
    QBM_TRY(actsAs,
        fetchNames(client, std::string("SELECT rolname FROM pg_roles WHERE pg_has_role(oid, '") + membership + "')",
            context));
    server.actsAs = std::move(actsAs);
    QBM_TRY(tablespaces,
        fetchNames(client,
            "SELECT spcname FROM pg_tablespace WHERE has_tablespace_privilege(oid, 'CREATE') AND spcname <> "
            "'pg_global'",
            context));
    server.tablespaces = std::move(tablespaces);
    // What the server does not know is a placeholder, which only a superuser may leave in a database's settings.
    const char* granted = server.major >= 15 ? " OR has_parameter_privilege(name, 'SET')" : "";
    QBM_TRY(settings,
        fetchNames(client, std::string("SELECT lower(name) FROM pg_settings WHERE context = 'user'") + granted, context));
    server.settings = std::move(settings);
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
