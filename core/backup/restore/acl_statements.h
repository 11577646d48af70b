// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Reads out of the SQL that pg_dump writes which roles it names. It is pg_dump's own deparsed text: keywords that are
/// reserved, such as TO and FROM, are never names there unless they stand in quotes.
namespace qbm::backup {

/// One GRANT, REVOKE or ALTER DEFAULT PRIVILEGES of an archive's entry.
struct AclStatement {
    std::string actAs; ///< the role whose grant it is; empty: the object's owner
    std::string sql; ///< without its semicolon
    std::vector<std::string> roles; ///< grantees, and whose default privileges they are; PUBLIC is no role
    bool gives = false; ///< false: it takes rights away
};
std::vector<AclStatement> parseAclStatements(std::string_view definition);

/// Roles a CREATE POLICY is for; empty: for everybody.
std::vector<std::string> policyRoles(std::string_view definition);
/// The same policy for those of its roles that are not `missing`; one must be left.
std::string policyWithoutRoles(std::string_view definition, const std::set<std::string>& missing);

/// Whose a CREATE USER MAPPING is; empty: everybody's.
std::string userMappingRole(std::string_view definition);

/// The word behind LANGUAGE of a CREATE FUNCTION or PROCEDURE; empty if there is none.
std::string functionLanguage(std::string_view definition);

/// Whether `words`, keywords that are separated by blanks, stand in it outside of quotes and brackets.
bool saysOutsideQuotes(std::string_view sql, std::string_view words);

} // namespace qbm::backup
