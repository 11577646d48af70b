// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/archive_stream.h"
#include "core/backup/restore/target_server.h"

#include <set>
#include <string>
#include <vector>

namespace qbm::backup {

/// What of an archive only a superuser may make, or whoever has a role that stands in for one: "event trigger et".
/// \param untrustedLanguages of the server \source the CREATE pages of PostgreSQL's documentation
std::set<std::string> restrictedObjects(const std::vector<ArchiveItem>& items, const TargetServer& server,
    const std::set<std::string>& untrustedLanguages);

} // namespace qbm::backup
