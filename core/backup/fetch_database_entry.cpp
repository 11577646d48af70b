// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/fetch_database_entry.h"

#include "core/postgres/shared_names.h"

namespace qbm::backup {

namespace {

using postgres::isNamed;
using postgres::sharedName;
using postgres::sharedNameOf;

/// What is said about a database is kept as the encoding of the session had it that said so, which for all but UTF-8 is
/// taken to be the database's own. Bytes that are no text of that encoding stay as they are.
Result<std::string> decode(
    postgres::Client& client, const postgres::Cell& hex, const std::string& encoding, TaskContext& context)
{
    const std::string bytes = postgres::bytesOfHex(hex.value_or(""));
    if (encoding == "UTF8" || encoding == "SQL_ASCII" || postgres::isAscii(bytes))
        return bytes;
    auto text = client.query(
        "SELECT encode(convert($1::bytea, $2, 'UTF8'), 'hex')", {"\\x" + hex.value_or(""), encoding}, context);
    if (text)
        return postgres::bytesOfHex(text->rows.at(0)[0].value_or(""));
    if (text.error().kind == ErrorKind::Cancelled || text.error().kind == ErrorKind::Unreachable)
        return fail(std::move(text).error());
    return bytes;
}

// By name, so that a database that is renamed in between gives no mixture of two.
const std::string kGrantsSql
    = "SELECT " + sharedName("o.rolname") + ", " + sharedName("g.rolname") + ", a.privilege_type, a.is_grantable "
      "FROM pg_database d CROSS JOIN LATERAL aclexplode(d.datacl) WITH ORDINALITY AS a (grantor, grantee, "
      "privilege_type, is_grantable, position) LEFT JOIN pg_roles o ON o.oid = a.grantor "
      "LEFT JOIN pg_roles g ON g.oid = a.grantee "
      "WHERE "
    + isNamed("d.datname") + " AND (a.grantee = 0 OR g.rolname IS NOT NULL) ORDER BY a.position";

const std::string kSettingsSql = "SELECT " + sharedName("coalesce(r.rolname, '')") + ", " + sharedName("u.setting")
    + " FROM pg_db_role_setting s JOIN pg_database d ON d.oid = "
      "s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole CROSS JOIN LATERAL unnest(s.setconfig) WITH ORDINALITY "
      "AS u (setting, position) WHERE "
    + isNamed("d.datname") + " AND (s.setrole = 0 OR r.rolname IS NOT NULL) ORDER BY 1, u.position";

const std::string kLabelsSql = "SELECT l.provider, " + sharedName("l.label")
    + " FROM pg_shseclabel l JOIN pg_database d ON d.oid = "
      "l.objoid WHERE l.classoid = 'pg_database'::regclass AND "
    + isNamed("d.datname") + " ORDER BY 1";

/// The catalogue's columns differ from version to version.
std::string entrySql(int major)
{
    const char* provider = major >= 15 ? "d.datlocprovider::text" : "'c'";
    const char* locale = major >= 17 ? "d.datlocale"
        : major >= 15                ? "d.daticulocale"
                                     : "''";
    const char* rules = major >= 16 ? "d.daticurules" : "''";
    return "SELECT " + sharedName("pg_get_userbyid(d.datdba)") + ", pg_encoding_to_char(d.encoding), " + provider + ", "
        + sharedName("d.datcollate") + ", " + sharedName("d.datctype") + ", " + sharedName(locale) + ", "
        + sharedName(rules) + ", " + sharedName("t.spcname")
        + ", d.datistemplate, d.datallowconn, d.datconnlimit, d.datacl IS NULL, "
          "coalesce("
        + sharedName("shobj_description(d.oid, 'pg_database')")
        + ", '') "
          "FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace WHERE "
        + isNamed("d.datname");
}

DatabaseSetting settingFrom(const std::string& role, const std::string& assignment)
{
    const std::size_t equals = assignment.find('=');
    return {role, assignment.substr(0, equals),
        equals == std::string::npos ? std::string() : assignment.substr(equals + 1)};
}

} // namespace

Result<DatabaseEntry> fetchDatabaseEntry(postgres::Client& client, const std::string& database, TaskContext& context)
{
    const std::string bytes = postgres::nameBytes(database);
    QBM_TRY(found, client.query(entrySql(client.serverMajor()), {bytes}, context));
    if (found.rows.empty())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "There is no database %1 on %2:%3."), database, client.settings().host,
                client.settings().port));
    const postgres::Row& row = found.rows[0];
    const auto cell = [&](std::size_t column) { return row.at(column).value_or(""); };
    DatabaseEntry entry;
    const auto name = [&](std::size_t column) { return sharedNameOf(row.at(column)); };
    entry.owner = name(0);
    entry.encoding = cell(1);
    entry.provider = cell(2).empty() ? 'c' : cell(2)[0];
    entry.collate = name(3);
    entry.ctype = name(4);
    entry.locale = name(5);
    entry.icuRules = name(6);
    entry.tablespace = name(7);
    entry.isTemplate = cell(8) == "t";
    entry.allowsConnections = cell(9) == "t";
    QBM_TRY(limit, postgres::toInteger(row.at(10)));
    entry.connectionLimit = static_cast<int>(limit);
    entry.defaultGrants = cell(11) == "t";
    QBM_TRY(comment, decode(client, row.at(12), entry.encoding, context));
    entry.comment = std::move(comment);
    QBM_TRY(grants, client.query(kGrantsSql, {bytes}, context));
    for (const postgres::Row& grant : grants.rows)
        entry.grants.push_back(
            {sharedNameOf(grant[0]), sharedNameOf(grant[1]), grant[2].value_or(""), grant[3] == "t"});
    QBM_TRY(settings, client.query(kSettingsSql, {bytes}, context));
    for (const postgres::Row& setting : settings.rows) {
        QBM_TRY(assignment, decode(client, setting[1], entry.encoding, context));
        entry.settings.push_back(settingFrom(sharedNameOf(setting[0]), assignment));
    }
    QBM_TRY(labels, client.query(kLabelsSql, {bytes}, context));
    for (const postgres::Row& label : labels.rows) {
        QBM_TRY(words, decode(client, label[1], entry.encoding, context));
        entry.labels.push_back({label[0].value_or(""), words});
    }
    return entry;
}

} // namespace qbm::backup
