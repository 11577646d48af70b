// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/page_fixture.h"
#include "core/service/operation_service.h"
#include "ui/model/metric_series.h"
#include "ui/page/dashboards/change_marks.h"
#include "ui/page/dashboards/dashboards_page.h"
#include "ui/page/dashboards/panel_view.h"
#include "ui/page/dashboards/thresholds.h"
#include "ui/page/dashboards/time_controls.h"
#include "widgets/chart/stat_panel.h"
#include "widgets/chart/time_series_chart.h"
#include "widgets/feedback/banner.h"
#include "widgets/feedback/dialog.h"
#include "widgets/feedback/state_panel.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <cmath>

using namespace qbm;
using namespace qbm::ui;
using tests::PageFixture;
using widgets::State;
using widgets::StatePanel;
using widgets::ThemeChoice;
using namespace std::chrono_literals;

class TstDashboardsPage : public QObject {
    Q_OBJECT

    static PanelView* panel(const DashboardsPage& page, const std::string& title)
    {
        const auto found = std::ranges::find_if(page.panels(), [&title](const PanelView* view) { return view->panel().title == title; });
        return found == page.panels().end() ? nullptr : *found;
    }
    static void openLarge(PageFixture<DashboardsPage>& fixture)
    {
        fixture.open();
        QVERIFY(fixture.settle());
        auto* chooser = fixture.page->chooser();
        chooser->setCurrentIndex(chooser->findData("large"));
        Q_EMIT chooser->activated(chooser->currentIndex());
        QTRY_VERIFY(panel(*fixture.page, "Heat") != nullptr);
        QVERIFY(fixture.settle());
    }

private Q_SLOTS:
    void initTestCase() { tests::useTheme(ThemeChoice::Light); }

    void series_missingSamples_breakTheLine()
    {
        prometheus::Series series;
        series.times = {0, 30, 60, 180, 210};
        series.values = {1, 2, 3, 4, 5};
        const auto line = toChartSeries("x", series, 30s);
        QCOMPARE(line.times, (std::vector<double>{0, 30, 60, 90, 180, 210}));
        QVERIFY(std::isnan(line.values[3]));
        QCOMPARE(line.values[4], 4.0);
    }
    void series_equalNames_areToldApartByWhatDiffers()
    {
        dashboard::Frame frame;
        frame.step = 30s;
        frame.series.resize(2);
        frame.series[0].name = frame.series[1].name = "95th percentile";
        frame.series[0].series.labels = {{"instance", "a"}, {"job", "qbm"}};
        frame.series[1].series.labels = {{"instance", "b"}, {"job", "qbm"}};
        const auto lines = toChartSeries(frame);
        QCOMPARE(lines[0].name, QString("95th percentile · a"));
        QCOMPARE(lines[1].name, QString("95th percentile · b"));
    }
    void thresholds_direction_followsTheColours()
    {
        const double none = -std::numeric_limits<double>::infinity();
        const auto latency = toChartThresholds({{none, "green"}, {0.5, "orange"}, {1, "red"}});
        QCOMPARE(latency.size(), 2U);
        QVERIFY(latency[0].above && latency[0].state == State::Warning);
        QVERIFY(latency[1].above && latency[1].state == State::Danger);
        const auto accuracy = toChartThresholds({{none, "#d44a3a"}, {0.9, "semi-dark-green"}});
        QCOMPARE(accuracy.size(), 1U);
        QVERIFY(!accuracy[0].above && accuracy[0].state == State::Danger);
        QVERIFY(toChartThresholds({{none, "blue"}, {5, "purple"}}).empty());
    }
    void marks_oneAnOperation_inTheColourOfItsEnd()
    {
        operation::LedgerEntry begun;
        begun.operation = "a";
        begun.at = prometheus::fromUnixSeconds(1000);
        begun.title = text("Scale %1 to %2", "backend", 5);
        begun.actor = "ops@console";
        begun.result = "started";
        operation::LedgerEntry ended = begun;
        ended.at = prometheus::fromUnixSeconds(1030);
        ended.result = "done";
        operation::LedgerEntry other = begun;
        other.operation = "b";
        const auto marks = toChartMarks({begun, ended, other});
        QCOMPARE(marks.size(), 2U);
        QCOMPARE(marks[0].time, 1000.0);
        QCOMPARE(marks[0].title, QString("Scale backend to 5"));
        QCOMPARE(marks[0].state, State::Ok);
        QVERIFY(marks[0].detail.contains("done"));
        QCOMPARE(marks[1].state, State::Info);
    }

