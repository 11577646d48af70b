// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/lab_state.h"

namespace qbm::lab {

/// Something that can be broken on purpose.
struct FaultSpec {
    enum class Kind {
        Stop, ///< the process is ended; off starts it again on the same port and data
        Freeze, ///< SIGSTOP: connections are accepted and nobody answers
        SlowByTurns, ///< stopped nine tenths of the time
        RefuseLogins, ///< pg_hba.conf rejects everybody
        Inside, ///< the lab's own program does it itself
    };
    std::string name; ///< "postgres-stop"
    std::string part; ///< "postgres"
    Kind kind;
    std::string description;
};

/// All faults, in the order they are listed to people.
const std::vector<FaultSpec>& faultSpecs();

/// Turns a fault on or off and returns when that has taken effect; a fault that is so already is left alone.
/// \error NotFound: no such fault; Conflict: it does not go together with one that is on; Timeout
Result<> setFault(const LabFolder& folder, const std::string& name, bool on, TaskContext& context);

/// Sends that many requests/s to the application on top of its daily pattern. \error InvalidInput
Result<> setLoad(const LabFolder& folder, int requestsPerSecond, TaskContext& context);

} // namespace qbm::lab
