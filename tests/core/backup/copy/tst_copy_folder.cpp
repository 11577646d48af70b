// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/folder_memory.h"
#include "core/base/file.h"
#include "tests/core/backup/copy/copy_world.h"

#include <QTemporaryDir>
#include <QTest>

using namespace qbm;
using namespace qbm::backup;
using namespace qbm::test;
using operation::RecordState;
namespace fs = std::filesystem;

namespace {

const std::string kName = "qbm_backup_20261122_020000.dump.zst";
const std::string kDirectory = "qbm_backup_20261123_020000.dumpdir";

} // namespace

class TstCopyFolder : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_temporary;
    CopyWorld m_world;
    TaskContext m_task;

    std::string placed(const std::string& name) const { return readFile(m_world.second() / name).value(); }

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_world.root = m_temporary->path().toStdString();
        m_world.place = {"nas", m_world.second(), {}};
        fs::create_directories(m_world.second());
    }

    void copy_backup_isThereWithItsSidecarAndNotedHere()
    {
        m_world.add(kName, 3'000'000);
        QCOMPARE(ending(m_world.copy(kName, m_task)), std::string("done"));
        QVERIFY(placed(kName) == m_world.content(kName));
        QCOMPARE(namesIn(m_world.second()), (std::vector<std::string>{kName, kName + ".json"}));
        const Sidecar sidecar = m_world.sidecar(kName);
        QCOMPARE(sidecar.copies.size(), std::size_t(1));
        QCOMPARE(sidecar.copies[0].place, std::string("nas"));
        QCOMPARE(sidecar.copies[0].location, m_world.second().string());
        QVERIFY(m_world.copies().at(0).sidecar);
        QCOMPARE(m_world.copies().at(0).sizeBytes, std::uint64_t(3'000'000));
    }
    void copy_again_writesNothingAndKeepsOneNote()
    {
        m_world.add(kName, 300'000);
        QCOMPARE(ending(m_world.copy(kName, m_task)), std::string("done"));
        const auto before = fs::last_write_time(m_world.second() / kName);
        QCOMPARE(ending(m_world.copy(kName, m_task)), std::string("done"));
        QVERIFY(fs::last_write_time(m_world.second() / kName) == before);
        QCOMPARE(m_world.sidecar(kName).copies.size(), std::size_t(1));
    }
    void copy_damagedCopy_isReplaced()
    {
        m_world.add(kName, 300'000);
        std::string damaged = m_world.content(kName);
        damaged[200'000] = static_cast<char>(damaged[200'000] ^ 1);
        QVERIFY(writeFileDurably(m_world.second() / kName, damaged).has_value());
        QCOMPARE(ending(m_world.copy(kName, m_task)), std::string("done"));
        QVERIFY(placed(kName) == m_world.content(kName));
    }
    void copy_directory_isThereFileByFile()
    {
        m_world.addDirectory(kDirectory);
        QCOMPARE(ending(m_world.copy(kDirectory, m_task)), std::string("done"));
        QCOMPARE(namesIn(m_world.second() / kDirectory), namesIn(m_world.backups() / kDirectory));
        QVERIFY(placed(kDirectory + "/4001.dat.zst") == m_world.content(kDirectory + "/4001.dat.zst"));
        fs::remove_all(m_world.backups() / kDirectory);
        fs::remove(m_world.backups() / (kDirectory + ".json"));
        QCOMPARE(ending(m_world.fetch(kDirectory, m_task)), std::string("done"));
        QVERIFY(placed(kDirectory + "/4002.dat.zst") == m_world.content(kDirectory + "/4002.dat.zst"));
        QVERIFY(Catalogue(m_world.backups()).find(kDirectory, m_task)->state == BackupState::Complete);
    }
    void copy_withoutSidecar_isCopiedAndCompared()
    {
        m_world.add("qbm_backup_20261122_020000.dump", 300'000);
        fs::remove(m_world.backups() / "qbm_backup_20261122_020000.dump.json");
        QCOMPARE(ending(m_world.copy("qbm_backup_20261122_020000.dump", m_task)), std::string("done"));
        QCOMPARE(namesIn(m_world.second()), std::vector<std::string>{"qbm_backup_20261122_020000.dump"});
        QVERIFY(!m_world.copies().at(0).sidecar);
    }
    void copy_backupThatRotted_isNotCopied()
    {
        m_world.add(kName, 300'000);
        std::string rotten = m_world.content(kName);
        rotten[1000] = static_cast<char>(rotten[1000] ^ 1);
        QVERIFY(writeFileDurably(m_world.backups() / kName, rotten).has_value());
        const auto outcome = m_world.copy(kName, m_task);
        QVERIFY(outcome->record.state == RecordState::Undone);
        QVERIFY2(outcome->record.error->english().find("is not what its sidecar says") != std::string::npos,
            ending(outcome).c_str());
        QVERIFY(namesIn(m_world.second()).empty());
    }
    void copy_folderThatIsNotThere_isRefusedAndNotMade()
    {
        m_world.add(kName, 300'000);
        fs::remove(m_world.second());
        const auto outcome = m_world.copy(kName, m_task);
        QVERIFY(!outcome);
        QVERIFY2(ending(outcome).find("is it mounted?") != std::string::npos, ending(outcome).c_str());
        QVERIFY(!fs::exists(m_world.second()));
    }
    void copy_unknownPlace_namesThePlacesThereAre()
    {
        m_world.add(kName, 1000);
        const auto made = makeCopyOperation(m_world.environment(), kName, "nowhere", m_task);
        QCOMPARE(made.error().kind, ErrorKind::NotFound);
        QVERIFY(made.error().english().find("there are: nas") != std::string::npos);
    }
    void copy_stopped_leavesNothingThere()
    {
        m_world.add(kName, 20'000'000);
        std::stop_source stop;
        TaskContext task(stop.get_token());
        const auto stopEarly = [&](const operation::Event& event) {
            if (event.kind == operation::Event::Kind::Progressed && event.progress.done > 0)
                stop.request_stop();
        };
        const auto outcome = m_world.copy(kName, task, stopEarly);
        QVERIFY2(outcome->record.state == RecordState::Undone, ending(outcome).c_str());
        QVERIFY(namesIn(m_world.second()).empty());
        QVERIFY(m_world.sidecar(kName).copies.empty());
    }
    void copy_killedAtEachPoint_isResumedOrUndone_data()
    {
        QTest::addColumn<bool>("resume");
        QTest::newRow("resumed") << true;
        QTest::newRow("undone") << false;
    }
    void copy_killedAtEachPoint_isResumedOrUndone()
    {
        QFETCH(bool, resume);
        m_world.add(kName, 300'000);
        int killed = 0;
        for (int point = 1; m_world.killCopyAt(kName, point); ++point) {
            ++killed;
            operation::Engine engine = m_world.engine();
            const auto record = engine.find("LATEST");
            if (record && operation::isUnfinished(record->state)) {
                const auto made = remakeCopyOperation(m_world.environment(), record->parameters).value();
                const auto outcome
                    = resume ? engine.resume(record->id, *made, m_task) : engine.undo(record->id, *made, m_task);
                QCOMPARE(ending(outcome), std::string(resume ? "done" : "undone"));
                QCOMPARE(namesIn(m_world.second()).size(), std::size_t(resume ? 2 : 0));
                QCOMPARE(m_world.sidecar(kName).copies.size(), std::size_t(resume ? 1 : 0));
            }
            for (const auto& entry : fs::directory_iterator(m_world.second()))
                fs::remove_all(entry.path());
        }
        QVERIFY(killed >= 3);
    }

    void fetch_copy_comesBackVerified()
    {
        m_world.add(kName, 3'000'000);
        const std::string content = m_world.content(kName);
        QCOMPARE(ending(m_world.copy(kName, m_task)), std::string("done"));
        fs::remove_all(m_world.backups());
        QCOMPARE(ending(m_world.fetch(kName, m_task)), std::string("done"));
        QVERIFY(m_world.content(kName) == content);
        QCOMPARE(m_world.sidecar(kName).copies.size(), std::size_t(1));
    }
    void fetch_damagedCopy_isRefusedAndNotKept()
    {
        m_world.add(kName, 300'000);
        QCOMPARE(ending(m_world.copy(kName, m_task)), std::string("done"));
        std::string damaged = placed(kName);
        damaged[1234] = static_cast<char>(damaged[1234] ^ 1);
        QVERIFY(writeFileDurably(m_world.second() / kName, damaged).has_value());
        fs::remove_all(m_world.backups());
        const auto outcome = m_world.fetch(kName, m_task);
        QVERIFY2(outcome->record.state == RecordState::Undone, ending(outcome).c_str());
        QVERIFY(ending(outcome).find("do not rely on that copy") != std::string::npos);
        QVERIFY(namesIn(m_world.backups()).empty());
    }
    void fetch_missingOrDamagedHere_isFilledIn_data()
    {
        QTest::addColumn<QByteArray>("fault");
        for (const char* fault : {"missing", "truncated", "damaged", "bad record", "other size"})
            QTest::newRow(fault) << QByteArray(fault);
    }
    void fetch_missingOrDamagedHere_isFilledIn()
    {
        QFETCH(QByteArray, fault);
        m_world.add(kName, 300'000);
        const std::string sound = m_world.content(kName);
        QCOMPARE(ending(m_world.copy(kName, m_task)), std::string("done"));
        Sidecar record = m_world.sidecar(kName);
        record.pinned = true; // since it was copied
        QVERIFY(writeSidecar(m_world.backups() / kName, record).has_value());
        const fs::path file = m_world.backups() / kName;
        if (fault == "missing")
            fs::remove(file);
        else if (fault == "truncated")
            fs::resize_file(file, 1000);
        else if (fault == "other size")
            QVERIFY(writeFileDurably(file, sound + "more").has_value());
        else if (fault == "damaged") {
            std::string rotten = sound;
            rotten[1000] = static_cast<char>(rotten[1000] ^ 1);
            QVERIFY(writeFileDurably(file, rotten).has_value());
            record.damagedAt = systemClock().now();
            QVERIFY(writeSidecar(file, record).has_value());
        } else
            QVERIFY(writeFileDurably(sidecarPath(file), "{").has_value());
        QVERIFY(!Catalogue(m_world.backups()).find(kName, m_task)->usable());
        QCOMPARE(ending(m_world.fetch(kName, m_task)), std::string("done"));
        QVERIFY(m_world.content(kName) == sound);
        QVERIFY(Catalogue(m_world.backups()).find(kName, m_task)->state == BackupState::Complete);
        QVERIFY(!m_world.sidecar(kName).damagedAt);
        QCOMPARE(m_world.sidecar(kName).pinned, fault != "bad record"); // its own record stays
        QCOMPARE(namesIn(m_world.backups()), (std::vector<std::string>{kName, kName + ".json"}));
    }
    void fetch_damagedHereAndThere_leavesWhatIsHere()
    {
        m_world.add(kName, 300'000);
        QCOMPARE(ending(m_world.copy(kName, m_task)), std::string("done"));
        std::string damaged = placed(kName);
        damaged[1234] = static_cast<char>(damaged[1234] ^ 1);
        QVERIFY(writeFileDurably(m_world.second() / kName, damaged).has_value());
        fs::resize_file(m_world.backups() / kName, 1000);
        const auto outcome = m_world.fetch(kName, m_task);
        QVERIFY2(outcome->record.state == RecordState::Undone, ending(outcome).c_str());
        QCOMPARE(namesIn(m_world.backups()), (std::vector<std::string>{kName, kName + ".json"}));
        QCOMPARE(fs::file_size(m_world.backups() / kName), std::uintmax_t(1000));
    }
    void fetch_damagedDirectory_isExchangedWhole()
    {
        m_world.addDirectory(kDirectory);
        QCOMPARE(ending(m_world.copy(kDirectory, m_task)), std::string("done"));
        fs::remove(m_world.backups() / kDirectory / "4002.dat.zst");
        QCOMPARE(ending(m_world.fetch(kDirectory, m_task)), std::string("done"));
        QVERIFY(placed(kDirectory + "/4002.dat.zst") == m_world.content(kDirectory + "/4002.dat.zst"));
        QCOMPARE(namesIn(m_world.backups()), (std::vector<std::string>{kDirectory, kDirectory + ".json"}));
    }
    void fetch_intoAFolderThatIsGone_wantsItsName()
    {
        m_world.add(kName, 3000);
        QCOMPARE(ending(m_world.copy(kName, m_task)), std::string("done"));
        BackupEnvironment environment = m_world.environment();
        environment.state = m_world.root / "state";
        rememberFolder(environment, m_task);
        fs::remove_all(m_world.backups());
        const auto refused = makeFetchOperation(environment, kName, m_world.place.name, m_task).value();
        QVERIFY(!operation::mayRun(refused->check(m_task).value()));
        QVERIFY(!fs::exists(m_world.backups()));
        const auto accepted
            = makeFetchOperation(environment, kName, m_world.place.name, m_task, {m_world.backups().string()}).value();
        QVERIFY(operation::mayRun(accepted->check(m_task).value()));
        QCOMPARE(ending(m_world.engine().run(*accepted, "test", m_task)), std::string("done"));
    }
    void copy_backupThatRotted_isNotedAsDamaged()
    {
        m_world.add(kName, 300'000);
        std::string rotten = m_world.content(kName);
        rotten[1000] = static_cast<char>(rotten[1000] ^ 1);
        QVERIFY(writeFileDurably(m_world.backups() / kName, rotten).has_value());
        QVERIFY(m_world.copy(kName, m_task)->record.state == RecordState::Undone);
        QVERIFY(m_world.sidecar(kName).damagedAt.has_value());
        QVERIFY(Catalogue(m_world.backups()).find(kName, m_task)->state == BackupState::Damaged);
    }
    void fetch_whatIsHere_isConflict()
    {
        m_world.add(kName, 300'000);
        QCOMPARE(ending(m_world.copy(kName, m_task)), std::string("done"));
        QCOMPARE(m_world.fetch(kName, m_task).error().kind, ErrorKind::Conflict);
    }
    void fetch_latestAndShortNames_areTheOnesThatOtherVerbsMean()
    {
        const std::string older = "qbm_backup_20261121_020000.dump.zst";
        const std::string safety = "qbm_backup_20261124_020000.dump.zst", foreign = "qbm_backup_20261125_020000.dump.zst";
        for (const std::string& name : {older, kName, safety, foreign})
            m_world.add(name, 3000);
        Sidecar changed = m_world.sidecar(safety);
        changed.safety = true;
        QVERIFY(writeSidecar(m_world.backups() / safety, changed).has_value());
        changed = m_world.sidecar(foreign);
        changed.database = "another";
        QVERIFY(writeSidecar(m_world.backups() / foreign, changed).has_value());
        for (const std::string& name : {older, kName, safety, foreign})
            QCOMPARE(ending(m_world.copy(name, m_task)), std::string("done"));
        QVERIFY(writeFileDurably(m_world.second() / "qbm_backup_20261126_020000.dump", std::string(3000, 'x')).has_value());
        fs::remove_all(m_world.backups());
        QCOMPARE(ending(m_world.fetch("LATEST", m_task)), std::string("done"));
        QCOMPARE(namesIn(m_world.backups()), (std::vector<std::string>{kName, kName + ".json"}));
        QCOMPARE(m_world.fetch("LATEST", m_task).error().kind, ErrorKind::Conflict); // it is here now
        QCOMPARE(m_world.fetch("qbm_backup_2026112", m_task).error().kind, ErrorKind::InvalidInput);
        QCOMPARE(ending(m_world.fetch("qbm_backup_20261121_020000", m_task)), std::string("done"));
        QCOMPARE(ending(m_world.fetch("qbm_backup_20261124", m_task)), std::string("done"));
        QVERIFY(fs::exists(m_world.backups() / older) && fs::exists(m_world.backups() / safety));
    }
    void fetch_latestOfNothing_isNotFound()
    {
        const auto fetched = m_world.fetch("LATEST", m_task);
        QCOMPARE(fetched.error().kind, ErrorKind::NotFound);
        QVERIFY(fetched.error().english().find("backup copies nas") != std::string::npos);
    }
    void fetch_whatIsNotThere_isNotFound()
    {
        QCOMPARE(m_world.fetch(kName, m_task).error().kind, ErrorKind::NotFound);
        QCOMPARE(m_world.fetch("../evil.dump", m_task).error().kind, ErrorKind::InvalidInput);
    }
};

QTEST_APPLESS_MAIN(TstCopyFolder)
#include "tst_copy_folder.moc"
