// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/table_of_contents.h"
#include "core/backup/fetch_database_entry.h"
#include "core/backup/restore/create_database.h"
#include "core/postgres/shared_names.h"

#include <algorithm>
#include <tuple>

/// What a database shall be like, and what of that a server and a role allow.
namespace qbm::backup {

namespace {

using operation::Check;
using operation::Verdict;

constexpr int kFirstWithProviders = 15;
constexpr int kFirstWithBuiltin = 17;

/// A new database of this server by its own defaults, in the archive's encoding.
Result<DatabaseEntry> entryFromArchive(
    postgres::Client& client, const Backup& backup, const std::filesystem::path& identity, TaskContext& context)
{
    QBM_TRY(items, readTableOfContents(backup, identity, context));
    QBM_TRY(pattern, fetchDatabaseEntry(client, "template1", context));
    QBM_TRY(user, client.query("SELECT " + postgres::sharedName("current_user"), context));
    DatabaseEntry entry;
    entry.owner = postgres::sharedNameOf(user.rows.at(0)[0]);
    entry.encoding = encodingOf(items);
    if (entry.encoding.empty())
        entry.encoding = "UTF8";
    entry.collate = entry.ctype = "C"; // goes with every encoding
    if (entry.encoding == pattern.encoding) {
        entry.provider = pattern.provider;
        entry.collate = pattern.collate;
        entry.ctype = pattern.ctype;
        entry.locale = pattern.locale;
        entry.icuRules = pattern.icuRules;
    }
    entry.tablespace = "pg_default";
    return entry;
}

/// Takes out of an entry what cannot be, and says why.
class Planning {
public:
    Planning(const WantedEntry& wanted, const TargetServer& server)
        : m_server(server)
    {
        m_plan.entry = m_plan.wanted = wanted.entry;
        m_plan.source = wanted.source;
    }

    PlannedEntry finish()
    {
        if (m_plan.source == EntrySource::Archive)
            differ(Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core",
                    "The backup is an older one that does not tell its owner, locale, settings and grants: it gets "
                    "the server's defaults and belongs to %1; set them afterwards."),
                    m_server.user));
        planOwner();
        planLocale();
        planTablespace();
        planSettings();
        planGrants();
        planLabels();
        return std::move(m_plan);
    }

private:
    DatabaseEntry& entry() { return m_plan.entry; }
    void differ(Verdict verdict, Text reason)
    {
        m_plan.differences.push_back(
            {text(QT_TRANSLATE_NOOP("core", "The database itself is the same again")), verdict, std::move(reason)});
    }
    bool mayActAs(const std::string& role) const { return m_server.superuser || m_server.actsAs.contains(role); }

    void planOwner()
    {
        const std::string owner = entry().owner;
        if (m_server.hasRole(owner) && mayActAs(owner))
            return;
        differ(Verdict::Warning,
            m_server.hasRole(owner)
                ? text(QT_TRANSLATE_NOOP("core",
                           "Its owner %1 cannot be given to it by %2, which is no member of that role: it belongs to "
                           "%2; connect as a superuser to keep the owner."),
                    owner, m_server.user)
                : m_server.unwritable.contains(owner)
                ? text(QT_TRANSLATE_NOOP("core",
                           "Its owner %1 has a name that is no UTF-8 and cannot be said here: it belongs to %2; rename "
                           "the role to keep the owner."),
                    owner, m_server.user)
                : text(QT_TRANSLATE_NOOP("core",
                           "Its owner %1 is not on this server: it belongs to %2; create the role first to keep the "
                           "owner."),
                    owner, m_server.user));
        for (DatabaseGrant& grant : entry().grants) {
            if (grant.grantor == owner)
                grant.grantor = m_server.user;
            if (grant.grantee == owner)
                grant.grantee = m_server.user;
        }
        entry().owner = m_server.user;
    }

    void planLocale()
    {
        const bool knows = entry().provider == 'c' || (entry().provider == 'i' && m_server.major >= kFirstWithProviders && m_server.icu)
            || (entry().provider == 'b' && m_server.major >= kFirstWithBuiltin);
        if (!knows)
            differ(Verdict::Fail,
                text(QT_TRANSLATE_NOOP("core",
                         "It sorts by the locale %1 of %2, which this PostgreSQL %3 does not have: everything that is "
                         "sorted would change; restore into a server that has it."),
                    entry().locale, entry().provider == 'i' ? "ICU" : "PostgreSQL itself", m_server.major));
    }

