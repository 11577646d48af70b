// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/session_options.h"

#include "core/backup/output_settings.h"
#include "core/postgres/session_limits.h"

#include <ranges>

namespace qbm::backup {

namespace {

struct Pinned {
    const char* name;
    const char* value;
    int since; ///< the major version that knows it
    bool superuser; ///< only superusers may set it
};

/// \source pg_restore's _doSetFixedOutputState for what need not stand here
constexpr Pinned kPinned[] = {
    {"default_transaction_read_only", "off", 10, false}, // the first statement would fail
    {"default_transaction_isolation", "read committed", 10, false}, // serializable fails under parallel work
    {"default_transaction_deferrable", "off", 10, false},
    {"row_security", "off", 10, false}, // rather an error than rows that are silently left out
    {"array_nulls", "on", 10, false}, // else {NULL} is read as the word
    {"transform_null_equals", "off", 10, false}, // else views and checks with "= NULL" change their meaning
    {"IntervalStyle", "postgres", 10, false}, // sql_standard reads the sign of an interval in another way
    {"backslash_quote", "safe_encoding", 10, false},
    {"standard_conforming_strings", "on", 10, false},
    {"default_with_oids", "off", 10, false}, // versions before 12; later ones accept this value
    {"synchronize_seqscans", "off", 10, false},
    {"session_replication_role", "origin", 10, true}, // triggers of the extensions must work
    {"zero_damaged_pages", "off", 10, true},
    {"lo_compat_privileges", "off", 10, true},
};

Result<std::map<std::string, std::string>> restoreSettings(
    postgres::Client& client, const std::map<std::string, std::string>& output, TaskContext& context)
{
    QBM_TRY(answer,
        client.query("SELECT rolsuper, pg_catalog.current_setting('role') = 'none' FROM pg_roles WHERE rolname = "
                     "current_user",
            context));
    const bool superuser = !answer.rows.empty() && answer.rows[0][0] == "t";
    std::map<std::string, std::string> settings = output;
    for (const postgres::SessionLimit& limit : postgres::kSessionLimits) {
        if (client.serverMajor() >= limit.since)
            settings.try_emplace(limit.name, "0");
    }
    // The tool works as our own session does, which takes no role from the database.
    if (!answer.rows.empty() && answer.rows[0][1] == "t")
        settings.try_emplace("role", "none");
    for (const Pinned& setting : kPinned) {
        if (client.serverMajor() >= setting.since && (superuser || !setting.superuser))
            settings.try_emplace(setting.name, setting.value);
    }
    return settings;
}

/// One line without names, which would have to be in the encoding of whoever runs it. No event trigger fires at it.
std::string alterEventTriggers(const std::string& oids, const char* how)
{
    return std::string("DO ")
        + postgres::quoteLiteral("DECLARE it name; BEGIN FOR it IN SELECT evtname FROM pg_catalog.pg_event_trigger WHERE "
                                 "oid IN ("
            + oids + ") LOOP EXECUTE pg_catalog.format('ALTER EVENT TRIGGER %I " + how + "', it); END LOOP; END")
        + ";\n";
}

} // namespace

Result<EventTriggerRest> restEventTriggers(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(superuser, client.query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user", context));
    if (superuser.rows.empty() || superuser.rows[0][0] != "t")
        return EventTriggerRest();
    QBM_TRY(triggers, client.query("SELECT oid, evtenabled FROM pg_event_trigger WHERE evtenabled <> 'D'", context));
    EventTriggerRest rest;
    if (triggers.rows.empty())
        return rest;
    if (client.serverMajor() >= 17) {
        rest.begin = "SET LOCAL event_triggers = off;\n";
        return rest;
    }
    // What a restore makes is checked by the statements themselves, so that other triggers rest as well does no harm.
    rest.begin = "SET LOCAL session_replication_role = replica;\n";
    for (const char how : {'A', 'R'}) {
        std::string oids;
        for (const postgres::Row& row : triggers.rows) {
            if (row[1] == std::string(1, how))
                oids += (oids.empty() ? "" : ", ") + row[0].value_or("0");
        }
        if (oids.empty())
            continue;
        rest.begin += alterEventTriggers(oids, "DISABLE");
        // Only what is still the same one: another of that name came with the restore, as it should be.
        rest.end += alterEventTriggers(oids, how == 'A' ? "ENABLE ALWAYS" : "ENABLE REPLICA");
    }
    return rest;
}

Result<> runEach(postgres::Client& client, const std::string& statements, TaskContext& context)
{
    for (const auto part : std::views::split(statements, '\n')) {
        if (const std::string statement(part.begin(), part.end()); !statement.empty())
            QBM_CHECK(client.exec(statement, context));
    }
    return {};
}

Result<std::string> restoreSessionOptions(
    postgres::Client& client, const std::map<std::string, std::string>& output, TaskContext& context)
{
    QBM_TRY(settings, restoreSettings(client, output, context));
    std::string options;
    for (const auto& [name, value] : settings)
        options += (options.empty() ? "" : " ") + sessionOption(name, value);
    return options;
}

Result<std::string> restoreSettingsSql(
    postgres::Client& client, const std::map<std::string, std::string>& output, TaskContext& context)
{
    QBM_TRY(settings, restoreSettings(client, output, context));
    std::string sql;
    for (const auto& [name, value] : settings)
        sql += (sql.empty() ? "SELECT " : ", ") + ("pg_catalog.set_config(" + postgres::quoteLiteral(name)) + ", "
            + postgres::quoteLiteral(value) + ", false)";
    return sql;
}

} // namespace qbm::backup