    void guideDashboard_bothPanels_showData()
    {
        PageFixture<DashboardsPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.page->panels().size(), 2U);
        auto* latency = panel(*fixture.page, "API Response Time");
        QVERIFY(latency && latency->chart());
        QTRY_COMPARE(latency->chart()->statePanel()->face(), StatePanel::Face::Content);
        QVERIFY(!latency->chart()->series().empty());
        const auto [from, to] = latency->chart()->timeRange();
        QVERIFY(std::fabs(to - from - 6 * 3600) < 1);
        auto* accuracy = panel(*fixture.page, "Model Accuracy");
        QVERIFY(accuracy && accuracy->stat());
        QTRY_VERIFY(accuracy->stat()->accessibleName().contains("0.93"));
        fixture.picture("dashboards_light");
    }
    void range_chosenAndBack_asksAgain()
    {
        PageFixture<DashboardsPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        auto* chart = panel(*fixture.page, "API Response Time")->chart();
        fixture.page->controls().setRange({1h, {}});
        QTRY_VERIFY(std::fabs(chart->timeRange().second - chart->timeRange().first - 3600) < 1);
        QVERIFY(fixture.page->controls().canGoBack());
        const auto [from, to] = chart->timeRange();
        Q_EMIT chart->rangeSelected(from + 600, from + 1200);
        QTRY_VERIFY(std::fabs(chart->timeRange().second - chart->timeRange().first - 600) < 1);
        QVERIFY(std::fabs(chart->timeRange().first - from - 600) < 1);
        Q_EMIT chart->rangeReset();
        QTRY_VERIFY(std::fabs(chart->timeRange().second - chart->timeRange().first - 3600) < 1);
        fixture.page->controls().goBack();
        QTRY_VERIFY(std::fabs(chart->timeRange().second - chart->timeRange().first - 6 * 3600) < 1);
        QVERIFY(!fixture.page->controls().canGoBack());
        Q_UNUSED(to);
    }
    void refresh_onlyWhatIsSeen_isAsked()
    {
        PageFixture<DashboardsPage> fixture;
        openLarge(fixture);
        auto* far = panel(*fixture.page, "Far below");
        QVERIFY(!far->isSettled());
        QVERIFY(fixture.page->isSettled());
        const int before = fixture.fakes.dashboards->calls;
        fixture.page->refresh();
        QTRY_COMPARE(fixture.fakes.dashboards->calls.load(), before + 1); // "Request rate"; the others ask nothing or are far below
        fixture.page->showObject("Far below");
        QTRY_VERIFY(far->isSettled());
    }
    void panels_otherTypes_saySoOrShowTheirText()
    {
        PageFixture<DashboardsPage> fixture;
        openLarge(fixture);
        auto* heat = panel(*fixture.page, "Heat");
        QCOMPARE(heat->statePanel()->face(), StatePanel::Face::Empty);
        QVERIFY(heat->statePanel()->accessibleDescription().contains("cannot be shown"));
        const auto labels = panel(*fixture.page, "About")->findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) { return label->text() == "Read the manual."; }));
        fixture.picture("dashboards_large_file");
    }
    void panel_queryFails_isAnErrorThere_thenStale()
    {
        PageFixture<DashboardsPage> fixture;
        const auto good = fixture.fakes.dashboards->frame;
        const auto bad = [](const dashboard::Panel& asked, const service::FrameRequest& request) {
            dashboard::Frame frame = fakes::frameOf(asked, request, [](double) { return 0.0; });
            frame.series.clear();
            frame.error = fakes::refused("Prometheus at http://localhost:9090");
            return frame;
        };
        fixture.fakes.dashboards->frame = bad;
        fixture.open();
        QVERIFY(fixture.settle());
        auto* view = panel(*fixture.page, "API Response Time");
        QTRY_COMPARE(view->chart()->statePanel()->face(), StatePanel::Face::Error);
        QCOMPARE(panel(*fixture.page, "Model Accuracy")->statePanel()->face(), StatePanel::Face::Error);
        fixture.picture("dashboards_error");
        fixture.fakes.dashboards->frame = good;
        fixture.page->refresh();
        QTRY_COMPARE(view->chart()->statePanel()->face(), StatePanel::Face::Content);
        QTRY_VERIFY(!view->isBusy() && !panel(*fixture.page, "Model Accuracy")->isBusy());
        fixture.fakes.dashboards->frame = bad;
        fixture.page->refresh();
        QTRY_VERIFY(!view->findChild<widgets::Banner*>()->isHidden());
        QVERIFY(view->findChild<widgets::Banner*>()->message().contains("connection refused"));
        QCOMPARE(view->chart()->statePanel()->face(), StatePanel::Face::Content);
    }
    void panel_nothingToMeasure_saysNoTraffic_andNothingAtAll_noData()
    {
        PageFixture<DashboardsPage> fixture;
        fixture.fakes.dashboards->frame = [](const dashboard::Panel& asked, const service::FrameRequest& request) {
            return fakes::frameOf(asked, request, [](double) { return std::nan(""); });
        };
        fixture.open();
        QVERIFY(fixture.settle());
        auto* view = panel(*fixture.page, "API Response Time");
        QTRY_COMPARE(view->chart()->statePanel()->face(), StatePanel::Face::Empty);
        QCOMPARE(view->chart()->statePanel()->accessibleDescription(), QString("No traffic"));
        QTRY_COMPARE(panel(*fixture.page, "Model Accuracy")->stat()->accessibleDescription(), QString("no traffic"));
        fixture.fakes.dashboards->frame = [](const dashboard::Panel& asked, const service::FrameRequest& request) {
            auto frame = fakes::frameOf(asked, request, [](double) { return 0.0; });
            frame.series.clear();
            return frame;
        };
        fixture.page->refresh();
        QTRY_COMPARE(view->chart()->statePanel()->accessibleDescription(), QString("No data"));
        QTRY_COMPARE(panel(*fixture.page, "Model Accuracy")->stat()->accessibleDescription(), QString("no data"));
    }
    void library_empty_saysWhereFilesGo()
    {
        PageFixture<DashboardsPage> fixture;
        fixture.fakes.dashboards->files.clear();
        fixture.open();
        QVERIFY(fixture.settle());
        auto* face = fixture.page->findChild<StatePanel*>();
        QCOMPARE(face->face(), StatePanel::Face::Empty);
        QCOMPARE(face->accessibleDescription(), QString("There is no dashboard"));
    }
    void library_brokenFile_isAnErrorNotACrash()
    {
        PageFixture<DashboardsPage> fixture;
        fixture.fakes.dashboards->files = {{"qbm-ai-system", "{ not json"}};
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.page->findChild<StatePanel*>()->face(), StatePanel::Face::Error);
    }
    void csv_isWrittenWhereChosen()
    {
        PageFixture<DashboardsPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        auto* view = panel(*fixture.page, "API Response Time");
        QTRY_COMPARE(view->chart()->statePanel()->face(), StatePanel::Face::Content);
        const QString file = fixture.folder.filePath("numbers.csv");
        widgets::DialogScript::nextAnswer(file);
        auto* button = view->findChild<QToolButton*>(QString(), Qt::FindDirectChildrenOnly);
        QVERIFY(button);
        button->click();
        auto* menu = view->findChild<QMenu*>();
        QVERIFY(menu);
        menu->actions().at(1)->trigger();
        menu->close();
        QTRY_VERIFY(QFile::exists(file));
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(written.readLine().startsWith("time,95th percentile"));
        QVERIFY(written.readLine().contains("T"));
        QCOMPARE(widgets::DialogScript::pending(), 0);
    }
    void language_switchedWhileRunning_reachesHeadAndPanels()
    {
        PageFixture<DashboardsPage> fixture;
        openLarge(fixture);
        tests::LongWords words;
        QVERIFY(QApplication::installTranslator(&words));
        QTest::qWait(50);
        QVERIFY(panel(*fixture.page, "Heat")->statePanel()->accessibleDescription().startsWith("[This panel"));
        const auto buttons = fixture.page->controls().findChildren<QPushButton*>();
        QVERIFY(std::ranges::any_of(buttons, [](const QPushButton* button) { return button->text().startsWith("[Last 1 h"); }));
        fixture.picture("dashboards_long_words");
        QApplication::removeTranslator(&words);
    }
    void pictures_largeAndDark()
    {
        tests::useTheme(ThemeChoice::Dark);
        PageFixture<DashboardsPage> fixture;
        fixture.open({1712, 1120});
        QVERIFY(fixture.settle());
        fixture.picture("dashboards_dark_large");
        tests::useTheme(ThemeChoice::Light);
    }
};

QTEST_MAIN(TstDashboardsPage)
#include "tst_dashboards_page.moc"
