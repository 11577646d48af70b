// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/alarms.h"

#include <QTest>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;

namespace {

using Kind = BackupAlarm::Kind;

const TimePoint kNow = parseRfc3339("2026-11-24T12:00:00Z").value();
constexpr std::uint64_t kMiB = 1u << 20;

Backup backupOf(std::chrono::hours age, std::uint64_t sizeBytes = 100 * kMiB, const std::string& database = "qbm")
{
    Backup backup;
    backup.name = "backup-" + std::to_string(age.count()) + "h.dump";
    backup.state = BackupState::Complete;
    backup.takenAt = kNow - age;
    backup.sizeBytes = sizeBytes;
    backup.sidecar.emplace();
    backup.sidecar->database = database;
    return backup;
}

ScheduleState scheduleState(ScheduleKind kind = ScheduleKind::Crontab)
{
    ScheduleState state;
    state.schedule.kind = kind;
    state.where = "crontab of ops";
    state.lastRun = kNow - 10h;
    state.lastSucceeded = true;
    return state;
}

std::vector<Kind> kinds(const std::vector<BackupAlarm>& alarms)
{
    std::vector<Kind> found;
    for (const BackupAlarm& alarm : alarms)
        found.push_back(alarm.kind);
    return found;
}

std::vector<Kind> kindsOf(const std::vector<Backup>& backups, const std::vector<ScheduleState>& schedules = {})
{
    return kinds(findAlarms(backups, schedules, {}, 26h, kNow));
}

} // namespace

