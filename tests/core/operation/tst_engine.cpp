// SPDX-License-Identifier: GPL-3.0-or-later
#include "file_world.h"

#include "core/base/file.h"
#include "core/operation/journal_notes.h"

#include <QTemporaryDir>
#include <QTest>
#include <thread>

using namespace qbm;
using namespace qbm::operation;
using qbm::test::Faults;
using qbm::test::FileWorld;
using qbm::test::ReplaceOperation;

using namespace std::chrono_literals;

namespace {

/// One step makes, the next one fills and has no way back of its own: whoever takes back drops the made thing.
class MakeAndFill final : public Operation {
public:
    MakeAndFill(test::FileWorld world, bool undoBreaks, bool compares)
        : m_world(std::move(world))
        , m_undoBreaks(undoBreaks)
        , m_compares(compares)
    {
    }
    std::string kind() const override { return "test.make-and-fill"; }
    Values parameters() const override { return {}; }
    Result<Plan> plan(TaskContext&) override { return Plan{}; }
    Result<std::vector<Check>> check(TaskContext&) override { return std::vector<Check>{}; }
    std::vector<Step> steps() override
    {
        Step make{.id = "make"}, fill{.id = "fill"}, compare{.id = "compare"};
        make.run = [this](StepContext&) -> Result<> { return m_world.set("made", "empty"), Result<>(); };
        make.undo = [this](StepContext&) -> Result<> {
            m_world.set("made", "gone");
            return m_undoBreaks ? Result<>(fail(ErrorKind::Unreachable, text("gone, and nobody heard it"))) : Result<>();
        };
        fill.run = [this](StepContext&) -> Result<> { return m_world.set("made", "filled"), Result<>(); };
        compare.run = [this](StepContext&) -> Result<> {
            if (m_compares && m_world.get("made") == "filled")
                return {};
            return fail(ErrorKind::Conflict, text("it is not filled"));
        };
        return {make, fill, compare};
    }

private:
    test::FileWorld m_world;
    bool m_undoBreaks, m_compares;
};

class TestClock final : public Clock {
public:
    TimePoint now() const override { return time; }
    TimePoint time = *parseRfc3339("2026-11-23T12:00:00Z");
};

} // namespace

