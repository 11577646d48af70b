// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/fetch_database_entry.h"

#include "core/postgres/shared_names.h"

namespace qbm::backup {

namespace {

using postgres::isNamed;

// By name, so that a database that is renamed in between gives no mixture of two.
const std::string kGrantsSql
    = "SELECT coalesce(o.rolname, ''), coalesce(g.rolname, ''), a.privilege_type, a.is_grantable "
      "FROM pg_database d CROSS JOIN LATERAL aclexplode(d.datacl) WITH ORDINALITY AS a (grantor, grantee, "
      "privilege_type, is_grantable, position) LEFT JOIN pg_roles o ON o.oid = a.grantor "
      "LEFT JOIN pg_roles g ON g.oid = a.grantee "
      "WHERE "
    + isNamed("d.datname") + " AND (a.grantee = 0 OR g.rolname IS NOT NULL) ORDER BY a.position";

const std::string kSettingsSql
    = "SELECT coalesce(r.rolname, ''), u.setting FROM pg_db_role_setting s JOIN pg_database d ON d.oid = "
      "s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole CROSS JOIN LATERAL unnest(s.setconfig) WITH ORDINALITY "
      "AS u (setting, position) WHERE "
    + isNamed("d.datname") + " AND (s.setrole = 0 OR r.rolname IS NOT NULL) ORDER BY 1, u.position";

const std::string kLabelsSql = "SELECT l.provider, l.label FROM pg_shseclabel l JOIN pg_database d ON d.oid = "
                               "l.objoid WHERE l.classoid = 'pg_database'::regclass AND "
    + isNamed("d.datname") + " ORDER BY 1";

/// The catalogue's columns differ from version to version.
std::string entrySql(int major)
{
    const char* provider = major >= 15 ? "d.datlocprovider::text" : "'c'";
    const char* locale = major >= 17 ? "coalesce(d.datlocale, '')"
        : major >= 15                ? "coalesce(d.daticulocale, '')"
                                     : "''";
    const char* rules = major >= 16 ? "coalesce(d.daticurules, '')" : "''";
    return std::string("SELECT pg_get_userbyid(d.datdba), pg_encoding_to_char(d.encoding), ") + provider
        + ", d.datcollate::text, d.datctype::text, " + locale + ", " + rules
        + ", t.spcname, d.datistemplate, d.datallowconn, d.datconnlimit, d.datacl IS NULL, "
          "coalesce(shobj_description(d.oid, 'pg_database'), '') "
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
    entry.owner = cell(0);
    entry.encoding = cell(1);
    entry.provider = cell(2).empty() ? 'c' : cell(2)[0];
    entry.collate = cell(3);
    entry.ctype = cell(4);
    entry.locale = cell(5);
    entry.icuRules = cell(6);
    entry.tablespace = cell(7);
    entry.isTemplate = cell(8) == "t";
    entry.allowsConnections = cell(9) == "t";
    QBM_TRY(limit, postgres::toInteger(row.at(10)));
    entry.connectionLimit = static_cast<int>(limit);
    entry.defaultGrants = cell(11) == "t";
    entry.comment = cell(12);
    QBM_TRY(grants, client.query(kGrantsSql, {bytes}, context));
    for (const postgres::Row& grant : grants.rows)
        entry.grants.push_back({grant[0].value_or(""), grant[1].value_or(""), grant[2].value_or(""), grant[3] == "t"});
    QBM_TRY(settings, client.query(kSettingsSql, {bytes}, context));
    for (const postgres::Row& setting : settings.rows)
        entry.settings.push_back(settingFrom(setting[0].value_or(""), setting[1].value_or("")));
    QBM_TRY(labels, client.query(kLabelsSql, {bytes}, context));
    for (const postgres::Row& label : labels.rows)
        entry.labels.push_back({label[0].value_or(""), label[1].value_or("")});
    return entry;
}

} // namespace qbm::backup
