// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/judge.h"
#include "tests/ui/page_fixture.h"
#include "ui/page/overview/finding_row.h"
#include "ui/page/overview/headline_panel.h"
#include "ui/page/overview/map_layout.h"
#include "ui/page/overview/node_card.h"
#include "ui/page/overview/overview_page.h"
#include "ui/page/overview/system_map.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/feedback/tile.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <cmath>

using namespace qbm;
using namespace qbm::ui;
using tests::PageFixture;
using widgets::StatePanel;
using widgets::ThemeChoice;
using widgets::Tile;

class TstOverviewPage : public QObject {
    Q_OBJECT

    static StatePanel* panelOf(const OverviewPage& page) { return page.findChild<StatePanel*>(); }
    static Tile* tileOf(const OverviewPage& page, const QString& label)
    {
        for (Tile* tile : page.findChildren<Tile*>()) {
            if (tile->label() == label)
                return tile;
        }
        return nullptr;
    }
    static HeadlineButton* headlineOf(const OverviewPage& page) { return page.findChild<HeadlineButton*>(); }
    static QList<FindingRow*> rowsOf(const OverviewPage& page)
    {
        QList<FindingRow*> shown = page.findChildren<FindingRow*>();
        shown.removeIf([](const FindingRow* row) { return !row->isVisible(); });
        return shown;
    }
    static bool shows(const QWidget& page, const QString& text)
    {
        const auto labels = page.findChildren<QLabel*>();
        return std::ranges::any_of(labels, [&](const QLabel* label) { return label->text().contains(text); });
    }

private Q_SLOTS:
    void initTestCase() { tests::useTheme(ThemeChoice::Light); }

    void layout_cards_neverOverlapAndStayInside_data()
    {
        QTest::addColumn<QSize>("room");
        QTest::newRow("1280x800") << QSize(992, 440);
        QTest::newRow("1920x1200") << QSize(1632, 860);
        QTest::newRow("tall") << QSize(1000, 1400);
    }
    void layout_cards_neverOverlapAndStayInside()
    {
        QFETCH(QSize, room);
        for (const auto& overview : {fakes::wellOverview(), fakes::troubledOverview()}) {
            const MapGeometry map = layoutMap(overview, room);
            QCOMPARE(map.cards.size(), overview.nodes.size());
            QCOMPARE(map.edges.size(), overview.links.size());
            for (const auto& [id, box] : map.cards) {
                QVERIFY2(QRect({}, room).contains(box), id.c_str());
                QVERIFY2(!box.intersects(map.legend), id.c_str());
                for (const auto& [other, otherBox] : map.cards)
                    QVERIFY2(id == other || !box.intersects(otherBox), (id + " " + other).c_str());
                for (const auto& edge : map.edges) {
                    for (qsizetype i = 0; i + 1 < edge.line.size(); ++i) {
                        const QRectF part = QRectF(edge.line[i], edge.line[i + 1]).normalized();
                        QVERIFY2(!QRectF(box).adjusted(2, 2, -2, -2).intersects(part.adjusted(0, 0, 0.1, 0.1)), (edge.link->from + "->" + edge.link->to + " crosses " + id).c_str());
                    }
                }
            }
        }
    }
    void layout_manyStandbys_growTheRow()
    {
        auto overview = fakes::troubledOverview();
        const auto standby = *overview.node("postgres-standby:standby1");
        for (int i = 2; i <= 4; ++i) {
            overview.nodes.push_back(standby);
            overview.nodes.back().id = "postgres-standby:standby" + std::to_string(i);
        }
        const QSize least = layoutMap(overview, {992, 440}).minimumSize;
        QVERIFY(least.height() > layoutMap(fakes::wellOverview(), {992, 440}).minimumSize.height());
        const MapGeometry map = layoutMap(overview, {992, least.height()});
        QVERIFY(!map.cards.at("postgres-standby:standby4").intersects(map.cards.at("redis-replica:10.0.0.8:6379")));
    }

