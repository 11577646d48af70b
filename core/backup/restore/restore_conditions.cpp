// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restore_conditions.h"

#include "core/backup/operation_checks.h"
#include "core/backup/restore/bring_back.h"
#include "core/backup/restore/make_roles.h"
#include "core/backup/restore/replaced_objects.h"
#include "core/backup/restore/restricted_objects.h"
#include "core/backup/restore/row_order.h"
#include "core/backup/restore/server_disk.h"
#include "core/base/unit.h"

#include <algorithm>
#include <array>
#include <map>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Verdict;

/// Extensions whose library must be loaded when the server starts.
constexpr std::array<std::string_view, 4> kPreloaded{"citus", "pg_cron", "pgaudit", "timescaledb"};
/// Sessions beside those of pg_restore: ours, and one that looks whether it still works.
constexpr int kOwnSessions = 2;

class Conditions {
public:
    Conditions(postgres::Client& client, const ConditionQuestion& question, const TargetServer& server,
        std::vector<Check>& checks, TaskContext& context)
        : m_client(client)
        , m_question(question)
        , m_server(server)
        , m_checks(checks)
        , m_context(context)
    {
    }

    Result<> ask()
    {
        QBM_CHECK(askPrimary());
        if (m_question.makesDatabase)
            m_checks.push_back(checkMayCreate(m_client, m_context));
        askVersion();
        QBM_CHECK(askExtensions());
        QBM_CHECK(askRestricted());
        if (m_question.replaces)
            QBM_CHECK(askReplaced());
        askRowOrder();
        askTablespaces();
        QBM_CHECK(askSlots());
        askRoles();
        askRights();
        askEntry();
        if (m_question.neededBytes > 0)
            askDisk();
        return {};
    }

private:
    void add(Text what, Verdict verdict, Text reason)
    {
        m_checks.push_back({std::move(what), verdict, std::move(reason)});
    }

    Result<> askPrimary()
    {
        QBM_TRY(answer, m_client.query("SELECT pg_is_in_recovery()", m_context));
        const bool standby = answer.rows.at(0)[0] == "t";
        add(text(QT_TRANSLATE_NOOP("core", "The server takes writes")), standby ? Verdict::Fail : Verdict::Pass,
            standby
                ? text(QT_TRANSLATE_NOOP("core", "The server is a standby and takes no writes; restore on its primary."))
                : text(QT_TRANSLATE_NOOP("core", "it is a primary")));
        return {};
    }

    void askVersion()
    {
        if (!m_question.backup.sidecar)
            return;
        const int from = majorOf(m_question.backup.sidecar->serverVersion);
        if (from == 0)
            return;
        const bool newer = from > m_server.major;
        add(text(QT_TRANSLATE_NOOP("core", "The backup's PostgreSQL version fits the server's")),
            newer ? Verdict::Warning : Verdict::Pass,
            newer ? text(QT_TRANSLATE_NOOP("core",
                             "dumped from %1, restored into %2: what only the newer version knows would end the "
                             "restore; try it with a drill first"),
                        m_question.backup.sidecar->serverVersion, m_server.major)
                  : text(QT_TRANSLATE_NOOP("core", "dumped from %1, restored into %2"),
                        m_question.backup.sidecar->serverVersion, m_server.major));
    }

    struct Extension {
        bool onlySuperuser = true, trusted = false;
    };
    Result<std::map<std::string, Extension>> fetchExtensions()
    {
        const char* trusted = m_server.major >= 13 ? "v.trusted" : "false";
        QBM_TRY(answer,
            m_client.query(std::string("SELECT e.name, coalesce(v.superuser, true), coalesce(") + trusted
                    + ", false) FROM pg_available_extensions e LEFT JOIN pg_available_extension_versions v ON v.name = "
                      "e.name AND v.version = e.default_version",
                m_context));
        std::map<std::string, Extension> extensions;
        for (const postgres::Row& row : answer.rows)
            extensions[row[0].value_or("")] = {row[1] == "t", row[2] == "t"};
        return extensions;
    }

