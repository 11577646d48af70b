// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/prune_copies.h"
#include "core/base/file.h"
#include "tests/core/backup/copy/copy_world.h"
#include "tests/support/s3_server.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace qbm;
using namespace qbm::backup;
using namespace qbm::test;
using operation::RecordState;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBytes = 2048;

std::string nameOf(int day)
{
    return "qbm_backup_202601" + std::to_string(day) + "_020000.dump";
}

RetentionPolicy keepLast(int last)
{
    RetentionPolicy policy;
    policy.days.reset();
    policy.last = last;
    return policy;
}

} // namespace

/// Retention in a second place: a folder, and a bucket.
class TstPruneCopies : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_temporary;
    std::unique_ptr<S3Server> m_server;
    CopyWorld m_world;
    TaskContext m_task;

    /// Backups of those days of January, all of them copied.
    void addAndCopy(const std::vector<int>& days)
    {
        for (const int day : days) {
            m_world.add(nameOf(day), kBytes);
            QCOMPARE(ending(m_world.copy(nameOf(day), m_task)), std::string("done"));
        }
    }
    void removeHere(int day) const
    {
        fs::remove(m_world.backups() / nameOf(day));
        fs::remove(m_world.backups() / (nameOf(day) + ".json"));
    }
    std::vector<std::string> there() const
    {
        std::vector<std::string> names;
        for (const PlacedCopy& copy : m_world.copies())
            names.push_back(copy.name);
        return names;
    }
    /// With sidecars, and what might be left half removed.
    std::size_t filesThere() const { return m_server ? m_server->objects().size() : namesIn(m_world.second()).size(); }
    Result<operation::Outcome> prune(const RetentionPolicy& policy)
    {
        return m_world.engine().run(*makePruneOperation(m_world.environment(), policy), "test", m_task);
    }
    void useBucket()
    {
        m_server = std::make_unique<S3Server>();
        S3Place place;
        place.endpoint = m_server->url();
        place.region = S3Server::kRegion;
        place.bucket = S3Server::kBucket;
        place.prefix = "qbm/";
        place.keyId = S3Server::kKeyId;
        place.secretKey = [](TaskContext&) -> Result<Secret> { return Secret(S3Server::kSecretKey); };
        m_world.place = {"second", {}, place, true};
    }
    static void bothPlaces()
    {
        QTest::addColumn<bool>("bucket");
        QTest::newRow("folder") << false;
        QTest::newRow("bucket") << true;
    }
    void usePlaceOfRow()
    {
        QFETCH(bool, bucket);
        if (bucket)
            useBucket();
    }

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_server.reset();
        m_world.root = m_temporary->path().toStdString();
        m_world.place = {"second", m_world.second(), {}, true};
        fs::create_directories(m_world.second());
    }

    void prune_placeWithoutRetention_isLeftAlone_data() { bothPlaces(); }
    void prune_placeWithoutRetention_isLeftAlone()
    {
        usePlaceOfRow();
        m_world.place.retention = false;
        addAndCopy({10, 11, 12});
        QCOMPARE(ending(prune(keepLast(1))), std::string("done"));
        QCOMPARE(there().size(), std::size_t(3));
        QCOMPARE(namesIn(m_world.backups()), (std::vector<std::string>{nameOf(12), nameOf(12) + ".json"}));
    }
    void prune_place_losesWhatNoRuleKeeps_data() { bothPlaces(); }
    void prune_place_losesWhatNoRuleKeeps()
    {
        usePlaceOfRow();
        addAndCopy({10, 11, 12});
        const auto operation = makePruneOperation(m_world.environment(), keepLast(1));
        const auto plan = operation->plan(m_task).value();
        std::vector<std::string> lines;
        for (const operation::PlanLine& line : plan.lines)
            lines.push_back(line.what.english() + ": " + line.change.english());
        QCOMPARE(lines.size(), std::size_t(6));
        QCOMPARE(
            lines[3], "copies in second (" + m_world.place.location() + "): 2 of 3 files go, 4.0 KiB; 2.0 KiB stay");
        QCOMPARE(lines[4], "copy of " + nameOf(10) + " in second: goes, 2.0 KiB: No rule keeps it.");
        QVERIFY(plan.destructive);
        QCOMPARE(filesThere(), std::size_t(6)); // the plan is the dry run: nothing went
        QCOMPARE(ending(m_world.engine().run(*operation, "test", m_task)), std::string("done"));
        QCOMPARE(there(), std::vector<std::string>{nameOf(12)});
        QCOMPARE(filesThere(), std::size_t(2));
        QCOMPARE(m_world.sidecar(nameOf(12)).copies.size(), std::size_t(1));
        QCOMPARE(ending(prune(keepLast(1))), std::string("done")); // and once more: nothing to do
        QCOMPARE(filesThere(), std::size_t(2));
    }
    void prune_removedCopy_isNotNotedHereAnyMore()
    {
        addAndCopy({10, 11});
        const auto report
            = pruneCopies(m_world.environment(), m_world.place, keepLast(1), {nameOf(10)}, m_task).value();
        QCOMPARE(report.removed, std::vector<std::string>{nameOf(10)});
        QCOMPARE(report.removedBytes, std::uint64_t(kBytes));
        QVERIFY(m_world.sidecar(nameOf(10)).copies.empty());
        QCOMPARE(m_world.sidecar(nameOf(11)).copies.size(), std::size_t(1));
    }
    void prune_backupGoneHere_goesByTheRulesThere_data() { bothPlaces(); }
    void prune_backupGoneHere_goesByTheRulesThere()
    {
        usePlaceOfRow();
        addAndCopy({10, 11, 12, 13});
        for (const int day : {10, 11, 12, 13})
            removeHere(day);
        QCOMPARE(ending(prune(keepLast(2))), std::string("done"));
        QCOMPARE(there(), (std::vector<std::string>{nameOf(13), nameOf(12)}));
        // With no rule at all the newest good one stays, the last there is of the database.
        QCOMPARE(ending(prune(keepLast(0))), std::string("done"));
        QCOMPARE(there(), std::vector<std::string>{nameOf(13)});
    }
    void prune_copyOfAnotherDatabase_staysAndCountsForNothing()
    {
        addAndCopy({10, 11, 12});
        removeHere(11);
        Sidecar other = m_world.sidecar(nameOf(10));
        other.database = "other";
        QVERIFY(writeSidecar(m_world.backups() / nameOf(10), other).has_value());
        QVERIFY(writeSidecar(m_world.second() / nameOf(10), other).has_value());
        RetentionPolicy policy = keepLast(5);
        policy.maximumBytes = 2 * kBytes + 512; // room for this database's two, not for all three
        const auto plan = planCopyPrune(m_world.environment(), m_world.place, policy, m_task).value();
        QCOMPARE(plan.removedBytes, std::uint64_t(0));
        for (const RetentionVerdict& verdict : plan.verdicts)
            QVERIFY2(!verdict.remove, (verdict.name + ": " + verdict.reason.english()).c_str());
        QCOMPARE(ending(prune(policy)), std::string("done"));
        QCOMPARE(there(), (std::vector<std::string>{nameOf(12), nameOf(11), nameOf(10)}));
    }
    void prune_pinned_stays_data() { bothPlaces(); }
    void prune_pinned_stays()
    {
        usePlaceOfRow();
        m_world.add(nameOf(10), kBytes);
        Sidecar pinned = m_world.sidecar(nameOf(10));
        pinned.pinned = true;
        QVERIFY(writeSidecar(m_world.backups() / nameOf(10), pinned).has_value());
        addAndCopy({11, 12, 13});
        QCOMPARE(ending(m_world.copy(nameOf(10), m_task)), std::string("done"));
        removeHere(10); // pinned there
        const auto prune = makePruneOperation(m_world.environment(), keepLast(1));
        QVERIFY(prune->plan(m_task).has_value());
        pinned = m_world.sidecar(nameOf(11)); // pinned here, after the plan
        pinned.pinned = true;
        QVERIFY(writeSidecar(m_world.backups() / nameOf(11), pinned).has_value());
        QCOMPARE(ending(m_world.engine().run(*prune, "test", m_task)), std::string("done"));
        QCOMPARE(there(), (std::vector<std::string>{nameOf(13), nameOf(11), nameOf(10)}));
    }
    void prune_pinnedSinceItWasConfirmed_stays()
    {
        addAndCopy({10, 11});
        Sidecar pinned = m_world.sidecar(nameOf(10));
        pinned.pinned = true;
        QVERIFY(writeSidecar(m_world.backups() / nameOf(10), pinned).has_value());
        const auto report
            = pruneCopies(m_world.environment(), m_world.place, keepLast(1), {nameOf(10)}, m_task).value();
        QVERIFY(report.removed.empty());
        QCOMPARE(report.stayed, std::size_t(1));
        QCOMPARE(there().size(), std::size_t(2));
    }
    void prune_inUse_stays()
    {
        addAndCopy({10, 11, 12});
        BackupEnvironment environment = m_world.environment();
        environment.backupsOfUnfinishedOperations
            = []() -> Result<std::vector<std::string>> { return std::vector<std::string>{nameOf(10)}; };
        const auto mark
            = BackupInUse::mark(Catalogue(m_world.backups()).find(nameOf(11), m_task).value()); // on its way there
        QVERIFY(mark.has_value());
        const auto report
            = pruneCopies(environment, m_world.place, keepLast(1), {nameOf(10), nameOf(11)}, m_task).value();
        QCOMPARE(report.stayed, std::size_t(2));
        QCOMPARE(there().size(), std::size_t(3));
    }
    void prune_copyWithoutASidecar_isLeftAlone()
    {
        addAndCopy({10, 11});
        removeHere(10);
        fs::remove(m_world.second() / (nameOf(10) + ".json"));
        QVERIFY(writeFileDurably(m_world.second() / "notes.txt", "not ours").has_value());
        QCOMPARE(ending(prune(keepLast(0))), std::string("done"));
        QCOMPARE(there(), (std::vector<std::string>{nameOf(11), nameOf(10)}));
        QVERIFY(fs::exists(m_world.second() / "notes.txt"));
    }
    void prune_directory_goesWhole_data() { bothPlaces(); }
    void prune_directory_goesWhole()
    {
        usePlaceOfRow();
        const std::string directory = "qbm_backup_20260105_020000.dumpdir";
        m_world.addDirectory(directory);
        QCOMPARE(ending(m_world.copy(directory, m_task)), std::string("done"));
        addAndCopy({10, 11});
        QCOMPARE(ending(prune(keepLast(1))), std::string("done"));
        QCOMPARE(there(), std::vector<std::string>{nameOf(11)});
        QCOMPARE(filesThere(), std::size_t(2));
    }
    void prune_placeThatIsNotThere_prunesHereAndSaysSo()
    {
        addAndCopy({10, 11});
        fs::rename(m_world.second(), m_world.root / "unmounted");
        const auto operation = makePruneOperation(m_world.environment(), keepLast(1));
        const auto plan = operation->plan(m_task).value();
        QVERIFY(plan.lines.back().change.english().starts_with("cannot be looked at, so nothing goes there"));
        const auto outcome = m_world.engine().run(*operation, "test", m_task);
        QVERIFY2(outcome->record.state == RecordState::Stopped, ending(outcome).c_str());
        QVERIFY2(ending(outcome).find("Nothing was removed in second (") != std::string::npos, ending(outcome).c_str());
        QCOMPARE(namesIn(m_world.backups()), (std::vector<std::string>{nameOf(11), nameOf(11) + ".json"}));
        QCOMPARE(namesIn(m_world.root / "unmounted").size(), std::size_t(4));
    }
    void prune_bucketThatRefuses_isNamed()
    {
        useBucket();
        addAndCopy({10, 11});
        m_server->setFault([](const SeenRequest& request) -> std::optional<Answer> {
            if (request.method != "DELETE")
                return std::nullopt;
            return Answer{403, "<Error><Code>AccessDenied</Code></Error>", "application/xml", {}, {}};
        });
        const auto outcome = prune(keepLast(1));
        QVERIFY2(outcome->record.state == RecordState::Stopped, ending(outcome).c_str());
        QVERIFY(outcome->record.error->kind == ErrorKind::Denied);
        QCOMPARE(there().size(), std::size_t(2));
    }
    void prune_remade_goesForTheSamePlaces()
    {
        const auto made = makePruneOperation(m_world.environment(), keepLast(1));
        CopyWorld changed = m_world;
        changed.place.retention = false;
        const auto again = remakePruneOperation(changed.environment(), made->parameters()).value();
        QCOMPARE(again->parameters(), made->parameters());
        QCOMPARE(again->steps().size(), std::size_t(2));
        auto earlier = made->parameters();
        earlier.erase("places");
        QCOMPARE(remakePruneOperation(m_world.environment(), earlier).value()->steps().size(), std::size_t(1));
    }
    void prune_killedAtEveryPoint_resumed_removesTheRest()
    {
        int killed = 0;
        for (int point = 1;; ++point) {
            init();
            addAndCopy({10, 11, 12});
            const pid_t child = ::fork();
            if (child == 0) {
                int left = point;
                TaskContext task;
                operation::Engine engine = m_world.engine([&](std::string_view) {
                    if (--left == 0)
                        ::kill(::getpid(), SIGKILL);
                });
                (void)engine.run(*makePruneOperation(m_world.environment(), keepLast(1)), "test", task);
                ::_exit(0);
            }
            int status = 0;
            ::waitpid(child, &status, 0);
            if (!WIFSIGNALED(status))
                break;
            ++killed;
            operation::Engine engine = m_world.engine();
            const auto record = engine.find("LATEST").value();
            if (!operation::isUnfinished(record.state))
                continue;
            const auto made = remakePruneOperation(m_world.environment(), record.parameters).value();
            QCOMPARE(ending(engine.resume(record.id, *made, m_task)), std::string("done"));
            QCOMPARE(there(), std::vector<std::string>{nameOf(12)});
            QCOMPARE(filesThere(), std::size_t(2));
        }
        QVERIFY2(killed >= 6, qPrintable(QString("died at %1 points").arg(killed)));
    }
    void prune_killedInTheMiddleOfACopy_isFinished_data() { bothPlaces(); }
    void prune_killedInTheMiddleOfACopy_isFinished()
    {
        usePlaceOfRow();
        const std::string directory = "qbm_backup_20260105_020000.dumpdir";
        addAndCopy({10});
        // What such a kill leaves: an orphaned sidecar and a directory that has lost its name, or its contents.
        const std::string prefix = "qbm/" + directory;
        if (m_server) {
            m_server->setObject(prefix + ".json", "{}");
            m_server->setObject(prefix + "/4001.dat.zst", "x");
        } else {
            QVERIFY(writeFileDurably(m_world.second() / (directory + ".json"), "{}").has_value());
            fs::create_directories(m_world.second() / (directory + ".removed"));
        }
        QCOMPARE(filesThere(), std::size_t(4));
        const auto report = pruneCopies(m_world.environment(), m_world.place, keepLast(1), {directory}, m_task);
        QVERIFY(report.has_value());
        QCOMPARE(filesThere(), std::size_t(2));
    }
};

QTEST_APPLESS_MAIN(TstPruneCopies)
#include "tst_prune_copies.moc"
