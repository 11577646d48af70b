// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/archive_owners.h"

#include "core/backup/restore/acl_statements.h"
#include "core/base/utf8.h"
#include "core/postgres/client.h"

#include <algorithm>
#include <array>
#include <map>

namespace qbm::backup {

namespace {

using postgres::quoteIdentifier;

constexpr std::array<std::string_view, 18> kNamedByTag{"COLLATION", "CONVERSION", "DOMAIN", "TABLE", "TYPE",
    "FOREIGN TABLE", "TEXT SEARCH DICTIONARY", "TEXT SEARCH CONFIGURATION", "STATISTICS", "PROCEDURAL LANGUAGE",
    "SCHEMA", "EVENT TRIGGER", "FOREIGN DATA WRAPPER", "SERVER", "PUBLICATION", "SUBSCRIPTION", "VIEW", "SEQUENCE"};
/// Their tags hold arguments, which only the statement that drops them quotes as needed.
constexpr std::array<std::string_view, 6> kNamedByDrop{
    "AGGREGATE", "FUNCTION", "OPERATOR", "OPERATOR CLASS", "OPERATOR FAMILY", "PROCEDURE"};

template <std::size_t N>
bool isOneOf(const std::array<std::string_view, N>& kinds, std::string_view kind)
{
    return std::ranges::find(kinds, kind) != kinds.end();
}

bool isGrants(const ArchiveItem& item)
{
    return item.kind == "ACL" || item.kind == "DEFAULT ACL" || item.kind == "ACL LANGUAGE";
}

/// About the database as a whole, by its name: pg_restore makes use of it only where it makes the database itself, and
/// here the name may be the live one's. The record's entry stands for it; see createDatabase().
bool isOfDatabase(const ArchiveItem& item)
{
    return item.kind == "DATABASE" || item.kind == "DATABASE PROPERTIES"
        || ((item.kind == "ACL" || item.kind == "SECURITY LABEL") && item.name.starts_with("DATABASE "));
}

/// The one that every database has, whoever owns it.
bool isPublicOfOwner(const ArchiveItem& item)
{
    return item.kind == "SCHEMA" && item.name == "public" && item.owner == "pg_database_owner";
}

std::string nameOf(const ArchiveItem& item)
{
    return item.schema.empty() ? item.name : item.schema + "." + item.name;
}

bool hasOwner(const ArchiveItem& item)
{
    return !item.owner.empty() && !isPublicOfOwner(item) && !ownedObject(item).empty();
}

std::vector<std::string> rolesIn(const ArchiveItem& item)
{
    std::vector<std::string> roles;
    if (isOfDatabase(item))
        return roles;
    if (hasOwner(item))
        roles.push_back(item.owner);
    if (item.kind == "POLICY")
        std::ranges::copy(policyRoles(item.definition), std::back_inserter(roles));
    else if (item.kind == "USER MAPPING")
        roles.push_back(userMappingRole(item.definition));
    else if (isGrants(item)) {
        for (const AclStatement& statement : parseAclStatements(item.definition)) {
            std::ranges::copy(statement.roles, std::back_inserter(roles));
            roles.push_back(statement.actAs);
        }
    }
    std::erase(roles, std::string());
    return roles;
}

/// What pg_dump writes within a statement for letters that the encoding lacks, as it reads in UTF-8.
/// \source pg_encoding_set_invalid() of PostgreSQL's wchar.c
constexpr std::string_view kNoLetter = "\xc2\x8d ";

/// With question marks for what is no letter.
std::string shownName(std::string name)
{
    for (std::size_t at = name.find(kNoLetter); at != std::string::npos; at = name.find(kNoLetter))
        name.replace(at, kNoLetter.size(), "?");
    if (!isUtf8(name))
        std::ranges::replace_if(name, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
    return name;
}

class Planning {
public:
    Planning(const std::vector<ArchiveItem>& items, const TargetServer& server)
        : m_items(items)
        , m_server(server)
    {
    }

    RightsPlan finish()
    {
        for (const std::string& role : rolesNamedBy(m_items)) {
            if (!m_server.hasRole(role))
                m_plan.missingRoles.insert(role);
        }
        const bool ownersThere = std::ranges::none_of(
            m_items, [&](const ArchiveItem& item) { return hasOwner(item) && isMissing(item.owner); });
        // Whoever is no superuser can give away only to roles it is a member of, and grant only what it owns.
        m_plan.owners = m_plan.grants = m_server.superuser && ownersThere;
        if (!m_plan.owners)
            planOwners();
        for (const ArchiveItem& item : m_items) {
            if (isOfDatabase(item))
                continue;
            if (item.kind == "POLICY")
                planPolicy(item);
            else if (item.kind == "USER MAPPING")
                planUserMapping(item);
            else if (isGrants(item))
                planGrants(item);
            else if (item.kind == "SECURITY LABEL")
                planLabel(item);
        }
        if (m_plan.grants && m_splitGrants)
            refreshAfterwards();
        nameLosses();
        return std::move(m_plan);
    }

private:
    bool isMissing(const std::string& role) const { return m_plan.missingRoles.contains(role); }
    /// "The role x is not on this server", of some that are not or that cannot be named.
    Text whyMissing(const std::set<std::string>& roles) const
    {
        const bool unwritable = std::ranges::any_of(roles, [&](const std::string& role) {
            return m_server.unwritable.contains(role) || !isUtf8(role) || role.find(kNoLetter) != std::string::npos;
        });
        std::set<std::string> shown;
        std::ranges::transform(roles, std::inserter(shown, shown.end()), shownName);
        return unwritable
            ? text(QT_TRANSLATE_NOOP("core", "The role %1 cannot be named in this database, whose encoding %2 lacks its letters"),
                  listNames(shown), m_server.encoding)
            : text(QT_TRANSLATE_NOOP("core", "The role %1 is not on this server"), listNames(shown));
    }
    bool mayActAs(const std::string& role) const { return m_server.superuser || m_server.actsAs.contains(role); }

    /// The schema public is there before the restore, and is its database's owner's.
    static bool comesWithTemplate(const ArchiveItem& item) { return item.kind == "SCHEMA" && item.name == "public"; }

    void planOwners()
    {
        // A sequence that belongs to a column follows its table, and may only be given to whom the table belongs.
        for (const bool sequences : {false, true}) {
            for (const ArchiveItem& item : m_items) {
                const bool madeByUser = item.owner == m_server.user && !comesWithTemplate(item);
                if (!hasOwner(item) || madeByUser || (item.kind == "SEQUENCE") != sequences)
                    continue;
                if (isMissing(item.owner))
                    m_ownedByMissing[item.owner].insert(nameOf(item));
                else if (!mayActAs(item.owner))
                    m_ownedByOthers[item.owner].insert(nameOf(item));
                else
                    addOwner(item);
            }
        }
    }

    void addOwner(const ArchiveItem& item)
    {
        const std::string to = " OWNER TO " + quoteIdentifier(item.owner);
        const Text what = text(QT_TRANSLATE_NOOP("core", "The owner of %1"), nameOf(item));
        if (item.kind != "BLOB METADATA") {
            m_plan.afterwards.push_back({{}, "ALTER " + ownedObject(item) + to, what, !m_server.superuser});
            return;
        }
        // Many large objects in one entry, since 17: a number a line.
        for (std::size_t begin = 0; begin < item.definition.size();) {
            const std::size_t end = std::min(item.definition.find('\n', begin), item.definition.size());
            const std::string number = item.definition.substr(begin, end - begin);
            if (!number.empty() && number.find_first_not_of("0123456789") == std::string::npos)
                m_plan.afterwards.push_back({{}, "ALTER LARGE OBJECT " + number + to, what, !m_server.superuser});
            begin = end + 1;
        }
    }

    void planPolicy(const ArchiveItem& item)
    {
        const std::vector<std::string> roles = policyRoles(item.definition);
        std::set<std::string> missing;
        std::ranges::copy_if(roles, std::inserter(missing, missing.end()), [&](const std::string& role) { return isMissing(role); });
        if (missing.empty())
            return;
        m_plan.leftOut.insert(item.id);
        const bool someAreLeft = missing.size() < std::set<std::string>(roles.begin(), roles.end()).size();
        m_plan.objectLosses.push_back(someAreLeft
                ? text(QT_TRANSLATE_NOOP("core", "The policy %1 is made for its other roles only. %2."), nameOf(item),
                    whyMissing(missing))
                : text(QT_TRANSLATE_NOOP("core", "The policy %1 is left out. %2."), nameOf(item), whyMissing(missing)));
        if (someAreLeft)
            m_plan.afterwards.push_back({{}, policyWithoutRoles(item.definition, missing),
                text(QT_TRANSLATE_NOOP("core", "The policy %1"), nameOf(item)), false, true});
    }

    void planUserMapping(const ArchiveItem& item)
    {
        const std::string role = userMappingRole(item.definition);
        if (role.empty() || !isMissing(role))
            return;
        m_plan.leftOut.insert(item.id);
        m_plan.objectLosses.push_back(text(QT_TRANSLATE_NOOP("core", "The user mapping \"%1\" is left out. %2."),
            item.name, whyMissing({role})));
    }

    void planLabel(const ArchiveItem& item)
    {
        m_plan.leftOut.insert(item.id);
        ++m_labels;
        for (const std::string& sql : statementsOf(item.definition))
            m_plan.afterwards.push_back(
                {{}, sql, text(QT_TRANSLATE_NOOP("core", "The security label of %1"), nameOf(item)), true, true});
    }

    static std::vector<std::string> statementsOf(const std::string& definition)
    {
        std::vector<std::string> out;
        for (const AclStatement& statement : parseAclStatements(definition))
            out.push_back(statement.sql);
        return out;
    }

    bool isWhole(const AclStatement& statement) const
    {
        return std::ranges::none_of(statement.roles, [&](const std::string& role) { return isMissing(role); })
            && (statement.actAs.empty() || !isMissing(statement.actAs));
    }

    void planGrants(const ArchiveItem& item)
    {
        const std::vector<AclStatement> statements = parseAclStatements(item.definition);
        const bool whole = std::ranges::all_of(statements, [&](const AclStatement& s) { return isWhole(s); });
        if (m_plan.grants && whole)
            return; // pg_restore does it
        m_splitGrants = true;
        m_plan.leftOut.insert(item.id);
        for (const AclStatement& statement : statements) {
            if (!isWhole(statement))
                noteMissing(item, statement);
            else if (const std::string role = whoGrants(item, statement); !mayActAs(role))
                m_grantedByOthers[role].insert(grantedObject(item));
            else
                m_plan.afterwards.push_back({statement.actAs, statement.sql,
                    text(QT_TRANSLATE_NOOP("core", "A right on %1"), grantedObject(item)), !m_server.superuser});
        }
    }

    std::string whoGrants(const ArchiveItem& item, const AclStatement& statement) const
    {
        if (!statement.actAs.empty())
            return statement.actAs;
        return item.kind == "DEFAULT ACL" ? item.owner : m_server.user; // the object belongs to one we may act as
    }

    void noteMissing(const ArchiveItem& item, const AclStatement& statement)
    {
        if (!statement.gives)
            return;
        for (const std::string& role : statement.roles) {
            if (isMissing(role))
                m_grantedToMissing[role].insert(grantedObject(item));
        }
        if (!statement.actAs.empty() && isMissing(statement.actAs))
            m_grantedToMissing[statement.actAs].insert(grantedObject(item));
    }

    /// The tags of grants begin with a kind: "TABLE people".
    static std::string grantedObject(const ArchiveItem& item)
    {
        const std::size_t blank = item.name.find(' ');
        if (item.kind == "DEFAULT ACL" || blank == std::string::npos)
            return item.name;
        return item.schema.empty() ? item.name : item.schema + "." + item.name.substr(blank + 1);
    }

    /// A materialized view is filled with its owner's rights, some of which come only now.
    void refreshAfterwards()
    {
        for (const ArchiveItem& item : m_items) {
            if (item.kind != "MATERIALIZED VIEW DATA")
                continue;
            m_plan.leftOut.insert(item.id);
            for (const std::string& sql : statementsOf(item.definition))
                m_plan.afterwards.push_back(
                    {{}, sql, text(QT_TRANSLATE_NOOP("core", "The content of %1"), nameOf(item)), false});
        }
    }

    void nameLosses()
    {
        m_plan.losses = m_plan.objectLosses;
        for (const auto& [role, objects] : m_ownedByMissing)
            m_plan.losses.push_back(text(QT_TRANSLATE_NOOP("core", "%1: what it owned belongs to %2 (%3)."),
                whyMissing({role}), m_server.user, listNames(objects)));
        for (const auto& [role, objects] : m_ownedByOthers)
            m_plan.losses.push_back(
                text(QT_TRANSLATE_NOOP("core",
                         "%1 is no member of %2 and no superuser: what that role owned belongs to %1 (%3)."),
                    m_server.user, role, listNames(objects)));
        for (const auto& [role, objects] : m_grantedToMissing)
            m_plan.losses.push_back(
                text(QT_TRANSLATE_NOOP("core", "%1: rights of it are left out on %2."), whyMissing({role}),
                    listNames(objects)));
        for (const auto& [role, objects] : m_grantedByOthers)
            m_plan.losses.push_back(text(
                QT_TRANSLATE_NOOP("core", "%1 may not act for %2: rights that this role gave are left out on %3."),
                m_server.user, role, listNames(objects)));
        if (m_labels > 0)
            m_plan.losses.push_back(text(QT_TRANSLATE_NOOP("core",
                                             "%1 security labels come back only if this server has their providers "
                                             "loaded."),
                m_labels));
    }

    const std::vector<ArchiveItem>& m_items;
    const TargetServer& m_server;
    RightsPlan m_plan;
    bool m_splitGrants = false;
    int m_labels = 0;
    std::map<std::string, std::set<std::string>> m_ownedByMissing, m_ownedByOthers, m_grantedToMissing,
        m_grantedByOthers;
};

} // namespace

/// \source _getObjectDescription() of pg_backup_archiver.c
std::string ownedObject(const ArchiveItem& item)
{
    if (item.kind == "BLOB METADATA")
        return "LARGE OBJECT"; // many of them
    if (item.kind == "BLOB")
        return "LARGE OBJECT " + item.name;
    if (isOneOf(kNamedByTag, item.kind) || item.kind == "MATERIALIZED VIEW") {
        const bool relation = item.kind == "VIEW" || item.kind == "SEQUENCE" || item.kind == "MATERIALIZED VIEW";
        return (relation ? "TABLE" : item.kind) + " "
            + (item.schema.empty() ? quoteIdentifier(item.name) : postgres::quoteQualified(item.schema, item.name));
    }
    constexpr std::string_view kDrop = "DROP ";
    if (!isOneOf(kNamedByDrop, item.kind) || !item.dropStatement.starts_with(kDrop))
        return {};
    std::string object = item.dropStatement.substr(kDrop.size());
    object.erase(object.find_last_not_of(";\n ") + 1);
    return object;
}

RightsPlan planRights(const std::vector<ArchiveItem>& items, const TargetServer& server)
{
    return Planning(items, server).finish();
}

RightsPlan withoutRights(RightsPlan plan)
{
    plan.owners = plan.grants = false;
    std::erase_if(plan.afterwards, [](const RightsStatement& statement) { return !statement.object; });
    plan.losses = plan.objectLosses;
    return plan;
}

std::set<std::string> rolesNamedBy(const std::vector<ArchiveItem>& items)
{
    std::set<std::string> roles;
    for (const ArchiveItem& item : items) {
        for (std::string& role : rolesIn(item))
            roles.insert(std::move(role));
    }
    return roles;
}

std::vector<std::int64_t> entriesOf(const std::vector<ArchiveItem>& items, const RightsPlan& plan)
{
    std::vector<std::int64_t> entries;
    if (plan.leftOut.empty())
        return entries;
    for (const ArchiveItem& item : items) {
        if (!plan.leftOut.contains(item.id))
            entries.push_back(item.id);
    }
    return entries;
}

} // namespace qbm::backup
