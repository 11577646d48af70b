// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/tools.h"
#include "core/postgres/client.h"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::backup {

/// Whether the owners and grants that an archive holds can be brought back along with its objects.
struct OwnershipReport {
    bool superuser = false; ///< the connecting role: nobody else may give objects to others
    std::vector<std::string> missingRoles; ///< named by the archive and not on the server
    bool restorable() const { return superuser && missingRoles.empty(); }
};

/// \param archive as openArchive() gives it \error BadData if pg_restore cannot read it, as postgres::Client
Result<OwnershipReport> checkOwnership(
    postgres::Client& client, const Tools& tools, const std::filesystem::path& archive, TaskContext& context);
/// One sentence on what becomes of owners and grants.
Text describe(const OwnershipReport& report);

/// Roles that a script of pg_restore names as owners, grantors and grantees, line by line.
class RoleScanner {
public:
    void add(std::string_view chunk);
    const std::set<std::string>& roles() const { return m_roles; }

private:
    void scanLine(std::string_view line);

    std::string m_rest;
    bool m_inGrants = false;
    std::set<std::string> m_roles;
};

} // namespace qbm::backup
