// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"

#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>
#include <unistd.h>

using namespace qbm;

class TstFile : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::filesystem::path at(const char* name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }

private Q_SLOTS:
    void writeFileDurably_replacesWholeFileWithMode()
    {
        QVERIFY(writeFileDurably(at("a"), "first, longer").has_value());
        QVERIFY(writeFileDurably(at("a"), "second", 0600).has_value());
        QCOMPARE(readFile(at("a")).value(), std::string("second"));
        struct stat info{};
        QCOMPARE(::stat(at("a").c_str(), &info), 0);
        QCOMPARE(info.st_mode & 07777u, 0600u);
        QVERIFY(!std::filesystem::exists(at("a.partial")));
    }
    void writeFileDurably_missingFolder_isNotFoundAndLeavesNothing()
    {
        const auto written = writeFileDurably(at("nowhere/a"), "x");
        QVERIFY(!written);
        QVERIFY(written.error().kind == ErrorKind::NotFound);
    }
    void appendDurably_twice_appends()
    {
        QVERIFY(appendDurably(at("log"), "one\n").has_value());
        QVERIFY(appendDurably(at("log"), "two\n").has_value());
        QCOMPARE(readFile(at("log")).value(), std::string("one\ntwo\n"));
    }
    void writeAll_fullDevice_isExhausted()
    {
        if (::access("/dev/full", W_OK) != 0)
            QSKIP("this machine has no /dev/full");
        const auto written = appendDurably("/dev/full", "x");
        QVERIFY(!written);
        QVERIFY(written.error().kind == ErrorKind::Exhausted);
        QVERIFY(written.error().message.english().find("/dev/full") != std::string::npos);
    }
    void readFile_overTheLimit_isExhausted()
    {
        QVERIFY(writeFileDurably(at("big"), std::string(1000, 'x')).has_value());
        const auto content = readFile(at("big"), 999);
        QVERIFY(!content);
        QVERIFY(content.error().kind == ErrorKind::Exhausted);
    }
    void fileLock_heldByOther_isConflict()
    {
        auto first = FileLock::tryAcquire(at("lock"));
        QVERIFY(first.has_value());
        const auto second = FileLock::tryAcquire(at("lock")); // flock conflicts between descriptors, also of one process
        QVERIFY(!second);
        QVERIFY(second.error().kind == ErrorKind::Conflict);
        { const FileLock freed = std::move(*first); }
        QVERIFY(FileLock::tryAcquire(at("lock")).has_value());
    }
    void freeSpaceBytes_folderNotYetMade_asksItsParent()
    {
        const auto free = freeSpaceBytes(at("not/yet/there"));
        QVERIFY(free.has_value());
        QVERIFY(*free > 0);
    }
    void makeFolder_underAFile_failsWithASentence()
    {
        QVERIFY(writeFileDurably(at("file"), "").has_value());
        const auto made = makeFolder(at("file/below"));
        QVERIFY(!made);
        QVERIFY(made.error().message.english().find("Cannot create the folder") == 0);
    }
};

QTEST_APPLESS_MAIN(TstFile)
#include "tst_file.moc"
