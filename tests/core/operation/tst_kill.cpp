// SPDX-License-Identifier: GPL-3.0-or-later
#include "file_world.h"

#include "core/base/file.h"

#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace qbm;
using namespace qbm::operation;
using qbm::test::FileWorld;
using qbm::test::ReplaceOperation;

/// The engine's promise: a process killed at any point of its journal leaves a world that can be finished or taken back.
class TstKill : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    std::filesystem::path folder(const char* name) const { return std::filesystem::path(m_folder->path().toStdString()) / name; }
    FileWorld world() const { return FileWorld(folder("world")); }
    Engine engine(Journal::PointHook hook = {}) const
    {
        return Engine({.stateFolder = folder("state"), .profile = "test", .actor = "tester", .onJournalPoint = std::move(hook)});
    }
    void reset()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        world().set("replicas", "3");
        world().set("data", "old");
    }
    /// Runs `act` in a child that is killed at its journal point number `point`. \return whether it was killed
    template <class Act>
    bool killedAt(int point, Act act)
    {
        const pid_t child = ::fork();
        if (child == 0) {
            int seen = 0;
            auto dying = engine([&seen, point](std::string_view) {
                if (++seen == point)
                    ::kill(::getpid(), SIGKILL);
            });
            act(dying);
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    }
    void runIn(Engine& dying)
    {
        ReplaceOperation operation(world());
        TaskContext context;
        (void)dying.run(operation, "kill test", context);
    }

private Q_SLOTS:
    void killedAtEveryPoint_resumed_endsAsIfNothingHadHappened()
    {
        int points = 0;
        for (int point = 1;; ++point) {
            reset();
            if (!killedAt(point, [this](Engine& dying) { runIn(dying); }))
                break;
            ++points;
            const Record record = engine().find("LATEST").value();
            if (record.state == RecordState::Done)
                continue; // killed after its last line
            QVERIFY2(record.state == RecordState::Interrupted, qPrintable(QString("point %1").arg(point)));
            ReplaceOperation operation(world());
            TaskContext context;
            const auto outcome = engine().resume(record.id, operation, context);
            QVERIFY2(outcome && outcome->succeeded(), qPrintable(QString("point %1").arg(point)));
            QCOMPARE(world().get("data"), std::string("new"));
            QCOMPARE(world().get("replicas"), std::string("3"));
            QVERIFY(engine().ledger().verify()->intact);
        }
        QCOMPARE(world().get("data"), std::string("new"));
        QVERIFY2(points >= 9, "begin, 3 x (running, done), 2 values: the test must have died that often");
    }
    void killedAtEveryPoint_undone_endsAsBefore()
    {
        for (int point = 1;; ++point) {
            reset();
            if (!killedAt(point, [this](Engine& dying) { runIn(dying); }))
                break;
            const Record record = engine().find("LATEST").value();
            if (record.state == RecordState::Done)
                continue;
            ReplaceOperation operation(world());
            TaskContext context;
            const auto outcome = engine().undo(record.id, operation, context);
            QVERIFY2(outcome && outcome->record.state == RecordState::Undone, qPrintable(QString("point %1").arg(point)));
            QCOMPARE(world().get("data"), std::string("old"));
            QCOMPARE(world().get("replicas"), std::string("3"));
        }
    }
    void killedWhileUndoing_undoneAgain_endsAsBefore()
    {
        for (int point = 1;; ++point) {
            reset();
            QVERIFY(killedAt(7, [this](Engine& dying) { runIn(dying); })); // in the middle of "replace"
            const std::string id = engine().find("LATEST")->id;
            const bool killed = killedAt(point, [&](Engine& dying) {
                ReplaceOperation operation(world());
                TaskContext context;
                (void)dying.undo(id, operation, context);
            });
            if (!killed)
                break;
            if (engine().find(id)->state == RecordState::Undone)
                continue;
            ReplaceOperation operation(world());
            TaskContext context;
            QVERIFY(engine().undo(id, operation, context)->record.state == RecordState::Undone);
            QCOMPARE(world().get("data"), std::string("old"));
            QCOMPARE(world().get("replicas"), std::string("3"));
        }
        QCOMPARE(world().get("data"), std::string("old"));
    }
    void running_inAnotherProcess_cannotBeResumed()
    {
        reset();
        int ready[2];
        QCOMPARE(::pipe(ready), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            auto waiting = engine([&](std::string_view point) {
                if (point == "replace:running") {
                    (void)!::write(ready[1], "x", 1);
                    ::pause();
                }
            });
            runIn(waiting);
            ::_exit(0);
        }
        char byte = 0;
        QCOMPARE(::read(ready[0], &byte, 1), ssize_t(1));
        const Record record = engine().find("LATEST").value();
        QVERIFY(record.state == RecordState::Running);
        ReplaceOperation operation(world());
        TaskContext context;
        QVERIFY(engine().resume(record.id, operation, context).error().kind == ErrorKind::Conflict);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        QVERIFY(engine().find(record.id)->state == RecordState::Interrupted);
        QVERIFY(engine().resume(record.id, operation, context)->succeeded());
    }
    void tornLastLine_isIgnoredAndCutOff()
    {
        reset();
        QVERIFY(killedAt(4, [this](Engine& dying) { runIn(dying); }));
        const std::string id = engine().find("LATEST")->id;
        const auto journal = folder("state") / "operations" / (id + ".journal");
        QVERIFY(appendDurably(journal, "{\"event\":\"step\",\"st").has_value());
        QVERIFY(engine().find(id)->state == RecordState::Interrupted);
        ReplaceOperation operation(world());
        TaskContext context;
        QVERIFY(engine().resume(id, operation, context)->succeeded());
        QVERIFY(engine().find(id)->state == RecordState::Done);
    }
    void damagedJournal_isAnErrorThatNamesTheLine()
    {
        reset();
        QVERIFY(killedAt(4, [this](Engine& dying) { runIn(dying); }));
        const std::string id = engine().find("LATEST")->id;
        const auto journal = folder("state") / "operations" / (id + ".journal");
        QVERIFY(appendDurably(journal, "not json\n{}\n").has_value());
        ReplaceOperation operation(world());
        TaskContext context;
        const auto resumed = engine().resume(id, operation, context);
        QVERIFY(!resumed);
        QVERIFY(resumed.error().kind == ErrorKind::BadData);
        QVERIFY(resumed.error().message.english().find("line 5") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TstKill)
#include "tst_kill.moc"
