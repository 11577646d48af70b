// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task_context.h"
#include "core/postgres/client.h"

#include <chrono>
#include <optional>
#include <vector>

namespace qbm::backup {

/// Tells what pg_dump waits for: until it has locked every table for reading it writes nothing and says nothing. Only
/// after some silence is the server asked, in a session of its own. \thread one
class LockWatch {
public:
    explicit LockWatch(postgres::ConnectionSettings settings);

    /// pg_dump has said or written something.
    void noteSign();
    /// Asked again and again while pg_dump runs. \return who keeps it waiting, and on which table, as of the last
    /// question; empty: nobody is known to
    const Text& look(TaskContext& context);
    /// The last one that kept it waiting, to explain why it gave up.
    const Text& last() const { return m_last; }

private:
    using SteadyClock = std::chrono::steady_clock;
    Text ask(TaskContext& context);

    postgres::ConnectionSettings m_settings;
    std::optional<postgres::Client> m_client;
    SteadyClock::time_point m_lastSign = SteadyClock::now();
    SteadyClock::time_point m_lastQuestion = m_lastSign;
    Text m_waitsFor;
    Text m_last;
};

} // namespace qbm::backup