class TstEngine : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    std::filesystem::path folder(const char* name) const { return std::filesystem::path(m_folder->path().toStdString()) / name; }
    FileWorld world() const { return FileWorld(folder("world")); }
    Engine engine(AccessMode access = AccessMode::ReadWrite) const
    {
        return Engine({.stateFolder = folder("state"), .profile = "test", .actor = "tester@here", .access = access});
    }
    std::vector<std::string> ledgerResults() const
    {
        std::vector<std::string> results;
        const auto entries = engine().ledger().entries();
        for (const LedgerEntry& entry : entries.value())
            results.push_back(entry.result);
        return results;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        world().set("replicas", "3");
        world().set("data", "old");
    }

    void run_allStepsWork_isDoneAndRecorded()
    {
        ReplaceOperation operation(world());
        TaskContext context;
        std::vector<Event::Kind> kinds;
        const auto outcome = engine().run(operation, "because", context, [&](const Event& event) { kinds.push_back(event.kind); });
        QVERIFY(outcome.has_value());
        QVERIFY(outcome->succeeded());
        QCOMPARE(world().get("data"), std::string("new"));
        QCOMPARE(world().get("replicas"), std::string("3"));
        QVERIFY(kinds.front() == Event::Kind::Begun);
        QVERIFY(kinds.back() == Event::Kind::Ended);
        QVERIFY(std::ranges::count(kinds, Event::Kind::Said) == 1);

        const auto entries = engine().ledger().entries().value();
        QCOMPARE(entries.size(), std::size_t(2));
        QCOMPARE(entries[0].result, std::string("started"));
        QCOMPARE(entries[0].reason, std::string("because"));
        QCOMPARE(entries[0].actor, std::string("tester@here"));
        QCOMPARE(entries[0].plan.size(), std::size_t(1));
        QCOMPARE(entries[1].result, std::string("done"));
        QVERIFY(engine().ledger().verify()->intact);
    }
    void find_latestOfSeveralInOneSecond_isTheLastBegun()
    {
        std::string last;
        for (int i = 0; i < 12; ++i) {
            ReplaceOperation operation(world());
            TaskContext context;
            const auto outcome = engine().run(operation, {}, context, [](const Event&) {});
            QVERIFY(outcome.has_value());
            last = outcome->record.id;
            QCOMPARE(engine().find("LATEST")->id, last);
            QCOMPARE(engine().records().back().id, last);
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }
    void run_stepFails_isUndoneInReverse_data()
    {
        QTest::addColumn<QString>("step");
        QTest::addColumn<bool>("throws");
        for (const char* step : {"stop", "replace", "start"}) {
            QTest::addRow("%s", step) << step << false;
            QTest::addRow("%s throws", step) << step << true;
        }
    }
    void run_stepFails_isUndoneInReverse()
    {
        QFETCH(QString, step);
        QFETCH(bool, throws);
        ReplaceOperation operation(world(), Faults{.failingStep = step.toStdString(), .throws = throws});
        TaskContext context;
        const auto outcome = engine().run(operation, {}, context);
        QVERIFY(outcome.has_value());
        QVERIFY(outcome->record.state == RecordState::Undone);
        QVERIFY(outcome->record.error.has_value());
        QVERIFY(outcome->record.error->kind == (throws ? ErrorKind::Internal : ErrorKind::Unreachable));
        QCOMPARE(world().get("data"), std::string("old"));
        QCOMPARE(world().get("replicas"), std::string("3"));
        QCOMPARE(ledgerResults(), (std::vector<std::string>{"started", "undone"}));
    }
    void run_irreversibleFails_isStoppedWithWhatWasDone()
    {
        ReplaceOperation operation(world(), Faults{.failingStep = "start", .reversible = false});
        TaskContext context;
        const auto outcome = engine().run(operation, "because", context);
        QVERIFY(outcome.has_value());
        QVERIFY(outcome->record.state == RecordState::Stopped);
        QVERIFY(outcome->record.error.has_value());
        QCOMPARE(world().get("data"), std::string("new"));
        QCOMPARE(ledgerResults(), (std::vector<std::string>{"started", "stopped"}));
    }
    void run_stepNoOtherNeedsFails_laterOnesRunAndItEndsAsFailed_data()
    {
        QTest::addColumn<bool>("reversible");
        QTest::newRow("reversible") << true;
        QTest::newRow("irreversible") << false;
    }
    void run_stepNoOtherNeedsFails_laterOnesRunAndItEndsAsFailed()
    {
        QFETCH(bool, reversible);
        ReplaceOperation operation(
            world(), Faults{.failingStep = "replace", .reversible = reversible, .continuing = "replace"});
        TaskContext context;
        std::vector<std::pair<std::size_t, StepState>> seen;
        const auto outcome = engine().run(operation, {}, context, [&](const Event& event) {
            if (event.kind == Event::Kind::StepState)
                seen.emplace_back(event.step, event.state);
        });
        QVERIFY(std::ranges::find(seen, std::pair(std::size_t(1), StepState::Failed)) != seen.end());
        QVERIFY(std::ranges::find(seen, std::pair(std::size_t(2), StepState::Done)) != seen.end());
        QVERIFY(outcome->record.state == (reversible ? RecordState::Undone : RecordState::Stopped));
        QVERIFY(outcome->record.error->kind == ErrorKind::Unreachable);
        QCOMPARE(world().get("data"), std::string(reversible ? "old" : "half"));
        QCOMPARE(world().get("replicas"), std::string("3"));
        QCOMPARE(ledgerResults().back(), std::string(reversible ? "undone" : "stopped"));
    }
    void run_undoFailsToo_needsAttentionAndCanBeUndoneLater()
    {
        {
            ReplaceOperation operation(world(), Faults{.failingStep = "start", .failingUndo = "stop"});
            TaskContext context;
            const auto outcome = engine().run(operation, {}, context);
            QVERIFY(outcome->record.state == RecordState::NeedsAttention);
            QCOMPARE(world().get("data"), std::string("old")); // the later step was taken back
            QCOMPARE(world().get("replicas"), std::string("0"));
        }
        const Record record = engine().find("LATEST").value();
        QVERIFY(isUnfinished(record.state));
        ReplaceOperation mended(world());
        TaskContext context;
        const auto outcome = engine().undo(record.id, mended, context);
        QVERIFY(outcome->record.state == RecordState::Undone);
        QCOMPARE(world().get("replicas"), std::string("3"));
        QVERIFY(!engine().undo(record.id, mended, context).has_value()); // it has ended
    }
    /// A figure of how long it took must not hold the hours in which nobody ran it.
    void resume_later_theTimeBetweenIsWrittenDown()
    {
        TestClock clock;
        const auto engineAt = [&] {
            EngineOptions options = engine().options();
            options.clock = &clock;
            return Engine(options);
        };
        ReplaceOperation broken(world(), Faults{.failingStep = "start", .failingUndo = "stop"});
        TaskContext context;
        const auto first = engineAt().run(broken, {}, context);
        QVERIFY(first.has_value() && interruptions(first->record.values).empty());
        const TimePoint left = clock.now();
        clock.time += 9h;
        ReplaceOperation mended(world());
        const auto outcome = engineAt().resume(first->record.id, mended, context);
        QVERIFY(outcome.has_value() && outcome->succeeded());
        const std::vector<Interruption> gaps = interruptions(engineAt().find(first->record.id)->values);
        QCOMPARE(gaps.size(), std::size_t(1));
        QVERIFY(gaps[0].from == left && gaps[0].to == clock.now());
    }
    void close_unfinished_isEndedWithWhoWhenAndWhy()
    {
        ReplaceOperation failing(world(), Faults{.failingStep = "start", .failingUndo = "stop"});
        TaskContext context;
        QVERIFY(engine().run(failing, "weekly", context)->record.state == RecordState::NeedsAttention);
        const std::string id = engine().find("LATEST")->id;
        QVERIFY(engine().close(id, " \t").error().kind == ErrorKind::InvalidInput);
        QVERIFY(isUnfinished(engine().find(id)->state));

        const auto closed = engine().close(id, " the autoscaler has it ");
        QVERIFY2(closed.has_value(), closed ? "" : closed.error().english().c_str());
        const Record record = engine().find(id).value();
        QVERIFY(record.state == RecordState::Closed);
        QVERIFY(!isUnfinished(record.state));
        QCOMPARE(record.closing->actor, std::string("tester@here"));
        QCOMPARE(record.closing->reason, std::string("the autoscaler has it"));
        QVERIFY(record.closing->at == record.changedAt);
        QCOMPARE(record.reason, std::string("weekly"));
        QVERIFY(record.error.has_value()); // what it had failed with stays
        QCOMPARE(world().get("replicas"), std::string("0")); // nothing was touched
        const auto entries = engine().ledger().entries().value();
        QCOMPARE(entries.back().result, std::string("closed"));
        QCOMPARE(entries.back().reason, std::string("the autoscaler has it"));
        QCOMPARE(entries.back().actor, std::string("tester@here"));
        QVERIFY(engine().ledger().verify()->intact);
    }
    void close_ofAClosedOne_refusesWhatComesAfter()
    {
        ReplaceOperation failing(world(), Faults{.failingStep = "start", .failingUndo = "stop"});
        TaskContext context;
        QVERIFY(engine().run(failing, {}, context)->record.state == RecordState::NeedsAttention);
        const std::string id = engine().find("LATEST")->id;
        QVERIFY(engine().close(id, "moved on").has_value());
        ReplaceOperation mended(world());
        for (const Error& error : {engine().resume(id, mended, context).error(), engine().undo(id, mended, context).error(),
                 engine().close(id, "again").error()}) {
            QVERIFY(error.kind == ErrorKind::Conflict);
            QVERIFY2(error.english().find("was closed by tester@here (moved on)") != std::string::npos, error.english().c_str());
        }
        QCOMPARE(world().get("replicas"), std::string("0"));
        QVERIFY(engine(AccessMode::ReadOnly).close(id, "again").error().kind == ErrorKind::Denied);
    }
    void close_whileItRuns_isRefused()
    {
        ReplaceOperation operation(world());
        TaskContext context;
        std::optional<Error> refused;
        const auto outcome = engine().run(operation, {}, context, [&](const Event& event) {
            if (event.kind == Event::Kind::Begun) {
                const auto closed = engine().close(event.record.id, "no longer wanted");
                refused = closed ? std::nullopt : std::optional(closed.error());
            }
        });
        QVERIFY(outcome->succeeded());
        QVERIFY(refused && refused->kind == ErrorKind::Conflict);
        QVERIFY(refused->english().find("is running in another window or program") != std::string::npos);
    }
    void run_undoFailsToo_canBeResumedLater()
    {
        {
            ReplaceOperation operation(world(), Faults{.failingStep = "start", .failingUndo = "stop"});
            TaskContext context;
            QVERIFY(engine().run(operation, {}, context)->record.state == RecordState::NeedsAttention);
        }
        ReplaceOperation mended(world());
        TaskContext context;
        const auto outcome = engine().resume(engine().find("LATEST")->id, mended, context);
        QVERIFY(outcome->succeeded());
        QVERIFY(!outcome->record.error.has_value());
        QCOMPARE(world().get("data"), std::string("new"));
        QCOMPARE(world().get("replicas"), std::string("3"));
    }
    void resume_afterTakingBackBegan_doesAgainWhatStoodOnIt()
    {
        TaskContext context;
        MakeAndFill broken(world(), true, false);
        QVERIFY(engine().run(broken, {}, context)->record.state == RecordState::NeedsAttention);
        QCOMPARE(world().get("made"), std::string("gone"));
        MakeAndFill mended(world(), false, true);
        const auto outcome = engine().resume(engine().find("LATEST")->id, mended, context);
        QVERIFY(outcome->succeeded());
        QCOMPARE(world().get("made"), std::string("filled"));
        QVERIFY(std::ranges::none_of(outcome->record.steps, &StepRecord::again));
    }
    void run_undoFailsToo_whatIsTakenBackRegardlessStillIs()
    {
        ReplaceOperation operation(
            world(), Faults{.failingStep = "start", .failingUndo = "replace", .regardless = true});
        TaskContext context;
        const auto outcome = engine().run(operation, {}, context);
        QVERIFY(outcome->record.state == RecordState::NeedsAttention);
        QCOMPARE(world().get("data"), std::string("new"));
        QCOMPARE(world().get("replicas"), std::string("3")); // nobody waits for somebody to look
        QVERIFY(outcome->record.steps[0].state == StepState::Undone);
        QVERIFY(outcome->record.steps[1].state == StepState::Failed);
        const std::string why = outcome->record.error->english(); // of the step and of the way back
        QCOMPARE(why.find("the world does not answer") == why.rfind("the world does not answer"), false);

        ReplaceOperation mended(world());
        const auto later = engine().undo(outcome->record.id, mended, context);
        QVERIFY(later->record.state == RecordState::Undone);
        QCOMPARE(world().get("data"), std::string("old"));
        QCOMPARE(world().get("replicas"), std::string("3"));
    }
    void run_undoFailsToo_withoutThatFlagTheEarlierStay()
    {
        ReplaceOperation operation(world(), Faults{.failingStep = "start", .failingUndo = "replace"});
        TaskContext context;
        QVERIFY(engine().run(operation, {}, context)->record.state == RecordState::NeedsAttention);
        QCOMPARE(world().get("replicas"), std::string("0"));
    }
    void run_lastThingsFail_theWorkIsKeptAndCanBeContinued()
    {
        ReplaceOperation operation(world(), Faults{.failingStep = "start", .keeping = "start"});
        TaskContext context;
        const auto outcome = engine().run(operation, {}, context);
        QVERIFY(outcome->record.state == RecordState::NeedsAttention);
        QVERIFY(outcome->record.error.has_value());
        QCOMPARE(world().get("data"), std::string("new"));
        ReplaceOperation mended(world());
        const auto later = engine().resume(outcome->record.id, mended, context);
        QVERIFY(later->succeeded());
        QCOMPARE(world().get("data"), std::string("new"));
        QCOMPARE(world().get("replicas"), std::string("3"));
    }
    void run_journalCannotBeWrittenAnyMore_everythingIsTakenBack()
    {
        // The folder of the journals becomes a file while the step runs: as a full disk, nothing can be written there.
        const auto journals = folder("state") / "operations";
        ReplaceOperation operation(world(), Faults{.beforeReplace = [&] {
            std::filesystem::rename(journals, folder("away"));
            QVERIFY(writeFileDurably(journals, "").has_value());
        }});
        TaskContext context;
        (void)engine().run(operation, {}, context);
        QCOMPARE(world().get("data"), std::string("old"));
        QCOMPARE(world().get("replicas"), std::string("3"));
    }
    void run_checkFails_touchesNothingAndWritesNoJournal()
    {
        ReplaceOperation operation(world(), Faults{.checkFails = true});
        TaskContext context;
        const auto outcome = engine().run(operation, {}, context);
        QVERIFY(!outcome);
        QVERIFY(outcome.error().kind == ErrorKind::Conflict);
        QVERIFY(outcome.error().detail.find("said the test") != std::string::npos);
        QCOMPARE(world().get("data"), std::string("old"));
        QVERIFY(engine().records().empty());
        QVERIFY(engine().ledger().entries()->empty());
    }
    void run_readOnly_isDeniedForEveryVerb()
    {
        ReplaceOperation operation(world());
        TaskContext context;
        auto readOnly = engine(AccessMode::ReadOnly);
        QVERIFY(readOnly.run(operation, {}, context).error().kind == ErrorKind::Denied);
        QVERIFY(readOnly.resume("x", operation, context).error().kind == ErrorKind::Denied);
        QVERIFY(readOnly.undo("x", operation, context).error().kind == ErrorKind::Denied);
        QCOMPARE(world().get("data"), std::string("old"));
        QVERIFY(!std::filesystem::exists(folder("state")));
    }
    void run_stopped_isUndoneOrLeftAsTheOperationSays()
    {
        for (const auto onStop : {Operation::OnStop::Undo, Operation::OnStop::Leave}) {
            init();
            ReplaceOperation operation(world(), Faults{.onStop = onStop});
            std::stop_source stop;
            TaskContext context(stop.get_token());
            const auto outcome = engine().run(operation, {}, context, [&](const Event& event) {
                if (event.kind == Event::Kind::Said)
                    stop.request_stop(); // after "replace", before "start"
            });
            const bool undo = onStop == Operation::OnStop::Undo;
            QVERIFY(outcome->record.state == (undo ? RecordState::Undone : RecordState::Stopped));
            QVERIFY(outcome->record.error->kind == ErrorKind::Cancelled);
            QCOMPARE(world().get("data"), std::string(undo ? "old" : "new"));
            QCOMPARE(world().get("replicas"), std::string(undo ? "3" : "0"));
        }
    }
    void run_journalCannotBeWritten_touchesNothing()
    {
        QVERIFY(writeFileDurably(folder("state"), "a file where the folder should be").has_value());
        ReplaceOperation operation(world());
        TaskContext context;
        QVERIFY(!engine().run(operation, {}, context).has_value());
        QCOMPARE(world().get("data"), std::string("old"));
        QCOMPARE(world().get("replicas"), std::string("3"));
    }
    void find_prefixes_areUnambiguousOrSaid()
    {
        QVERIFY(engine().find("LATEST").error().kind == ErrorKind::NotFound);
        TaskContext context;
        for (int i = 0; i < 2; ++i) {
            ReplaceOperation operation(world());
            QVERIFY(engine().run(operation, {}, context).has_value());
        }
        const auto records = engine().records();
        QCOMPARE(records.size(), std::size_t(2));
        QCOMPARE(engine().find(records[0].id)->id, records[0].id);
        QVERIFY(engine().find("2").error().kind == ErrorKind::NotFound);
        QVERIFY(engine().find("nothing").error().kind == ErrorKind::NotFound);
    }
    void registry_unknownKind_isUnsupported()
    {
        Registry registry;
        QVERIFY(registry.make("test.replace", {}).error().kind == ErrorKind::Unsupported);
        registry.add("test.replace", [this](const Values&) -> Result<std::unique_ptr<Operation>> { return std::make_unique<ReplaceOperation>(world()); });
        QCOMPARE(registry.make("test.replace", {}).value()->kind(), std::string("test.replace"));
    }
    void confirmation_byTier_getsStricter()
    {
        QVERIFY(requiredConfirmation(Tier::Lab) == Confirmation::Button);
        QVERIFY(requiredConfirmation(Tier::Development) == Confirmation::Button);
        QVERIFY(requiredConfirmation(Tier::Staging) == Confirmation::ButtonAfterReading);
        QVERIFY(requiredConfirmation(Tier::Production) == Confirmation::TypeTarget);
    }
};

QTEST_APPLESS_MAIN(TstEngine)
#include "tst_engine.moc"