    std::set<std::string> wantedExtensions(const std::set<std::int64_t>& staying) const
    {
        std::set<std::string> wanted;
        for (const ArchiveItem& item : m_question.items) {
            if (item.kind == "EXTENSION" && !staying.contains(item.id))
                wanted.insert(item.name);
        }
        return wanted;
    }

    Result<> askExtensions()
    {
        QBM_TRY(available, fetchExtensions());
        std::set<std::int64_t> staying;
        if (!m_question.makesDatabase) {
            QBM_TRY(found, extensionsThatStay(m_client, m_question.items, m_server, m_context));
            staying = std::move(found);
        }
        const std::set<std::string> wanted = wantedExtensions(staying);
        std::set<std::string> missing, restricted;
        for (const std::string& name : wanted) {
            const auto found = available.find(name);
            if (found == available.end())
                missing.insert(name);
            else if (!m_server.superuser && found->second.onlySuperuser && !found->second.trusted)
                restricted.insert(name);
        }
        Text what = text(QT_TRANSLATE_NOOP("core", "The server has the extensions of the backup"));
        if (!missing.empty())
            add(what, Verdict::Fail,
                text(QT_TRANSLATE_NOOP("core", "Not installed there: %1. Install them on the database server."),
                    listNames(missing)));
        if (!restricted.empty())
            add(what, Verdict::Fail,
                text(QT_TRANSLATE_NOOP("core",
                         "Only a superuser may make them, and %1 is none: %2. Connect as a superuser for the restore."),
                    m_server.user, listNames(restricted)));
        if (missing.empty() && restricted.empty())
            add(what, Verdict::Pass,
                wanted.empty() ? text(QT_TRANSLATE_NOOP("core", "it has none")) : Text(listNames(wanted)));
        return askPreloaded(wanted);
    }

    /// Not every role may read these settings; what cannot be read is no obstacle.
    Result<> askPreloaded(const std::set<std::string>& wanted)
    {
        QBM_TRY(answer,
            m_client.query("SELECT (SELECT setting FROM pg_settings WHERE name = 'shared_preload_libraries'), "
                           "current_setting('cron.database_name', true)",
                m_context));
        const postgres::Row& row = answer.rows.at(0);
        for (const std::string_view name : kPreloaded) {
            if (wanted.contains(std::string(name)) && row[0] && row[0]->find(name) == std::string::npos)
                add(text(QT_TRANSLATE_NOOP("core", "The server has loaded %1"), std::string(name)), Verdict::Fail,
                    text(QT_TRANSLATE_NOOP("core",
                             "The extension %1 can be made only where shared_preload_libraries names it; add it to "
                             "postgresql.conf and restart the server."),
                        std::string(name)));
        }
        if (wanted.contains("pg_cron") && row[1] && *row[1] != m_question.database)
            add(text(QT_TRANSLATE_NOOP("core", "pg_cron can be made in %1"), m_question.database), Verdict::Fail,
                text(QT_TRANSLATE_NOOP("core",
                         "The server lets pg_cron be in the database %1 only (cron.database_name); restore in place, "
                         "or leave it out of the backup."),
                    *row[1]));
        return {};
    }

    Result<> askRestricted()
    {
        QBM_TRY(answer, m_client.query("SELECT lanname FROM pg_language WHERE NOT lanpltrusted", m_context));
        std::set<std::string> untrusted;
        for (const postgres::Row& row : answer.rows)
            untrusted.insert(row[0].value_or(""));
        const std::set<std::string> restricted = restrictedObjects(m_question.items, m_server, untrusted);
        if (!restricted.empty())
            add(text(QT_TRANSLATE_NOOP("core", "%1 may make everything that the backup holds"), m_server.user),
                Verdict::Fail,
                text(QT_TRANSLATE_NOOP("core", "Only a superuser may make: %1. Connect as a superuser for the restore."),
                    listNames(restricted)));
        return {};
    }

