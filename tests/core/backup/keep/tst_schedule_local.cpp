// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/schedule.h"
#include "core/backup/keep/schedule_keeper.h"
#include "core/base/file.h"
#include "core/operation/engine.h"
#include "core/process/process.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cstdlib>
#include <sys/stat.h>
#include <utime.h>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr const char* kSystemctl = R"sh(#!/bin/sh
printf '%s\n' "$*" >> "$FAKE_FOLDER/systemctl.calls"
[ -e "$FAKE_FOLDER/no-manager" ] && { echo 'Failed to connect to bus: No medium found' >&2; exit 1; }
case "$*" in
*ActiveState*) echo "ActiveState=$(cat "$FAKE_FOLDER/active" 2>/dev/null || echo inactive)" ;;
*'enable --now'*) echo active > "$FAKE_FOLDER/active" ;;
*'disable --now'*) rm -f "$FAKE_FOLDER/active" ;;
esac
)sh";

constexpr const char* kCrontab = R"sh(#!/bin/sh
printf '%s\n' "$*" >> "$FAKE_FOLDER/crontab.calls"
[ -e "$FAKE_FOLDER/denied" ] && { echo 'You (tester) are not allowed to use this program (crontab)' >&2; exit 1; }
case "$1" in
-l) cat "$FAKE_FOLDER/crontab" 2>/dev/null || { echo 'no crontab for tester' >&2; exit 1; } ;;
-r) rm "$FAKE_FOLDER/crontab" ;;
-) cat > "$FAKE_FOLDER/crontab" ;;
esac
)sh";

/// What others have in their crontab: comments, variables, no end of blanks, a "%" and letters of all kinds.
constexpr const char* kOthersCrontab = "# m h  dom mon dow   command\nMAILTO=\"ops@example.org\"\n\n"
                                       "0 1 * * *\t/usr/local/bin/report --month=$(date +\\%Y-\\%m)   \n"
                                       "@reboot echo 'größer 数据'\n# the end";

} // namespace

