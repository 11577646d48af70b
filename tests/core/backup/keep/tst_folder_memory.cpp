// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/backup_operation.h"
#include "core/backup/keep/alarm_facts.h"
#include "core/backup/keep/folder_memory.h"
#include "core/backup/operation_checks.h"
#include "core/base/file.h"

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>

using namespace qbm;
using namespace qbm::backup;
namespace fs = std::filesystem;

/// A folder that held backups is never taken for a first day.
class TstFolderMemory : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_temporary;
    BackupEnvironment m_environment;
    TaskContext m_task;
    const std::string m_name = "qbm_backup_20261122_020000.dump";

    void addBackup() const
    {
        (void)makeFolder(m_environment.folder);
        (void)writeFileDurably(m_environment.folder / m_name, "PGDMP" + std::string(1000, 'x'));
    }
    std::string why() const
    {
        const auto gone = whyFolderIsGone(m_environment);
        return gone ? gone->english() : std::string();
    }
    operation::Verdict verdict(const std::string& accepted = {}) const
    {
        return checkFolderWasThere(m_environment, accepted).verdict;
    }

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        const fs::path root = m_temporary->path().toStdString();
        m_environment = {};
        m_environment.folder = root / "backups";
        m_environment.state = root / "state";
        m_environment.database = "qbm";
        m_environment.target = "postgres@localhost:5432/qbm";
    }

    void neverSeen_isAFirstDay()
    {
        QCOMPARE(why(), std::string());
        QVERIFY(verdict() == operation::Verdict::Pass);
        fs::create_directory(m_environment.folder);
        rememberFolder(m_environment, m_task); // nothing is there to remember
        fs::remove(m_environment.folder);
        QCOMPARE(why(), std::string());
    }
    void seenAndGone_isSaidAndRefusedUntilAccepted()
    {
        addBackup();
        rememberFolder(m_environment, m_task);
        QCOMPARE(why(), std::string());
        fs::remove_all(m_environment.folder);
        QVERIFY2(why().find("is gone, although " + m_name + " was in it") != std::string::npos, why().c_str());
        QVERIFY(verdict() == operation::Verdict::Fail);
        QVERIFY(verdict("/elsewhere") == operation::Verdict::Fail);
        QVERIFY(verdict(m_environment.folder.string() + "/") == operation::Verdict::Warning);
        QVERIFY(!requireFolderWasThere(m_environment, {}));
        QVERIFY(requireFolderWasThere(m_environment, m_environment.folder.string()).has_value());
        // As the place where a share is not mounted, even with what else a run leaves there.
        fs::create_directory(m_environment.folder);
        QVERIFY(writeFileDurably(m_environment.folder / "schedule-cron.log", "no backup").has_value());
        QVERIFY2(why().find("is empty, although") != std::string::npos, why().c_str());
        addBackup();
        QCOMPARE(why(), std::string());
        QVERIFY(verdict() == operation::Verdict::Pass);
    }
    void anotherFolder_isAFirstDayThere()
    {
        addBackup();
        rememberFolder(m_environment, m_task);
        m_environment.folder = m_environment.folder.parent_path() / "new";
        QCOMPARE(why(), std::string());
    }
    void onlyASidecarLeft_isNotGone()
    {
        addBackup();
        rememberFolder(m_environment, m_task);
        fs::rename(m_environment.folder / m_name, m_environment.folder / (m_name + ".json"));
        QCOMPARE(why(), std::string());
    }
    void nothingRemembered_theJournalsTell()
    {
        operation::Record record;
        record.kind = kBackupCreateKind;
        record.state = operation::RecordState::Done;
        record.values[kMadeBackupKey] = m_name;
        m_environment.operations = [record] { return std::vector{record}; };
        QVERIFY2(why().find(m_name + " was in it") != std::string::npos, why().c_str());
        // Once anything is remembered, a folder that is not is a new one.
        addBackup();
        rememberFolder(m_environment, m_task);
        m_environment.folder = m_environment.folder.parent_path() / "new";
        QCOMPARE(why(), std::string());
    }
    void alarmFacts_belowAFile_isAProblemAndNoError()
    {
        QVERIFY(writeFileDurably(m_environment.folder, "a file").has_value());
        m_environment.folder /= "below";
        const auto facts = fetchAlarmFacts(m_environment, m_task);
        QVERIFY(facts.has_value());
        QVERIFY(facts->folderProblem->english().find("is no folder") != std::string::npos);
        const operation::Check change = checkMayChange(m_environment.folder);
        QVERIFY(change.verdict == operation::Verdict::Fail);
        QVERIFY2(change.reason.english().find("is no folder") != std::string::npos, change.reason.english().c_str());
    }
    void checkMayChange_notThereYet_saysSo()
    {
        QVERIFY(checkMayChange(m_environment.folder).reason.english().find("not there yet") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TstFolderMemory)
#include "tst_folder_memory.moc"
