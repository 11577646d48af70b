// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/copy/backup_copies.h"
#include "core/backup/dump/backup_operation.h"
#include "core/backup/keep/alarms.h"
#include "core/backup/restore/restore_operation.h"

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

AlarmFacts factsOf(std::vector<Backup> backups, std::vector<ScheduleState> schedules = {})
{
    AlarmFacts facts;
    facts.backups = std::move(backups);
    facts.schedules = std::move(schedules);
    facts.now = kNow;
    facts.folder = "/var/backups/qbm";
    facts.database = "qbm";
    facts.target = "postgres@db:5432/qbm";
    return facts;
}

std::vector<BackupAlarm> alarmsOf(std::vector<Backup> backups, std::vector<ScheduleState> schedules = {},
    std::optional<DrillReport> drill = {})
{
    AlarmFacts facts = factsOf(std::move(backups), std::move(schedules));
    facts.lastDrill = std::move(drill);
    return findAlarms(facts);
}

std::vector<Kind> kindsOf(const std::vector<Backup>& backups, const std::vector<ScheduleState>& schedules = {})
{
    return kinds(alarmsOf(backups, schedules));
}

operation::Record recordOf(const char* kind, operation::RecordState state, operation::Values values = {})
{
    operation::Record record;
    record.id = "20261124-120000-1";
    record.kind = kind;
    record.title = "Restore qbm";
    record.state = state;
    record.values = std::move(values);
    return record;
}

