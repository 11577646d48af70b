// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/verify.h"
#include "core/backup/dump/backup_operation.h"
#include "core/backup/keep/keep_operations.h"
#include "core/backup/restore/restore_operation.h"
#include "core/base/file.h"
#include "core/base/sha256.h"
#include "tests/core/backup/backup_world.h"
#include "tests/support/servers.h"

#include <QTemporaryDir>
#include <QTest>

using namespace qbm;
using namespace qbm::backup;
namespace fs = std::filesystem;

/// A folder that the guide's own backup.sh has filled.
class TstGuideBackups : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PostgresServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    test::BackupWorld m_world;
    TaskContext m_task;

    std::string ask(const std::string& sql)
    {
        const auto answer = m_server->sql(sql);
        return answer ? *answer : "failed: " + answer.error().english() + answer.error().detail;
    }
    /// The guide's command, word by word: host, user, database, format, compression, file.
    void runGuidesBackup(const std::string& stamp)
    {
        QVERIFY(makeFolder(m_world.backups()).has_value());
        const auto tools = findTools(15, m_task);
        QVERIFY(tools.has_value());
        process::Command command{tools->pgDump,
            {"-h", "localhost", "-U", "postgres", "-d", m_world.database, "--format=custom", "--compress=9",
                "--file=" + file(stamp).string()},
            {{"PGPORT", std::to_string(m_world.port)}, {"PGPASSWORD", m_world.password}}, {}, {}};
        const auto exit = process::run(command, {}, m_task);
        QVERIFY(exit.has_value());
        QVERIFY2(exit->code == 0, exit->errorTail.c_str());
    }
    fs::path file(const std::string& stamp) const { return m_world.backups() / ("qbm_backup_" + stamp + ".dump"); }
    Backup find(const std::string& stamp)
    {
        return Catalogue(m_world.backups()).find("qbm_backup_" + stamp, m_task).value();
    }
    Result<VerifyReport> verify(const Backup& backup)
    {
        QBM_TRY(tools, findNewestTools(m_task));
        return verifyBackup(backup, {}, tools, m_task);
    }
    void run(Result<std::unique_ptr<operation::Operation>> operation)
    {
        QVERIFY2(operation.has_value(), operation ? "" : operation.error().english().c_str());
        const auto outcome = m_world.engine().run(**operation, "test", m_task);
        QVERIFY2(outcome.has_value(), outcome ? "" : (outcome.error().english() + outcome.error().detail).c_str());
        const auto& error = outcome->record.error;
        QVERIFY2(outcome->succeeded(), error ? (error->english() + error->detail).c_str() : "");
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto server = test::PostgresServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_world = {m_folder->path().toStdString(), m_server->port(), m_server->password().reveal()};
        test::FileWorkload(m_world.workloadFile()).setCounts({{"backend", 3}, {"frontend", 2}});
        QVERIFY(ask(test::emptySql() + test::seedSql()).find("failed") == std::string::npos);
    }

    void guidesDump_listed_hasItsNamesTimeAndNoSidecar()
    {
        runGuidesBackup("20261122_020000");
        const Backup backup = find("20261122_020000");
        QVERIFY(backup.state == BackupState::WithoutSidecar);
        QVERIFY(backup.usable());
        QCOMPARE(formatLocalStamp(backup.takenAt), std::string("20261122_020000"));
        const auto report = verify(backup);
        QVERIFY2(report.has_value(), report ? "" : report.error().english().c_str());
        QVERIFY(!report->checksumKnown);
    }
    void guidesDump_adopted_hasTheSidecarItWouldHaveHad()
    {
        runGuidesBackup("20261122_020000");
        const auto adopt = makeAdoptOperation(m_world.environment(), "qbm_backup_20261122_020000", m_task);
        QVERIFY((*adopt)->plan(m_task)->title.english().starts_with("Adopt qbm_backup_20261122_020000"));
        run(makeAdoptOperation(m_world.environment(), "qbm_backup_20261122_020000", m_task));
        const Backup backup = find("20261122_020000");
        QVERIFY(backup.state == BackupState::Complete);
        const Sidecar& sidecar = *backup.sidecar;
        QVERIFY(sidecar.adopted && sidecar.counted && sidecar.verifiedAt);
        QCOMPARE(sidecar.sha256, sha256Hex(readFile(backup.file).value()));
        QCOMPARE(sidecar.database, m_world.database);
        QVERIFY(sidecar.serverVersion.starts_with("15."));
        QCOMPARE(sidecar.totalRows(), std::int64_t(1088)); // as the console's own backup of the same data counts
        QCOMPARE(sidecar.tables.size(), std::size_t(7));
        QCOMPARE(sidecar.largeObjects->count, std::int64_t(1));
        const auto report = verify(backup);
        QVERIFY2(report.has_value(), report ? "" : report.error().english().c_str());
        QVERIFY(report->checksumKnown);
        QVERIFY(makeAdoptOperation(m_world.environment(), backup.name, m_task).error().kind == ErrorKind::Conflict);
        run(makePinOperation(m_world.environment(), backup.name, true, m_task));
        QVERIFY(find("20261122_020000").sidecar->pinned);
    }
    void guidesDump_restored_bringsTheDataBack_data()
    {
        QTest::addColumn<bool>("adopted");
        QTest::addRow("as it lies") << false;
        QTest::addRow("adopted") << true;
    }
    void guidesDump_restored_bringsTheDataBack()
    {
        QFETCH(bool, adopted);
        const std::string before = ask(test::digestSql());
        QVERIFY2(!before.starts_with("failed"), before.c_str());
        runGuidesBackup("20261122_020000");
        if (adopted)
            run(makeAdoptOperation(m_world.environment(), "LATEST", m_task));
        QVERIFY(ask(test::changeSql()).find("failed") == std::string::npos);
        QVERIFY(ask("DROP TABLE made_later").find("failed") == std::string::npos);
        run(makeRestoreOperation(m_world.environment(), "qbm_backup_20261122_020000", {}, m_task));
        QCOMPARE(ask(test::digestSql()), before);
        QCOMPARE(test::FileWorkload(m_world.workloadFile()).counts(),
            (std::map<std::string, int>{{"backend", 3}, {"frontend", 2}}));
    }
    void backupWithPrune_oldOnes_goAfterTheNewOneIsWhole()
    {
        runGuidesBackup("20251122_020000");
        run(makeAdoptOperation(m_world.environment(), "LATEST", m_task));
        for (const char* stamp : {"20251101_020000", "20251102_020000"})
            fs::copy(file("20251122_020000"), file(stamp));
        BackupEnvironment environment = m_world.environment();
        environment.settings.retention.last = 1;
        run(makeBackupOperation(environment, {.prune = true}));
        const auto backups = Catalogue(m_world.backups()).list(m_task);
        // The new one; the adopted one, whose server nobody knows; the newest without a sidecar.
        QCOMPARE(backups->size(), std::size_t(3));
        QVERIFY(backups->front().state == BackupState::Complete && !backups->front().sidecar->adopted);
        QVERIFY(!fs::exists(file("20251101_020000")));
    }
    void guidesDump_damaged_isShownAsWhatItIs()
    {
        runGuidesBackup("20261122_020000");
        const std::string bytes = readFile(file("20261122_020000")).value();
        const auto put = [&](const std::string& stamp, const std::string& content) {
            QVERIFY(writeFileDurably(file(stamp), content).has_value());
        };
        put("20261121_020000", bytes.substr(0, bytes.size() / 2)); // the disk was full
        put("20261120_020000", ""); // pg_dump could not connect
        put("20261119_020000", "-- PostgreSQL database dump\n" + std::string(200, ' '));
        std::string flipped = bytes;
        for (std::size_t i = flipped.size() / 2; i < flipped.size() / 2 + 64; ++i)
            flipped[i] = static_cast<char>(~flipped[i]);
        put("20261118_020000", flipped);
        QVERIFY(find("20261120_020000").state == BackupState::Truncated);
        QVERIFY(find("20261119_020000").state == BackupState::Foreign);
        for (const char* stamp : {"20261121_020000", "20261118_020000"}) {
            const Backup damaged = find(stamp);
            QVERIFY2(damaged.state == BackupState::WithoutSidecar, stamp); // nothing tells its true size or content
            QVERIFY2(verify(damaged).error().kind == ErrorKind::BadData, stamp);
            const auto adopt = makeAdoptOperation(m_world.environment(), damaged.name, m_task);
            const auto outcome = m_world.engine().run(**adopt, "test", m_task);
            QVERIFY2(outcome && outcome->record.state == operation::RecordState::Undone, stamp);
            QVERIFY2(!fs::exists(sidecarPath(damaged.file)), stamp);
        }
        for (const char* stamp : {"20261120_020000", "20261119_020000"})
            QVERIFY(makeAdoptOperation(m_world.environment(), find(stamp).name, m_task).error().kind
                == ErrorKind::InvalidInput);
        // An adopted one that is cut off later is known to be.
        run(makeAdoptOperation(m_world.environment(), "LATEST", m_task));
        fs::resize_file(file("20261122_020000"), bytes.size() - 1);
        QVERIFY(find("20261122_020000").state == BackupState::Truncated);
    }
    void guidesDump_sidecarThatCannotBeRead_isNotOverwritten()
    {
        runGuidesBackup("20261122_020000");
        QVERIFY(writeFileDurably(sidecarPath(file("20261122_020000")), "{\"format\": 99}").has_value());
        const auto adopt = makeAdoptOperation(m_world.environment(), "qbm_backup_20261122_020000", m_task);
        QVERIFY(adopt.error().kind == ErrorKind::Conflict);
        QCOMPARE(readFile(sidecarPath(file("20261122_020000"))).value(), std::string("{\"format\": 99}"));
    }
};

QTEST_APPLESS_MAIN(TstGuideBackups)
#include "tst_guide_backups.moc"
