// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/side_database.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

/// createDatabaseLike(): everything about a database that no dump of it holds.
namespace qbm::backup {

namespace {

using postgres::quoteIdentifier;
using postgres::quoteLiteral;

/// Settings whose value is a list of names; quoted as one they would mean a single odd name. \source pg_dump's
/// variable_is_guc_list_quote
constexpr std::array<std::string_view, 6> kListSettings{"local_preload_libraries", "search_path",
    "session_preload_libraries", "shared_preload_libraries", "temp_tablespaces", "unix_socket_directories"};

/// `"a b", c` to 'a b', 'c'
std::string quoteList(std::string_view list)
{
    std::string out, element;
    bool quoted = false, wasQuoted = false;
    const auto endElement = [&] {
        if (!element.empty() || wasQuoted)
            out += (out.empty() ? "" : ", ") + quoteLiteral(element);
        element.clear();
        wasQuoted = false;
    };
    for (std::size_t i = 0; i < list.size(); ++i) {
        const char c = list[i];
        if (c == '"' && quoted && i + 1 < list.size() && list[i + 1] == '"')
            element += list[++i];
        else if (c == '"') {
            quoted = !quoted;
            wasQuoted = true;
        } else if (c == ',' && !quoted)
            endElement();
        else if (quoted || c != ' ')
            element += c;
    }
    endElement();
    return out.empty() ? "''" : out;
}

/// "name=value", as pg_db_role_setting keeps it, to SET "name" TO 'value'
std::string setClause(const std::string& setting)
{
    const std::size_t equals = setting.find('=');
    const std::string name = setting.substr(0, equals);
    const std::string value = equals == std::string::npos ? std::string() : setting.substr(equals + 1);
    const bool list = std::ranges::find(kListSettings, name) != kListSettings.end();
    return " SET " + quoteIdentifier(name) + " TO " + (list ? quoteList(value) : quoteLiteral(value));
}

/// What CREATE DATABASE is told; catalogues of other versions have other columns, hence the document.
std::string createStatement(const std::string& name, const nlohmann::json& like)
{
    const auto value = [&](const char* key) {
        const auto found = like.find(key);
        return found != like.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    std::string sql = "CREATE DATABASE " + quoteIdentifier(name) + " WITH TEMPLATE template0 OWNER "
        + quoteIdentifier(value("owner")) + " ENCODING " + quoteLiteral(value("encoding")) + " LC_COLLATE "
        + quoteLiteral(value("datcollate")) + " LC_CTYPE " + quoteLiteral(value("datctype"));
    if (value("tablespace") != "pg_default") // naming it takes a right on it that its use does not
        sql += " TABLESPACE " + quoteIdentifier(value("tablespace"));
    // "datlocale" since 17, "daticulocale" before.
    const std::string locale = value("datlocale").empty() ? value("daticulocale") : value("datlocale");
    if (value("datlocprovider") == "i") {
        sql += " LOCALE_PROVIDER icu ICU_LOCALE " + quoteLiteral(locale);
        if (!value("daticurules").empty())
            sql += " ICU_RULES " + quoteLiteral(value("daticurules"));
    } else if (value("datlocprovider") == "b")
        sql += " LOCALE_PROVIDER builtin BUILTIN_LOCALE " + quoteLiteral(locale);
    const auto limit = like.find("datconnlimit");
    if (limit != like.end() && limit->is_number_integer() && limit->get<int>() >= 0)
        sql += " CONNECTION LIMIT " + std::to_string(limit->get<int>());
    return sql;
}

Result<nlohmann::json> fetchDescription(postgres::Client& client, const std::string& database, TaskContext& context)
{
    QBM_TRY(table,
        client.query("SELECT to_jsonb(d) || jsonb_build_object('owner', pg_get_userbyid(d.datdba), 'encoding', "
                     "pg_encoding_to_char(d.encoding), 'tablespace', t.spcname) "
                     "FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace WHERE d.datname = $1",
            {database}, context));
    if (table.rows.empty())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "There is no database %1 to make another one like it."), database));
    auto document = nlohmann::json::parse(table.rows[0][0].value_or(""), nullptr, false);
    if (!document.is_object())
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The server describes the database %1 in an unknown way."), database));
    return document;
}

Result<> copySettings(postgres::Client& client, const std::string& name, const std::string& like, TaskContext& context)
{
    QBM_TRY(settings,
        client.query("SELECT coalesce(r.rolname, ''), setting FROM pg_db_role_setting s "
                     "JOIN pg_database d ON d.oid = s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole, "
                     "unnest(s.setconfig) WITH ORDINALITY AS u (setting, position) "
                     "WHERE d.datname = $1 AND (s.setrole = 0 OR r.rolname IS NOT NULL) ORDER BY 1, position",
            {like}, context));
    for (const postgres::Row& row : settings.rows) {
        const std::string whose = row[0]->empty()
            ? "ALTER DATABASE " + quoteIdentifier(name)
            : "ALTER ROLE " + quoteIdentifier(*row[0]) + " IN DATABASE " + quoteIdentifier(name);
        QBM_TRY(set, client.exec(whose + setClause(*row[1]), context));
    }
    return {};
}

Result<> copyGrants(postgres::Client& client, const std::string& name, const std::string& like, TaskContext& context)
{
    // No row: the defaults, which the new database has by itself.
    QBM_TRY(grants,
        client.query("SELECT coalesce(g.rolname, ''), a.privilege_type, a.is_grantable, pg_get_userbyid(d.datdba) "
                     "FROM pg_database d, aclexplode(d.datacl) a LEFT JOIN pg_roles g ON g.oid = a.grantee "
                     "WHERE d.datname = $1 AND (a.grantee = 0 OR g.rolname IS NOT NULL)",
            {like}, context));
    if (grants.rows.empty())
        return {};
    const std::string on = " ON DATABASE " + quoteIdentifier(name);
    QBM_TRY(revoked, client.exec("REVOKE ALL" + on + " FROM PUBLIC, " + quoteIdentifier(*grants.rows[0][3]), context));
    for (const postgres::Row& row : grants.rows) {
        const std::string grantee = row[0]->empty() ? "PUBLIC" : quoteIdentifier(*row[0]);
        const std::string option = row[2] == "t" ? " WITH GRANT OPTION" : "";
        // The privilege is one of the server's own words.
        QBM_TRY(granted, client.exec("GRANT " + *row[1] + on + " TO " + grantee + option, context));
    }
    return {};
}

Result<> copyComment(postgres::Client& client, const std::string& name, const std::string& like, TaskContext& context)
{
    QBM_TRY(comment,
        client.query(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1", {like}, context));
    if (comment.rows.empty() || !comment.rows[0][0])
        return {};
    QBM_TRY(set,
        client.exec(
            "COMMENT ON DATABASE " + quoteIdentifier(name) + " IS " + quoteLiteral(*comment.rows[0][0]), context));
    return {};
}

} // namespace

Result<> createDatabaseLike(
    postgres::Client& maintenance, const std::string& name, const std::string& like, TaskContext& context)
{
    QBM_TRY(description, fetchDescription(maintenance, like, context));
    auto created = maintenance.exec(createStatement(name, description), context);
    if (!created)
        return fail(std::move(created).error(), text(QT_TRANSLATE_NOOP("core", "Making the database %1"), name));
    QBM_CHECK(copySettings(maintenance, name, like, context));
    QBM_CHECK(copyGrants(maintenance, name, like, context));
    return copyComment(maintenance, name, like, context);
}

} // namespace qbm::backup
