// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/cluster/cluster_fixture.h"
#include "tests/ui/selection_rules.h"
#include "ui/page/cluster/command_dialog.h"
#include "ui/page/cluster/rollouts_view.h"
#include "ui/page/cluster/sub_view.h"
#include "widgets/editor/diff_view.h"
#include "widgets/form/form.h"

#include <QComboBox>

using namespace qbm;
using namespace qbm::ui;
using tests::buttonNamed;
using tests::brokenSelectionRule;
using tests::ClusterFixture;
using tests::focusIsOnAButton;
using tests::makePod;
using tests::makeRow;
using tests::SelectionRules;
using tests::shows;
using widgets::StatePanel;

namespace {

QString keyOf(const char* name)
{
    return QStringLiteral("qbm-ai-system/") + QLatin1String(name);
}

/// Whether a bar would act on an object.
bool canDelete(const ClusterFixture& fixture)
{
    return fixture.offered("delete") != nullptr && fixture.offered("delete")->whyNot.isEmpty();
}

template <class Row> void reverse(fakes::FakeLive<Row>& live)
{
    std::vector<Row> rows;
    for (const auto& row : live.snapshot()->rows)
        rows.push_back(*row);
    std::ranges::reverse(rows);
    live.set(std::move(rows));
}

template <class Live> void removeNamed(Live& live, const std::string& name)
{
    std::vector<std::decay_t<decltype(*live.snapshot()->rows.front())>> rows;
    for (const auto& row : live.snapshot()->rows) {
        if (row->meta.name != name)
            rows.push_back(*row);
    }
    live.set(std::move(rows));
}

service::Revision revision(std::int64_t number, const std::string& tag, bool current)
{
    service::Revision out;
    out.number = number;
    out.replicaSet = "backend-" + tag;
    out.created = systemClock().now() - std::chrono::hours(10 * (5 - number));
    out.images = {{"backend", "qbm/backend:" + tag}};
    out.current = current;
    out.templateYaml = "image: qbm/backend:" + tag + "\n";
    return out;
}

RolloutsView* openRollouts(ClusterFixture& fixture)
{
    fixture.cluster().fakeRollouts->revisions
        = {revision(3, "1.2.0", true), revision(2, "1.1.0-broken", false), revision(1, "1.0.0", false)};
    fixture.open();
    if (!fixture.settle())
        return nullptr;
    fixture.page->showObject(QStringLiteral("backend"));
    fixture.action("rollouts")->click();
    auto* view = fixture.page->findChild<RolloutsView*>();
    return view != nullptr && QTest::qWaitFor([view] { return view->isSettled(); }) ? view : nullptr;
}

/// Opens the panel as a person does.
bool openPanel(ClusterFixture& fixture, const char* name)
{
    fixture.table()->selectKey(keyOf(name));
    Q_EMIT fixture.table()->activated(keyOf(name));
    return fixture.side()->isOpen() && QTest::qWaitFor([&] { return fixture.page->panel()->isSettled(); });
}

std::string shownInPanel(const ClusterFixture& fixture)
{
    const auto& object = fixture.page->panel()->object();
    return object ? object->meta.name : std::string();
}

QString whyNotInPanel(const ClusterFixture& fixture, const char* id)
{
    const auto* action = ClusterFixture::offeredBy(fixture.page->panel()->findChild<ActionBar*>(), id);
    return action != nullptr ? action->whyNot : QStringLiteral("not offered");
}

} // namespace

