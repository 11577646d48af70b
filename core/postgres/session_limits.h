// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace qbm::postgres {

/// A limit that a server, a database or a role may set and that would end a session of ours, or of a tool that works for
/// us, in the middle of its work. All of them are off for both, from their first moment on: what is set with the
/// connection's options weighs more than ALTER DATABASE and ALTER ROLE .. SET, and acts before the first statement.
struct SessionLimit {
    const char* name;
    int since; ///< the major version that knows it; an older one refuses the session that names it
};

inline constexpr std::array<SessionLimit, 5> kSessionLimits{{
    // Our sessions have their own, ConnectionSettings::statementTimeout; a dump or a restore takes as long as it takes.
    {"statement_timeout", 10},
    // Waiting for a lock is bounded by the statement's time, and by --lock-wait-timeout in dumps.
    {"lock_timeout", 10},
    // The session that holds a dump's snapshot does nothing else while pg_dump works.
    {"idle_in_transaction_session_timeout", 10},
    // A session of ours is idle while tools work, and pg_restore's workers wait for each other.
    {"idle_session_timeout", 14},
    // A dump is one transaction, and so is a restore in place.
    {"transaction_timeout", 17},
}};

} // namespace qbm::postgres