    Result<> askReplaced()
    {
        if (m_server.superuser)
            return {};
        QBM_TRY(others, fetchObjectsOfOthers(m_client, m_question.items, m_context));
        if (!others.empty())
            add(text(QT_TRANSLATE_NOOP("core", "%1 may drop what is replaced"), m_server.user), Verdict::Fail,
                text(QT_TRANSLATE_NOOP("core",
                         "It belongs to roles that %1 is no member of: %2. Connect as a superuser, or restore beside."),
                    m_server.user, listNames(others)));
        return {};
    }

    /// Of the database that is filled.
    std::string filledEncoding() const
    {
        return m_question.entry ? m_question.entry->entry.encoding : m_client.serverEncoding();
    }

    void askTablespaces()
    {
        const std::set<std::string> missing = missingTablespaces(m_question.items, seenIn(m_server, filledEncoding()));
        if (!missing.empty())
            add(text(QT_TRANSLATE_NOOP("core", "The server has the tablespaces of the backup")), Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core",
                         "They are not there, or %1 may not use them: %2. Everything goes into the database's own."),
                    m_server.user, listNames(missing)));
    }

    Result<> askSlots()
    {
        const char* reserved = m_server.superuser
            ? "0"
            : m_server.major >= 16 ? "current_setting('superuser_reserved_connections')::int + "
                                     "current_setting('reserved_connections')::int"
                                   : "current_setting('superuser_reserved_connections')::int";
        QBM_TRY(answer,
            m_client.query(std::string("SELECT current_setting('max_connections')::int - (") + reserved
                    + ") - (SELECT count(*) FROM pg_stat_activity WHERE usename IS NOT NULL), "
                      "CASE WHEN r.rolconnlimit < 0 OR r.rolsuper THEN NULL ELSE r.rolconnlimit - (SELECT count(*) "
                      "FROM pg_stat_activity WHERE usename = r.rolname) END FROM pg_roles r WHERE r.rolname = "
                      "current_user",
                m_context));
        const postgres::Row& row = answer.rows.at(0);
        QBM_TRY(free, postgres::toInteger(row[0]));
        if (row[1]) {
            QBM_TRY(ofRole, postgres::toInteger(row[1]));
            free = std::min(free, ofRole);
        }
        const int needed = std::max(1, m_question.jobs) + kOwnSessions;
        if (free < needed)
            add(text(QT_TRANSLATE_NOOP("core", "The server has free connections")), Verdict::Fail,
                text(QT_TRANSLATE_NOOP("core",
                         "%1 are free for %2 and %3 are needed; end sessions, or lower the number of jobs in the "
                         "profile."),
                    std::max<std::int64_t>(free, 0), m_server.user, needed));
        return {};
    }

    void askRoles()
    {
        if (!m_question.makesRoles)
            return;
        const DatabaseEntry entry = m_question.entry ? m_question.entry->wanted : DatabaseEntry();
        const std::set<std::string> roles = rolesToMake(m_question.items, entry, m_server);
        Text what = text(QT_TRANSLATE_NOOP("core", "%1 may make the roles that are missing"), m_server.user);
        if (roles.empty())
            add(std::move(what), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "none is missing")));
        else if (!m_server.createsRoles)
            add(std::move(what), Verdict::Fail,
                text(QT_TRANSLATE_NOOP("core", "%1 has no right to make roles (CREATEROLE), and missing are: %2."),
                    m_server.user, listNames(roles)));
        else
            add(std::move(what), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "without login: %1"), listNames(roles)));
    }

    void askRights()
    {
        Text what = text(QT_TRANSLATE_NOOP("core", "Owners and grants come back"));
        const DatabaseEntry entry = m_question.entry ? m_question.entry->wanted : DatabaseEntry();
        RightsPlan rights = planRights(m_question.items,
            seenIn(m_question.makesRoles ? withRolesMade(m_server, m_question.items, entry) : m_server, filledEncoding()));
        if (!m_question.rights) {
            rights = withoutRights(std::move(rights));
            add(what, Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core",
                         "They are not restored here: everything will belong to %1, and nobody else has rights on it."),
                    m_server.user));
        } else if (rights.complete())
            add(what, Verdict::Pass,
                text(QT_TRANSLATE_NOOP("core", "Owners and grants are restored as they were.")));
        for (const Text& loss : rights.losses)
            add(what, Verdict::Warning, loss);
    }

    void askRowOrder()
    {
        const RowOrder order = orderRows(m_question.items);
        Text what = text(QT_TRANSLATE_NOOP("core", "Rows come back in an order that suits their conditions"));
        if (!order.cyclic.empty())
            add(what, Verdict::Warning,
                m_question.makesDatabase
                    ? text(QT_TRANSLATE_NOOP("core",
                               "Conditions or generated columns of %1 read these tables themselves: no order suits all "
                               "of them. Rows that are refused are tried once more after all others."),
                        listNames(order.cyclic))
                    : text(QT_TRANSLATE_NOOP("core",
                               "Conditions or generated columns of %1 read these tables themselves: no order suits all "
                               "of them. If rows are refused, everything is taken back; restore beside then."),
                        listNames(order.cyclic)));
        if (!order.generated.empty())
            add(std::move(what), Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core",
                         "Generated columns of %1 call functions that read tables: they are in no backup. They are "
                         "computed anew, after the rows that they read, and are not compared with what they were."),
                    listNames(order.generated)));
    }

    void askEntry()
    {
        if (!m_question.entry)
            return;
        for (const Check& difference : m_question.entry->differences)
            m_checks.push_back(difference);
        if (m_question.entry->differences.empty())
            add(text(QT_TRANSLATE_NOOP("core", "The database itself is the same again")), Verdict::Pass,
                m_question.entry->source == EntrySource::Live
                    ? text(QT_TRANSLATE_NOOP("core", "owner, locale, settings and rights of the live one"))
                    : text(QT_TRANSLATE_NOOP("core", "owner, locale, settings and rights by the backup's record")));
    }

    /// A disk that we seldom see.
    void askDisk()
    {
        Text what = text(QT_TRANSLATE_NOOP("core", "The database server has room for a second copy"));
        const std::uint64_t needed = m_question.neededBytes;
        const auto free = freeServerDiskBytes(m_client, m_context);
        if (!free)
            add(std::move(what), Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core",
                         "About %1 are needed there; the server's disk cannot be seen from here. If it fills up, the "
                         "copy is dropped again and nothing else has happened."),
                    formatBytes(needed)));
        else
            add(std::move(what), *free >= needed ? Verdict::Pass : Verdict::Fail,
                text(QT_TRANSLATE_NOOP("core", "%1 free, about %2 needed"), formatBytes(*free), formatBytes(needed)));
    }

    postgres::Client& m_client;
    const ConditionQuestion& m_question;
    const TargetServer& m_server;
    std::vector<Check>& m_checks;
    TaskContext& m_context;
};

} // namespace

Result<> checkConditions(postgres::Client& client, const ConditionQuestion& question,
    std::vector<operation::Check>& checks, TaskContext& context)
{
    QBM_TRY(server, fetchTargetServer(client, context));
    return Conditions(client, question, server, checks, context).ask();
}

Result<std::set<std::int64_t>> extensionsThatStay(
    postgres::Client& client, const std::vector<ArchiveItem>& items, const TargetServer& server, TaskContext& context)
{
    std::set<std::int64_t> staying;
    if (server.superuser)
        return staying;
    QBM_TRY(answer,
        client.query("SELECT extname FROM pg_extension WHERE NOT pg_has_role(extowner, 'USAGE')", context));
    for (const postgres::Row& row : answer.rows) {
        const std::string name = row[0].value_or("");
        for (const ArchiveItem& item : items) {
            if ((item.kind == "EXTENSION" && item.name == name)
                || (item.kind == "COMMENT" && item.name == "EXTENSION " + name))
                staying.insert(item.id);
        }
    }
    return staying;
}

} // namespace qbm::backup