    void planTablespace()
    {
        const std::string tablespace = entry().tablespace;
        if (tablespace.empty() || tablespace == "pg_default" || m_server.tablespaces.contains(tablespace))
            return;
        differ(Verdict::Warning,
            text(QT_TRANSLATE_NOOP("core",
                     "Its tablespace %1 is not on this server, or %2 may not use it: it goes into the default one."),
                tablespace, m_server.user));
        entry().tablespace = "pg_default";
    }

    bool maySetFor(const std::string& role) const
    {
        return m_server.superuser || role.empty() || role == m_server.user || m_server.createsRoles;
    }

    void planSettings()
    {
        std::set<std::string> forSuperusers, ofOthers, ofMissing;
        std::erase_if(entry().settings, [&](const DatabaseSetting& setting) {
            if (!setting.role.empty() && !m_server.hasRole(setting.role))
                return ofMissing.insert(setting.role).second || true;
            if (!m_server.maySet(setting.name))
                return forSuperusers.insert(setting.name).second || true;
            if (!maySetFor(setting.role))
                return ofOthers.insert(setting.role).second || true;
            return false;
        });
        if (!ofMissing.empty())
            differ(Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core", "Settings for roles that are not on this server stay behind: %1."),
                    listNames(ofMissing)));
        if (!forSuperusers.empty())
            differ(Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core",
                         "Settings that only a superuser may give to a database stay behind, as %1 is none: %2. Connect "
                         "as a superuser, or set them afterwards."),
                    m_server.user, listNames(forSuperusers)));
        if (!ofOthers.empty())
            differ(Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core", "Settings for roles that %1 may not change stay behind: %2."),
                    m_server.user, listNames(ofOthers)));
    }

    void planGrants()
    {
        std::set<std::string> missing, others;
        std::erase_if(entry().grants, [&](const DatabaseGrant& grant) {
            for (const std::string& role : {grant.grantee, grant.grantor}) {
                if (!role.empty() && !m_server.hasRole(role))
                    return missing.insert(role).second || true;
            }
            if (grant.grantor != entry().owner && !mayActAs(grant.grantor))
                return others.insert(grant.grantor).second || true;
            return false;
        });
        if (!missing.empty())
            differ(Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core",
                         "Rights on the database of or by roles that are not on this server are left out: %1."),
                    listNames(missing)));
        if (!others.empty())
            differ(Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core",
                         "Rights that other roles gave are left out, as %1 may not act for them: %2."),
                    m_server.user, listNames(others)));
        const std::set<std::string> without = orderGrants();
        if (!without.empty())
            differ(Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core",
                         "Rights given by roles that would have no right to give them are left out: %1."),
                    listNames(without)));
    }

    /// So that each grantor has the option to grant before it is used. \return grantors that never get it
    std::set<std::string> orderGrants()
    {
        std::vector<DatabaseGrant> left = std::move(entry().grants), ordered;
        const auto mayGrant = [&](const DatabaseGrant& grant) {
            return grant.grantor == entry().owner || std::ranges::any_of(ordered, [&](const DatabaseGrant& given) {
                return given.grantee == grant.grantor && given.privilege == grant.privilege && given.grantable;
            });
        };
        for (bool more = true; more;) {
            const auto ready = std::ranges::find_if(left, mayGrant);
            more = ready != left.end();
            if (more) {
                ordered.push_back(*ready);
                left.erase(ready);
            }
        }
        entry().grants = std::move(ordered);
        std::set<std::string> without;
        for (const DatabaseGrant& grant : left)
            without.insert(grant.grantor);
        return without;
    }

    void planLabels()
    {
        std::set<std::string> providers;
        for (const SecurityLabel& label : entry().labels)
            providers.insert(label.provider);
        if (!providers.empty())
            differ(Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core",
                         "Its security labels come back only if this server has their providers loaded: %1."),
                    listNames(providers)));
    }

    const TargetServer& m_server;
    PlannedEntry m_plan;
};

