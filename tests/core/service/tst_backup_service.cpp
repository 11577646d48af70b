// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/operation_checks.h"
#include "core/base/file.h"
#include "core/service/backup_service.h"
#include "tests/core/backup/archive_builder.h"

#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>
#include <unistd.h>

using namespace qbm;
using namespace qbm::service;
using namespace std::chrono_literals;

namespace {

constexpr uid_t kNobody = 65534;

/// A cluster that answers when the caller has given up.
class SilentCronJobs final : public backup::CronJobControl {
public:
    std::string nameSpace() const override { return "qbm"; }
    Result<std::optional<backup::CronJobFacts>> fetch(const std::string&, TaskContext& context) override
    {
        QBM_CHECK(context.sleepFor(1min));
        return std::optional<backup::CronJobFacts>();
    }
    Result<> apply(const std::string&, TaskContext&) override { return {}; }
    Result<> remove(const std::string&, TaskContext&) override { return {}; }
    Result<> checkMayApply(TaskContext&) override { return {}; }
    Result<> checkClaim(const std::string&, TaskContext&) override { return {}; }
    Result<> checkSecretKey(const std::string&, const std::string&, TaskContext&) override { return {}; }
};

} // namespace

class TstBackupService : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    TaskContext m_task;

    std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    backup::BackupEnvironment environmentOfFolder() const
    {
        backup::BackupEnvironment environment;
        environment.folder = folder();
        environment.database = "qbm";
        return environment;
    }
    std::unique_ptr<BackupService> service() const
    {
        backup::BackupEnvironment environment = environmentOfFolder();
        environment.target = "postgres@localhost:5432/qbm";
        environment.connection = [](AccessMode, TaskContext&) -> Result<postgres::ConnectionSettings> {
            return fail(ErrorKind::Unsupported, "The profile names no database.");
        };
        return makeBackupService(std::move(environment));
    }
    void put(const std::string& name, std::chrono::hours age, bool safety = false, std::uint64_t sizeInSidecar = 200)
    {
        backup::Sidecar sidecar;
        sidecar.database = "qbm";
        sidecar.sizeBytes = sizeInSidecar;
        sidecar.safety = safety;
        sidecar.snapshotAt = systemClock().now() - age;
        sidecar.startedAt = sidecar.snapshotAt;
        sidecar.finishedAt = sidecar.snapshotAt + 90s;
        QVERIFY(writeFileDurably(folder() / name, "PGDMP" + std::string(195, 'x')).has_value());
        QVERIFY(backup::writeSidecar(folder() / name, sidecar).has_value());
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void facts_emptyFolder_knowNothingAndAssumeNothing()
    {
        const BackupFacts facts = service()->facts(m_task).value();
        QVERIFY(!facts.newestGood.has_value());
        QVERIFY(!facts.age.has_value());
        QVERIFY(!facts.lastBackupTook.has_value());
        QVERIFY(!facts.lastRestoreTook.has_value());
        QCOMPARE(facts.count, std::size_t(0));
    }
    void facts_newestGood_isNeitherSafetyDumpNorBroken()
    {
        put("old.dump", 30h);
        put("good.dump", 5h);
        put("safety.dump", 1h, true);
        put("cut.dump", 0h, false, 500);
        QVERIFY(writeFileDurably(folder() / "restores.jsonl",
            R"({"backup":"old.dump","startedAt":"2026-01-01T00:00:00Z","finishedAt":"2026-01-01T00:14:00Z"})"
            "\n")
                    .has_value());
        const BackupFacts facts = service()->facts(m_task).value();
        QCOMPARE(facts.newestGood->name, std::string("good.dump"));
        QVERIFY(*facts.age >= 5h && *facts.age < 5h + 1min);
        QCOMPARE(facts.count, std::size_t(3));
        QCOMPARE(facts.broken, std::size_t(1));
        QCOMPARE(facts.totalBytes, std::uint64_t(800));
        QVERIFY(*facts.lastBackupTook == 90s);
        QVERIFY(*facts.lastRestoreTook == 14min);
    }
    void facts_ofTheGuidesScript_areKnownWithoutSidecar()
    {
        const std::string archive = test::ArchiveBuilder(14).build(); // of a database qbm
        QVERIFY(writeFileDurably(folder() / "qbm_backup_20260101_020000.dump", archive).has_value());
        QVERIFY(writeFileDurably(folder() / "notes.dump", std::string(100, '-')).has_value()); // foreign
        const BackupFacts facts = service()->facts(m_task).value();
        QCOMPARE(facts.newestGood->name, std::string("qbm_backup_20260101_020000.dump"));
        QVERIFY(facts.age && *facts.age > 24h);
        QVERIFY(!facts.lastBackupTook.has_value());
        QCOMPARE(facts.count, std::size_t(1));
        QCOMPARE(facts.broken, std::size_t(1));
        QCOMPARE(facts.totalBytes, std::uint64_t(archive.size()));
    }
    void facts_alarms_areFound()
    {
        QCOMPARE(service()->facts(m_task)->alarms.at(0).kind, backup::BackupAlarm::Kind::NoBackup);
        put("good.dump", 25h);
        QVERIFY(service()->facts(m_task)->alarms.empty());
        put("good.dump", 27h);
        put("cut.dump", 28h, false, 500);
        const auto alarms = service()->facts(m_task)->alarms;
        QCOMPARE(alarms.size(), std::size_t(2));
        QCOMPARE(alarms[0].kind, backup::BackupAlarm::Kind::TooOld);
        QCOMPARE(alarms[1].kind, backup::BackupAlarm::Kind::Broken);
    }
    void facts_ofTheFolderAndTheJournals_areAskedFor()
    {
        using Kind = backup::BackupAlarm::Kind;
        put("good.dump", 1h);
        backup::BackupEnvironment environment = environmentOfFolder();
        operation::Record made;
        made.id = "20260101-020000-1";
        made.kind = backup::kBackupCreateKind;
        made.state = operation::RecordState::Done;
        environment.operations = [&made] { return std::vector{made}; };
        const auto kinds = [&] {
            std::vector<Kind> found;
            const BackupFacts facts = makeBackupService(environment)->facts(m_task).value();
            for (const backup::BackupAlarm& alarm : facts.alarms)
                found.push_back(alarm.kind);
            return found;
        };
        QCOMPARE(kinds(), std::vector<Kind>());
        made.state = operation::RecordState::Interrupted;
        QCOMPARE(kinds(), std::vector<Kind>{Kind::Interrupted});
        // Gone with the share it was on, although it could be made anew below the mount point.
        made.state = operation::RecordState::Done;
        environment.folder = folder() / "share";
        QCOMPARE(kinds(), (std::vector<Kind>{Kind::FolderGone, Kind::NoBackup}));
        made.state = operation::RecordState::Undone; // none was ever made: it will be made with the first
        QCOMPARE(kinds(), std::vector<Kind>{Kind::NoBackup});
    }
    void checkWritable_withoutRightsOrFolder_saysWhy()
    {
        QVERIFY(backup::checkWritable(folder() / "new" / "and deeper")); // it will be made
        put("good.dump", 1h);
        QCOMPARE(backup::checkWritable(folder() / "good.dump" / "below").error().kind, ErrorKind::Conflict);
        const bool isRoot = ::geteuid() == 0; // who may write everywhere
        QCOMPARE(::chmod(folder().c_str(), 0555), 0);
        if (isRoot)
            QCOMPARE(::setresuid(kNobody, kNobody, 0), 0);
        const auto writable = backup::checkWritable(folder());
        if (isRoot)
            QCOMPARE(::setresuid(0, 0, 0), 0);
        QCOMPARE(::chmod(folder().c_str(), 0700), 0);
        QVERIFY(!writable && writable.error().kind == ErrorKind::Denied);
    }
    void facts_clusterThatDoesNotAnswer_keepsNobodyWaiting()
    {
        backup::BackupEnvironment environment = environmentOfFolder();
        environment.cronJobs = std::make_shared<SilentCronJobs>();
        const auto waiting = makeBackupService(std::move(environment));
        put("good.dump", 1h);
        const auto begin = std::chrono::steady_clock::now();
        QVERIFY(waiting->facts(m_task)->alarms.empty());
        QVERIFY(std::chrono::steady_clock::now() - begin < 4s);
        const auto again = std::chrono::steady_clock::now();
        QVERIFY(waiting->facts(m_task).has_value()); // asked again only after a while
        QVERIFY(std::chrono::steady_clock::now() - again < 1s);
    }
    void operations_withoutDatabase_sayWhy()
    {
        put("good.dump", 1h);
        QVERIFY(service()->makeBackupOperation({})->plan(m_task).error().kind == ErrorKind::Unsupported);
        QVERIFY(service()->makeRestoreOperation("LATEST", {}, m_task).value()->plan(m_task).error().kind
            == ErrorKind::Unsupported);
        QVERIFY(service()->makeRestoreOperation("none", {}, m_task).error().kind == ErrorKind::NotFound);
        QCOMPARE(service()->list(m_task)->size(), std::size_t(1));
    }
    void registerOperations_bothKinds_canBeMadeAgain()
    {
        put("good.dump", 1h);
        operation::Registry registry;
        service()->registerOperations(registry);
        const auto backup = service()->makeBackupOperation({.label = "nightly", .pinned = true});
        QCOMPARE(registry.make(backup->kind(), backup->parameters()).value()->parameters(), backup->parameters());
        const auto restore = service()->makeRestoreOperation("good", {.stopApplication = false}, m_task).value();
        QCOMPARE(registry.make(restore->kind(), restore->parameters()).value()->parameters(), restore->parameters());
    }
};

QTEST_APPLESS_MAIN(TstBackupService)
#include "tst_backup_service.moc"