bool holds(const Text& sentence, const std::string& words)
{
    return sentence.english().find(words) != std::string::npos;
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
        const auto alarms = alarmsOf({});
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
        const auto failed = alarmsOf({backupOf(2h)}, {scheduleState()}, drill);
        QCOMPARE(kinds(failed), std::vector<Kind>{Kind::FailedDrill});
        QVERIFY(failed[0].sentence.english().find("view v") != std::string::npos);
        drill.begun = false;
        QVERIFY(alarmsOf({backupOf(2h)}, {scheduleState()}, drill)[0].sentence.english().find("could not begin: view v")
            != std::string::npos);
        drill.passed = drill.begun = true;
        QVERIFY(alarmsOf({backupOf(2h)}, {scheduleState()}, drill).empty());
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
        const auto alarms = alarmsOf({backupOf(31h)});
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
        const auto alarms = alarmsOf({backupOf(1h)}, {failed});
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
        const auto alarms = alarmsOf({cut, missing, foreign, backupOf(4h)});
        QCOMPARE(kinds(alarms), std::vector<Kind>{Kind::Broken});
        QCOMPARE(alarms[0].sentence.english(),
            "backup-1h.dump: " + explain(BackupState::Truncated).english() + " And 1 more.");
    }
    void find_databaseMissing_namesTheWayBack()
    {
        AlarmFacts facts = factsOf({backupOf(1h)});
        facts.serverNamed = true;
        facts.databaseExists = false;
        auto alarms = findAlarms(facts);
        QCOMPARE(kinds(alarms), std::vector<Kind>{Kind::DatabaseMissing});
        QVERIFY(holds(alarms[0].sentence, "qbmctl backup restore LATEST"));
        facts.databaseExists = true;
        QVERIFY(findAlarms(facts).empty() && findDoubts(facts).empty());
        // A server that does not answer has lost nothing.
        facts.databaseExists.reset();
        QVERIFY(findAlarms(facts).empty());
        QCOMPARE(findDoubts(facts).size(), std::size_t(1));
        // A restore that runs now exchanges it; one that was left half-done is to be ended, not begun anew.
        facts.databaseExists = false;
        facts.operations = {recordOf(kRestoreKind, operation::RecordState::Running)};
        QVERIFY(findAlarms(facts).empty());
        facts.operations = {recordOf(kRestoreKind, operation::RecordState::Interrupted)};
        alarms = findAlarms(facts);
        QCOMPARE(kinds(alarms), (std::vector<Kind>{Kind::DatabaseMissing, Kind::Interrupted}));
        QVERIFY(!holds(alarms[0].sentence, "LATEST"));
        // Nothing to restore from is not advised.
        facts.operations.clear();
        facts.backups.clear();
        QVERIFY(holds(findAlarms(facts)[0].sentence, "backup fetch LATEST"));
    }
    void find_databaseGone_namesWhatRestoresKept()
    {
        AlarmFacts facts = factsOf({backupOf(1h)});
        facts.serverNamed = true;
        facts.databaseExists = false;
        facts.keptDatabases = {"qbm_before_20261123_120000"};
        QVERIFY(holds(findAlarms(facts)[0].sentence, "\"qbmctl backup swap-back qbm_before_20261123_120000\""));
        facts.keptDatabases.insert(facts.keptDatabases.begin(), "qbm_before_20261124_110000");
        const Text several = findAlarms(facts)[0].sentence;
        QVERIFY(holds(several, "\"qbmctl backup swap-back qbm_before_20261124_110000\" takes the newest"));
        QVERIFY(holds(several, "qbm_before_20261123_120000 are there too"));
    }
    void find_folderGone_isAnAlarmOfItsOwn()
    {
        AlarmFacts facts = factsOf({}, {scheduleState()});
        facts.folderGone = Text("The backup folder is gone");
        QCOMPARE(kinds(findAlarms(facts)), (std::vector<Kind>{Kind::FolderGone, Kind::NoBackup}));
        QCOMPARE(name(Kind::FolderGone), std::string_view("folder-gone"));
    }
    void find_folderThatMayNotBeLookedInto_saysNothingAboutWhatItHolds()
    {
        AlarmFacts facts = factsOf({});
        facts.listed = false;
        facts.folderProblem = Text("/etc/hostname is no folder.");
        QCOMPARE(kinds(findAlarms(facts)), std::vector<Kind>{Kind::FolderUnwritable});
    }
    void warnings_withoutASchedule_saysThatNothingMakesBackups()
    {
        const auto warnings = findWarnings(factsOf({backupOf(1h)}));
        QCOMPARE(warnings.size(), std::size_t(1));
        QVERIFY(holds(warnings[0], "Nothing makes backups by itself"));
        QVERIFY(findWarnings(factsOf({backupOf(1h)}, {scheduleState()})).empty());
        QVERIFY(findWarnings(factsOf({})).empty()); // the alarm says it
    }
    void find_interruptedOperation_isNamedById()
    {
        AlarmFacts facts = factsOf({backupOf(1h)});
        facts.operations = {recordOf(kBackupCreateKind, operation::RecordState::Interrupted),
            recordOf(kBackupCreateKind, operation::RecordState::Running),
            recordOf(kBackupCreateKind, operation::RecordState::Stopped),
            recordOf("deployment.scale", operation::RecordState::Interrupted)};
        const auto alarms = findAlarms(facts);
        QCOMPARE(kinds(alarms), std::vector<Kind>{Kind::Interrupted});
        QVERIFY(holds(alarms[0].sentence, "qbmctl operation resume 20261124-120000-1"));
        QVERIFY(holds(alarms[0].sentence, "qbmctl operation undo 20261124-120000-1"));
    }
    void find_folder_thatTakesNoMore()
    {
        AlarmFacts facts = factsOf({backupOf(1h)});
        facts.format = Format::Guide; // as backupOf() has it
        facts.freeBytes = 100 * kMiB;
        QVERIFY(findAlarms(facts).empty());
        facts.freeBytes = 99 * kMiB;
        QCOMPARE(kinds(findAlarms(facts)), std::vector<Kind>{Kind::NoRoom});
        facts.format = Format::Fast; // what such a one takes is not known
        QVERIFY(findAlarms(facts).empty());
        facts.folderProblem = Text("The folder is read-only.");
        const auto alarms = findAlarms(facts);
        QCOMPARE(kinds(alarms), std::vector<Kind>{Kind::FolderUnwritable});
        QCOMPARE(alarms[0].sentence.english(), std::string("The folder is read-only."));
    }
    void find_copyThatIsNotThere_saysWhy()
    {
        CopyPlace nas;
        nas.name = "nas";
        nas.folder = "/mnt/nas";
        Backup newest = backupOf(1h), older = backupOf(25h);
        AlarmFacts facts = factsOf({newest, older});
        facts.places = {nas};
        const auto sentence = [&] {
            const auto alarms = findAlarms(facts);
            return alarms.size() == 1 && alarms[0].kind == Kind::CopyMissing ? alarms[0].sentence : Text();
        };
        QVERIFY(holds(sentence(), "backup-1h.dump is not in nas (/mnt/nas)"));
        QVERIFY(holds(sentence(), "qbmctl backup copy backup-1h.dump nas"));
        // The older one's copy helps the newest nothing; its own does, where the profile means now.
        facts.backups[1].sidecar->copies = {{"nas", "/mnt/nas", kNow}};
        QVERIFY(!sentence().empty());
        facts.backups[0].sidecar->copies = {{"nas", "/mnt/old", kNow}};
        QVERIFY(!sentence().empty());
        facts.backups[0].sidecar->copies = {{"nas", "/mnt/nas", kNow}};
        QVERIFY(findAlarms(facts).empty());
        facts.backups[0].sidecar->copies.clear();
        facts.operations = {recordOf(kBackupCreateKind, operation::RecordState::Stopped,
            {{kMadeBackupKey, newest.name}, {"notCopied.nas", R"({"text":"%1 is full.","arguments":["/mnt/nas"]})"}})};
        facts.operations[0].parameters = {{"copies", "s3/nas"}};
        QVERIFY(holds(sentence(), "/mnt/nas is full."));
        facts.operations[0].parameters = {{"copies", "s3"}};
        QVERIFY(holds(sentence(), "made without a copy"));
        // One that is on its way is not missing.
        operation::Record copying = recordOf(kBackupCopyKind, operation::RecordState::Running);
        copying.parameters = {{"backup", newest.name}, {"place", "nas"}};
        facts.operations.push_back(copying);
        QVERIFY(findAlarms(facts).empty());
        // What has no record is not known to be missing, and not known to be there.
        facts.operations.clear();
        facts.backups = {newest};
        facts.backups[0].sidecar.reset();
        QVERIFY(findAlarms(facts).empty());
        QCOMPARE(findDoubts(facts).size(), std::size_t(1));
    }
    void find_scheduleThatNothingRuns_isAnAlarm()
    {
        ScheduleState idle = scheduleState();
        idle.runner = Runner::Nobody;
        idle.runnerProblem = Text("No cron daemon runs on this machine.");
        const auto alarms = alarmsOf({backupOf(1h)}, {idle});
        QCOMPARE(kinds(alarms), std::vector<Kind>{Kind::NothingRuns});
        QCOMPARE(alarms[0].sentence.english(),
            std::string("Nothing runs the scheduled backup of crontab of ops: No cron daemon runs on this machine."));
        idle.runner = Runner::Unknown;
        QVERIFY(kindsOf({backupOf(1h)}, {idle}).empty());
        QCOMPARE(findDoubts(factsOf({backupOf(1h)}, {idle})).size(), std::size_t(1));
    }
    void name_everyKind_isStable()
    {
        QCOMPARE(name(Kind::NoBackup), std::string_view("no-backup"));
        QCOMPARE(name(Kind::TooOld), std::string_view("too-old"));
        QCOMPARE(name(Kind::TooSmall), std::string_view("too-small"));
        QCOMPARE(name(Kind::MissedRun), std::string_view("missed-run"));
        QCOMPARE(name(Kind::FailedRun), std::string_view("failed-run"));
        QCOMPARE(name(Kind::Broken), std::string_view("broken"));
        QCOMPARE(name(Kind::DatabaseMissing), std::string_view("database-missing"));
        QCOMPARE(name(Kind::Interrupted), std::string_view("interrupted"));
        QCOMPARE(name(Kind::FolderUnwritable), std::string_view("folder-unwritable"));
        QCOMPARE(name(Kind::NoRoom), std::string_view("no-room"));
        QCOMPARE(name(Kind::NothingRuns), std::string_view("nothing-runs"));
        QCOMPARE(name(Kind::CopyMissing), std::string_view("copy-missing"));
    }
};

QTEST_APPLESS_MAIN(TstAlarms)
#include "tst_alarms.moc"
