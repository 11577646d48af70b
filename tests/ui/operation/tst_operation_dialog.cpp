// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/operation_service.h"
#include "tests/fakes/fake_backups.h"
#include "tests/ui/page_fixture.h"
#include "tests/ui/widget_walk.h"
#include "ui/operation/close_dialog.h"
#include "ui/operation/operation_dialog.h"
#include "ui/operation/run_view.h"
#include "ui/operation/task_center.h"
#include "ui/window/task_popup.h"
#include "widgets/feedback/state_panel.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace qbm;
using namespace qbm::ui;
using operation::RecordState;
using operation::StepState;
using operation::Verdict;

namespace {

/// A session with a real engine over a temporary folder, and one operation the test directs.
struct Fixture {
    fakes::Fakes fakes;
    std::shared_ptr<fakes::Script> script = std::make_shared<fakes::Script>();
    QTemporaryDir folder;
    std::unique_ptr<Session> session;
    QWidget window;

    Fixture() { fakes::registerScripted(fakes.registry, script); }
    ~Fixture()
    {
        delete window.findChild<OperationDialog*>();
        session.reset();
        tests::waitForThreads();
    }
    void open()
    {
        const std::filesystem::path state = folder.path().toStdString();
        session = std::make_unique<Session>(fakes.services(state), state / "profile.yaml");
        window.resize(1000, 700);
        window.show();
    }
    OperationDialog* propose()
    {
        if (!session)
            open();
        auto* dialog = OperationDialog::propose(*session, &window, std::make_shared<fakes::ScriptedOperation>(script));
        return QTest::qWaitFor([dialog] { return dialog->isSettled(); }) ? dialog : nullptr;
    }
    RunningOperation* last() const { return session->tasks().operations().front(); }
    bool ends() const
    {
        return QTest::qWaitFor([this] { return session->tasks().runningCount() == 0; });
    }
    RecordState outcome() const { return (*last()->outcome())->record.state; }
};

void picture(QWidget* widget, const QString& name)
{
    const QString to = qEnvironmentVariable("QBM_TEST_PICTURES");
    if (to.isEmpty())
        return;
    QTest::qWait(300);
    QVERIFY(widget->grab().save(to + QLatin1Char('/') + name + QStringLiteral(".png")));
}

} // namespace

class TstOperationDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { tests::useTheme(qEnvironmentVariable("QBM_TEST_THEME") == QLatin1String("dark") ? widgets::ThemeChoice::Dark : widgets::ThemeChoice::Light); }

    void plan_showsLinesChecksWithReasonsAndTheWayBack()
    {
        Fixture fixture;
        fixture.script->plan.diff = "-replicas: 3\n+replicas: 5\n";
        OperationDialog* dialog = fixture.propose();
        QVERIFY(dialog);
        for (const char* text : {"Restart backend", "Requests are answered by fewer replicas for about a minute.", "deployment backend",
                 "all 3 replicas are replaced, one after the other", "May patch deployments in qbm-ai-system", "the access review says yes",
                 "only 3 are ready; p95 rises to about 600 ms meanwhile", "If you stop it: the replicas replaced so far stay as they are.",
                 "To go back: roll back to revision 4."})
            QVERIFY2(tests::shows(dialog, QString::fromLatin1(text)), text);
        QCOMPARE(dialog->runButton()->text(), QStringLiteral("Restart backend"));
        QVERIFY(dialog->runButton()->isEnabled()); // a warning does not forbid
        QVERIFY(fixture.session->tasks().operations().empty()); // nothing runs before the button
        QCOMPARE(fixture.script->prepared.load(), 0);
        QCOMPARE(tests::unnamed(dialog).join(QLatin1Char('\n')), QString());
        QCOMPARE(tests::unreachable(dialog).join(QLatin1Char('\n')), QString());
        picture(dialog, QStringLiteral("operation-plan"));
    }

    void plan_failed_saysWhyAndCanBeAskedAgain()
    {
        Fixture fixture;
        fixture.script->planError = fakes::refused("Kubernetes API");
        OperationDialog* dialog = fixture.propose();
        QVERIFY(dialog);
        auto* panel = dialog->findChild<widgets::StatePanel*>();
        QCOMPARE(panel->face(), widgets::StatePanel::Face::Error);
        QVERIFY(!dialog->runButton()->isVisible());
        picture(dialog, QStringLiteral("operation-noplan"));
        fixture.script->planError.reset();
        Q_EMIT panel->retryRequested();
        QTRY_VERIFY(dialog->runButton()->isVisible());
        QVERIFY(tests::shows(dialog, QStringLiteral("Restart backend")));
    }

    void check_failed_disablesTheButtonAndSaysWhy()
    {
        Fixture fixture;
        fixture.script->checks.push_back({text("Nobody else changes it"), Verdict::Fail, text("a rollout by ci@build is under way; wait until it ends")});
        OperationDialog* dialog = fixture.propose();
        QVERIFY(dialog);
        QVERIFY(!dialog->runButton()->isEnabled());
        QVERIFY(tests::shows(dialog, QStringLiteral("a rollout by ci@build is under way")));
        QVERIFY(!dialog->runButton()->toolTip().isEmpty());
        QVERIFY(tests::shows(dialog, dialog->runButton()->toolTip()));
        picture(dialog, QStringLiteral("operation-refused"));
    }

    void production_needsTheTypedName()
    {
        Fixture fixture;
        fixture.fakes.tier = Tier::Production;
        fixture.script->plan.destructive = true;
        OperationDialog* dialog = fixture.propose();
        QVERIFY(dialog);
        QVERIFY(!dialog->runButton()->isEnabled());
        auto* field = qobject_cast<QLineEdit*>(dialog->focusWidget());
        QVERIFY(field);
        QVERIFY(!tests::accessibleName(field).isEmpty());
        QTest::keyClicks(field, QStringLiteral("backen"));
        QVERIFY(!dialog->runButton()->isEnabled());
        QTest::keyClick(field, Qt::Key_Return); // the default button is disabled
        QVERIFY(fixture.session->tasks().operations().empty());
        picture(dialog, QStringLiteral("operation-production"));
        QTest::keyClicks(field, QStringLiteral("d"));
        QVERIFY(dialog->runButton()->isEnabled());
        QTest::keyClicks(field, QStringLiteral("!"));
        QVERIFY(!dialog->runButton()->isEnabled());
    }

    void staging_needsThePlanToBeRead()
    {
        Fixture fixture;
        fixture.fakes.tier = Tier::Staging;
        OperationDialog* dialog = fixture.propose();
        QVERIFY(dialog);
        QVERIFY(!dialog->runButton()->isEnabled());
        dialog->findChild<QCheckBox*>()->click();
        QVERIFY(dialog->runButton()->isEnabled());
    }

    void readOnly_isNeverRun()
    {
        Fixture fixture;
        fixture.fakes.access = AccessMode::ReadOnly;
        OperationDialog* dialog = fixture.propose();
        QVERIFY(dialog);
        QVERIFY(!dialog->runButton()->isEnabled());
        QVERIFY(tests::shows(dialog, QStringLiteral("read-only")));
    }

    void run_showsProgressThenTheOutcomeAndIsInTheLedger()
    {
        Fixture fixture;
        fixture.script->gateOpen = false;
        OperationDialog* dialog = fixture.propose();
        QVERIFY(dialog);
        for (auto* field : dialog->findChildren<QLineEdit*>())
            QTest::keyClicks(field, QStringLiteral("memory leak"));
        dialog->runButton()->click();
        QCOMPARE(fixture.session->tasks().runningCount(), 1);
        QTRY_VERIFY(tests::shows(dialog, QStringLiteral("1 of 3 replaced")));
        QVERIFY(tests::shows(dialog, QStringLiteral("3 replicas"))); // what the first step said stays
        QVERIFY(tests::shows(dialog, QStringLiteral("Elapsed")));
        QVERIFY(tests::shows(dialog, QStringLiteral("If you stop it")));
        QVERIFY(!dialog->runButton()->isVisible());
        QCOMPARE(fixture.last()->record().steps.at(0).state, StepState::Done);
        QCOMPARE(fixture.last()->record().steps.at(1).state, StepState::Running);
        QCOMPARE(tests::unnamed(dialog).join(QLatin1Char('\n')), QString());
        picture(dialog, QStringLiteral("operation-running"));
        fixture.script->gateOpen = true;
        QVERIFY(fixture.ends());
        QCOMPARE(fixture.outcome(), RecordState::Done);
        QVERIFY(tests::shows(dialog, QStringLiteral("Done and verified.")));
        QVERIFY(tests::shows(dialog, QStringLiteral("To go back")));
        QVERIFY(!tests::buttonNamed(dialog, QStringLiteral("Stop"))->isVisible());
        picture(dialog, QStringLiteral("operation-done"));
        const auto entries = fixture.session->services().operations->ledger().entries();
        QCOMPARE(entries->size(), std::size_t(2));
        QCOMPARE(entries->back().reason, std::string("memory leak"));
        QPointer<OperationDialog> alive = dialog;
        tests::buttonNamed(dialog, QStringLiteral("Close"))->click();
        QTRY_VERIFY(alive.isNull());
    }

    void stop_takesBackWhatWasDone()
    {
        Fixture fixture;
        fixture.script->gateOpen = false;
        OperationDialog* dialog = fixture.propose();
        QVERIFY(dialog);
        dialog->runButton()->click();
        QTRY_VERIFY(tests::shows(dialog, QStringLiteral("1 of 3 replaced")));
        QAbstractButton* stop = tests::buttonNamed(dialog, QStringLiteral("Stop"));
        QVERIFY(stop->isVisible());
        stop->click();
        QVERIFY(!stop->isEnabled());
        QVERIFY(fixture.ends());
        QCOMPARE(fixture.outcome(), RecordState::Undone);
        QCOMPARE(fixture.script->undone.load(), 1);
        QVERIFY(tests::shows(dialog, QStringLiteral("Taken back")));
        picture(dialog, QStringLiteral("operation-undone"));
    }

    void stop_leavesWhatWasDoneWhereThePlanSaysSo()
    {
        Fixture fixture;
        fixture.script->gateOpen = false;
        fixture.script->onStop = operation::Operation::OnStop::Leave;
        OperationDialog* dialog = fixture.propose();
        QVERIFY(dialog);
        dialog->runButton()->click();
        QTRY_VERIFY(tests::shows(dialog, QStringLiteral("1 of 3 replaced")));
        tests::buttonNamed(dialog, QStringLiteral("Stop"))->click();
        QVERIFY(fixture.ends());
        QCOMPARE(fixture.outcome(), RecordState::Stopped);
        QCOMPARE(fixture.script->undone.load(), 0);
        QVERIFY(tests::shows(dialog, QStringLiteral("Stopped. What was done stays")));
    }

    void failure_isTakenBackAndSaysWhy()
    {
        Fixture fixture;
        fixture.script->workFails = true;
        OperationDialog* dialog = fixture.propose();
        QVERIFY(dialog);
        dialog->runButton()->click();
        QVERIFY(fixture.ends());
        QCOMPARE(fixture.outcome(), RecordState::Undone);
        QVERIFY(tests::shows(dialog, QStringLiteral("Taken back")));
        QVERIFY(tests::shows(dialog, QStringLiteral("The second replica did not become ready within 5 min.")));
        QVERIFY(tests::shows(dialog, QStringLiteral("ImagePullBackOff")));
    }

    void failure_thatCannotBeTakenBack_needsAttention()
    {
        Fixture fixture;
        fixture.script->workFails = true;
        fixture.script->undoFails = true;
        OperationDialog* dialog = fixture.propose();
        QVERIFY(dialog);
        dialog->runButton()->click();
        QVERIFY(fixture.ends());
        QCOMPARE(fixture.outcome(), RecordState::NeedsAttention);
        QVERIFY(tests::shows(dialog, QStringLiteral("going back did not come to its end")));
        picture(dialog, QStringLiteral("operation-attention"));
    }

    void checkThatFailsMeanwhile_isToldAndNothingIsDone()
    {
        Fixture fixture;
        OperationDialog* dialog = fixture.propose();
        QVERIFY(dialog);
        fixture.script->checks.front().verdict = Verdict::Fail; // between the plan and the button
        dialog->runButton()->click();
        QVERIFY(fixture.ends());
        QVERIFY(!fixture.last()->outcome()->has_value());
        QCOMPARE(fixture.script->prepared.load(), 0);
        QVERIFY(tests::shows(dialog, outcomeSentence(*fixture.last())));
        QVERIFY(!outcomeSentence(*fixture.last()).isEmpty());
    }

    void closedWhileRunning_goesOnInTheBackgroundAndCanBeSeenAgain()
    {
        Fixture fixture;
        fixture.script->gateOpen = false;
        QPointer<OperationDialog> dialog = fixture.propose();
        QVERIFY(dialog);
        dialog->runButton()->click();
        QTRY_VERIFY(tests::shows(dialog, QStringLiteral("1 of 3 replaced")));
        QVERIFY(tests::buttonNamed(dialog, QStringLiteral("Continue in the background")));
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(dialog.isNull());
        QCOMPARE(fixture.session->tasks().runningCount(), 1);

        TaskPopup popup(fixture.session->tasks().operations(), &fixture.window);
        popup.setAttribute(Qt::WA_DeleteOnClose, false);
        QSignalSpy chosen(&popup, &TaskPopup::chosen);
        popup.show();
        QVERIFY(tests::shows(&popup, QStringLiteral("Restart backend")));
        picture(&popup, QStringLiteral("task-popup"));
        popup.findChild<QPushButton*>()->click();
        QCOMPARE(chosen.count(), 1);
        dialog = OperationDialog::follow(&fixture.window, fixture.last());
        QVERIFY(tests::shows(dialog, QStringLiteral("1 of 3 replaced")));
        QSignalSpy ended(&fixture.session->tasks(), &TaskCenter::ended);
        fixture.script->gateOpen = true;
        QVERIFY(fixture.ends());
        QCOMPARE(ended.count(), 1);
        QVERIFY(tests::shows(dialog, QStringLiteral("Done and verified.")));
    }

    void needsAttention_canBeClosedFromTheTaskCentre()
    {
        Fixture fixture;
        fixture.script->workFails = fixture.script->undoFails = true;
        OperationDialog* dialog = fixture.propose();
        QVERIFY(dialog);
        dialog->runButton()->click();
        QVERIFY(fixture.ends());
        RunningOperation* operation = fixture.last();
        QCOMPARE(operation->record().state, RecordState::NeedsAttention);
        TaskPopup popup(fixture.session->tasks().operations(), &fixture.window);
        popup.setAttribute(Qt::WA_DeleteOnClose, false);
        QSignalSpy requested(&popup, &TaskPopup::closeRequested);
        popup.show();
        QAbstractButton* close = tests::buttonNamed(&popup, QStringLiteral("Close operation…"));
        QVERIFY(close);
        picture(&popup, QStringLiteral("task-popup-close"));
        close->click();
        QCOMPARE(requested.count(), 1);
        CloseDialog* closing = CloseDialog::propose(*fixture.session, &fixture.window, operation->record());
        closing->findChild<QLineEdit*>()->setText(QStringLiteral("nobody needs it"));
        QSignalSpy closed(&fixture.session->tasks(), &TaskCenter::closed);
        QVERIFY(tests::shows(closing, QStringLiteral("Done or begun, and not taken back:"))); // what closing leaves
        picture(closing, QStringLiteral("operation-close"));
        closing->closeButton()->click();
        QTRY_COMPARE(closed.count(), 1);
        QCOMPARE(operation->record().state, RecordState::Closed);
        QVERIFY(outcomeSentence(*operation).startsWith(QLatin1String("Closed by hand")));
        TaskPopup after(fixture.session->tasks().operations(), &fixture.window);
        after.setAttribute(Qt::WA_DeleteOnClose, false);
        QVERIFY(tests::buttonNamed(&after, QStringLiteral("Close operation…")) == nullptr);
    }

    void interrupted_isResumedOrTakenBack()
    {
        for (const bool undo : {false, true}) {
            Fixture fixture;
            fakes::leaveInterrupted(fixture.folder.path().toStdString());
            fixture.open();
            const auto records = fixture.session->services().operations->records();
            QCOMPARE(records.size(), std::size_t(1));
            QCOMPARE(records.front().state, RecordState::Interrupted);
            TaskCenter& tasks = fixture.session->tasks();
            if (undo)
                tasks.undo(records.front());
            else
                tasks.resume(records.front());
            QVERIFY(fixture.ends());
            QCOMPARE(fixture.outcome(), undo ? RecordState::Undone : RecordState::Done);
            QCOMPARE(fixture.script->undone.load(), undo ? 1 : 0);
            QCOMPARE(fixture.script->prepared.load(), 0); // was done by the process that is gone
            QCOMPARE(fixture.script->worked.load(), undo ? 0 : 1);
        }
    }

    void sessionDestroyed_whileRunning_takesItBackAndWaitsForNothing()
    {
        Fixture fixture;
        fixture.script->gateOpen = false;
        fixture.open();
        fixture.session->tasks().run(std::make_shared<fakes::ScriptedOperation>(fixture.script), fixture.script->plan, {});
        QTRY_COMPARE(fixture.script->prepared.load(), 1);
        fixture.session.reset();
        tests::waitForThreads();
        QCOMPARE(fixture.script->undone.load(), 1); // taken back before the threads ended
        QTest::qWait(50); // late events find nobody
    }
};

QTEST_MAIN(TstOperationDialog)
#include "tst_operation_dialog.moc"
