// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/postgres/client.h"

#include <set>
#include <string>

namespace qbm::backup {

/// What the server that gets a backup has, and what the connecting role may do there: all that is needed to say
/// beforehand what comes back and what does not.
struct TargetServer {
    int major = 0;
    std::string user; ///< the connecting role
    bool superuser = false;
    bool createsRoles = false;
    bool icu = false; ///< built with it
    std::set<std::string> roles;
    std::set<std::string> actsAs; ///< roles whose rights the connecting role has, itself included
    std::set<std::string> tablespaces; ///< in which the connecting role may make something
    std::set<std::string> settings; ///< in small letters: those that the connecting role may set for a database

    std::string encoding; ///< in which its names are seen, see seenIn(); empty: as the bytes that they are
    std::set<std::string> unwritable; ///< roles that are there, and that this encoding cannot name

    bool hasRole(const std::string& role) const { return roles.contains(role); }
    bool maySet(const std::string& setting) const;
};

/// \param client on any database of the server \error as postgres::Client
Result<TargetServer> fetchTargetServer(postgres::Client& client, TaskContext& context);

/// The same server as a database in `encoding` sees it. Names of roles and tablespaces are bytes for the whole server,
/// which each database takes for characters of its own; what is none there cannot be named, and counts as not there.
TargetServer seenIn(TargetServer server, const std::string& encoding);

/// "a, b"; more than ten are counted.
std::string listNames(const std::set<std::string>& names);

} // namespace qbm::backup