class TstAlarms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void find_freshAndWhole_isQuiet()
    {
        QVERIFY(kindsOf({backupOf(2h), backupOf(26h)}, {scheduleState()}).empty());
        QVERIFY(kindsOf({backupOf(26h)}).empty());
    }
    void find_none_isAnAlarm()
    {
        const auto alarms = findAlarms({}, {}, {}, 26h, kNow);
        QCOMPARE(kinds(alarms), std::vector<Kind>{Kind::NoBackup});
        QCOMPARE(alarms[0].sentence.english(),
            std::string("There is no backup that could be restored, and nothing makes one by itself."));
        // Safety dumps and unfinished files are no backups.
        Backup safety = backupOf(1h), partial = backupOf(1h);
        safety.sidecar->safety = true;
        partial.state = BackupState::Partial;
        QCOMPARE(kindsOf({safety, partial}, {scheduleState()}), std::vector<Kind>{Kind::NoBackup});
    }
    void find_foreignBackups_countForNothing()
    {
        Backup other = backupOf(1h);
        other.belonging = Belonging::Foreign;
        QCOMPARE(kindsOf({other}, {scheduleState()}), std::vector<Kind>{Kind::NoBackup});
        other.state = BackupState::Truncated; // whoever owns it hears of it
        QVERIFY(kindsOf({other, backupOf(2h)}, {scheduleState()}).empty());
    }
    void find_failedDrill_isAnAlarmUntilOnePasses()
    {
        DrillReport drill{"one.dump", kNow - 1h, kNow, {}, {}, false, 0, 0, false, "view v: relation is missing"};
        const auto failed = findAlarms({backupOf(2h)}, {scheduleState()}, drill, 26h, kNow);
        QCOMPARE(kinds(failed), std::vector<Kind>{Kind::FailedDrill});
        QVERIFY(failed[0].sentence.english().find("view v") != std::string::npos);
        drill.passed = true;
        QVERIFY(findAlarms({backupOf(2h)}, {scheduleState()}, drill, 26h, kNow).empty());
    }
    void find_damagedRecordsAndFutureDates_areTold()
    {
        Backup damaged = backupOf(3h);
        damaged.state = BackupState::RecordDamaged;
        damaged.sidecar.reset();
        damaged.belonging = Belonging::Unknown;
        QCOMPARE(kindsOf({backupOf(2h), damaged}, {scheduleState()}), std::vector<Kind>{Kind::Broken});
        QCOMPARE(kindsOf({backupOf(-48h)}, {scheduleState()}), std::vector<Kind>{Kind::FutureDated});
    }
    void find_tooOld_saysHowOld()
    {
        const auto alarms = findAlarms({backupOf(31h)}, {}, {}, 26h, kNow);
        QCOMPARE(kinds(alarms), std::vector<Kind>{Kind::TooOld});
        QCOMPARE(alarms[0].sentence.english(),
            std::string("The newest backup is 1 d 7 h old; it should be younger than 1 d 2 h."));
    }
    void find_halfTheSize_comparesTheSameDatabaseAndFormat()
    {
        QCOMPARE(kindsOf({backupOf(1h, 49 * kMiB), backupOf(25h)}), std::vector<Kind>{Kind::TooSmall});
        QVERIFY(kindsOf({backupOf(1h, 50 * kMiB), backupOf(25h)}).empty());
        QVERIFY(kindsOf({backupOf(1h, kMiB), backupOf(25h, 100 * kMiB, "another")}).empty());
        Backup fast = backupOf(25h);
        fast.format = Format::Fast;
        QVERIFY(kindsOf({backupOf(1h, kMiB), fast}).empty());
        // The last of the same kind is the one that counts, whatever lies between.
        QCOMPARE(kindsOf({backupOf(1h, kMiB), fast, backupOf(49h)}), std::vector<Kind>{Kind::TooSmall});
        Backup safety = backupOf(2h);
        safety.sidecar->safety = true;
        QVERIFY(kindsOf({backupOf(1h, kMiB), safety}).empty());
    }
    void find_runs_missedAndFailed()
    {
        ScheduleState missed = scheduleState();
        missed.missed = true;
        QCOMPARE(kindsOf({backupOf(1h)}, {missed}), std::vector<Kind>{Kind::MissedRun});
        ScheduleState failed = scheduleState();
        failed.lastSucceeded = false;
        failed.lastMessage = "The disk is full.";
        const auto alarms = findAlarms({backupOf(1h)}, {failed}, {}, 26h, kNow);
        QCOMPARE(kinds(alarms), std::vector<Kind>{Kind::FailedRun});
        QCOMPARE(alarms[0].sentence.english(),
            std::string("The last scheduled backup of crontab of ops failed: The disk is full."));
        ScheduleState running = scheduleState();
        running.lastSucceeded.reset();
        QVERIFY(kindsOf({backupOf(1h)}, {running}).empty());
    }
    void find_inCluster_itsRunsSpeakForItsDumps()
    {
        QVERIFY(kindsOf({}, {scheduleState(ScheduleKind::KubernetesCronJob)}).empty());
        ScheduleState failed = scheduleState(ScheduleKind::KubernetesCronJob);
        failed.lastSucceeded = false;
        QCOMPARE(kindsOf({}, {failed}), (std::vector<Kind>{Kind::NoBackup, Kind::FailedRun}));
    }
    void find_broken_namesTheFirst()
    {
        Backup cut = backupOf(1h), missing = backupOf(2h), foreign = backupOf(3h);
        cut.state = BackupState::Truncated;
        missing.state = BackupState::Missing;
        foreign.state = BackupState::Foreign;
        foreign.sidecar.reset(); // somebody's file
        QVERIFY(kindsOf({backupOf(4h), foreign}).empty());
        const auto alarms = findAlarms({cut, missing, foreign, backupOf(4h)}, {}, {}, 26h, kNow);
        QCOMPARE(kinds(alarms), std::vector<Kind>{Kind::Broken});
        QCOMPARE(alarms[0].sentence.english(),
            "backup-1h.dump: " + explain(BackupState::Truncated).english() + " And 1 more.");
    }
    void name_everyKind_isStable()
    {
        QCOMPARE(name(Kind::NoBackup), std::string_view("no-backup"));
        QCOMPARE(name(Kind::TooOld), std::string_view("too-old"));
        QCOMPARE(name(Kind::TooSmall), std::string_view("too-small"));
        QCOMPARE(name(Kind::MissedRun), std::string_view("missed-run"));
        QCOMPARE(name(Kind::FailedRun), std::string_view("failed-run"));
        QCOMPARE(name(Kind::Broken), std::string_view("broken"));
    }
};

QTEST_APPLESS_MAIN(TstAlarms)
#include "tst_alarms.moc"
