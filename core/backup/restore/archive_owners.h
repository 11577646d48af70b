// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/archive_stream.h"
#include "core/backup/restore/target_server.h"
#include "core/base/text.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace qbm::backup {

/// A statement that is run when everything else of an archive is there.
struct RightsStatement {
    std::string actAs; ///< as which role; empty: as we are
    std::string sql;
    Text what; ///< "the rights on public.people"
    bool optional = false; ///< a refusal is told and put up with
    bool object = false; ///< it makes something; false: it gives an owner or a right
};

/// What of an archive's owners, grants, policies, user mappings and labels comes back on a server, and how. A role that
/// is not there takes along what names it and nothing else.
struct RightsPlan {
    bool owners = true; ///< pg_restore gives the objects to their owners, as they are made
    bool grants = true; ///< pg_restore grants
    std::set<std::int64_t> leftOut; ///< entries that pg_restore must not make
    std::vector<RightsStatement> afterwards; ///< what is made of them, in this order
    std::set<std::string> missingRoles; ///< named by the archive and not on the server
    std::vector<Text> objectLosses; ///< policies and user mappings that do not come back, one sentence each
    std::vector<Text> losses; ///< everything that does not come back, those included
    bool complete() const { return losses.empty(); }
};

/// \param items of the archive, or those of them that are wanted
RightsPlan planRights(const std::vector<ArchiveItem>& items, const TargetServer& server);

/// The same where owners and grants are not wanted: only what could not be made at all is left.
RightsPlan withoutRights(RightsPlan plan);

/// Roles that the archive names in any way.
std::set<std::string> rolesNamedBy(const std::vector<ArchiveItem>& items);

/// Numbers for FillOptions::entries; empty where nothing is left out.
std::vector<std::int64_t> entriesOf(const std::vector<ArchiveItem>& items, const RightsPlan& plan);

/// "TABLE public.people", as ALTER .. OWNER TO names it; empty for what has no owner of its own.
std::string ownedObject(const ArchiveItem& item);

} // namespace qbm::backup
