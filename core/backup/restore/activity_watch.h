// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task_context.h"
#include "core/postgres/client.h"

#include <chrono>
#include <optional>
#include <string>

namespace qbm::backup {

/// Tells a restore that works in silence from one that has stopped. pg_restore says nothing while an index is built or
/// a large table goes in; the server does: its sessions are busy, or the database grows. \thread one call at a time
class ActivityWatch {
public:
    /// \param settings of the database that is filled \param patience zero: never stalled
    ActivityWatch(postgres::ConnectionSettings settings, std::chrono::milliseconds patience);

    /// The tool has said something.
    void noteSign();
    /// Whether neither tool nor server did anything for the whole patience; asks the server only after some silence.
    bool stalled(TaskContext& context);

private:
    bool serverWorks(TaskContext& context);

    postgres::ConnectionSettings m_settings;
    std::chrono::milliseconds m_patience;
    std::optional<postgres::Client> m_client;
    std::string m_lastSize;
    std::chrono::steady_clock::time_point m_lastSign, m_lastQuestion;
};

} // namespace qbm::backup