using GrantKey = std::tuple<std::string, std::string, std::string, bool>;

std::set<GrantKey> keysOf(const std::vector<DatabaseGrant>& grants)
{
    std::set<GrantKey> keys;
    for (const DatabaseGrant& grant : grants)
        keys.emplace(grant.grantor, grant.grantee, grant.privilege, grant.grantable);
    return keys;
}

void compare(std::vector<Text>& differences, const char* what, const std::string& wanted, const std::string& found)
{
    if (wanted != found)
        differences.push_back(text(
            QT_TRANSLATE_NOOP("core", "The database's %1 is \"%2\" and should be \"%3\"."), what, found, wanted));
}

std::vector<std::string> linesOf(const std::vector<DatabaseSetting>& settings)
{
    std::vector<std::string> lines;
    for (const DatabaseSetting& setting : settings)
        lines.push_back(setting.role + ": " + setting.name + "=" + setting.value);
    std::ranges::sort(lines);
    return lines;
}

} // namespace

Result<WantedEntry> fetchWantedEntry(postgres::Client& client, const std::string& live, const Backup& backup,
    const std::filesystem::path& identity, TaskContext& context)
{
    if (!live.empty()) {
        auto entry = fetchDatabaseEntry(client, live, context);
        if (entry)
            return WantedEntry{std::move(*entry), EntrySource::Live};
        if (entry.error().kind != ErrorKind::NotFound)
            return fail(std::move(entry).error());
    }
    if (backup.sidecar && backup.sidecar->entry)
        return WantedEntry{*backup.sidecar->entry, EntrySource::Record};
    QBM_TRY(entry, entryFromArchive(client, backup, identity, context));
    return WantedEntry{std::move(entry), EntrySource::Archive};
}

PlannedEntry planEntry(const WantedEntry& wanted, const TargetServer& server)
{
    // Databases are made from one in UTF-8, which cannot name a role that was made in one of another encoding.
    return Planning(wanted, seenIn(server, "UTF8")).finish();
}

Result<PlannedEntry> fetchPlannedEntry(postgres::Client& client, const std::string& live, const Backup& backup,
    const std::filesystem::path& identity, TaskContext& context)
{
    QBM_TRY(wanted, fetchWantedEntry(client, live, backup, identity, context));
    QBM_TRY(server, fetchTargetServer(client, context));
    return planEntry(wanted, server);
}

std::vector<Text> compareEntries(const DatabaseEntry& wanted, const DatabaseEntry& found)
{
    std::vector<Text> differences;
    compare(differences, "owner", wanted.owner, found.owner);
    compare(differences, "encoding", wanted.encoding, found.encoding);
    compare(differences, "locale provider", std::string(1, wanted.provider), std::string(1, found.provider));
    compare(differences, "collation", wanted.collate, found.collate);
    compare(differences, "character type", wanted.ctype, found.ctype);
    compare(differences, "locale", wanted.locale, found.locale);
    compare(differences, "ICU rules", wanted.icuRules, found.icuRules);
    compare(differences, "tablespace", wanted.tablespace.empty() ? found.tablespace : wanted.tablespace,
        found.tablespace);
    compare(differences, "template flag", wanted.isTemplate ? "true" : "false", found.isTemplate ? "true" : "false");
    compare(differences, "connection limit", std::to_string(wanted.connectionLimit),
        std::to_string(found.connectionLimit));
    compare(differences, "comment", wanted.comment, found.comment);
    if (wanted.defaultGrants != found.defaultGrants || keysOf(wanted.grants) != keysOf(found.grants))
        differences.push_back(text(QT_TRANSLATE_NOOP("core", "The rights on the database are not as they should be.")));
    if (linesOf(wanted.settings) != linesOf(found.settings))
        differences.push_back(
            text(QT_TRANSLATE_NOOP("core", "The settings of the database are not as they should be.")));
    if (wanted.labels != found.labels)
        differences.push_back(
            text(QT_TRANSLATE_NOOP("core", "The security labels of the database are not as they should be.")));
    return differences;
}

} // namespace qbm::backup
