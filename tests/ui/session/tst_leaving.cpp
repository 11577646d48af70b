// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/leaving_fixture.h"
#include "ui/operation/operation_dialog.h"
#include "ui/window/language.h"
#include "ui/window/task_popup.h"

#include <QSettings>
#include <QSignalSpy>

using namespace qbm;
using namespace qbm::ui;
using operation::RecordState;
using tests::LeavingFixture;
using tests::letTimePass;
using tests::shows;
using tests::Way;

namespace {

/// On a quiet machine the bar is 50 ms; tests share theirs with other work.
constexpr qint64 kLongestStallMs = 500;
constexpr int kPatienceMs = 60'000;

void picture(QWidget* widget, const QString& name, int waitMs = 400)
{
    const QString to = qEnvironmentVariable("QBM_TEST_PICTURES");
    if (to.isEmpty())
        return;
    if (waitMs > 0)
        QTest::qWait(waitMs);
    QVERIFY(widget->grab().save(to + QLatin1Char('/') + name + QStringLiteral(".png")));
}

} // namespace

class TstLeaving : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

    static void expectNoStall(LeavingFixture& fixture, const char* what)
    {
        const QString told = fixture.watchdog.told();
        qInfo("%s: %s", what, qPrintable(told));
        QVERIFY2(fixture.watchdog.isWithin(kLongestStallMs), qPrintable(told));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName(QStringLiteral("qbm-console-test"));
        QCoreApplication::setApplicationName(QStringLiteral("qbm-console-test"));
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        QApplication::setQuitOnLastWindowClosed(false);
        if (const QString language = qEnvironmentVariable("QBM_TEST_LANGUAGE"); !language.isEmpty()) // for pictures
            ui::setLanguage(*qApp, language);
        tests::useTheme(qEnvironmentVariable("QBM_TEST_THEME") == QLatin1String("dark") ? widgets::ThemeChoice::Dark : widgets::ThemeChoice::Light);
    }
    void init() { QSettings().clear(); }

    // --- nothing runs ----------------------------------------------------------------------------------------------

    void nothingRuns_leavesWithoutAQuestion_data() { tests::addWays(); }
    void nothingRuns_leavesWithoutAQuestion()
    {
        QFETCH(Way, way);
        LeavingFixture fixture;
        fixture.open();
        fixture.leave(way);
        QVERIFY(!fixture.asks());
        QVERIFY(fixture.hasLeft(way));
    }

    void frozenServer_nothingRuns_leavesAtOnce_data() { tests::addWays(); }
    void frozenServer_nothingRuns_leavesAtOnce()
    {
        QFETCH(Way, way);
        const auto frozen = std::make_shared<tests::FrozenHealth>(std::chrono::seconds(4));
        LeavingFixture fixture;
        fixture.health = frozen;
        fixture.open();
        QTRY_VERIFY_WITH_TIMEOUT(frozen->calls > 0, kPatienceMs);
        QTest::qWait(50);
        fixture.health.reset();
        const std::weak_ptr<Connection> connection = fixture.window->session()->connection();
        tests::GuiWatchdog watchdog;
        QElapsedTimer timer;
        timer.start();
        fixture.leave(way);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.hasLeft(way), kPatienceMs);
        if (way != Way::Switch)
            fixture.window.reset();
        QTest::qWait(100);
        const QString told = watchdog.told();
        qInfo("left, and 100 ms, after %lld ms: %s", static_cast<long long>(timer.elapsed()), qPrintable(told));
        QVERIFY2(watchdog.isWithin(kLongestStallMs), qPrintable(told));
        QVERIFY(connection.expired()); // nobody on this thread holds it
    }

    void leftSession_withNothingRun_isForgotten()
    {
        LeavingFixture fixture;
        fixture.open();
        QPointer<Session> before = fixture.window->session();
        fixture.switchTo("qbm-other");
        QVERIFY(before.isNull());
        QVERIFY(fixture.window->sessions().operations().empty());
    }

    // --- the question ----------------------------------------------------------------------------------------------

    void oneRuns_asks_andStayingChangesNothing_data() { tests::addWays(); }
    void oneRuns_asks_andStayingChangesNothing()
    {
        QFETCH(Way, way);
        LeavingFixture fixture;
        fixture.open();
        RunningOperation* operation = fixture.run();
        QVERIFY(operation);
        for (const bool escape : {false, true}) {
            fixture.leave(way);
            QTRY_VERIFY_WITH_TIMEOUT(fixture.asks(), kPatienceMs);
            QVERIFY(shows(fixture.dialog(), QStringLiteral("Restart backend")));
            QVERIFY(shows(fixture.dialog(), QStringLiteral("the replicas replaced so far stay")));
            QCOMPARE(tests::unnamed(fixture.dialog()).join(QLatin1Char('\n')), QString());
            if (escape)
                QTest::keyClick(fixture.dialog(), Qt::Key_Escape);
            else
                QVERIFY(fixture.answer(LeaveChoice::Stay));
            QTRY_VERIFY_WITH_TIMEOUT(!fixture.asks(), kPatienceMs);
            letTimePass();
            QVERIFY(!fixture.hasLeft(way) && !fixture.waits());
            QVERIFY(operation->isRunning() && !operation->isStopRequested());
        }
        fixture.script->gateOpen = true;
        QTRY_COMPARE_WITH_TIMEOUT(fixture.running(), std::size_t(0), kPatienceMs);
        letTimePass();
        QVERIFY(!fixture.hasLeft(way)); // and not later either
        QCOMPARE(fixture.recorded(), RecordState::Done);
        expectNoStall(fixture, "asked and stayed");
    }

    void question_defaultIsWhatLosesNothing_data() { tests::addWays(); }
    void question_defaultIsWhatLosesNothing()
    {
        QFETCH(Way, way);
        LeavingFixture fixture;
        fixture.open();
        RunningOperation* operation = fixture.run();
        fixture.leave(way);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.asks(), kPatienceMs);
        picture(fixture.dialog(), way == Way::Switch ? QStringLiteral("leave-switch") : QStringLiteral("leave-close"));
        QTest::keyClick(fixture.dialog(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.asks(), kPatienceMs);
        QVERIFY(operation->isRunning() && !operation->isStopRequested());
        QCOMPARE(fixture.hasLeft(way), way == Way::Switch);
        QCOMPARE(fixture.waits(), way != Way::Switch);
        fixture.script->gateOpen = true;
        QTRY_VERIFY_WITH_TIMEOUT(fixture.hasLeft(way), kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.recorded(), RecordState::Done, kPatienceMs);
    }

    void question_onceAllHaveEnded_offersToGoOrToStay_data() { tests::addWays(); }
    void question_onceAllHaveEnded_offersToGoOrToStay()
    {
        QFETCH(Way, way);
        for (const LeaveChoice choice : {LeaveChoice::Stay, LeaveChoice::Now}) {
            LeavingFixture fixture;
            fixture.open();
            fixture.run();
            fixture.leave(way);
            QTRY_VERIFY_WITH_TIMEOUT(fixture.asks(), kPatienceMs);
            QVERIFY(!fixture.dialog()->button(LeaveChoice::Now)->isVisible());
            fixture.script->gateOpen = true;
            QTRY_VERIFY_WITH_TIMEOUT(fixture.dialog()->button(LeaveChoice::Now)->isVisible(), kPatienceMs);
            QVERIFY(!fixture.dialog()->button(LeaveChoice::Stop)->isVisible());
            QVERIFY(shows(fixture.dialog(), QStringLiteral("Done and verified.")));
            picture(fixture.dialog(), QStringLiteral("leave-ended"));
            letTimePass();
            QVERIFY(!fixture.hasLeft(way)); // never under the mouse
            QVERIFY(fixture.answer(choice));
            if (choice == LeaveChoice::Now) {
                QTRY_VERIFY_WITH_TIMEOUT(fixture.hasLeft(way), kPatienceMs);
            } else {
                letTimePass();
                QVERIFY(!fixture.hasLeft(way));
            }
        }
    }

    void stopThatComesTooLate_leavesNothingBehind_data() { tests::addWays(); }
    void stopThatComesTooLate_leavesNothingBehind()
    {
        QFETCH(Way, way);
        LeavingFixture fixture;
        fixture.open();
        fixture.run();
        fixture.leave(way);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.asks(), kPatienceMs);
        fixture.script->gateOpen = true;
        QTRY_COMPARE_WITH_TIMEOUT(fixture.running(), std::size_t(0), kPatienceMs);
        fixture.dialog()->button(LeaveChoice::Stop)->click(); // pressed in the moment in which it went
        letTimePass();
        QVERIFY(!fixture.hasLeft(way) && !fixture.waits());
        QVERIFY(fixture.told().contains(QStringLiteral("Restart backend")));
        QVERIFY(fixture.run()); // goes on working
        fixture.script->gateOpen = true;
        QTRY_COMPARE_WITH_TIMEOUT(fixture.running(), std::size_t(0), kPatienceMs);
        letTimePass();
        QVERIFY(!fixture.hasLeft(way));
        QVERIFY(fixture.window->isVisible());
    }

    // --- stopping --------------------------------------------------------------------------------------------------

    void stop_takenBack_thenLeaves_data() { tests::addWays(); }
    void stop_takenBack_thenLeaves()
    {
        QFETCH(Way, way);
        LeavingFixture fixture;
        fixture.open();
        fixture.script->undoGateOpen = false;
        fixture.run();
        fixture.leave(way);
        QVERIFY(fixture.answer(LeaveChoice::Stop));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.waits(), kPatienceMs);
        QVERIFY(!fixture.hasLeft(way)); // not before it is taken back
        picture(fixture.window.get(), way == Way::Switch ? QStringLiteral("window-stops-then-switches") : QStringLiteral("window-stops-then-closes"));
        fixture.script->undoGateOpen = true;
        QTRY_VERIFY_WITH_TIMEOUT(fixture.hasLeft(way), kPatienceMs);
        QCOMPARE(fixture.script->undone.load(), 1);
        QCOMPARE(fixture.recorded(), RecordState::Undone);
        expectNoStall(fixture, "stopped and left");
    }

    void stop_hangs_windowIsUsableAndTheWishCanBeGivenUp_data() { tests::addWays(); }
    void stop_hangs_windowIsUsableAndTheWishCanBeGivenUp()
    {
        QFETCH(Way, way);
        LeavingFixture fixture;
        fixture.open();
        fixture.script->deaf = true;
        RunningOperation* operation = fixture.run();
        fixture.leave(way);
        QVERIFY(fixture.answer(LeaveChoice::Stop));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.waits(), kPatienceMs);
        fixture.window->showPage(QStringLiteral("cluster")); // somebody goes on working
        letTimePass();
        QVERIFY(!fixture.hasLeft(way));
        QVERIFY(operation->isRunning() && operation->isStopRequested());
        fixture.banner()->findChild<QPushButton*>()->click();
        QVERIFY(!fixture.waits());
        fixture.script->gateOpen = true; // it hears the stop at last
        QTRY_COMPARE_WITH_TIMEOUT(fixture.running(), std::size_t(0), kPatienceMs);
        letTimePass();
        QVERIFY(!fixture.hasLeft(way));
        QVERIFY(fixture.window->isVisible());
        QVERIFY(fixture.told().contains(QStringLiteral("Restart backend")));
        expectNoStall(fixture, "a stop that is not heard");
    }

    void stop_failsWhileTakenBack_staysAndIsTold_data() { tests::addWays(); }
    void stop_failsWhileTakenBack_staysAndIsTold()
    {
        QFETCH(Way, way);
        LeavingFixture fixture;
        fixture.open();
        fixture.script->undoFails = true;
        fixture.run();
        fixture.leave(way);
        QVERIFY(fixture.answer(LeaveChoice::Stop));
        QTRY_COMPARE_WITH_TIMEOUT(fixture.running(), std::size_t(0), kPatienceMs);
        letTimePass();
        QVERIFY(!fixture.hasLeft(way) && !fixture.waits());
        QVERIFY(fixture.window->isVisible());
        QCOMPARE(fixture.recorded(), RecordState::NeedsAttention);
        const QString told = fixture.told().join(QLatin1Char('\n'));
        QVERIFY2(told.contains(QLatin1String("did not end as it should")), qPrintable(told));
        QVERIFY2(told.contains(QLatin1String("Restart backend")), qPrintable(told));
        picture(fixture.window.get(), QStringLiteral("window-stays"));
        expectNoStall(fixture, "a stop that fails");
    }

    void stop_thenAnotherIsBegun_stays_data() { tests::addWays(); }
    void stop_thenAnotherIsBegun_stays()
    {
        QFETCH(Way, way);
        LeavingFixture fixture;
        fixture.open();
        fixture.script->deaf = true;
        fixture.run();
        fixture.leave(way);
        QVERIFY(fixture.answer(LeaveChoice::Stop));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.waits(), kPatienceMs);
        QVERIFY(fixture.run());
        QVERIFY(!fixture.waits());
        QVERIFY(fixture.told().join(QLatin1Char('\n')).contains(QLatin1String("another operation was begun")));
        fixture.script->gateOpen = true;
        QTRY_COMPARE_WITH_TIMEOUT(fixture.running(), std::size_t(0), kPatienceMs);
        letTimePass();
        QVERIFY(!fixture.hasLeft(way));
    }

    // --- waiting, for closing --------------------------------------------------------------------------------------

    void later_closesOnceItHasEnded()
    {
        for (const bool fails : {false, true}) {
            LeavingFixture fixture;
            fixture.open();
            fixture.run();
            fixture.script->workFails = fails;
            fixture.leave(Way::Close);
            QVERIFY(fixture.answer(LeaveChoice::Later));
            QTRY_VERIFY_WITH_TIMEOUT(fixture.waits(), kPatienceMs);
            letTimePass();
            QVERIFY(fixture.window->isVisible());
            fixture.script->gateOpen = true;
            QTRY_COMPARE_WITH_TIMEOUT(fixture.running(), std::size_t(0), kPatienceMs);
            letTimePass();
            QCOMPARE(fixture.window->isVisible(), fails); // a failure is seen
            QCOMPARE(fixture.recorded(), fails ? RecordState::Undone : RecordState::Done);
        }
    }

    void newerWish_takesThePlaceOfTheOlder()
    {
        LeavingFixture fixture;
        fixture.open();
        fixture.script->deaf = true;
        fixture.run();
        fixture.leave(Way::Close);
        QVERIFY(fixture.answer(LeaveChoice::Later));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.waits(), kPatienceMs);
        fixture.switchTo("qbm-other");
        QVERIFY(!fixture.waits()); // the close is forgotten
        QVERIFY(fixture.answer(LeaveChoice::Stop));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.waits(), kPatienceMs);
        fixture.switchTo("qbm-third"); // a second switch while the first is pending
        QTRY_VERIFY_WITH_TIMEOUT(fixture.asks(), kPatienceMs);
        QVERIFY(shows(fixture.dialog(), QStringLiteral("qbm-third")));
        fixture.switchTo("qbm-fourth"); // and while it is asked
        QTRY_COMPARE_WITH_TIMEOUT(fixture.window->findChildren<DepartureDialog*>().size(), qsizetype(1), kPatienceMs);
        QVERIFY(fixture.answer(LeaveChoice::Stop));
        fixture.script->gateOpen = true;
        QTRY_COMPARE_WITH_TIMEOUT(fixture.window->session()->profile().name, std::string("qbm-fourth"), kPatienceMs);
        letTimePass();
        QVERIFY(fixture.window->isVisible());
    }

    // --- in the background -----------------------------------------------------------------------------------------

    void background_operationIsFollowedAndItsEndIsTold()
    {
        for (const bool fails : {false, true}) {
            LeavingFixture fixture;
            fixture.open();
            RunningOperation* operation = fixture.run();
            const std::weak_ptr<Connection> connection = fixture.window->session()->connection();
            fixture.switchTo("qbm-other");
            QVERIFY(fixture.answer(LeaveChoice::Background));
            QTRY_VERIFY_WITH_TIMEOUT(fixture.hasLeft(Way::Switch), kPatienceMs);
            QVERIFY(operation->isRunning() && operation->session().isLeft());
            QVERIFY(!connection.expired()); // it needs it
            QVERIFY(shows(fixture.window->header(), QStringLiteral("1 running")));

            const QPointer<TaskPopup> popup = new TaskPopup(fixture.window->sessions().operations(), fixture.window.get());
            popup->show();
            QVERIFY(shows(popup, QStringLiteral("qbm-lab")));
            picture(popup, QStringLiteral("leave-popup"), 0); // it closes itself where it may not have the keyboard
            delete popup;
            auto* dialog = OperationDialog::follow(fixture.window.get(), operation);
            QVERIFY(shows(dialog, QStringLiteral("qbm-lab")));
            QVERIFY(shows(dialog, QStringLiteral("1 of 3 replaced")));
            picture(dialog, QStringLiteral("leave-follow"));
            delete dialog;

            fixture.script->workFails = fails;
            fixture.script->undoFails = fails;
            fixture.script->gateOpen = true;
            QTRY_COMPARE_WITH_TIMEOUT(fixture.running(), std::size_t(0), kPatienceMs);
            const QString told = fixture.told().join(QLatin1Char('\n'));
            QVERIFY2(told.contains(QLatin1String("Restart backend")) && told.contains(QLatin1String("qbm-lab")), qPrintable(told));
            picture(fixture.window.get(), fails ? QStringLiteral("window-background-failed") : QStringLiteral("window-background-done"));
            QCOMPARE(fixture.recorded(), fails ? RecordState::NeedsAttention : RecordState::Done);
            QVERIFY(connection.expired()); // with its last operation
            QCOMPARE(fixture.window->sessions().operations().size(), std::size_t(1)); // still listed
            QVERIFY(!fails || outcomeOf(operation).contains(QLatin1String("switch to qbm-lab")));
            expectNoStall(fixture, "in the background");
        }
    }
    static QString outcomeOf(RunningOperation* operation)
    {
        OperationDialog* dialog = OperationDialog::follow(nullptr, operation);
        QString all;
        for (const QLabel* label : dialog->findChildren<QLabel*>())
            all += label->text() + QLatin1Char('\n');
        delete dialog;
        return all;
    }

    void background_operationCanBeStopped()
    {
        LeavingFixture fixture;
        fixture.open();
        RunningOperation* operation = fixture.run();
        fixture.switchTo("qbm-other");
        QVERIFY(fixture.answer(LeaveChoice::Background));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.hasLeft(Way::Switch), kPatienceMs);
        OperationDialog* dialog = OperationDialog::follow(fixture.window.get(), operation);
        for (auto* button : dialog->findChildren<QPushButton*>()) {
            if (button->text() == QLatin1String("Stop"))
                button->click();
        }
        QTRY_COMPARE_WITH_TIMEOUT(fixture.running(), std::size_t(0), kPatienceMs);
        QCOMPARE(fixture.recorded(), RecordState::Undone);
        delete dialog;
    }

    void background_closingAsksForItToo()
    {
        LeavingFixture fixture;
        fixture.open();
        fixture.run();
        fixture.switchTo("qbm-other");
        QVERIFY(fixture.answer(LeaveChoice::Background));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.hasLeft(Way::Switch), kPatienceMs);
        fixture.switchTo("qbm-third"); // nothing runs in what is shown
        QVERIFY(!fixture.asks());
        QCOMPARE(fixture.window->session()->profile().name, std::string("qbm-third"));
        fixture.window->close();
        QTRY_VERIFY_WITH_TIMEOUT(fixture.asks(), kPatienceMs);
        QVERIFY(shows(fixture.dialog(), QStringLiteral("qbm-lab")));
        QVERIFY(fixture.answer(LeaveChoice::Stop));
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.window->isVisible(), kPatienceMs);
        QCOMPARE(fixture.recorded(), RecordState::Undone);
    }

    void background_clientThatEndsSlowly_holdsNothingUp()
    {
        LeavingFixture fixture;
        fixture.health = std::make_shared<tests::FrozenHealth>(std::chrono::seconds(4));
        fixture.open();
        fixture.run();
        fixture.switchTo("qbm-other");
        fixture.health.reset();
        QVERIFY(fixture.answer(LeaveChoice::Background));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.hasLeft(Way::Switch), kPatienceMs);
        fixture.script->gateOpen = true;
        QTRY_COMPARE_WITH_TIMEOUT(fixture.running(), std::size_t(0), kPatienceMs);
        letTimePass();
        QCOMPARE(fixture.recorded(), RecordState::Done);
        expectNoStall(fixture, "a client that ends slowly");
    }

    void pageCallsThatHang_keepNoOperationFromBeginning()
    {
        LeavingFixture fixture;
        fixture.open();
        std::atomic<int> held = 0;
        std::atomic<bool> release = false;
        for (int i = 0; i < 64; ++i) {
            fixture.window->session()->pool().post([&] {
                ++held;
                while (!release)
                    std::this_thread::sleep_for(std::chrono::milliseconds(5));
            });
        }
        QTRY_VERIFY_WITH_TIMEOUT(held >= 16, kPatienceMs);
        QVERIFY(fixture.run());
        fixture.script->gateOpen = true;
        QTRY_COMPARE_WITH_TIMEOUT(fixture.running(), std::size_t(0), kPatienceMs);
        release = true;
        QTRY_COMPARE_WITH_TIMEOUT(held.load(), 64, kPatienceMs);
    }

    void language_changesTheWaitingBannerToo()
    {
        LeavingFixture fixture;
        fixture.open();
        fixture.run();
        fixture.leave(Way::Close);
        QVERIFY(fixture.answer(LeaveChoice::Later));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.waits(), kPatienceMs);
        tests::LongWords longWords;
        QCoreApplication::installTranslator(&longWords);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.banner()->message().contains(QLatin1Char('~')), kPatienceMs);
        fixture.leave(Way::Close);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.asks(), kPatienceMs);
        picture(fixture.dialog(), QStringLiteral("leave-long-words"));
        QVERIFY(fixture.answer(LeaveChoice::Stay));
        QCoreApplication::removeTranslator(&longWords);
    }
};

QTEST_MAIN(TstLeaving)
#include "tst_leaving.moc"
