// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace qbm::backup {

/// One right on a database, as aclexplode() tells it.
struct DatabaseGrant {
    std::string grantor;
    std::string grantee; ///< empty: PUBLIC
    std::string privilege; ///< CONNECT, CREATE, TEMPORARY
    bool grantable = false;
    friend bool operator==(const DatabaseGrant&, const DatabaseGrant&) = default;
};

/// ALTER DATABASE .. SET, or ALTER ROLE .. IN DATABASE .. SET.
struct DatabaseSetting {
    std::string role; ///< empty: everybody's
    std::string name, value;
    friend bool operator==(const DatabaseSetting&, const DatabaseSetting&) = default;
};

struct SecurityLabel {
    std::string provider, label;
    friend bool operator==(const SecurityLabel&, const SecurityLabel&) = default;
};

/// Everything about a database that no dump of it holds: its line in pg_database and what hangs on that.
struct DatabaseEntry {
    std::string owner;
    std::string encoding; ///< "UTF8"
    char provider = 'c'; ///< pg_database.datlocprovider: c libc, i ICU, b builtin (17 and later)
    std::string collate, ctype; ///< of libc, also where another provider sorts
    std::string locale; ///< of ICU and builtin; empty for libc
    std::string icuRules; ///< 16 and later
    std::string tablespace;
    bool isTemplate = false;
    bool allowsConnections = true;
    int connectionLimit = -1; ///< -1: none
    bool defaultGrants = true; ///< datacl is null: the server's defaults; else `grants` are all there are, even if none
    std::vector<DatabaseGrant> grants;
    std::vector<DatabaseSetting> settings; ///< by role, in their order
    std::string comment;
    std::vector<SecurityLabel> labels;
    friend bool operator==(const DatabaseEntry&, const DatabaseEntry&) = default;
};

nlohmann::ordered_json toJson(const DatabaseEntry& entry);
/// Throws nlohmann::json::exception on what does not fit.
DatabaseEntry databaseEntryFrom(const nlohmann::json& json);

} // namespace qbm::backup
