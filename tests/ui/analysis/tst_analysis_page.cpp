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
#include <QSlider>

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
        const QString said = answerSentence(outcome);
        QVERIFY2(said.contains(QStringLiteral("%1 replicas keep p95 under 700 ms at the present 14.2/s.").arg(*outcome.recommended)), qPrintable(said));
        QVERIFY2(said.contains("off at the present 3."), qPrintable(said));
        assumptions.targetSeconds = 0.001;
        QVERIFY(answerSentence(*computeCapacity(answer, assumptions)).startsWith("No number of replicas up to 12"));
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
        fixture.page->view()->select(3);
        QVERIFY(!fixture.page->scaleButton()->isEnabled());
        fixture.page->view()->select(5);
        QVERIFY(fixture.page->scaleButton()->isEnabled());
        QCOMPARE(fixture.page->scaleButton()->text(), QString("Scale backend to 5…"));
        fixture.page->scaleButton()->click();
        auto* dialog = fixture.page->findChild<OperationDialog*>();
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->isSettled());
        QVERIFY(dialog->windowTitle().contains("Scale backend to 5"));
        dialog->reject();
    }
    void readOnly_offersNoScaling()
    {
        PageFixture<AnalysisPage> fixture;
        fixture.fakes.access = AccessMode::ReadOnly;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->view()->select(6);
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
        QTest::qWait(50);
        QVERIFY(fixture.page->view()->sentence().startsWith("["));
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
