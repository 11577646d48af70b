// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/create_database.h"

#include "core/backup/fetch_database_entry.h"
#include "core/postgres/shared_names.h"

#include <algorithm>
#include <array>
#include <optional>

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

std::string setClause(const DatabaseSetting& setting)
{
    const bool list = std::ranges::find(kListSettings, setting.name) != kListSettings.end();
    return " SET " + quoteIdentifier(setting.name) + " TO "
        + (list ? quoteList(setting.value) : quoteLiteral(setting.value));
}

/// The provider is always spelled out: left out it would be the one of template0, whatever sorts there.
std::string localeClause(const DatabaseEntry& entry, int serverMajor)
{
    std::string sql = " LC_COLLATE " + quoteLiteral(entry.collate) + " LC_CTYPE " + quoteLiteral(entry.ctype);
    if (entry.provider == 'i') {
        sql += " LOCALE_PROVIDER icu ICU_LOCALE " + quoteLiteral(entry.locale);
        if (!entry.icuRules.empty())
            sql += " ICU_RULES " + quoteLiteral(entry.icuRules);
    } else if (entry.provider == 'b')
        sql += " LOCALE_PROVIDER builtin BUILTIN_LOCALE " + quoteLiteral(entry.locale);
    else if (serverMajor >= 15) // before there was no other
        sql += " LOCALE_PROVIDER libc";
    return sql;
}

std::string createStatement(const std::string& name, const DatabaseEntry& entry, int serverMajor)
{
    std::string sql = "CREATE DATABASE " + quoteIdentifier(name) + " WITH TEMPLATE template0 OWNER "
        + quoteIdentifier(entry.owner) + " ENCODING " + quoteLiteral(entry.encoding) + localeClause(entry, serverMajor);
    if (!entry.tablespace.empty() && entry.tablespace != "pg_default") // naming it takes a right that its use does not
        sql += " TABLESPACE " + quoteIdentifier(entry.tablespace);
    return sql;
}

/// What a database can do without: a refusal is told, it does not end the work.
class Attributes {
public:
    Attributes(postgres::Client& client, const std::string& database, const DatabaseEntry& entry, TaskContext& context)
        : m_client(client)
        , m_database(database)
        , m_entry(entry)
        , m_context(context)
    {
    }

    /// A statement about the database, whose name stands between the parts. What is said is kept in the encoding of the
    /// session that says it: what is not ASCII is said within the database itself, where it is meant to be read.
    Result<> say(const std::string& before, const std::string& after, Text what)
    {
        if (m_entry.encoding == "UTF8" || postgres::isAscii(after))
            return attempt(before + quoteIdentifier(m_database) + after, std::move(what));
        QBM_CHECK(enter());
        // The name is taken from there too, since it is no text of that encoding.
        return attempt(*m_within,
            "DO "
                + quoteLiteral("BEGIN EXECUTE " + quoteLiteral(before) + " || quote_ident(current_database()) || "
                    + quoteLiteral(after) + "; END"),
            std::move(what));
    }

    Result<> attempt(const std::string& sql, Text what) { return attempt(m_client, sql, std::move(what)); }
    Result<> attemptAs(const std::string& role, const std::string& sql, Text what)
    {
        const std::size_t before = m_refused.size();
        QBM_CHECK(attempt("SET ROLE " + quoteIdentifier(role), what));
        if (m_refused.size() > before)
            return {};
        const auto granted = attempt(sql, std::move(what));
        QBM_TRY(reset, m_client.exec("RESET ROLE", m_context));
        return granted;
    }
    std::vector<Text> refused() { return std::move(m_refused); }

private:
    Result<> attempt(postgres::Client& client, const std::string& sql, Text what)
    {
        const auto done = client.exec(sql, m_context);
        if (done || !isRefusal(done.error()))
            return done ? Result<>() : Result<>(fail(done.error()));
        m_refused.push_back(text(QT_TRANSLATE_NOOP("core", "%1 did not come back: %2"), what, done.error().message));
        return {};
    }
    Result<> enter()
    {
        if (m_within)
            return {};
        postgres::ConnectionSettings settings = m_client.settings();
        settings.database = m_database;
        QBM_TRY(client, postgres::Client::connect(std::move(settings), m_context));
        m_within.emplace(std::move(client));
        if (m_entry.encoding == "SQL_ASCII") // where bytes are bytes
            QBM_CHECK(m_within->exec("SELECT pg_catalog.set_config('client_encoding', 'SQL_ASCII', false)", m_context));
        return {};
    }
    static bool isRefusal(const Error& error)
    {
        return error.kind == ErrorKind::Denied || error.kind == ErrorKind::NotFound
            || error.kind == ErrorKind::InvalidInput || error.kind == ErrorKind::Unsupported
            || error.kind == ErrorKind::BadData;
    }

