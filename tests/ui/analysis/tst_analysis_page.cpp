// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/page_fixture.h"
#include "ui/operation/operation_dialog.h"
#include "ui/page/analysis/analysis_page.h"
#include "ui/page/analysis/capacity_form.h"
#include "ui/page/analysis/capacity_view.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/table/table_model.h"
#include "widgets/table/table_view.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QRegularExpression>
#include <QSlider>
#include <QTableView>
#include <atomic>
#include <set>
#include <thread>

using namespace qbm;
using namespace qbm::ui;
using tests::PageFixture;
using widgets::StatePanel;
using widgets::ThemeChoice;

class TstAnalysisPage : public QObject {
    Q_OBJECT

    static QString cell(const AnalysisPage& page, int replicas, const char* columnId)
    {
        auto* model = page.view()->table()->model();
        const int row = model->rowOfKey(QString::number(replicas));
        for (int column = 0; column < model->columnCount(); ++column) {
            if (model->columnInfo(column).id == QLatin1String(columnId))
                return model->data(model->index(row, column)).toString();
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase() { tests::useTheme(ThemeChoice::Light); }

    void outcome_moreLoad_needsMoreReplicas()
    {
        const service::CapacityAnswer answer = fakes::capacityAnswer({});
        CapacityAssumptions assumptions;
        assumptions.targetSeconds = 0.7;
        const auto present = computeCapacity(answer, assumptions);
        assumptions.loadFactor = 2;
        const auto doubled = computeCapacity(answer, assumptions);
        QVERIFY(present && doubled);
        QVERIFY(present->recommended && doubled->recommended);
        QVERIFY(*doubled->recommended > *present->recommended);
        QCOMPARE(doubled->arrivalRate, 28.4);
        // The model is checked at the load that was measured, whatever is assumed.
        QCOMPARE(*doubled->predictedP95Now, *present->predictedP95Now);
        QVERIFY(doubled->lines.front().verdict == Verdict::Overloaded);
        QVERIFY(doubled->lines.back().verdict == Verdict::Meets);
    }
    void sentence_saysNumberTargetLoadAndError()
    {
        const service::CapacityAnswer answer = fakes::capacityAnswer({});
        CapacityAssumptions assumptions;
        assumptions.targetSeconds = 0.7;
        auto outcome = *computeCapacity(answer, assumptions);
        const QString said = answerSentence(outcome, recommend(QStringLiteral("backend"), outcome, std::nullopt));
        QVERIFY2(said.contains(QStringLiteral("%1 replicas keep p95 under 700 ms at the present 14.2/s.").arg(*outcome.recommended)), qPrintable(said));
        QVERIFY2(said.contains("off at the present 3."), qPrintable(said));
        assumptions.targetSeconds = 0.001;
        outcome = *computeCapacity(answer, assumptions);
        QVERIFY(answerSentence(outcome, recommend(QStringLiteral("backend"), outcome, std::nullopt)).startsWith("No number of replicas up to 12"));
    }

    void content_measuredAndPredicted_areShown()
    {
        PageFixture<AnalysisPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.page->statePanel()->face(), StatePanel::Face::Content);
        QVERIFY(fixture.page->view()->sentence().contains("replicas keep p95 under 500 ms"));
        QCOMPARE(fixture.page->view()->table()->model()->totalRows(), 12);
        QCOMPARE(cell(*fixture.page, 1, "verdict"), QString("overloaded"));
        QCOMPARE(cell(*fixture.page, 1, "p95"), QString("–"));
        QVERIFY(cell(*fixture.page, 3, "note").contains("now"));
        fixture.picture("analysis_light");
    }
    void assumptions_change_withoutAskingAgain()
    {
        PageFixture<AnalysisPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        const int asked = fixture.fakes.analysis->calls;
        const QString before = cell(*fixture.page, 4, "p95");
        fixture.page->form()->loadSlider()->setValue(30);
        QTRY_VERIFY(cell(*fixture.page, 4, "p95") != before);
        QVERIFY(fixture.page->view()->sentence().contains("1.5 times the present load"));
        fixture.page->form()->targetField()->setValue(900);
        QTRY_VERIFY(fixture.page->view()->sentence().contains("900 ms"));
        QCOMPARE(fixture.fakes.analysis->calls.load(), asked);
    }
    void slider_dragged_neverBlocks()
    {
        PageFixture<AnalysisPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->form()->variabilityField()->setValue(4); // the costlier way
        QElapsedTimer clock;
        clock.start();
        for (int value = 21; value <= 40; ++value)
            fixture.page->form()->loadSlider()->setValue(value);
        QVERIFY2(clock.elapsed() < 100, qPrintable(QString::number(clock.elapsed())));
        // However many steps, the last one is what is shown.
        QTRY_VERIFY_WITH_TIMEOUT(fixture.page->view()->sentence().contains("2 times the present load"), 20'000);
    }
    void button_leadsToTheScaleOperation()
    {
        PageFixture<AnalysisPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->view()->choose(3);
        QVERIFY(!fixture.page->scaleButton()->isEnabled());
        fixture.page->view()->choose(5);
        QVERIFY(fixture.page->scaleButton()->isEnabled());
        QCOMPARE(fixture.page->scaleButton()->text(), QString("Scale backend to 5…"));
        fixture.page->scaleButton()->click();
        auto* dialog = fixture.page->findChild<OperationDialog*>();
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->isSettled());
        QVERIFY(dialog->windowTitle().contains("Scale backend to 5"));
        dialog->reject();
    }
    // Sentence, mark, button and plan are one value.

    /// What is wrong with it; empty: they all say the same.
    static QString disagreement(PageFixture<AnalysisPage>& fixture, std::optional<int> expected)
    {
        CapacityView* view = fixture.page->view();
        QPushButton* button = fixture.page->scaleButton();
        const QString number = expected ? QString::number(*expected) : QString();
        if (view->recommendation().replicas != expected)
            return QStringLiteral("recommendation");
        if (view->table()->currentKey() != number)
            return QStringLiteral("table: ") + view->table()->currentKey();
        if (button->text() != (expected ? QStringLiteral("Scale backend to %1…").arg(number) : QStringLiteral("Scale backend…")))
            return QStringLiteral("button: ") + button->text();
        const QString said = view->sentence();
        if (expected && !said.contains(QRegularExpression(QStringLiteral("(^|\\b)(With the |The )?%1 replica").arg(number))))
            return QStringLiteral("sentence: ") + said;
        if (!expected && !said.startsWith(QStringLiteral("No number")))
            return QStringLiteral("sentence: ") + said;
        if (!button->isEnabled())
            return expected && expected != view->recommendation().present ? QStringLiteral("button is off") : QString();
        button->click();
        auto* dialog = fixture.page->findChild<OperationDialog*>();
        if (dialog == nullptr || !QTest::qWaitFor([dialog] { return dialog->isSettled(); }))
            return QStringLiteral("no plan");
        const QString plan = dialog->windowTitle();
        delete dialog;
        return plan.contains(QStringLiteral("Scale backend to %1").arg(number)) ? QString() : QStringLiteral("plan: ") + plan;
    }

    void recommendation_isOneValue_whateverIsAssumed()
    {
        PageFixture<AnalysisPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        CapacityForm* form = fixture.page->form();
        CapacityView* view = fixture.page->view();
        const auto expected = [&] { return computeCapacity(fakes::capacityAnswer({}), form->assumptions())->recommended; };
        std::set<std::optional<int>> seen;
        for (const auto& [load, target] : {std::pair(20, 700), {20, 500}, {30, 500}, {44, 900}, {60, 400}, {80, 300}, {20, 1}}) {
            form->loadSlider()->setValue(load);
            form->targetField()->setValue(target);
            QTRY_COMPARE(view->recommendation().replicas, expected());
            const QString shown = QString::fromStdString(formatQuantity(target / 1000.0, Unit::Seconds).joined());
            QTRY_VERIFY2(view->sentence().contains(QStringLiteral("under ") + shown), qPrintable(view->sentence()));
            QCOMPARE(disagreement(fixture, expected()), QString());
            seen.insert(expected());
        }
        QVERIFY2(seen.size() >= 4, "these scenarios ask for too few different answers");
        QVERIFY(seen.contains(std::nullopt));
        fixture.picture("analysis_no_number");
    }
    void chosenNumber_isSaidAsChosen_andStaysUntilTheAssumptionsChange()
    {
        PageFixture<AnalysisPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        CapacityView* view = fixture.page->view();
        const int recommended = *view->recommendation().replicas;
        view->table()->selectKey("2"); // as a click does
        QVERIFY(view->recommendation().chosen);
        QCOMPARE(disagreement(fixture, 2), QString());
        QVERIFY2(view->sentence().contains("you chose"), qPrintable(view->sentence()));
        QVERIFY(view->sentence().contains(QStringLiteral("are %1.").arg(recommended)));
        fixture.picture("analysis_chosen");
        fixture.page->refresh(); // measured again: nothing else is assumed
        QTRY_COMPARE(fixture.fakes.analysis->calls.load(), 2);
        QVERIFY(fixture.settle());
        QTest::qWait(50);
        QCOMPARE(disagreement(fixture, 2), QString());
        fixture.page->form()->loadSlider()->setValue(30);
        QTRY_VERIFY(!view->recommendation().chosen);
        QVERIFY(*view->recommendation().replicas > recommended);
        QCOMPARE(disagreement(fixture, view->recommendation().replicas), QString());
    }
    void chosenNumber_thatIsNotCalculatedAnyMore_isNotReplacedByANeighbour()
    {
        PageFixture<AnalysisPage> fixture;
        int present = 20; // more than are considered: all of them are calculated
        fixture.fakes.analysis->answer = [&present](const service::CapacityQuestion& question) {
            service::CapacityAnswer answer = fakes::capacityAnswer(question);
            answer.input->replicas = present;
            return answer;
        };
        fixture.open();
        QVERIFY(fixture.settle());
        CapacityView* view = fixture.page->view();
        view->choose(18);
        QCOMPARE(disagreement(fixture, 18), QString());
        present = 3;
        fixture.page->refresh();
        QTRY_COMPARE(view->table()->model()->totalRows(), 12);
        QVERIFY(!view->recommendation().chosen);
        QCOMPARE(disagreement(fixture, view->recommendation().replicas), QString());
        QVERIFY(*view->recommendation().replicas < 12);
    }
    void table_holdsTheRules()
    {
        PageFixture<AnalysisPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        CapacityView* view = fixture.page->view();
        auto* model = view->table()->model();
        view->choose(9);
        for (int column = 0; column < model->columnCount(); ++column) {
            model->sort(column, Qt::DescendingOrder);
            QCOMPARE(disagreement(fixture, 9), QString());
        }
        // No longer marked by hand: the recommendation it is, and that is marked.
        view->table()->clearSelection();
        QVERIFY(!view->recommendation().chosen);
        QCOMPARE(disagreement(fixture, view->recommendation().replicas), QString());
    }
    void anotherDeployment_isNotScaledByTheAnswerOfTheFirst()
    {
        PageFixture<AnalysisPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QVERIFY(fixture.page->scaleButton()->isEnabled());
        std::atomic<bool> open = false;
        fixture.fakes.analysis->answer = [&open](const service::CapacityQuestion& question) {
            while (!open)
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
            return fakes::capacityAnswer(question);
        };
        fixture.page->showObject("frontend");
        QVERIFY(!fixture.page->scaleButton()->isEnabled()); // while it is measured
        QVERIFY(!fixture.page->view()->recommendation().replicas);
        QVERIFY(fixture.page->commands().empty());
        open = true;
        QTRY_VERIFY(fixture.page->scaleButton()->isEnabled());
        QCOMPARE(fixture.page->view()->recommendation().deployment, QString("frontend"));
        QVERIFY(fixture.page->scaleButton()->text().startsWith("Scale frontend to "));
    }
    void button_leavesTheFocusToTheTable()
    {
        PageFixture<AnalysisPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QVERIFY(QTest::qWaitForWindowActive(fixture.page.get()));
        fixture.page->scaleButton()->setFocus();
        QTest::keyClick(fixture.page->scaleButton(), Qt::Key_Space);
        QVERIFY(fixture.page->findChild<OperationDialog*>());
        QCOMPARE(fixture.page->focusWidget(), static_cast<QWidget*>(fixture.page->view()->table()->view()));
        delete fixture.page->findChild<OperationDialog*>();
    }

    void readOnly_offersNoScaling()
    {
        PageFixture<AnalysisPage> fixture;
        fixture.fakes.access = AccessMode::ReadOnly;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->view()->choose(6);
        QVERIFY(!fixture.page->scaleButton()->isEnabled());
        QVERIFY(fixture.page->scaleButton()->toolTip().contains("read-only"));
    }
    void source_down_isAnError_laterStale()
    {
        PageFixture<AnalysisPage> fixture;
        const auto good = fixture.fakes.analysis->answer;
        const auto down = [](const service::CapacityQuestion& question) {
            service::CapacityAnswer answer;
            answer.question = question;
            answer.arrivalRate = answer.meanResponse = answer.measuredP95 = fakes::downReading(Unit::PerSecond, "Prometheus");
            answer.replicas = fakes::reading(3, Unit::Count, "Kubernetes API", "");
            answer.warnings = {text("%1 did not answer: %2", "Prometheus", "connection refused")};
            return answer;
        };
        fixture.fakes.analysis->answer = down;
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.page->statePanel()->face(), StatePanel::Face::Error);
        QVERIFY(!fixture.page->scaleButton()->isEnabled());
        fixture.fakes.analysis->answer = good;
        fixture.page->refresh();
        QTRY_COMPARE(fixture.page->statePanel()->face(), StatePanel::Face::Content);
        fixture.fakes.analysis->answer = down;
        fixture.page->refresh();
        QTRY_COMPARE(fixture.page->statePanel()->face(), StatePanel::Face::Stale);
        QVERIFY(fixture.page->view()->sentence().contains("replicas keep p95"));
    }
    void traffic_none_saysThereIsNothingToPredictFrom()
    {
        PageFixture<AnalysisPage> fixture;
        fixture.fakes.analysis->answer = [](const service::CapacityQuestion& question) {
            service::CapacityAnswer answer;
            answer.question = question;
            answer.arrivalRate = fakes::reading(0, Unit::PerSecond, "Prometheus", "");
            answer.replicas = fakes::reading(3, Unit::Count, "Kubernetes API", "");
            answer.warnings = {text("%1 had no requests in the window, so there is nothing to predict from.", "backend")};
            return answer;
        };
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.page->statePanel()->face(), StatePanel::Face::Empty);
        fixture.picture("analysis_empty");
    }
    void deployment_asked_isMeasured()
    {
        PageFixture<AnalysisPage> fixture;
        std::string asked;
        fixture.fakes.analysis->answer = [&asked](const service::CapacityQuestion& question) {
            asked = question.deployment;
            return fakes::capacityAnswer(question);
        };
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->showObject("frontend");
        QVERIFY(fixture.settle());
        QCOMPARE(asked, std::string("frontend"));
        QVERIFY(fixture.page->scaleButton()->text().startsWith("Scale frontend"));
    }
    void language_switchedWhileRunning_reachesEverything()
    {
        PageFixture<AnalysisPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        tests::LongWords words;
        QVERIFY(QApplication::installTranslator(&words));
        QTRY_VERIFY(fixture.page->view()->sentence().startsWith("["));
        QVERIFY(fixture.page->scaleButton()->text().startsWith("[Scale backend"));
        QVERIFY(cell(*fixture.page, 1, "verdict").startsWith("[overloaded"));
        fixture.picture("analysis_long_words");
        QApplication::removeTranslator(&words);
    }
    void pictures_largeAndDark()
    {
        tests::useTheme(ThemeChoice::Dark);
        PageFixture<AnalysisPage> fixture;
        fixture.open({1712, 1120});
        QVERIFY(fixture.settle());
        fixture.picture("analysis_dark_large");
        tests::useTheme(ThemeChoice::Light);
    }
};

QTEST_MAIN(TstAnalysisPage)
#include "tst_analysis_page.moc"
