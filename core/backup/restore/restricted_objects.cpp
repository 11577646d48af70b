// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restricted_objects.h"

#include "core/backup/restore/acl_statements.h"

#include <algorithm>
#include <array>

namespace qbm::backup {

namespace {

/// Always.
constexpr std::array<std::string_view, 9> kRestrictedKinds{"EVENT TRIGGER", "FOREIGN DATA WRAPPER",
    "TEXT SEARCH PARSER", "TEXT SEARCH TEMPLATE", "ACCESS METHOD", "OPERATOR CLASS", "OPERATOR FAMILY", "SHELL TYPE",
    "PUBLICATION TABLES IN SCHEMA"};

bool isRoutine(const ArchiveItem& item)
{
    return item.kind == "FUNCTION" || item.kind == "PROCEDURE";
}

class Judging {
public:
    Judging(const TargetServer& server, const std::set<std::string>& untrustedLanguages)
        : m_server(server)
        , m_untrusted(untrustedLanguages)
    {
    }

    bool isRestricted(const ArchiveItem& item) const
    {
        if (std::ranges::find(kRestrictedKinds, item.kind) != kRestrictedKinds.end())
            return true;
        if (isRoutine(item))
            return isUntrusted(functionLanguage(item.definition)) || saysOutsideQuotes(item.definition, "leakproof");
        if (item.kind == "PROCEDURAL LANGUAGE")
            return true;
        if (item.kind == "PUBLICATION")
            return saysOutsideQuotes(item.definition, "for all tables");
        if (item.kind == "CAST")
            return saysOutsideQuotes(item.definition, "without function");
        if (item.kind == "SUBSCRIPTION")
            return m_server.major < 16 || !m_server.actsAs.contains("pg_create_subscription");
        return item.kind == "TYPE" && item.definition.find("\n    INPUT = ") != std::string::npos;
    }

private:
    bool isUntrusted(const std::string& language) const
    {
        return language == "c" || language == "internal" || m_untrusted.contains(language);
    }

    const TargetServer& m_server;
    const std::set<std::string>& m_untrusted;
};

std::string describe(const ArchiveItem& item)
{
    std::string kind = item.kind;
    std::ranges::transform(kind, kind.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return kind + " " + (item.schema.empty() ? "" : item.schema + ".") + item.name;
}

} // namespace

std::set<std::string> restrictedObjects(const std::vector<ArchiveItem>& items, const TargetServer& server,
    const std::set<std::string>& untrustedLanguages)
{
    std::set<std::string> found;
    if (server.superuser)
        return found;
    const Judging judging(server, untrustedLanguages);
    for (const ArchiveItem& item : items) {
        if (judging.isRestricted(item))
            found.insert(describe(item));
    }
    return found;
}

} // namespace qbm::backup
