// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/schedule.h"

namespace qbm::backup {

std::string_view name(ScheduleKind kind)
{
    switch (kind) {
    case ScheduleKind::SystemdUserTimer:
        return "systemd";
    case ScheduleKind::Crontab:
        return "cron";
    case ScheduleKind::KubernetesCronJob:
        return "kubernetes";
    }
    return "systemd";
}

std::optional<ScheduleKind> parseScheduleKind(std::string_view wanted)
{
    for (const ScheduleKind kind :
        {ScheduleKind::SystemdUserTimer, ScheduleKind::Crontab, ScheduleKind::KubernetesCronJob}) {
        if (name(kind) == wanted)
            return kind;
    }
    return std::nullopt;
}

} // namespace qbm::backup