class TstScheduleLocal : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_temporary;
    TaskContext m_task;
    std::string m_path = std::getenv("PATH");
    std::optional<ScheduledRun> m_run;
    std::optional<bool> m_cron = true;

    fs::path folder() const { return m_temporary->path().toStdString(); }
    fs::path units() const { return folder() / "config" / "systemd" / "user"; }
    void putProgram(const char* name, const char* script) const
    {
        QVERIFY(makeFolder(folder() / "bin").has_value());
        QVERIFY(writeFileDurably(folder() / "bin" / name, script, 0755).has_value());
    }
    std::string read(const fs::path& file) const { return readFile(folder() / file).value_or("absent"); }
    BackupEnvironment environment(const std::string& profileName = "it's 100% \"数据\" $HOME.yaml")
    {
        BackupEnvironment environment;
        environment.folder = folder() / "back ups";
        environment.target = "postgres@localhost:5432/qbm";
        environment.database = "qbm 100%";
        environment.profile = (folder() / profileName).string();
        environment.lastScheduledRun = [this](const std::string&) { return m_run; };
        environment.isCronRunning = [this] { return m_cron; };
        return environment;
    }
    operation::Engine engine() const
    {
        return operation::Engine({.stateFolder = folder() / "state", .profile = "test", .actor = "tester@here"});
    }
    Result<operation::Outcome> run(operation::Operation& operation)
    {
        return engine().run(operation, "because", m_task);
    }
    Result<operation::Outcome> set(const Schedule& schedule)
    {
        return run(*makeScheduleOperation(environment(), schedule));
    }
    static std::string complaint(const Result<operation::Outcome>& outcome)
    {
        if (!outcome)
            return outcome.error().english() + outcome.error().detail;
        return outcome->record.error ? outcome->record.error->english() + outcome->record.error->detail : "";
    }
    static Schedule nightly(ScheduleKind kind, int hour = 2)
    {
        Schedule schedule;
        schedule.kind = kind;
        schedule.hour = hour;
        return schedule;
    }
    std::optional<ScheduleState> state(ScheduleKind kind)
    {
        const auto states = fetchSchedules(environment(), m_task).value();
        const auto found = std::ranges::find(states, kind, [](const ScheduleState& one) { return one.schedule.kind; });
        return found == states.end() ? std::nullopt : std::optional(*found);
    }
    void setLog(ScheduleKind kind, const char* words, std::chrono::seconds ago) const
    {
        const fs::path log = folder() / "back ups" / ("schedule-" + std::string(name(kind)) + ".log");
        QVERIFY(writeFileDurably(log, words).has_value());
        const std::time_t then = std::chrono::system_clock::to_time_t(systemClock().now() - ago);
        const utimbuf times{then, then};
        QCOMPARE(::utime(log.c_str(), &times), 0);
    }

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_run.reset();
        m_cron = true;
        putProgram("systemctl", kSystemctl);
        putProgram("crontab", kCrontab);
        putProgram("qbmctl", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        ::setenv("PATH", ((folder() / "bin").string() + ":" + m_path).c_str(), 1);
        ::setenv("FAKE_FOLDER", folder().c_str(), 1);
        ::setenv("XDG_CONFIG_HOME", (folder() / "config").c_str(), 1);
        ::unsetenv("XDG_STATE_HOME");
    }
    void cleanup() { ::setenv("PATH", m_path.c_str(), 1); }

    void systemd_set_writesUnitsAndEnablesTheTimer()
    {
        Schedule schedule = nightly(ScheduleKind::SystemdUserTimer);
        schedule.minute = 5;
        schedule.weekdays = {true, false, true, false, false, false, true};
        const auto outcome = set(schedule);
        QVERIFY2(outcome && outcome->succeeded(), complaint(outcome).c_str());
        QStringList files;
        for (const auto& entry : fs::directory_iterator(units()))
            files << QString::fromStdString(entry.path().filename().string());
        files.sort();
        QCOMPARE(files.size(), 2);
        QVERIFY2(files[0].startsWith("qbm-backup-it_s_100_") && files[0].endsWith(".service"), qPrintable(files[0]));
        const std::string timer = readFile(units() / files[1].toStdString()).value();
        QVERIFY(timer.find("OnCalendar=Mon,Wed,Sun *-*-* 02:05:00\n") != std::string::npos);
        QVERIFY(timer.find("Persistent=true\n") != std::string::npos);
        QVERIFY(timer.find("WantedBy=timers.target\n") != std::string::npos);
        const std::string service = readFile(units() / files[0].toStdString()).value();
        QVERIFY2(service.find("ExecStart=:\"" + (folder() / "bin/qbmctl").string() + "\" \"--profile\" \""
                     + folder().string()
                     + "/it's 100%% \\\"数据\\\" $HOME.yaml\" \"backup\" \"create\" \"--yes\" \"--confirm\" \"qbm 100%%\" \"--prune\" "
                       "\"--reason\" \"scheduled (systemd)\"\n")
                != std::string::npos,
            service.c_str());
        QVERIFY(service.find("Environment=\"XDG_CONFIG_HOME=") != std::string::npos);
        const std::string calls = read("systemctl.calls");
        QVERIFY(calls.find("--user daemon-reload\n--user enable --now " + files[1].toStdString()) != std::string::npos);
        const auto now = state(ScheduleKind::SystemdUserTimer);
        QVERIFY(now.has_value());
        QCOMPARE(now->schedule, schedule);
        QVERIFY(now->nextRun.has_value());
        QVERIFY(!now->lastRun && !now->missed);
    }
    void systemd_units_areWhatSystemdTakes()
    {
        if (!process::findProgram("systemd-analyze"))
            QSKIP("systemd-analyze is not installed");
        QVERIFY(set(nightly(ScheduleKind::SystemdUserTimer))->succeeded());
        process::RunOptions options;
        process::Command verify{
            "systemd-analyze", {"verify", "--user", "--man=no"}, {{"XDG_RUNTIME_DIR", folder().string()}}, {}, {}};
        for (const auto& entry : fs::directory_iterator(units()))
            verify.arguments.push_back(entry.path().string());
        const auto verified = process::run(verify, options, m_task);
        QVERIFY(verified.has_value());
        QVERIFY2(verified->code == 0, verified->errorTail.c_str());
        for (const auto& entry : fs::directory_iterator(units()))
            QVERIFY2(verified->errorTail.find(entry.path().string()) == std::string::npos, verified->errorTail.c_str());
        const auto calendar = process::run(
            {"systemd-analyze", {"calendar", "Mon,Wed,Sun *-*-* 02:05:00"}, {}, {}, {}}, options, m_task);
        QCOMPARE(calendar->code, 0);
        QVERIFY(calendar->output.find("Normalized form: Mon,Wed,Sun *-*-* 02:05:00") != std::string::npos);
    }
    void systemd_setAgainAndUndone_theFormerStands()
    {
        QVERIFY(set(nightly(ScheduleKind::SystemdUserTimer, 2))->succeeded());
        const auto change = makeScheduleOperation(environment(), nightly(ScheduleKind::SystemdUserTimer, 4));
        QVERIFY(run(*change)->succeeded());
        QCOMPARE(state(ScheduleKind::SystemdUserTimer)->schedule.hour, 4);
        const auto keeper = makeSystemdKeeper(environment());
        const std::string installed = keeper->fetchInstalled(m_task).value();
        QVERIFY(set(nightly(ScheduleKind::SystemdUserTimer, 5))->succeeded());
        QVERIFY(keeper->putBack(installed, m_task).has_value());
        QCOMPARE(state(ScheduleKind::SystemdUserTimer)->schedule.hour, 4);
        QCOMPARE(keeper->fetchInstalled(m_task).value(), installed);
    }
    void systemd_remove_takesBothUnits()
    {
        QVERIFY(set(nightly(ScheduleKind::SystemdUserTimer))->succeeded());
        const auto remove = makeUnscheduleOperation(environment(), ScheduleKind::SystemdUserTimer);
        QVERIFY(mayRun(remove->check(m_task).value()));
        QVERIFY(run(*remove)->succeeded());
        QVERIFY(fs::is_empty(units()));
        QVERIFY(read("systemctl.calls").find("--user disable --now qbm-backup-") != std::string::npos);
        QVERIFY(!state(ScheduleKind::SystemdUserTimer).has_value());
        QVERIFY(run(*makeUnscheduleOperation(environment(), ScheduleKind::SystemdUserTimer))->succeeded()); // again
    }
    void systemd_noManager_saysToTakeCron()
    {
        QVERIFY(writeFileDurably(folder() / "no-manager", "").has_value());
        const auto outcome = set(nightly(ScheduleKind::SystemdUserTimer));
        QVERIFY(outcome.error().kind == ErrorKind::Conflict);
        QVERIFY2(
            outcome.error().detail.find("Choose cron instead.") != std::string::npos, outcome.error().detail.c_str());
        QVERIFY(!fs::exists(units()) || fs::is_empty(units()));
    }
    void systemd_switchedOff_hasNoNextRun()
    {
        QVERIFY(set(nightly(ScheduleKind::SystemdUserTimer))->succeeded());
        QVERIFY(state(ScheduleKind::SystemdUserTimer)->runner == Runner::Runs);
        fs::remove(folder() / "active");
        const auto off = state(ScheduleKind::SystemdUserTimer);
        QVERIFY(!off->nextRun.has_value());
        QVERIFY(off->runner == Runner::Nobody);
        QVERIFY2(off->runnerProblem.english().find("enable --now qbm-backup-") != std::string::npos,
            off->runnerProblem.english().c_str());
    }
    void systemd_managerThatDoesNotAnswer_isNotKnownToRunIt()
    {
        QVERIFY(set(nightly(ScheduleKind::SystemdUserTimer))->succeeded());
        QVERIFY(writeFileDurably(folder() / "no-manager", "").has_value());
        const auto silent = state(ScheduleKind::SystemdUserTimer);
        QVERIFY(silent->runner == Runner::Unknown);
        QVERIFY(silent->runnerProblem.english().starts_with("Whether the timer runs is not known"));
        fs::remove(folder() / "bin/systemctl");
        ::setenv("PATH", (folder() / "bin").c_str(), 1);
        QVERIFY(state(ScheduleKind::SystemdUserTimer)->runner == Runner::Nobody);
    }
    void systemd_nameOfAnotherProfile_isNotTakenOver()
    {
        QVERIFY(makeFolder(folder() / "a").has_value());
        QVERIFY(run(*makeScheduleOperation(environment("a/profile.yaml"), nightly(ScheduleKind::SystemdUserTimer)))
                    ->succeeded());
        const auto other = makeScheduleOperation(environment("profile.yaml"), nightly(ScheduleKind::SystemdUserTimer));
        QVERIFY(!mayRun(other->check(m_task).value()));
        const auto states = fetchSchedules(environment("profile.yaml"), m_task);
        QVERIFY(states->empty());
    }

    void crontab_setChangedAndRemoved_keepsEverythingElseByteForByte_data()
    {
        QTest::addColumn<QByteArray>("others");
        QTest::addColumn<bool>("there");
        QTest::addRow("no crontab") << QByteArray() << false;
        QTest::addRow("one of others") << QByteArray(kOthersCrontab) + "\n" << true;
    }
    void crontab_setChangedAndRemoved_keepsEverythingElseByteForByte()
    {
        QFETCH(QByteArray, others);
        QFETCH(bool, there);
        if (there)
            QVERIFY(writeFileDurably(folder() / "crontab", others.toStdString()).has_value());
        const auto outcome = set(nightly(ScheduleKind::Crontab));
        QVERIFY2(outcome && outcome->succeeded(), complaint(outcome).c_str());
        std::string crontab = read("crontab");
        QVERIFY(crontab.starts_with(others.toStdString()));
        QVERIFY2(
            crontab.find("\n0 2 * * * XDG_CONFIG_HOME='" + folder().string() + "/config' '"
                + (folder() / "bin/qbmctl").string() + "' '--profile' '" + folder().string()
                + "/it'\\''s 100\\% \"数据\" $HOME.yaml' 'backup' 'create' '--yes' '--confirm' 'qbm 100\\%' '--prune' '--reason' 'scheduled "
                  "(cron)' > '"
                + folder().string() + "/back ups/schedule-cron.log' 2>&1\n")
                != std::string::npos,
            crontab.c_str());
        QCOMPARE(state(ScheduleKind::Crontab)->schedule, nightly(ScheduleKind::Crontab));

        // Others write around it meanwhile; a change replaces our lines where they are.
        QVERIFY(writeFileDurably(folder() / "crontab", crontab + "# appended\n").has_value());
        Schedule weekly = nightly(ScheduleKind::Crontab, 4);
        weekly.weekdays = {false, false, false, false, false, false, true};
        weekly.prune = false;
        QVERIFY(set(weekly)->succeeded());
        crontab = read("crontab");
        QCOMPARE(QByteArray::fromStdString(crontab).count("# BEGIN qbm-console"), 1);
        QVERIFY(crontab.ends_with("# appended\n"));
        QVERIFY(crontab.find("\n0 4 * * 0 ") != std::string::npos);
        QCOMPARE(state(ScheduleKind::Crontab)->schedule, weekly);

        QVERIFY(run(*makeUnscheduleOperation(environment(), ScheduleKind::Crontab))->succeeded());
        QCOMPARE(read("crontab"), others.toStdString() + "# appended\n");
        QVERIFY(!state(ScheduleKind::Crontab).has_value());
    }
    void crontab_onlyOurs_isGoneWhenRemoved()
    {
        QVERIFY(set(nightly(ScheduleKind::Crontab))->succeeded());
        QVERIFY(run(*makeUnscheduleOperation(environment(), ScheduleKind::Crontab))->succeeded());
        QVERIFY(!fs::exists(folder() / "crontab"));
    }
    void crontab_undo_putsOurFormerLinesBack()
    {
        QVERIFY(writeFileDurably(folder() / "crontab", std::string(kOthersCrontab) + "\n").has_value());
        QVERIFY(set(nightly(ScheduleKind::Crontab, 2))->succeeded());
        const std::string before = read("crontab");
        const auto keeper = makeCrontabKeeper(environment());
        const std::string former = keeper->fetchInstalled(m_task).value();
        QVERIFY(former.find("ops@example.org") == std::string::npos); // other people's lines stay out of journals
        QVERIFY(set(nightly(ScheduleKind::Crontab, 6))->succeeded());
        QVERIFY(keeper->putBack(former, m_task).has_value());
        QCOMPARE(read("crontab"), before);
        QVERIFY(keeper->putBack({}, m_task).has_value());
        QCOMPARE(read("crontab"), std::string(kOthersCrontab) + "\n");
    }
    void crontab_line_isWhatTheShellTakesItFor()
    {
        QVERIFY(set(nightly(ScheduleKind::Crontab))->succeeded());
        const std::string crontab = read("crontab");
        const std::size_t begin = crontab.find("* * * ") + 6;
        std::string line = crontab.substr(begin, crontab.find('\n', begin) - begin);
        for (std::size_t at = line.find("\\%"); at != std::string::npos; at = line.find("\\%", at + 1))
            line.erase(at, 1); // cron's own part of the work
        const auto exit = process::run({"sh", {"-c", line}, {}, {}, {}}, {}, m_task);
        QCOMPARE(exit->code, 0);
        QCOMPARE(read("back ups/schedule-cron.log"),
            "--profile\n" + environment().profile + "\nbackup\ncreate\n--yes\n--confirm\nqbm 100%\n--prune\n--reason\nscheduled (cron)\n");
    }
    void crontab_zoneNamedAboveOurLine_isReadBackHonestly()
    {
        QVERIFY(writeFileDurably(folder() / "crontab", "CRON_TZ=\"Asia/Tokyo\"\n").has_value());
        QVERIFY(set(nightly(ScheduleKind::Crontab))->succeeded());
        const auto ours = makeCrontabKeeper(environment())->fetchState(m_task).value();
        QVERIFY2(ours->where.find("CRON_TZ=Asia/Tokyo stands above it; this cron goes by the machine's zone")
                != std::string::npos,
            ours->where.c_str());
        QVERIFY(ours->nextRun.has_value());
        std::string obeying = kCrontab; // as cronie's, which says its version
        obeying.insert(obeying.find('\n') + 1, "[ \"$1\" = -V ] && { echo 'cronie 1.6.1'; exit 0; }\n");
        putProgram("crontab", obeying.c_str());
        const auto theirs = makeCrontabKeeper(environment())->fetchState(m_task).value();
        putProgram("crontab", kCrontab);
        QVERIFY2(theirs->where.find("in the zone Asia/Tokyo") != std::string::npos, theirs->where.c_str());
        QVERIFY(!theirs->nextRun.has_value());
        QVERIFY(!theirs->missed);
    }
    void crontab_noDaemon_isSaidBeforeAndAfter()
    {
        m_cron = false;
        const auto schedule = makeScheduleOperation(environment(), nightly(ScheduleKind::Crontab));
        const auto checks = schedule->check(m_task).value();
        QVERIFY(mayRun(checks)); // the line may be there first
        QVERIFY(std::ranges::any_of(checks, [](const operation::Check& check) {
            return check.verdict == operation::Verdict::Warning
                && check.reason.english().starts_with("No cron daemon runs on this machine");
        }));
        QVERIFY(run(*schedule)->succeeded());
        const auto idle = state(ScheduleKind::Crontab);
        QVERIFY(idle->runner == Runner::Nobody);
        QVERIFY(!idle->nextRun.has_value());
        QVERIFY(idle->runnerProblem.english().starts_with("No cron daemon runs on this machine"));
        m_cron.reset();
        QVERIFY(state(ScheduleKind::Crontab)->runner == Runner::Unknown);
        m_cron = true;
        QVERIFY(state(ScheduleKind::Crontab)->runner == Runner::Runs);
        QVERIFY(state(ScheduleKind::Crontab)->nextRun.has_value());
    }
    void crontab_endMarkerLost_isNotGuessedAt()
    {
        QVERIFY(set(nightly(ScheduleKind::Crontab))->succeeded());
        std::string crontab = read("crontab");
        crontab.erase(crontab.find("# END"));
        QVERIFY(writeFileDurably(folder() / "crontab", crontab).has_value());
        const auto keeper = makeCrontabKeeper(environment());
        QVERIFY(keeper->fetchState(m_task).error().kind == ErrorKind::BadData);
        QVERIFY(!mayRun(makeScheduleOperation(environment(), nightly(ScheduleKind::Crontab))->check(m_task).value()));
        QCOMPARE(read("crontab"), crontab);
    }
    void crontab_notAllowed_isTold()
    {
        QVERIFY(writeFileDurably(folder() / "denied", "").has_value());
        const auto checks = makeScheduleOperation(environment(), nightly(ScheduleKind::Crontab))->check(m_task).value();
        QVERIFY(!mayRun(checks));
        QVERIFY(!fs::exists(folder() / "crontab"));
    }
    void crontab_realProgram_takesAndReturnsIt()
    {
        ::setenv("PATH", m_path.c_str(), 1);
        if (!process::findProgram("crontab"))
            QSKIP("crontab is not installed");
        const auto before = process::run({"crontab", {"-l"}, {{"LC_ALL", "C"}}, {}, {}}, {}, m_task);
        if (before->code == 0)
            QSKIP("this user has a crontab, which the test leaves alone");
        ::setenv("PATH", ((folder() / "only").string() + ":" + m_path).c_str(), 1);
        QVERIFY(makeFolder(folder() / "only").has_value());
        fs::copy(folder() / "bin" / "qbmctl", folder() / "only" / "qbmctl");
        const auto outcome = set(nightly(ScheduleKind::Crontab));
        const auto there = state(ScheduleKind::Crontab);
        const auto removed = run(*makeUnscheduleOperation(environment(), ScheduleKind::Crontab));
        const auto after = process::run({"crontab", {"-l"}, {{"LC_ALL", "C"}}, {}, {}}, {}, m_task);
        QVERIFY2(outcome && outcome->succeeded(), complaint(outcome).c_str());
        QVERIFY(there && there->schedule == nightly(ScheduleKind::Crontab));
        QVERIFY(removed && removed->succeeded());
        QCOMPARE(after->errorTail, before->errorTail);
    }

    void state_runs_areToldByJournalsAndLog()
    {
        const TimePoint now = systemClock().now();
        QVERIFY(set(nightly(ScheduleKind::Crontab))->succeeded());
        m_run = ScheduledRun{now - 2h, now - 119min, true, {}};
        setLog(ScheduleKind::Crontab, "Done.\n", 119min);
        auto seen = state(ScheduleKind::Crontab);
        QCOMPARE(seen->lastRun, std::optional(now - 2h));
        QCOMPARE(seen->lastSucceeded, std::optional(true));
        m_run->succeeded = false;
        m_run->message = "The disk is full.";
        QCOMPARE(state(ScheduleKind::Crontab)->lastMessage, std::string("The disk is full."));
        // A later run that could not even begin has no journal; its last words are in the log.
        setLog(ScheduleKind::Crontab, "something\nqbmctl: postgres@localhost:5432/qbm does not answer.\n\n", 10min);
        seen = state(ScheduleKind::Crontab);
        QCOMPARE(seen->lastSucceeded, std::optional(false));
        QCOMPARE(seen->lastMessage, std::string("qbmctl: postgres@localhost:5432/qbm does not answer."));
        QVERIFY(now - *seen->lastRun < 11min);
        // One that has printed nothing yet is only beginning.
        setLog(ScheduleKind::Crontab, "", 1s);
        QCOMPARE(state(ScheduleKind::Crontab)->lastMessage, std::string("The disk is full."));
    }
    void describe_everyKind_changesNothing()
    {
        const auto systemd = describeSchedule(environment(), nightly(ScheduleKind::SystemdUserTimer), m_task);
        QVERIFY(systemd->find("OnCalendar=*-*-* 02:00:00") != std::string::npos);
        const auto cron = describeSchedule(environment(), nightly(ScheduleKind::Crontab), m_task);
        QVERIFY(cron->find("\n0 2 * * * ") != std::string::npos);
        const auto cluster = describeSchedule(environment(), nightly(ScheduleKind::KubernetesCronJob), m_task);
        QVERIFY(cluster.error().kind == ErrorKind::Unsupported);
        QVERIFY(!fs::exists(units()));
        QVERIFY(!fs::exists(folder() / "crontab"));
    }
    void schedule_remade_isTheSame()
    {
        Schedule schedule = nightly(ScheduleKind::KubernetesCronJob, 23);
        schedule.minute = 45;
        schedule.weekdays = {false, true, false, false, false, false, true};
        schedule.prune = false;
        schedule.host = "postgres";
        schedule.claim = "backups";
        schedule.secret = "postgres-secret";
        schedule.secretKey = "POSTGRES_PASSWORD";
        const auto made = makeScheduleOperation(environment(), schedule);
        const auto again = remakeScheduleOperation(environment(), made->parameters());
        QVERIFY(again.has_value());
        QCOMPARE((*again)->parameters(), made->parameters());
        auto broken = made->parameters();
        broken["kind"] = "at";
        QVERIFY(remakeScheduleOperation(environment(), broken).error().kind == ErrorKind::BadData);
    }
    void schedule_noProfileFileOrNoDay_isRefused()
    {
        BackupEnvironment unsaved = environment();
        unsaved.profile.clear();
        QVERIFY(!mayRun(makeScheduleOperation(unsaved, nightly(ScheduleKind::Crontab))->check(m_task).value()));
        Schedule never = nightly(ScheduleKind::Crontab);
        never.weekdays.fill(false);
        QVERIFY(!mayRun(makeScheduleOperation(environment(), never)->check(m_task).value()));
    }
};

QTEST_APPLESS_MAIN(TstScheduleLocal)
#include "tst_schedule_local.moc"
