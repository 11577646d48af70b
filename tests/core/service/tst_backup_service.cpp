// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/service/backup_service.h"

#include <QTemporaryDir>
#include <QTest>

using namespace qbm;
using namespace qbm::service;
using namespace std::chrono_literals;

class TstBackupService : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    TaskContext m_task;

    std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    std::unique_ptr<BackupService> service() const
    {
        backup::BackupEnvironment environment;
        environment.folder = folder();
        environment.target = "postgres@localhost:5432/qbm";
        environment.connection = [](AccessMode, TaskContext&) -> Result<postgres::ConnectionSettings> {
            return fail(ErrorKind::Unsupported, "The profile names no database.");
        };
        return makeBackupService(std::move(environment));
    }
    void put(const std::string& name, std::chrono::hours age, bool safety = false, std::uint64_t sizeInSidecar = 200)
    {
        backup::Sidecar sidecar;
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
