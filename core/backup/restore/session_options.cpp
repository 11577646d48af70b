// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/session_options.h"

#include "core/backup/output_settings.h"
#include "core/postgres/session_limits.h"

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

} // namespace

Result<std::string> withoutEventTriggers(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(answer,
        client.query("SELECT r.rolsuper AND EXISTS (SELECT FROM pg_event_trigger WHERE evtenabled <> 'D') "
                     "FROM pg_roles r WHERE r.rolname = current_user",
            context));
    if (answer.rows.empty() || answer.rows[0][0] != "t")
        return std::string();
    // What a restore makes is checked by the statements themselves, so that other triggers rest as well does no harm.
    return std::string(client.serverMajor() >= 17 ? "SET LOCAL event_triggers = off;\n"
                                                  : "SET LOCAL session_replication_role = replica;\n");
}

Result<> stillEventTriggers(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(statement, withoutEventTriggers(client, context));
    if (statement.empty())
        return {};
    constexpr std::string_view kLocal = "SET LOCAL ";
    QBM_CHECK(client.exec("SET " + statement.substr(kLocal.size()), context));
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