/// What is chosen on the cluster page, and what the buttons and the panel are about.
class TstClusterSelection : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { tests::useTheme(widgets::ThemeChoice::Light); }

    void deployments_holdTheRules()
    {
        ClusterFixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        auto& live = *fixture.cluster().liveDeployments;
        fixture.table()->model()->sort(-1);
        QCOMPARE(brokenSelectionRule({fixture.table(), keyOf("backend"), [&] { return canDelete(fixture); },
                     [&] { reverse(live); }, [&] { removeNamed(live, "backend"); }, {}}),
            QString());
    }

    void tableOfTheServer_holdsTheRules()
    {
        ClusterFixture fixture;
        auto secrets = std::make_shared<fakes::FakeTable>();
        secrets->columnInfos = {{"Name", "string", "name", "", 0}, {"Type", "string", "", "", 0}};
        const auto row = [](const char* name) { return makeRow(name, {name, "Opaque"}); };
        secrets->set({row("cache"), row("database"), row("web")});
        fixture.cluster().tables["secrets"] = secrets;
        fixture.open();
        fixture.choose("Secret");
        QTRY_COMPARE(fixture.rows(), 3);
        QCOMPARE(brokenSelectionRule({fixture.table(), keyOf("database"), [&] { return canDelete(fixture); },
                     [&] { secrets->set({row("web"), row("database"), row("cache")}); },
                     [&] { secrets->set({row("web"), row("cache")}); }, {}}),
            QString());
        // Other columns are another table to Qt, not to the reader.
        fixture.table()->selectKey(keyOf("web"));
        secrets->columnInfos.push_back({"Data", "integer", "", "", 0});
        secrets->set({makeRow("cache", {"cache", "Opaque", "1"}), makeRow("web", {"web", "Opaque", "2"})});
        QTRY_COMPARE(fixture.table()->model()->columnCount(), 3);
        QCOMPARE(fixture.table()->currentKey(), keyOf("web"));
        QVERIFY(canDelete(fixture));
    }

    void revisions_holdTheRules()
    {
        ClusterFixture fixture;
        RolloutsView* view = openRollouts(fixture);
        QVERIFY(view);
        auto& revisions = fixture.cluster().fakeRollouts->revisions;
        auto* undo = view->actionBar()->button(QStringLiteral("undo"));
        QCOMPARE(brokenSelectionRule({view->revisions(), QStringLiteral("2"), [&] { return undo->isEnabled(); },
                     [&] { std::ranges::reverse(revisions); },
                     [&] { std::erase_if(revisions, [](const auto& one) { return one.number == 2; }); },
                     [&] { view->refresh(); }}),
            QString());
    }

    void undo_leavesNothingArmedAndTheFocusOnTheTable()
    {
        ClusterFixture fixture;
        RolloutsView* view = openRollouts(fixture);
        QVERIFY(view);
        QVERIFY(QTest::qWaitForWindowActive(fixture.page.get()));
        view->revisions()->selectKey(QStringLiteral("1"));
        auto* undo = view->actionBar()->button(QStringLiteral("undo"));
        undo->setFocus(Qt::TabFocusReason);
        QVERIFY(undo->hasFocus());
        QTest::keyClick(undo, Qt::Key_Space);
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("deployment.undo backend 1"));
        delete fixture.dialog<OperationDialog>();
        // Kubernetes gives what an undo goes back to a new number: the chosen one is gone, its neighbour is the broken one.
        fixture.cluster().fakeRollouts->revisions
            = {revision(4, "1.0.0", true), revision(3, "1.2.0", false), revision(2, "1.1.0-broken", false)};
        view->refresh();
        QTRY_COMPARE(view->revisions()->model()->keyOfRow(0), QStringLiteral("4"));
        QCOMPARE(view->revisions()->currentKey(), QString());
        QVERIFY(!undo->isEnabled());
        QCOMPARE(undo->text(), QStringLiteral("Undo to a revision…"));
        fixture.page->activateWindow();
        QTRY_VERIFY(view->revisions()->view()->hasFocus());
        QVERIFY(!focusIsOnAButton(fixture.page.get()));
        QVERIFY(view->revisions()->currentKey().isEmpty());
        // The difference is of revisions that are there: what the newest rollout changed.
        QVERIFY(view->difference()->unifiedText().contains(QStringLiteral("+ image: qbm/backend:1.0.0")));
        QVERIFY(view->difference()->unifiedText().contains(QStringLiteral("− image: qbm/backend:1.2.0")));
        fixture.picture(QStringLiteral("cluster-rollouts-after-undo"));
    }

    void focusedUndo_whoseRevisionGoes_goesToTheTable_notToTheNextButton()
    {
        ClusterFixture fixture;
        RolloutsView* view = openRollouts(fixture);
        QVERIFY(view);
        QVERIFY(QTest::qWaitForWindowActive(fixture.page.get()));
        view->revisions()->selectKey(QStringLiteral("2"));
        view->actionBar()->button(QStringLiteral("undo"))->setFocus();
        fixture.cluster().fakeRollouts->revisions.erase(fixture.cluster().fakeRollouts->revisions.begin() + 1);
        view->refresh();
        QTRY_COMPARE(view->revisions()->model()->rowCount(), 2);
        QVERIFY(view->revisions()->view()->hasFocus());
    }

    void deploymentGone_nothingCanBeDoneWithItsRollout()
    {
        ClusterFixture fixture;
        RolloutsView* view = openRollouts(fixture);
        QVERIFY(view);
        QVERIFY(!view->actionBar()->actions().empty());
        removeNamed(*fixture.cluster().liveDeployments, "backend");
        QTRY_VERIFY(view->actionBar()->actions().empty());
        QVERIFY(shows(view, QStringLiteral("There is no deployment backend")));
    }

    void panel_followsTheSelection()
    {
        ClusterFixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QVERIFY(openPanel(fixture, "backend"));
        fixture.page->panel()->showTab(ObjectPanel::Yaml);
        fixture.table()->selectKey(keyOf("frontend"));
        QCOMPARE(shownInPanel(fixture), std::string("frontend"));
        QCOMPARE(fixture.side()->accessibleName(), QStringLiteral("frontend"));
        QCOMPARE(fixture.page->panel()->findChild<QTabBar*>()->currentIndex(), static_cast<int>(ObjectPanel::Yaml));
        // Both bars are about the same object.
        for (const auto* bar : {fixture.bar(), fixture.page->panel()->findChild<ActionBar*>()})
            QVERIFY(bar->button(QStringLiteral("scale"))->accessibleName().endsWith(QStringLiteral("frontend")));
        ClusterFixture::offeredBy(fixture.page->panel()->findChild<ActionBar*>(), "delete")->run();
        QVERIFY(fixture.cluster().fakeActions->made.back().ends_with("frontend"));
    }

    void panel_ofAnObjectThatGoes_saysSoAndDoesNothing()
    {
        ClusterFixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QVERIFY(openPanel(fixture, "backend"));
        QCOMPARE(whyNotInPanel(fixture, "delete"), QString());
        removeNamed(*fixture.cluster().liveDeployments, "backend");
        QTRY_VERIFY(shows(fixture.page->panel(), QStringLiteral("backend is not there any more.")));
        for (const char* id : {"scale", "rollouts", "logs", "restart", "delete"})
            QCOMPARE(whyNotInPanel(fixture, id), QStringLiteral("backend is not there any more."));
        QCOMPARE(fixture.table()->currentKey(), QString());
        QVERIFY(!fixture.action("scale")->isEnabled());
        fixture.picture(QStringLiteral("cluster-panel-gone"));
        // It is made anew: nobody has chosen this one yet.
        fixture.cluster().liveDeployments->set(fixture.cluster().deploymentRows);
        QTRY_COMPARE(fixture.rows(), 2);
        QCOMPARE(fixture.table()->currentKey(), QString());
        QTRY_VERIFY(!fixture.side()->isOpen());
        QVERIFY(openPanel(fixture, "backend"));
        QCOMPARE(whyNotInPanel(fixture, "delete"), QString());
    }

    void panel_ofARowThatIsFilteredOut_closes()
    {
        ClusterFixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QVERIFY(openPanel(fixture, "backend"));
        fixture.table()->model()->setFilterText(QStringLiteral("frontend"));
        QVERIFY(!fixture.side()->isOpen());
        QVERIFY(!canDelete(fixture));
    }

    void panel_isDocked_andCoversNoButton_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("longWords");
        for (const int width : {968, 1072, 1232, 1712}) { // what windows of 1024, 1280, 1440 and 1920 leave to a page
            QTest::addRow("%d", width) << width << false;
            QTest::addRow("%d, long words", width) << width << true;
        }
    }
    void panel_isDocked_andCoversNoButton()
    {
        QFETCH(int, width);
        QFETCH(bool, longWords);
        tests::LongWords words;
        if (longWords)
            QVERIFY(QApplication::installTranslator(&words));
        ClusterFixture fixture;
        fixture.open({width, 720});
        QVERIFY(fixture.settle());
        QVERIFY(openPanel(fixture, "backend"));
        QTRY_VERIFY(fixture.page->rect().contains(fixture.side()->geometry())); // it slides
        QCOMPARE(fixture.page->width(), width);
        QCOMPARE(tests::hiddenButtons(fixture.page.get(), fixture.side()).join(QLatin1Char('\n')), QString());
        fixture.picture(QStringLiteral("cluster-docked-%1%2").arg(width).arg(longWords ? QStringLiteral("-long") : QString()));
        QTest::keyClick(fixture.table()->view(), Qt::Key_Escape); // from anywhere
        QVERIFY(!fixture.side()->isOpen());
        QApplication::removeTranslator(&words);
    }

    void objectAskedForByName_endsTheFilterThatHidesIt()
    {
        ClusterFixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        auto* filter = fixture.page->findChild<widgets::SearchField*>(QStringLiteral("objectFilter"));
        filter->setText(QStringLiteral("frontend"));
        QTRY_COMPARE(fixture.rows(), 1);
        fixture.page->showObject(QStringLiteral("backend"));
        QCOMPARE(fixture.table()->currentKey(), keyOf("backend"));
        QCOMPARE(filter->text(), QString());
    }

    void objectAskedForByName_whichIsNotThere_leavesNoOtherChosen()
    {
        ClusterFixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.table()->selectKey(keyOf("frontend"));
        fixture.page->showObject(QStringLiteral("gone"));
        QCOMPARE(fixture.table()->currentKey(), QString());
        QVERIFY(!canDelete(fixture));
    }

    void actionOfTheBar_leavesTheFocusToTheTable()
    {
        ClusterFixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QVERIFY(QTest::qWaitForWindowActive(fixture.page.get()));
        fixture.table()->selectKey(keyOf("backend"));
        fixture.action("scale")->setFocus();
        QTest::keyClick(fixture.action("scale"), Qt::Key_Space);
        QVERIFY(fixture.page->findChild<QDialog*>());
        QVERIFY(!focusIsOnAButton(fixture.page.get()));
        QCOMPARE(fixture.page->focusWidget(), static_cast<QWidget*>(fixture.table()->view()));
    }

    void command_podThatGoes_isNotReplacedByAnother()
    {
        ClusterFixture fixture;
        fixture.cluster().livePods->set({makePod("backend-7d9f8c6b5-bbbbb", "Running"), makePod("backend-7d9f8c6b5-ccccc", "Running")});
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->showObject(QStringLiteral("backend"));
        fixture.offered("command")->run();
        auto* dialog = fixture.dialog<CommandDialog>();
        QVERIFY(dialog);
        auto* pods = dialog->findChildren<QComboBox*>().front();
        QTRY_COMPARE(pods->count(), 2);
        pods->setCurrentIndex(1);
        QVERIFY(dialog->command());
        fixture.cluster().livePods->set({makePod("backend-7d9f8c6b5-bbbbb", "Running"), makePod("backend-7d9f8c6b5-ddddd", "Running")});
        QTRY_COMPARE(pods->currentIndex(), -1);
        QVERIFY(!dialog->command());
        QVERIFY(!buttonNamed(dialog, QStringLiteral("Show the plan"))->isEnabled());
        QVERIFY(shows(dialog, QStringLiteral("backend-7d9f8c6b5-ccccc is gone; choose another pod.")));
        pods->setCurrentIndex(1);
        QCOMPARE(dialog->command()->pod, std::string("backend-7d9f8c6b5-ddddd"));
        QVERIFY(!shows(dialog, QStringLiteral("is gone")));
    }
};

QTEST_MAIN(TstClusterSelection)
#include "tst_cluster_selection.moc"
