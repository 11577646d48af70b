// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/page_fixture.h"
#include "tests/ui/widget_walk.h"
#include "ui/operation/operation_dialog.h"
#include "ui/page/cluster/cluster_page.h"
#include "ui/page/cluster/scale_dialog.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/form/form.h"
#include "widgets/table/table_view.h"

#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTabWidget>

using namespace qbm;
using namespace qbm::ui;
using tests::buttonNamed;
using tests::PageFixture;
using tests::shows;
using widgets::StatePanel;

namespace {

struct Fixture : PageFixture<ClusterPage> {
    ~Fixture()
    {
        if (page) {
            delete page->findChild<OperationDialog*>();
            delete page->findChild<ScaleDialog*>();
        }
    }
    widgets::TableView* table(int tab = 0) const { return qobject_cast<widgets::TableView*>(tabs()->widget(tab)); }
    QTabWidget* tabs() const { return page->findChild<QTabWidget*>(); }
    QPushButton* scale() const
    {
        for (QPushButton* button : page->findChildren<QPushButton*>()) {
            if (button->text().startsWith(QLatin1String("Scale ")))
                return button;
        }
        return nullptr;
    }
    kubernetes::Deployment backend(int desired, int ready) const
    {
        kubernetes::Deployment row = fakes.cluster->deploymentRows.front();
        row.desired = desired;
        row.current = row.updated = desired;
        row.ready = row.available = ready;
        return row;
    }
};

kubernetes::Pod pod(const std::string& name, const std::string& status)
{
    kubernetes::Pod out;
    out.meta.nameSpace = "qbm-ai-system";
    out.meta.name = name;
    out.meta.created = systemClock().now() - std::chrono::minutes(3);
    out.status = status;
    out.ready = status == "Running";
    out.containers = 1;
    out.readyContainers = out.ready ? 1 : 0;
    out.node = "lab-node";
    out.ip = "10.42.0.7";
    out.containerStates = {{"backend", "qbm/backend:1.0.0", out.ready, 4, out.ready ? "running" : "waiting", out.ready ? "" : status, "", 0}};
    return out;
}

} // namespace

class TstClusterPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { tests::useTheme(widgets::ThemeChoice::Light); }

    void loading_untilTheServerAnswers()
    {
        Fixture fixture;
        fixture.fakes.cluster->liveDeployments->load();
        fixture.open();
        QCOMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Loading);
        QVERIFY(!fixture.page->isSettled());
        fixture.fakes.cluster->liveDeployments->set(fixture.fakes.cluster->deploymentRows);
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Content);
    }

    void content_showsDeploymentsAndFollowsThem()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.table()->model()->rowCount(), 2);
        QTRY_VERIFY(shows(fixture.page.get(), QStringLiteral("v1.32.13")));
        QVERIFY(!fixture.page->attention());
        fixture.picture(QStringLiteral("cluster-content"));
        fixture.fakes.cluster->liveDeployments->set({fixture.backend(5, 3)});
        QTRY_COMPARE(fixture.table()->model()->rowCount(), 1);
        QVERIFY(shows(fixture.page.get(), QStringLiteral("not as they should be")));
        QCOMPARE(fixture.page->attention(), std::optional(widgets::State::Warning));
    }

    void tabs_showPodsEventsNodesAndTheirEmptyTexts()
    {
        Fixture fixture;
        fixture.fakes.cluster->livePods->set({pod("backend-1", "Running"), pod("backend-2", "CrashLoopBackOff")});
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.tabs()->setCurrentIndex(1);
        QCOMPARE(fixture.table(1)->model()->rowCount(), 2);
        QVERIFY(!fixture.scale()->isVisible()); // pods are not scaled
        fixture.picture(QStringLiteral("cluster-pods"));
        Q_EMIT fixture.table(1)->activated(QStringLiteral("qbm-ai-system/backend-2"));
        auto* panel = fixture.page->findChild<widgets::SidePanel*>();
        QVERIFY(panel->isOpen());
        QVERIFY(shows(panel, QStringLiteral("CrashLoopBackOff")));
        fixture.picture(QStringLiteral("cluster-pod-details"));
        panel->closePanel();
        fixture.tabs()->setCurrentIndex(2);
        QVERIFY(shows(fixture.page.get(), QStringLiteral("No events in qbm-ai-system")));
    }

    void hiddenTab_isNotFollowed()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.fakes.cluster->livePods->set({pod("backend-1", "Running")});
        QTest::qWait(400);
        QCOMPARE(fixture.table(1)->model()->rowCount(), 0);
        fixture.tabs()->setCurrentIndex(1);
        QCOMPARE(fixture.table(1)->model()->rowCount(), 1);
    }

    void filter_narrowsEveryTab()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        auto* filter = fixture.page->findChild<widgets::SearchField*>();
        QTest::keyClicks(filter, QStringLiteral("front"));
        QTRY_COMPARE(fixture.table()->model()->rowCount(), 1);
        QTest::keyClick(filter, Qt::Key_Escape);
        QTRY_COMPARE(fixture.table()->model()->rowCount(), 2);
    }

    void interrupted_keepsTheRowsAndSaysSince()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.fakes.cluster->liveDeployments->interrupt(fakes::refused("Kubernetes API"));
        QTRY_COMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Stale);
        QCOMPARE(fixture.table()->model()->rowCount(), 2);
        fixture.picture(QStringLiteral("cluster-stale"));
        fixture.fakes.cluster->liveDeployments->set(fixture.fakes.cluster->deploymentRows);
        QTRY_COMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Content);
    }

    void unreachable_fromTheBeginning_isAnError()
    {
        Fixture fixture;
        fixture.fakes.cluster->liveDeployments = std::make_shared<fakes::FakeLive<kubernetes::Deployment>>();
        fixture.fakes.cluster->liveDeployments->interrupt(fakes::refused("Kubernetes API"));
        fixture.fakes.cluster->error = fakes::refused("Kubernetes API");
        fixture.open();
        QVERIFY(fixture.settle());
        QCOMPARE(fixture.table()->statePanel()->face(), StatePanel::Face::Error);
        QVERIFY(!fixture.scale()->isEnabled());
        fixture.picture(QStringLiteral("cluster-error"));
    }

    void permissionDenied_isTheReasonOnTheButton()
    {
        Fixture fixture;
        fixture.fakes.cluster->permission = {false, text("patch deployments/scale in qbm-ai-system: denied to user viewer")};
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->showObject(QStringLiteral("backend"));
        QTRY_VERIFY(fixture.scale()->toolTip().contains(QLatin1String("denied to user viewer")));
        QVERIFY(!fixture.scale()->isEnabled());
    }

    void readOnly_isTheReasonOnTheButton()
    {
        Fixture fixture;
        fixture.fakes.access = AccessMode::ReadOnly;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->showObject(QStringLiteral("backend"));
        QVERIFY(!fixture.scale()->isEnabled());
        QVERIFY(fixture.scale()->toolTip().contains(QLatin1String("read-only")));
    }

    void scale_asksForANumberThenShowsThePlan()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QVERIFY(!fixture.scale()->isEnabled()); // nothing chosen
        QVERIFY(!fixture.scale()->toolTip().isEmpty());
        fixture.page->showObject(QStringLiteral("backend"));
        QCOMPARE(fixture.scale()->text(), QStringLiteral("Scale backend"));
        QVERIFY(fixture.scale()->isEnabled());
        fixture.scale()->click();
        auto* dialog = fixture.page->findChild<ScaleDialog*>();
        QVERIFY(dialog);
        auto* replicas = dialog->findChild<QSpinBox*>();
        QAbstractButton* next = buttonNamed(dialog, QStringLiteral("Show the plan"));
        QCOMPARE(replicas->value(), 3);
        QVERIFY(!next->isEnabled()); // the same number changes nothing
        QCOMPARE(tests::unnamed(dialog).join(QLatin1Char('\n')), QString());
        replicas->setValue(5);
        QVERIFY(next->isEnabled());
        if (!qEnvironmentVariableIsEmpty("QBM_TEST_PICTURES"))
            dialog->grab().save(qEnvironmentVariable("QBM_TEST_PICTURES") + QStringLiteral("/scale-dialog.png"));
        next->click();
        auto* plan = fixture.page->findChild<OperationDialog*>();
        QVERIFY(plan);
        QTRY_VERIFY(plan->isSettled());
        QVERIFY(shows(plan, QStringLiteral("Scale backend to 5")));
    }

    void details_tellImagesAndConditions()
    {
        Fixture fixture;
        auto row = fixture.backend(3, 2);
        row.conditions = {{"Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", {}}};
        fixture.fakes.cluster->liveDeployments->set({row});
        fixture.open();
        QVERIFY(fixture.settle());
        Q_EMIT fixture.table()->activated(QStringLiteral("qbm-ai-system/backend"));
        auto* panel = fixture.page->findChild<widgets::SidePanel*>();
        for (const char* text : {"qbm/backend:1.0.0", "MinimumReplicasUnavailable", "3 wanted, 2 ready"})
            QVERIFY2(shows(panel, QString::fromLatin1(text)), text);
        fixture.picture(QStringLiteral("cluster-details"));
    }

    void commands_showAndScaleEveryDeployment()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        QStringList titles;
        for (const Command& command : fixture.page->commands())
            titles << command.title;
        QCOMPARE(titles, (QStringList{QStringLiteral("Show deployment backend"), QStringLiteral("Scale backend"), QStringLiteral("Show deployment frontend"),
                             QStringLiteral("Scale frontend")}));
        fixture.page->showObject(QStringLiteral("frontend")); // as the window does on navigationRequested
        fixture.page->commands().back().run();
        QVERIFY(fixture.page->findChild<ScaleDialog*>());
        Fixture viewer;
        viewer.fakes.access = AccessMode::ReadOnly;
        viewer.open();
        QVERIFY(viewer.settle());
        QCOMPARE(viewer.page->commands().size(), std::size_t(2));
    }

    void tabIntoTheTable_marksTheRowTheButtonActsOn()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->activateWindow();
        fixture.table()->view()->setFocus(Qt::TabFocusReason);
        QCOMPARE(fixture.scale()->isEnabled(), !fixture.table()->selectedKeys().isEmpty());
        QTest::keyClick(fixture.table()->view(), Qt::Key_Down);
        QVERIFY(fixture.scale()->isEnabled());
        QCOMPARE(fixture.table()->selectedKeys(), QStringList{fixture.table()->currentKey()});
    }

    void everyControl_hasANameAndIsReachable()
    {
        Fixture fixture;
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.page->showObject(QStringLiteral("backend"));
        for (int tab = 0; tab < fixture.tabs()->count(); ++tab) {
            fixture.tabs()->setCurrentIndex(tab);
            QCOMPARE(tests::unnamed(fixture.page.get()).join(QLatin1Char('\n')), QString());
            QCOMPARE(tests::unreachable(fixture.page.get()).join(QLatin1Char('\n')), QString());
        }
    }
};

QTEST_MAIN(TstClusterPage)
#include "tst_cluster_page.moc"