    void content_wellSystem_tilesAndCardsShowNumbers()
    {
        PageFixture<OverviewPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(panelOf(*fixture.page)->face(), StatePanel::Face::Content);
        QCOMPARE(headlineOf(*fixture.page)->text(), QString("All is well"));
        QCOMPARE(headlineOf(*fixture.page)->shownState(), widgets::State::Ok);
        QCOMPARE(headlineOf(*fixture.page)->focusPolicy(), Qt::NoFocus); // it leads nowhere
        QCOMPARE(fixture.page->findChild<HeadlinePanel*>()->property("state").toString(), QString("ok"));
        QVERIFY(shows(*fixture.page, "Judged: workloads: 5, nodes: 3, PostgreSQL"));
        QVERIFY(shows(*fixture.page, "Not judged: certificates, space on volumes."));
        QVERIFY(rowsOf(*fixture.page).isEmpty());
        QCOMPARE(tileOf(*fixture.page, "p95 latency")->valueText(), QString("184 ms"));
        QCOMPARE(tileOf(*fixture.page, "Last backup")->valueText(), QString("3 h 12 min ago"));
        QVERIFY(tileOf(*fixture.page, "Last backup")->footerText().contains("verified"));
        const auto cards = fixture.page->findChildren<NodeCard*>();
        QCOMPARE(cards.size(), 7);
        QVERIFY(!fixture.page->attention());
        const auto backend = std::ranges::find_if(cards, [](const NodeCard* card) { return card->node().id == "backend"; });
        QCOMPARE((*backend)->accessibleName(), QString("backend: ok"));
        QVERIFY((*backend)->accessibleDescription().contains("p95 latency: 184 ms"));
        fixture.picture("overview_light");
    }
    void content_troubledSystem_saysWhatAndWhere()
    {
        PageFixture<OverviewPage> fixture;
        fixture.fakes.health->answer = [](TaskContext&) { return fakes::troubledOverview(); };
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.page->attention(), std::optional(widgets::State::Danger));
        QCOMPARE(tileOf(*fixture.page, "Alerts")->valueText(), QString("–"));
        const HeadlineButton* headline = headlineOf(*fixture.page);
        QCOMPARE(headline->accessibleName(), QString("failed: Alertmanager does not answer"));
        QVERIFY(headline->accessibleDescription().contains("connection refused"));
        QCOMPARE(fixture.page->findChild<HeadlinePanel*>()->property("state").toString(), QString("down"));
        QCOMPARE(rowsOf(*fixture.page).size(), 2);
        const FindingRow* second = rowsOf(*fixture.page).first();
        QCOMPARE(second->accessibleName(),
            QString("warning: Pods of backend do not start: ErrImagePull of image ghcr.io/acme/backend:bad; 2 of 3 pods are ready"));
        QVERIFY(second->toolTip().contains("backend-7c9d5-x: ErrImagePull, 0/1"));
        QVERIFY(second->toolTip().contains("Kubernetes API, checked at "));
        QVERIFY(tileOf(*fixture.page, "Alerts")->footerText().contains("source down"));
        QCOMPARE(tileOf(*fixture.page, "Alerts")->shownState(), widgets::State::Unknown); // what is not known is not red either
        QVERIFY(tileOf(*fixture.page, "p95 latency")->footerText().contains("no traffic"));
        QCOMPARE(tileOf(*fixture.page, "Last backup")->shownState(), widgets::State::Warning);
        fixture.picture("overview_troubled");
    }
    void headline_clickOrReturn_leadsToTheWorst()
    {
        PageFixture<OverviewPage> fixture;
        fixture.fakes.health->answer = [](TaskContext&) {
            auto overview = fakes::troubledOverview();
            std::swap(overview.findings[0], overview.findings[1]);
            overview.headline = health::headlineOf(overview.findings, overview.judged, overview.notJudged);
            return overview;
        };
        fixture.open();
        QVERIFY(fixture.settle());
        QSignalSpy went(fixture.page.get(), &Page::navigationRequested);
        HeadlineButton* headline = headlineOf(*fixture.page);
        QCOMPARE(headline->text(), QString("Pods of backend do not start"));
        QTest::mouseClick(headline, Qt::LeftButton);
        QTest::keyClick(headline, Qt::Key_Return);
        QCOMPARE(went.size(), 2);
        for (const auto& arguments : went) {
            QCOMPARE(arguments[0].toString(), QString("cluster"));
            QCOMPARE(arguments[1].toString(), QString("Deployment/backend"));
        }
        // The part's own place is on this page: its details.
        QTest::keyClick(rowsOf(*fixture.page).first(), Qt::Key_Return);
        QCOMPARE(went.size(), 2);
        QVERIFY(fixture.page->findChild<widgets::SidePanel*>()->isOpen());
    }
    void findings_many_areFoldedUntilAsked()
    {
        PageFixture<OverviewPage> fixture;
        fixture.fakes.health->answer = [](TaskContext&) {
            auto overview = fakes::troubledOverview();
            for (int i = 0; i < 9; ++i)
                overview.findings.push_back(overview.findings.back());
            overview.headline = health::headlineOf(overview.findings, overview.judged, overview.notJudged);
            return overview;
        };
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(rowsOf(*fixture.page).size(), 4);
        const auto buttons = fixture.page->findChildren<QPushButton*>();
        const auto all = std::ranges::find_if(buttons, [](const QPushButton* button) { return button->text() == "Show all 12"; });
        QVERIFY(all != buttons.end());
        (*all)->click();
        QCOMPARE(rowsOf(*fixture.page).size(), 11);
        (*all)->click();
        QCOMPARE(rowsOf(*fixture.page).size(), 4);
        // Fewer findings next time leave no row behind.
        fixture.fakes.health->answer = [](TaskContext&) { return fakes::wellOverview(); };
        fixture.page->refresh();
        QTRY_VERIFY(rowsOf(*fixture.page).isEmpty());
        QVERIFY(!(*all)->isVisible());
    }
    void tile_withoutObjective_isNotGreen()
    {
        PageFixture<OverviewPage> fixture;
        fixture.fakes.health->answer = [](TaskContext&) {
            auto overview = fakes::wellOverview();
            overview.tiles[0].state = health::State::Unknown;
            overview.tiles[0].note = text("no objective");
            overview.tiles[1].state = health::State::Degraded;
            return overview;
        };
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(tileOf(*fixture.page, "p95 latency")->shownState(), widgets::State::Unknown);
        QVERIFY(tileOf(*fixture.page, "p95 latency")->footerText().endsWith("no objective"));
        QCOMPARE(tileOf(*fixture.page, "Model accuracy")->shownState(), widgets::State::Warning);
        QCOMPARE(tileOf(*fixture.page, "Last backup")->shownState(), widgets::State::Ok);
    }
    void backup_noneYet_isSaidNotADash()
    {
        PageFixture<OverviewPage> fixture;
        fixture.fakes.health->answer = [](TaskContext&) {
            auto overview = fakes::wellOverview();
            health::Tile& tile = overview.tiles[2];
            tile.reading.state = ReadingState::NoData;
            tile.reading.value = std::nan("");
            tile.words = text("none yet");
            tile.note = text("no backup has been made");
            tile.state = health::State::Degraded;
            return overview;
        };
        fixture.open();
        QVERIFY(fixture.settle());
        const Tile* tile = tileOf(*fixture.page, "Last backup");
        QCOMPARE(tile->valueText(), QString("none yet"));
        QVERIFY(tile->footerText().endsWith("no backup has been made"));
        QCOMPARE(tile->shownState(), widgets::State::Warning);
        QVERIFY(!tile->toolTip().contains("nan"));
    }
    void source_failsFirst_isAnError_thenContent()
    {
        PageFixture<OverviewPage> fixture;
        fixture.fakes.health->answer = [](TaskContext&) -> Result<health::Overview> { return fail(fakes::refused("The health service")); };
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(panelOf(*fixture.page)->face(), StatePanel::Face::Error);
        QVERIFY(shows(*fixture.page, "The health service cannot be reached"));
        fixture.fakes.health->answer = [](TaskContext&) { return fakes::wellOverview(); };
        Q_EMIT panelOf(*fixture.page)->retryRequested();
        QTRY_COMPARE(panelOf(*fixture.page)->face(), StatePanel::Face::Content);
    }
    void source_failsLater_keepsContentAsStale()
    {
        PageFixture<OverviewPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.fakes.health->answer = [](TaskContext&) -> Result<health::Overview> { return fail(fakes::refused("The health service")); };
        fixture.page->refresh();
        QTRY_COMPARE(panelOf(*fixture.page)->face(), StatePanel::Face::Stale);
        QCOMPARE(tileOf(*fixture.page, "p95 latency")->valueText(), QString("184 ms"));
        // What was well is not known to be so any more.
        QCOMPARE(headlineOf(*fixture.page)->text(), QString("How things stand is not known"));
        QCOMPARE(headlineOf(*fixture.page)->shownState(), widgets::State::Unknown);
    }
    void profile_namesNothing_isEmpty()
    {
        PageFixture<OverviewPage> fixture;
        fixture.fakes.health->answer = [](TaskContext&) {
            auto overview = fakes::wellOverview();
            for (health::Node& node : overview.nodes)
                node.state = health::State::NotConfigured;
            overview.judged.clear();
            overview.headline = health::headlineOf({}, {}, overview.notJudged);
            return overview;
        };
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(panelOf(*fixture.page)->face(), StatePanel::Face::Empty);
    }
    void refresh_whileAsking_asksOnce()
    {
        PageFixture<OverviewPage> fixture;
        fixture.fakes.health->answer = [](TaskContext& context) -> Result<health::Overview> {
            QBM_CHECK(context.sleepFor(std::chrono::milliseconds(200)));
            return fakes::wellOverview();
        };
        fixture.open();
        fixture.page->refresh();
        fixture.page->refresh();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.fakes.health->calls.load(), 1);
    }
    void card_click_opensDetails_andLeadsToItsPage()
    {
        PageFixture<OverviewPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        auto* map = fixture.page->findChild<SystemMap*>();
        QTest::mouseClick(map->card("backend"), Qt::LeftButton);
        auto* side = fixture.page->findChild<widgets::SidePanel*>();
        QVERIFY(side->isOpen());
        QVERIFY(shows(*side, "Failed requests"));
        const auto labels = side->findChildren<QLabel*>();
        const auto query = std::ranges::find_if(labels, [](const QLabel* label) { return label->text() == "sum(rate(http_request_duration_seconds_count[5m]))"; });
        QVERIFY(query != labels.end());
        QCOMPARE((*query)->font().families().first(), widgets::tokens::monoFamilies().first());
        QSignalSpy went(fixture.page.get(), &Page::navigationRequested);
        for (QPushButton* button : side->findChildren<QPushButton*>()) {
            if (button->text().contains("Cluster"))
                button->click();
        }
        QCOMPARE(went.size(), 1);
        QCOMPARE(went[0][0].toString(), QString("cluster"));
        QCOMPARE(went[0][1].toString(), QString("backend"));
        fixture.picture("overview_details");
        // What comes in later reaches the open panel.
        fixture.fakes.health->answer = [](TaskContext&) { return fakes::troubledOverview(); };
        fixture.page->refresh();
        QTRY_VERIFY(shows(*side, "2 of 3 replicas of backend are ready."));
    }
    void details_ofAPartThatIsNoLongerThere_close()
    {
        PageFixture<OverviewPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->showObject("redis");
        auto* side = fixture.page->findChild<widgets::SidePanel*>();
        QVERIFY(side->isOpen());
        fixture.fakes.health->answer = [](TaskContext&) -> Result<health::Overview> {
            auto overview = fakes::troubledOverview();
            std::erase_if(overview.nodes, [](const health::Node& node) { return node.id == "redis"; });
            return overview;
        };
        fixture.page->refresh();
        QTRY_VERIFY(!side->isOpen());
    }
    void keys_moveBetweenCards_andOpen()
    {
        PageFixture<OverviewPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QApplication::setActiveWindow(fixture.page.get());
        auto* map = fixture.page->findChild<SystemMap*>();
        map->card("frontend")->setFocus();
        QTRY_VERIFY(map->card("frontend")->hasFocus());
        QTest::keyClick(map->card("frontend"), Qt::Key_Down);
        QVERIFY(map->card("backend")->hasFocus());
        QTest::keyClick(map->card("backend"), Qt::Key_Right);
        QVERIFY(map->card("redis")->hasFocus());
        QTest::keyClick(map->card("redis"), Qt::Key_Up);
        QVERIFY(map->card("postgres")->hasFocus());
        QTest::keyClick(map->card("postgres"), Qt::Key_Return);
        QVERIFY(fixture.page->findChild<widgets::SidePanel*>()->isOpen());
    }
    void backupTile_tooltipSaysWhatARestoreLosesAndTakes()
    {
        PageFixture<OverviewPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        for (const widgets::Tile* tile : fixture.page->findChildren<widgets::Tile*>()) {
            const bool backup = tile->label() == QLatin1String("Last backup");
            QCOMPARE(
                tile->toolTip().startsWith(QLatin1String("A restore now loses 3 h 12 min and takes about 1 min 35 s")),
                backup);
            QCOMPARE(tile->accessibleDescription().contains(QLatin1String("A restore now loses")), backup);
        }
    }

    void tile_click_leadsBehindTheNumber()
    {
        PageFixture<OverviewPage> fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QSignalSpy went(fixture.page.get(), &Page::navigationRequested);
        tileOf(*fixture.page, "p95 latency")->click();
        QCOMPARE(went.last()[0].toString(), QString("dashboards"));
        QCOMPARE(went.last()[1].toString(), QString("API Response Time"));
        tileOf(*fixture.page, "Last backup")->click();
        QCOMPARE(went.last()[0].toString(), QString("backups"));
        tileOf(*fixture.page, "Alerts")->click();
        QCOMPARE(went.last()[0].toString(), QString("alerts"));
    }
    void language_switchedWhileRunning_reachesEverything()
    {
        PageFixture<OverviewPage> fixture;
        fixture.fakes.health->answer = [](TaskContext&) { return fakes::troubledOverview(); };
        fixture.open();
        QVERIFY(fixture.settle());
        tests::LongWords words;
        QVERIFY(QApplication::installTranslator(&words));
        QTest::qWait(50);
        QVERIFY(shows(*fixture.page, "[Overview ~~~]"));
        QVERIFY(tileOf(*fixture.page, "[p95 latency ~~~~]") != nullptr);
        QVERIFY(fixture.page->findChild<SystemMap*>()->card("backend")->accessibleName().contains("[degraded"));
        fixture.picture("overview_long_words");
        QApplication::removeTranslator(&words);
    }
    void pictures_largeAndDark()
    {
        tests::useTheme(ThemeChoice::Dark);
        PageFixture<OverviewPage> fixture;
        fixture.fakes.health->answer = [](TaskContext&) { return fakes::troubledOverview(); };
        fixture.open({1712, 1120});
        QVERIFY(fixture.settle());
        fixture.picture("overview_dark_large");
        tests::useTheme(ThemeChoice::Light);
    }
};

QTEST_MAIN(TstOverviewPage)
#include "tst_overview_page.moc"
