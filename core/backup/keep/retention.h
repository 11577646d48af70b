// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace qbm::backup {

/// Which backups stay. A backup stays if any rule wants it; the size cap alone takes from what the rules want, oldest
/// first. The rules count usable backups only, each database and its safety dumps on their own.
struct RetentionPolicy {
    std::optional<int> days = 30; ///< the guide's: younger than this many days stays
    int last = 3; ///< the newest N of a database
    int daily = 0; ///< the newest of each of the last N days that have one (local time)
    int weekly = 0; ///< of each of the last N weeks that have one (Monday first)
    int monthly = 0; ///< of each of the last N months that have one
    std::optional<std::uint64_t> maximumBytes; ///< of all backups together
    friend bool operator==(const RetentionPolicy&, const RetentionPolicy&) = default;
};

/// Why a backup stays or goes.
struct RetentionVerdict {
    std::string name;
    TimePoint takenAt{};
    std::uint64_t sizeBytes = 0;
    bool remove = false;
    Text reason; ///< a sentence: "It is pinned.", "No rule keeps it."
    bool counted = false; ///< among what the size limit is for
};

struct RetentionPlan {
    std::vector<RetentionVerdict> verdicts; ///< newest first, every file of the catalogue
    std::uint64_t removedBytes = 0;
    std::uint64_t keptBytes = 0; ///< of backups; foreign files are not counted
};

/// Of `policy` and the plan made by it: that what stays has more than the policy's size limit, by how much, and why none
/// of it may go; nullopt: there is no limit, or it is met.
std::optional<Text> whyOverLimit(const RetentionPlan& plan, const RetentionPolicy& policy);
/// How much more it has than that; 0 where the limit is met.
std::uint64_t bytesOverLimit(const RetentionPlan& plan, const RetentionPolicy& policy);

/// Pure: what `policy` says about `backups` at `now`. Whatever the policy, these stay: the newest good one of each
/// database, a pinned one, one in use (named in `inUse`), the only one of a database, the newest safety dump of a
/// database for a week, what is dated in the future (the clock was set back, so its age is not known), and an
/// unfinished file for a day. Files that are no backups, backups of other databases and servers (Backup::belonging), and
/// those whose record is damaged or whose file is away are never touched, and no rule counts them. Backups without a
/// sidecar count as one database of their own. The order of `backups` makes no difference.
RetentionPlan planRetention(const std::vector<Backup>& backups, const RetentionPolicy& policy,
    const std::set<std::string>& inUse, TimePoint now);

} // namespace qbm::backup