    postgres::Client& m_client;
    const std::string& m_database;
    const DatabaseEntry& m_entry;
    TaskContext& m_context;
    std::optional<postgres::Client> m_within;
    std::vector<Text> m_refused;
};

Result<> giveSettings(Attributes& attributes, const DatabaseEntry& entry)
{
    for (const DatabaseSetting& setting : entry.settings) {
        const std::string whose = setting.role.empty()
            ? "ALTER DATABASE "
            : "ALTER ROLE " + quoteIdentifier(setting.role) + " IN DATABASE ";
        QBM_CHECK(
            attributes.say(whose, setClause(setting), text(QT_TRANSLATE_NOOP("core", "The setting %1"), setting.name)));
    }
    return {};
}

Result<> giveGrants(Attributes& attributes, postgres::Client& client, const std::string& name,
    const DatabaseEntry& entry, TaskContext& context)
{
    if (entry.defaultGrants)
        return {}; // which the new database has by itself
    const std::string on = " ON DATABASE " + quoteIdentifier(name);
    // Whoever may do less than by default must not be able to do more afterwards: no refusal is put up with here.
    QBM_TRY(revoked, client.exec("REVOKE ALL" + on + " FROM PUBLIC, " + quoteIdentifier(entry.owner), context));
    for (const DatabaseGrant& grant : entry.grants) {
        const std::string grantee = grant.grantee.empty() ? "PUBLIC" : quoteIdentifier(grant.grantee);
        // The privilege is one of the server's own words.
        const std::string sql
            = "GRANT " + grant.privilege + on + " TO " + grantee + (grant.grantable ? " WITH GRANT OPTION" : "");
        Text what = text(QT_TRANSLATE_NOOP("core", "The right %1 of %2"), grant.privilege, grantee);
        QBM_CHECK(grant.grantor == entry.owner ? attributes.attempt(sql, std::move(what))
                                               : attributes.attemptAs(grant.grantor, sql, std::move(what)));
    }
    return {};
}

Result<> giveWords(Attributes& attributes, const DatabaseEntry& entry)
{
    if (!entry.comment.empty())
        QBM_CHECK(attributes.say("COMMENT ON DATABASE ", " IS " + quoteLiteral(entry.comment),
            text(QT_TRANSLATE_NOOP("core", "The comment"))));
    for (const SecurityLabel& label : entry.labels)
        QBM_CHECK(attributes.say("SECURITY LABEL FOR " + quoteIdentifier(label.provider) + " ON DATABASE ",
            " IS " + quoteLiteral(label.label),
            text(QT_TRANSLATE_NOOP("core", "The security label of %1"), label.provider)));
    return {};
}

} // namespace

Result<std::vector<Text>> createDatabase(
    postgres::Client& maintenance, const std::string& name, const DatabaseEntry& entry, TaskContext& context)
{
    auto created = maintenance.exec(createStatement(name, entry, maintenance.serverMajor()), context);
    if (!created)
        return fail(std::move(created).error(), text(QT_TRANSLATE_NOOP("core", "Making the database %1"), name));
    Attributes attributes(maintenance, name, entry, context);
    QBM_CHECK(giveSettings(attributes, entry));
    QBM_CHECK(giveGrants(attributes, maintenance, name, entry, context));
    QBM_CHECK(giveWords(attributes, entry));
    return attributes.refused();
}

Result<std::vector<Text>> completeDatabase(
    postgres::Client& maintenance, const std::string& name, const DatabaseEntry& entry, TaskContext& context)
{
    const std::string alter = "ALTER DATABASE " + quoteIdentifier(name);
    if (entry.connectionLimit >= 0) {
        const std::string limit = " CONNECTION LIMIT " + std::to_string(entry.connectionLimit);
        QBM_TRY(limited, maintenance.exec(alter + limit, context));
    }
    if (entry.isTemplate) {
        QBM_TRY(marked, maintenance.exec(alter + " IS_TEMPLATE true", context));
    }
    QBM_TRY(found, fetchDatabaseEntry(maintenance, name, context));
    return compareEntries(entry, found);
}

} // namespace qbm::backup
