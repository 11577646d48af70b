// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/operation.h"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

/// What the steps of a restore write into its journal, shared by the files that make them.
namespace qbm::backup::journal {

inline constexpr const char* kYes = "yes";
inline constexpr const char* kNo = "no";

inline constexpr const char* kStartedAt = "startedAt";
inline constexpr const char* kP95Before = "p95Before"; ///< seconds; absent: not known
inline constexpr const char* kBegun = "restoreBegun"; ///< the live data may be another one from here on
inline constexpr const char* kRestored = "restored"; ///< the new data is in; the application may come back
inline constexpr const char* kStopBegun = "stopBegun"; ///< absent in journals of earlier versions
inline constexpr const char* kStoppedAt = "stoppedAt"; ///< when 0 replicas were asked for
inline constexpr const char* kScaledBackAt = "scaledBackAt"; ///< when the recorded counts were asked for
inline constexpr const char* kReadyAt = "readyAt"; ///< when the last pod was ready
inline constexpr const char* kInterferers = "interferers"; ///< as JSON; empty: none is paused by us
inline constexpr const char* kSilence = "silence"; ///< its id; empty: none is open
inline constexpr const char* kWouldHaveFired = "wouldHaveFired";
inline constexpr const char* kLiveOid = "liveOid"; ///< of the database that was live when it began, or kNoDatabase
inline constexpr const char* kSideOid = "sideOid"; ///< of the one that becomes live
inline constexpr const char* kSideName = "sideDatabase"; ///< its name before that
inline constexpr const char* kLiveMade = "liveMade"; ///< in place: the database was gone and is made by this restore
inline constexpr const char* kLiveMadeOid = "liveMadeOid"; ///< empty: it may not be complete yet
inline constexpr const char* kKeptName = "keptDatabase"; ///< the name the formerly live one gets

inline constexpr const char* kDoor = "door"; ///< beside: "yes", nobody is let in; in place: the connection limit before
inline constexpr const char* kSubscriptions = "subscriptionsDisabled"; ///< names of those of the live database, as JSON
/// A way back failed, so the application runs on although the data may be taken back yet.
inline constexpr const char* kRunsOn = "runsOn";
inline constexpr const char* kSideKept = "sideKept"; ///< the database beside holds what was written meanwhile
inline constexpr std::int64_t kNoDatabase = 0; ///< a number that no database has

inline bool isSet(const operation::StepContext& step, const char* key)
{
    return step.recall(key) == kYes;
}

inline std::optional<std::int64_t> recallNumber(const operation::StepContext& step, const std::string& key)
{
    const auto value = step.recall(key);
    std::int64_t number = 0;
    if (!value || std::from_chars(value->data(), value->data() + value->size(), number).ec != std::errc())
        return std::nullopt;
    return number;
}

} // namespace qbm::backup::journal
