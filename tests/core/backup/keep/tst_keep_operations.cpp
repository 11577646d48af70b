// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/keep_operations.h"
#include "core/base/file.h"
#include "core/operation/engine.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr const char* kChildFolder = "QBM_TEST_CHILD_FOLDER";
constexpr const char* kChildPoint = "QBM_TEST_CHILD_POINT";

RetentionPolicy keepLast(int last)
{
    RetentionPolicy policy;
    policy.days.reset();
    policy.last = last;
    return policy;
}

/// A folder of files that look like backups.
struct Folder {
    fs::path root;

    fs::path backups() const { return root / "backups"; }
    BackupEnvironment environment() const
    {
        BackupEnvironment environment;
        environment.folder = backups();
        environment.target = "postgres@localhost:5432/qbm";
        environment.database = "qbm";
        return environment;
    }
    operation::Engine engine(operation::Journal::PointHook hook = {}) const
    {
        return operation::Engine({.stateFolder = root / "state",
            .profile = "test",
            .actor = "tester@here",
            .onJournalPoint = std::move(hook)});
    }
    /// "qbm_backup_2026MMDD_020000.dump" with its sidecar.
    std::string add(const std::string& monthAndDay, std::size_t sizeBytes = 1000) const
    {
        const std::string name = "qbm_backup_2026" + monthAndDay + "_020000.dump";
        (void)makeFolder(backups());
        (void)writeFileDurably(backups() / name, "PGDMP" + std::string(sizeBytes - 5, 'x'));
        Sidecar sidecar;
        sidecar.sizeBytes = sizeBytes;
        sidecar.database = "qbm";
        sidecar.snapshotAt
            = parseRfc3339("2026-" + monthAndDay.substr(0, 2) + "-" + monthAndDay.substr(2) + "T02:00:00Z").value();
        (void)writeSidecar(backups() / name, sidecar);
        return name;
    }
    std::vector<std::string> files() const
    {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(backups()))
            names.push_back(entry.path().filename().string());
        std::ranges::sort(names);
        return names;
    }
    std::vector<std::string> withSidecars(std::vector<std::string> names) const
    {
        const std::size_t count = names.size();
        for (std::size_t i = 0; i < count; ++i)
            names.push_back(names[i] + ".json");
        std::ranges::sort(names);
        return names;
    }
    Backup find(const std::string& name) const
    {
        TaskContext task;
        return Catalogue(backups()).find(name, task).value();
    }
};

/// A prune that kills its process at the journal point of that number.
int runChild()
{
    const Folder folder{std::getenv(kChildFolder)};
    int left = std::atoi(std::getenv(kChildPoint));
    operation::Engine engine = folder.engine([&](std::string_view) {
        if (--left == 0)
            ::kill(::getpid(), SIGKILL);
    });
    TaskContext task;
    const auto prune = makePruneOperation(folder.environment(), keepLast(1));
    return engine.run(*prune, "test", task) ? 0 : 1;
}

} // namespace

