// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/keep/schedule.h"

#include <map>
#include <mutex>
#include <vector>

namespace qbm::service {

/// The schedules of one system for whoever looks often: asks each place at most twice a minute, waits for none longer
/// than a moment, and shows what it last knew of one that does not answer. \thread any
class ScheduleWatch {
public:
    explicit ScheduleWatch(backup::BackupEnvironment environment)
        : m_environment(std::move(environment))
    {
    }

    std::vector<backup::ScheduleState> states(TaskContext& context);
    /// Ask again next time: something was changed.
    void forget();

private:
    struct Known {
        std::optional<backup::ScheduleState> state;
        std::chrono::steady_clock::time_point askedAt{};
    };
    void ask(backup::ScheduleKind kind, TaskContext& context);

    backup::BackupEnvironment m_environment;
    std::mutex m_mutex;
    std::map<backup::ScheduleKind, Known> m_known;
};

} // namespace qbm::service
