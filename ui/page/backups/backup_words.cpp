// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/backup_words.h"

#include "core/base/unit.h"
#include "ui/text/tr.h"

#include <QLocale>
#include <QStringList>
#include <algorithm>

namespace qbm::ui {

using namespace backup;
using widgets::State;

State stateOf(const Backup& backup)
{
    switch (backup.state) {
    case BackupState::Complete:
        return backup.verified() ? State::Ok : State::Info;
    case BackupState::WithoutSidecar:
        return State::Unknown;
    case BackupState::Partial:
        return State::Warning;
    case BackupState::Truncated:
    case BackupState::Foreign:
    case BackupState::Missing:
    case BackupState::Away:
    case BackupState::Damaged:
    case BackupState::RecordDamaged:
        return State::Danger;
    }
    return State::Unknown;
}

QString word(const Backup& backup)
{
    switch (backup.state) {
    case BackupState::Complete:
        return backup.verified() ? Tr::tr("verified") : Tr::tr("complete");
    case BackupState::WithoutSidecar:
        return Tr::tr("no record");
    case BackupState::Partial:
        return Tr::tr("incomplete");
    case BackupState::Truncated:
        return Tr::tr("cut off");
    case BackupState::Foreign:
        return Tr::tr("not a backup");
    case BackupState::Missing:
        return Tr::tr("file missing");
    case BackupState::Away:
        return Tr::tr("out of reach");
    case BackupState::Damaged:
        return Tr::tr("damaged");
    case BackupState::RecordDamaged:
        return Tr::tr("damaged record");
    }
    return {};
}

QString word(Format format)
{
    switch (format) {
    case Format::Fast:
        return Tr::tr("fast");
    case Format::Guide:
        return Tr::tr("plain");
    case Format::Directory:
        return Tr::tr("directory");
    }
    return {};
}

QString word(Encryption encryption)
{
    switch (encryption) {
    case Encryption::None:
        return {};
    case Encryption::Age:
        return QStringLiteral("age");
    case Encryption::Gpg:
        return QStringLiteral("GnuPG");
    }
    return {};
}

QString word(ScheduleKind kind)
{
    switch (kind) {
    case ScheduleKind::SystemdUserTimer:
        return Tr::tr("systemd timer");
    case ScheduleKind::Crontab:
        return QStringLiteral("crontab");
    case ScheduleKind::KubernetesCronJob:
        return Tr::tr("CronJob in the cluster");
    }
    return {};
}

QString word(SideRole role)
{
    switch (role) {
    case SideRole::Before:
        return Tr::tr("set aside by a restore");
    case SideRole::Restore:
        return Tr::tr("left by a restore");
    case SideRole::Drill:
        return Tr::tr("left by a drill");
    }
    return {};
}

State stateOf(BackupAlarm::Kind kind)
{
    switch (kind) {
    case BackupAlarm::Kind::NoBackup:
    case BackupAlarm::Kind::TooOld:
    case BackupAlarm::Kind::MissedRun:
    case BackupAlarm::Kind::FailedRun:
    case BackupAlarm::Kind::FailedDrill:
    case BackupAlarm::Kind::DatabaseMissing:
    case BackupAlarm::Kind::Interrupted:
    case BackupAlarm::Kind::FolderGone:
    case BackupAlarm::Kind::FolderUnwritable:
    case BackupAlarm::Kind::NoRoom:
    case BackupAlarm::Kind::NothingRuns:
        return State::Danger;
    case BackupAlarm::Kind::CopyMissing:
    case BackupAlarm::Kind::FutureDated:
    case BackupAlarm::Kind::TooSmall:
    case BackupAlarm::Kind::Broken:
        return State::Warning;
    }
    return State::Warning;
}

bool hasChecksums(const Backup& backup)
{
    return backup.sidecar && !backup.sidecar->tables.empty()
        && std::ranges::none_of(backup.sidecar->tables, &std::string::empty, &TableRows::checksum);
}

QString whenText(const Schedule& schedule)
{
    QString time = QStringLiteral("%1:%2")
                       .arg(schedule.hour, 2, 10, QLatin1Char('0'))
                       .arg(schedule.minute, 2, 10, QLatin1Char('0'));
    if (schedule.kind == ScheduleKind::KubernetesCronJob)
        time += QStringLiteral(" UTC");
    if (std::ranges::all_of(schedule.weekdays, std::identity()))
        return Tr::tr("every day at %1").arg(time);
    QStringList days;
    for (int day = 0; day < 7; ++day) {
        if (schedule.weekdays[static_cast<std::size_t>(day)])
            days << QLocale().dayName(day + 1, QLocale::ShortFormat);
    }
    return Tr::tr("on %1 at %2").arg(days.join(Tr::tr(", ")), time);
}

QString agoText(TimePoint at)
{
    if (isDatedInFuture(systemClock().now() - at))
        return Tr::tr("dated in the future");
    return Tr::tr("%1 ago").arg(translated(qbm::ageText(systemClock().now() - at)));
}

QString inText(TimePoint at)
{
    return Tr::tr("in %1").arg(translated(durationText(at - systemClock().now())));
}

QString tookText(std::chrono::nanoseconds duration)
{
    const double seconds = std::chrono::duration<double>(duration).count();
    return seconds < 1 ? qstr(formatQuantity(seconds, Unit::Seconds).joined()) : translated(durationText(duration));
}

} // namespace qbm::ui
