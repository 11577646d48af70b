// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/lab_folder.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/process/process.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace qbm::lab {

/// One long-lived child of a lab: how it is started, and the process it is now.
struct Part {
    std::string name; ///< "postgres": in fault names, log files and status
    std::uint16_t port = 0; ///< 0: it does not listen
    process::Command command; ///< holds no secret
    int stopSignal = 15; ///< ends it without waiting for clients
    std::optional<process::ProcessId> process; ///< the last one started
    TimePoint startedAt{};
};

/// Everything lab.json says of a lab.
struct LabState {
    enum class Phase {
        Starting, ///< `up` is at work, or died at it
        Up,
        Ending, ///< `down` is at work, or died at it: nothing may start any more
    };

    Phase phase = Phase::Starting;
    TimePoint createdAt{};
    int days = 7; ///< of metric history
    bool folderIsOurs = false; ///< `up` made the folder itself, so `down` removes it
    std::vector<Part> parts;
    std::set<std::string> faults; ///< names of those that are on
    int extraLoad = 0; ///< requests/s

    /// nullptr if there is none of that name.
    Part* part(const std::string& name);
    const Part* part(const std::string& name) const;
    std::uint16_t port(const std::string& name) const;
};

/// Reads lab.json. \error NotFound: the folder is no lab; BadData
Result<LabState> loadState(const LabFolder& folder);
/// Writes lab.json durably. Only where nobody else can write it: else changeState().
Result<> saveState(const LabFolder& folder, const LabState& state);
/// Reads, changes and writes back under the lock. What `change` refuses is not written.
Result<LabState> changeState(const LabFolder& folder, const std::function<Result<>(LabState&)>& change);

/// The lab in `folder`, which may be relative. \error NotFound: it is no lab
Result<LabFolder> openLab(const std::filesystem::path& folder);

/// Keeps other verbs off the lab while it lives. \error Conflict if another is still at work after `patience`
Result<FileLock> lockVerb(const LabFolder& folder, std::chrono::milliseconds patience, TaskContext& context);

} // namespace qbm::lab
