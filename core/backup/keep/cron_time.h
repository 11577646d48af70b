// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/keep/schedule.h"

#include <optional>
#include <string>
#include <string_view>

namespace qbm::backup {

/// "30 2 * * 1,3" of the schedule's time: minute, hour, and the weekdays as both crontab(5) and Kubernetes number them
/// (Sunday is 0); "*" for every day.
std::string formatCronTime(const Schedule& schedule);
/// Puts such a time into `schedule`. \return false for anything else, which somebody has written by hand
bool parseCronTime(std::string_view fields, Schedule& schedule);

} // namespace qbm::backup
