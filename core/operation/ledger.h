// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/operation/operation.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace qbm::operation {

/// One line of the ledger: what was begun, or how it ended.
struct LedgerEntry {
    std::uint64_t sequence = 0; ///< 1, 2, 3, ...; set by append()
    TimePoint at{}; ///< set by append()
    std::string operation; ///< the operation's id
    std::string kind, profile, actor, reason;
    Text title;
    std::vector<PlanLine> plan;
    std::string result; ///< "started", or the name of a RecordState
    std::optional<Error> error;
};

struct LedgerVerification {
    std::uint64_t entries = 0;
    bool intact = true;
    std::uint64_t firstBadLine = 0; ///< 1-based; 0 where intact
    Text reason; ///< what is wrong with that line
};

/// Append-only record of every change made through the console: JSON lines, each holding the SHA-256 of the line before,
/// so that a changed, removed or inserted line shows. Lines cut off at the very end cannot be noticed from within.
///
/// \thread any; several processes may append to one file
class Ledger {
public:
    Ledger(std::filesystem::path file, const Clock& clock) : m_file(std::move(file)), m_clock(&clock) {}

    /// On the disk when it returns. \error Exhausted, Denied, BadData (the last line is not one of ours)
    Result<> append(LedgerEntry entry) const;
    /// Oldest first; an absent file is an empty ledger.
    Result<std::vector<LedgerEntry>> entries() const;
    Result<LedgerVerification> verify() const;

    const std::filesystem::path& file() const { return m_file; }

private:
    std::filesystem::path m_file;
    const Clock* m_clock;
};

} // namespace qbm::operation