class TstKeepOperations : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_temporary;
    Folder m_folder;
    TaskContext m_task;

    Result<operation::Outcome> run(operation::Operation& operation)
    {
        return m_folder.engine().run(operation, "because", m_task);
    }

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = {m_temporary->path().toStdString()};
    }

    void prune_limitThatCannotBeMet_isToldInPlanAndOutcome()
    {
        m_folder.add("0101", 2048);
        m_folder.add("0102", 1024);
        const std::string newest = m_folder.add("0103", 4096);
        RetentionPolicy policy = keepLast(1);
        policy.maximumBytes = 1024;
        const auto prune = makePruneOperation(m_folder.environment(), policy);
        const std::string why = "What stays has 4.0 KiB, 3.0 KiB more than the limit of 1.0 KiB, and none of it may go. "
            + newest + ": It is the newest good one of qbm.";
        QCOMPARE(prune->plan(m_task)->lines[1].change.english(), why);
        const auto outcome = run(*prune);
        QVERIFY(outcome && outcome->succeeded());
        QCOMPARE(outcome->record.values.at("result.over the limit"), why);
        policy.maximumBytes = 4096;
        const auto met = makePruneOperation(m_folder.environment(), policy);
        QVERIFY(!run(*met)->record.values.contains("result.over the limit"));
    }
    void prune_plan_listsEachWithItsBytesAndTheSum()
    {
        m_folder.add("0101", 2048);
        m_folder.add("0102", 1024);
        m_folder.add("0103", 4096);
        const auto prune = makePruneOperation(m_folder.environment(), keepLast(1));
        const auto plan = prune->plan(m_task);
        QVERIFY(plan.has_value());
        QCOMPARE(plan->lines.size(), std::size_t(3));
        QCOMPARE(plan->lines[0].change.english(), std::string("2 of 3 files go, 3.0 KiB; 4.0 KiB stay"));
        QCOMPARE(plan->lines[1].what.english(), std::string("qbm_backup_20260101_020000.dump"));
        QCOMPARE(plan->lines[1].change.english(), std::string("goes, 2.0 KiB: No rule keeps it."));
        QCOMPARE(plan->lines[2].what.english(), std::string("qbm_backup_20260102_020000.dump"));
        QVERIFY(plan->destructive);
        QCOMPARE(m_folder.files().size(), std::size_t(6)); // the plan is the dry run: nothing went
    }
    void prune_nothingToRemove_saysSoAndIsNotDestructive()
    {
        m_folder.add("0101");
        const auto prune = makePruneOperation(m_folder.environment(), keepLast(1));
        const auto plan = prune->plan(m_task).value();
        QCOMPARE(plan.lines.size(), std::size_t(1));
        QVERIFY(!plan.destructive);
        QVERIFY(run(*prune)->succeeded());
        QCOMPARE(m_folder.files().size(), std::size_t(2));
    }
    void prune_run_removesFilesSidecarsFoldersAndOldPartials()
    {
        m_folder.add("0101");
        const std::string newest = m_folder.add("0105");
        QVERIFY(writeFileDurably(m_folder.backups() / "qbm_backup_20260102_020000.dump.partial", "half").has_value());
        QVERIFY(writeFileDurably(m_folder.backups() / "README", "not ours").has_value());
        QVERIFY(writeFileDurably(m_folder.backups() / "foreign.dump", std::string(100, '-')).has_value());
        const auto prune = makePruneOperation(m_folder.environment(), keepLast(1));
        const auto outcome = run(*prune);
        QVERIFY2(outcome && outcome->succeeded(), outcome ? "" : outcome.error().english().c_str());
        QCOMPARE(m_folder.files(), (std::vector<std::string>{"README", "foreign.dump", newest, newest + ".json"}));
        // And once more: nothing to do.
        QVERIFY(run(*makePruneOperation(m_folder.environment(), keepLast(1)))->succeeded());
        QCOMPARE(m_folder.files().size(), std::size_t(4));
    }
    void prune_folderBackup_goesWholeUnlessHeld()
    {
        const std::string newest = m_folder.add("0105");
        const fs::path directory = m_folder.backups() / "qbm_backup_20260101_020000.dumpdir";
        QVERIFY(makeFolder(directory).has_value());
        QVERIFY(writeFileDurably(directory / "toc.dat", "PGDMP" + std::string(200, 'x')).has_value());
        QVERIFY(writeFileDurably(directory / "3001.dat.gz", std::string(200, 'x')).has_value());
        Sidecar sidecar = *m_folder.find(newest).sidecar;
        sidecar.sizeBytes = 405;
        sidecar.snapshotAt -= 96h;
        QVERIFY(writeSidecar(directory, sidecar).has_value());
        const Backup backup = m_folder.find("qbm_backup_20260101_020000");
        QVERIFY(backup.state == BackupState::Complete);
        {
            const auto mark = BackupInUse::mark(backup);
            QVERIFY(mark.has_value());
            QVERIFY(lockForRemoval(backup).error().kind == ErrorKind::Conflict);
            QVERIFY(run(*makePruneOperation(m_folder.environment(), keepLast(1)))->succeeded());
            QVERIFY(fs::exists(directory / "toc.dat"));
        }
        QVERIFY(run(*makePruneOperation(m_folder.environment(), keepLast(1)))->succeeded());
        QCOMPARE(m_folder.files(), m_folder.withSidecars({newest}));
    }
    void prune_inUseSinceThePlan_stays()
    {
        const std::string used = m_folder.add("0101"), other = m_folder.add("0102"), newest = m_folder.add("0103");
        const auto prune = makePruneOperation(m_folder.environment(), keepLast(1));
        QVERIFY(prune->plan(m_task).has_value());
        const auto mark = BackupInUse::mark(m_folder.find(used));
        QVERIFY(mark.has_value());
        QVERIFY(run(*prune)->succeeded());
        QCOMPARE(m_folder.files(), m_folder.withSidecars({used, newest}));
    }
    void prune_pinnedSinceThePlan_stays()
    {
        const std::string chosen = m_folder.add("0101"), newest = m_folder.add("0103");
        const auto report = pruneBackups(m_folder.environment(), keepLast(1), {chosen}, m_task);
        QCOMPARE(report->removed, std::vector<std::string>{chosen});
        m_folder.add("0101");
        QVERIFY(run(**makePinOperation(m_folder.environment(), chosen, true, m_task))->succeeded());
        const auto second = pruneBackups(m_folder.environment(), keepLast(1), {chosen}, m_task);
        QVERIFY(second->removed.empty());
        QCOMPARE(second->stayed, std::size_t(1));
        QCOMPARE(m_folder.files(), m_folder.withSidecars({chosen, newest}));
    }
    void prune_namedByAnUnfinishedOperation_stays()
    {
        const std::string named = m_folder.add("0101"), newest = m_folder.add("0103");
        BackupEnvironment environment = m_folder.environment();
        environment.backupsOfUnfinishedOperations
            = [named]() -> Result<std::vector<std::string>> { return std::vector<std::string>{named}; };
        QVERIFY(run(*makePruneOperation(environment, keepLast(1)))->succeeded());
        QCOMPARE(m_folder.files(), m_folder.withSidecars({named, newest}));
        // If the journals cannot be read, nothing goes.
        environment.backupsOfUnfinishedOperations
            = []() -> Result<std::vector<std::string>> { return fail(ErrorKind::Denied, Text("no")); };
        QVERIFY(makePruneOperation(environment, keepLast(1))->plan(m_task).error().kind == ErrorKind::Denied);
    }
    void namesInUnfinished_records_leavesEndedOnesAndRemovalsOut()
    {
        operation::Record restore;
        restore.kind = "database.restore";
        restore.state = operation::RecordState::Interrupted;
        restore.parameters = {{"backup", "a.dump"}};
        restore.values = {{"safety", "b.dump"}};
        operation::Record ended = restore;
        ended.state = operation::RecordState::Undone;
        ended.parameters = {{"backup", "c.dump"}};
        ended.values.clear();
        operation::Record prune = restore;
        prune.kind = kPruneKind;
        prune.values = {{"names", "d.dump"}};
        const auto names = namesInUnfinished({restore, ended, prune});
        QCOMPARE(names, (std::vector<std::string>{"a.dump", "b.dump"}));
    }
    void prune_stopped_leavesTheRest()
    {
        m_folder.add("0101");
        m_folder.add("0103");
        std::stop_source stop;
        TaskContext stopped(stop.get_token());
        const auto prune = makePruneOperation(m_folder.environment(), keepLast(1));
        QVERIFY(prune->plan(m_task).has_value());
        stop.request_stop();
        QVERIFY(
            pruneBackups(m_folder.environment(), keepLast(1), {"qbm_backup_20260101_020000.dump"}, stopped).error().kind
            == ErrorKind::Cancelled);
        QCOMPARE(m_folder.files().size(), std::size_t(4));
        QVERIFY(prune->onStop() == operation::Operation::OnStop::Leave);
        QVERIFY(!prune->reversible());
    }
    void prune_remade_hasTheSamePolicy()
    {
        RetentionPolicy policy;
        policy.days.reset();
        policy.last = 7;
        policy.daily = 1;
        policy.weekly = 2;
        policy.monthly = 3;
        policy.maximumBytes = 5'000'000'000;
        const auto made = makePruneOperation(m_folder.environment(), policy);
        const auto again = remakePruneOperation(m_folder.environment(), made->parameters());
        QVERIFY(again.has_value());
        QCOMPARE((*again)->parameters(), made->parameters());
        auto values = made->parameters();
        values["last"] = "7x";
        QVERIFY(remakePruneOperation(m_folder.environment(), values).error().kind == ErrorKind::BadData);
        values["target"] = "another";
        QVERIFY(remakePruneOperation(m_folder.environment(), values).error().kind == ErrorKind::Conflict);
    }
    void prune_killedAtEveryPoint_resumed_removesTheRest()
    {
        int points = 0;
        for (int point = 1;; ++point) {
            init();
            for (const char* day : {"0101", "0102", "0103", "0104"})
                m_folder.add(day);
            const std::string newest = m_folder.add("0105");
            const pid_t child = ::fork();
            if (child == 0) {
                ::setenv(kChildFolder, m_folder.root.c_str(), 1);
                ::setenv(kChildPoint, std::to_string(point).c_str(), 1);
                ::execl("/proc/self/exe", "tst_keep_operations_child", nullptr);
                ::_exit(127);
            }
            int status = 0;
            ::waitpid(child, &status, 0);
            if (!WIFSIGNALED(status))
                break;
            ++points;
            operation::Engine engine = m_folder.engine();
            const auto record = engine.find("LATEST");
            QVERIFY(record.has_value());
            if (isUnfinished(record->state)) {
                auto again = remakePruneOperation(m_folder.environment(), record->parameters);
                const auto outcome = engine.resume(record->id, **again, m_task);
                QVERIFY2(outcome && outcome->succeeded(), qPrintable(QString("point %1").arg(point)));
            }
            QCOMPARE(m_folder.files(), m_folder.withSidecars({newest}));
        }
        QVERIFY2(points >= 4, qPrintable(QString("died at %1 points").arg(points)));
    }
    void prune_killedBetweenRenameAndRemoval_isFinishedLater()
    {
        const std::string gone = m_folder.add("0101"), newest = m_folder.add("0103");
        fs::rename(m_folder.backups() / gone, m_folder.backups() / (gone + ".partial"));
        // By the journal's names, and by any later run.
        QVERIFY(pruneBackups(m_folder.environment(), keepLast(1), {gone}, m_task).has_value());
        QCOMPARE(m_folder.files(), m_folder.withSidecars({newest}));
        m_folder.add("0101");
        fs::rename(m_folder.backups() / gone, m_folder.backups() / (gone + ".partial"));
        QVERIFY(run(*makePruneOperation(m_folder.environment(), keepLast(1)))->succeeded());
        QCOMPARE(m_folder.files(), m_folder.withSidecars({newest}));
    }
    void mark_whileBeingRemoved_isAConflictAndThenNotFound()
    {
        const std::string name = m_folder.add("0101");
        const Backup backup = m_folder.find(name);
        {
            const auto lock = lockForRemoval(backup);
            QVERIFY(lock.has_value());
            QVERIFY(BackupInUse::mark(backup).error().kind == ErrorKind::Conflict);
            // The one who holds it is not a user of it.
            QVERIFY(findBackupsInUse(m_folder.environment(), {backup}, name)->empty());
            QVERIFY(findBackupsInUse(m_folder.environment(), {backup})->contains(name));
        }
        {
            const auto first = BackupInUse::mark(backup), second = BackupInUse::mark(backup);
            QVERIFY(first && second); // many may read
            QVERIFY(lockForRemoval(backup).error().kind == ErrorKind::Conflict);
        }
        QVERIFY(findBackupsInUse(m_folder.environment(), {backup})->empty());
        fs::remove(backup.file);
        QVERIFY(BackupInUse::mark(backup).error().kind == ErrorKind::NotFound);
    }
    void pin_setAndUndone_isInTheSidecar()
    {
        const std::string name = m_folder.add("0101");
        auto pin = makePinOperation(m_folder.environment(), name, true, m_task);
        QVERIFY(pin.has_value());
        QCOMPARE((*pin)->plan(m_task)->title.english(), "Pin " + name);
        const auto outcome = run(**pin);
        QVERIFY(outcome && outcome->succeeded());
        QVERIFY(m_folder.find(name).sidecar->pinned);
        auto unpin = makePinOperation(m_folder.environment(), name, false, m_task);
        QVERIFY(run(**unpin)->succeeded());
        QVERIFY(!m_folder.find(name).sidecar->pinned);
        auto again = remakePinOperation(m_folder.environment(), (*pin)->parameters());
        QVERIFY(run(**again)->succeeded());
        QVERIFY(m_folder.find(name).sidecar->pinned);
    }
    void pin_diskFull_endsWithNothingChanged()
    {
        const std::string name = m_folder.add("1122");
        // Nothing can be written beside it, now or on the way back.
        fs::create_directories(m_folder.backups() / (name + ".json.partial") / "in the way");
        TaskContext task;
        const auto pin = makePinOperation(m_folder.environment(), name, true, task).value();
        const auto outcome = m_folder.engine().run(*pin, "test", task);
        QVERIFY(outcome.has_value() && !outcome->succeeded());
        QCOMPARE(operation::name(outcome->record.state), operation::name(operation::RecordState::Undone));
        QVERIFY(!m_folder.find(name).sidecar->pinned);
    }
    void pin_withoutSidecar_saysToAdoptIt()
    {
        const std::string name = m_folder.add("0101");
        fs::remove(sidecarPath(m_folder.backups() / name));
        const auto pin = makePinOperation(m_folder.environment(), name, true, m_task);
        QVERIFY(pin.error().kind == ErrorKind::InvalidInput);
        QVERIFY(pin.error().english().find("adopt it first") != std::string::npos);
        QVERIFY(makePinOperation(m_folder.environment(), "none", true, m_task).error().kind == ErrorKind::NotFound);
    }
    void prune_hundredsOfBackups_decidesAgainForEachInTime()
    {
        constexpr int kCount = 400;
        for (int i = 0; i < kCount; ++i) {
            std::array<char, 8> day{};
            std::snprintf(day.data(), day.size(), "%02d%02d", i % 12 + 1, i / 12 % 28 + 1);
            const std::string name = m_folder.add(day.data());
            if (i >= 12 * 28)
                fs::rename(m_folder.backups() / name, m_folder.backups() / (std::to_string(i) + ".dump"));
        }
        QElapsedTimer timer;
        timer.start();
        QVERIFY(run(*makePruneOperation(m_folder.environment(), keepLast(1)))->succeeded());
        qInfo("pruned %d backups in %lld ms", kCount, timer.elapsed());
        QVERIFY(timer.elapsed() < 60'000);
    }
};

int main(int argc, char** argv)
{
    if (std::getenv(kChildFolder) != nullptr)
        return runChild();
    TstKeepOperations test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_keep_operations.moc"
