// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/operation/ledger.h"

#include <QTemporaryDir>
#include <QTest>
#include <sys/wait.h>
#include <unistd.h>

using namespace qbm;
using namespace qbm::operation;

class TstLedger : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    std::filesystem::path file() const { return std::filesystem::path(m_folder->path().toStdString()) / "ledger.jsonl"; }
    Ledger ledger() const { return Ledger(file(), systemClock()); }
    static LedgerEntry entry(const std::string& title)
    {
        LedgerEntry entry;
        entry.operation = "op";
        entry.kind = "test";
        entry.title = text("%1 done", title);
        entry.result = "done";
        return entry;
    }
    void rewrite(const std::function<std::string(std::string)>& change) const
    {
        QVERIFY(writeFileDurably(file(), change(readFile(file()).value())).has_value());
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        for (const char* title : {"one", "two", "three"})
            QVERIFY(ledger().append(entry(title)).has_value());
    }
    void entries_afterAppend_areThereInOrder()
    {
        const auto entries = ledger().entries().value();
        QCOMPARE(entries.size(), std::size_t(3));
        QCOMPARE(entries[1].sequence, std::uint64_t(2));
        QCOMPARE(entries[2].title.english(), std::string("three done"));
        QCOMPARE(entries[2].title.templ(), std::string("%1 done"));
        QVERIFY(ledger().verify()->intact);
        QCOMPARE(ledger().verify()->entries, std::uint64_t(3));
    }
    void entries_noFile_isEmptyAndIntact()
    {
        const Ledger absent(file().parent_path() / "other.jsonl", systemClock());
        QVERIFY(absent.entries()->empty());
        QVERIFY(absent.verify()->intact);
    }
    void verify_changedLine_namesTheNext()
    {
        rewrite([](std::string content) { return content.replace(content.find("two"), 3, "owt"); });
        const auto verification = ledger().verify().value();
        QVERIFY(!verification.intact);
        QCOMPARE(verification.firstBadLine, std::uint64_t(3)); // line 2 is well-formed; line 3 does not follow from it
    }
    void verify_removedLine_isNoticed()
    {
        rewrite([](std::string content) { return content.erase(content.find('\n') + 1, content.find('\n', content.find('\n') + 1) - content.find('\n')); });
        QVERIFY(!ledger().verify()->intact);
        QCOMPARE(ledger().verify()->firstBadLine, std::uint64_t(2));
    }
    void verify_firstLineRemoved_isNoticed()
    {
        rewrite([](const std::string& content) { return content.substr(content.find('\n') + 1); });
        QVERIFY(!ledger().verify()->intact);
        QCOMPARE(ledger().verify()->firstBadLine, std::uint64_t(1));
    }
    void append_afterTornLine_goesOnFromTheLastWholeOne()
    {
        QVERIFY(appendDurably(file(), "{\"sequence\":4,\"at\"").has_value());
        QVERIFY(ledger().append(entry("four")).has_value());
        QVERIFY(ledger().verify()->intact);
        QCOMPARE(ledger().entries()->back().sequence, std::uint64_t(4));
        QCOMPARE(ledger().entries()->back().title.english(), std::string("four done"));
    }
    void append_fromSeveralProcesses_keepsTheChain()
    {
        constexpr int kProcesses = 4, kEach = 10;
        std::vector<pid_t> children;
        for (int i = 0; i < kProcesses; ++i) {
            const pid_t child = ::fork();
            if (child == 0) {
                bool good = true;
                for (int j = 0; j < kEach; ++j)
                    good = good && ledger().append(entry("parallel")).has_value();
                ::_exit(good ? 0 : 1);
            }
            children.push_back(child);
        }
        for (const pid_t child : children) {
            int status = 0;
            ::waitpid(child, &status, 0);
            QCOMPARE(status, 0);
        }
        QVERIFY(ledger().verify()->intact);
        QCOMPARE(ledger().verify()->entries, std::uint64_t(3 + kProcesses * kEach));
    }
};

QTEST_APPLESS_MAIN(TstLedger)
#include "tst_ledger.moc"
