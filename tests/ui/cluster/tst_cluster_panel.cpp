// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/cluster/cluster_fixture.h"
#include "ui/page/cluster/secret_values.h"
#include "widgets/editor/code_view.h"

#include <QClipboard>
#include <QScrollArea>
#include <QTabBar>

using namespace qbm;
using namespace qbm::ui;
using tests::buttonNamed;
using tests::ClusterFixture;
using tests::makePod;
using tests::makeRow;
using tests::shows;
using widgets::StatePanel;

namespace {

service::ObjectDetail makeDetail(const std::string& name)
{
    service::ObjectDetail out;
    out.meta.nameSpace = "qbm-ai-system";
    out.meta.name = name;
    out.meta.created = systemClock().now() - std::chrono::hours(5);
    out.meta.labels = {{"app", "backend"}, {"tier", "api"}};
    out.conditions
        = {{"Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.",
               systemClock().now() - std::chrono::minutes(4)},
            {"Progressing", "True", "NewReplicaSetAvailable", "", std::nullopt}};
    kubernetes::Event event;
    event.type = "Warning";
    event.reason = "BackOff";
    event.message = "Back-off restarting failed container";
    event.count = 12;
    event.last = systemClock().now() - std::chrono::minutes(1);
    event.source = "kubelet";
    out.events = {event};
    out.yaml = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: backend\nspec:\n  replicas: 3\n";
    out.fieldOwners = {{"kubectl", "Apply", "", systemClock().now() - std::chrono::hours(5),
                           {".spec.template.spec.containers[name=backend].image"}},
        {"qbm-console", "Update", "scale", systemClock().now() - std::chrono::minutes(9), {".spec.replicas"}}};
    return out;
}

/// A page whose tables hold a deployment, a pod and a secret.
void fill(ClusterFixture& fixture)
{
    fixture.cluster().detail = makeDetail("backend");
    fixture.cluster().livePods->set({makePod("backend-7d9f8c6b5-x2x4z", "CrashLoopBackOff")});
    auto secrets = std::make_shared<fakes::FakeTable>();
    secrets->columnInfos = {{"Name", "string", "name", "", 0}, {"Type", "string", "", "", 0}};
    secrets->set({makeRow("database", {"database", "Opaque"})});
    fixture.cluster().tables["secrets"] = secrets;
}

ObjectPanel* openPanel(ClusterFixture& fixture, const char* key)
{
    Q_EMIT fixture.table()->activated(QStringLiteral("qbm-ai-system/") + QLatin1String(key));
    ObjectPanel* panel = fixture.page->panel();
    return fixture.side()->isOpen() && QTest::qWaitFor([panel] { return panel->isSettled(); }) ? panel : nullptr;
}

StatePanel* stateOf(const ObjectPanel* panel)
{
    return panel->findChild<StatePanel*>();
}

} // namespace

/// The side panel of an object.
class TstClusterPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { tests::useTheme(widgets::ThemeChoice::Light); }

    void deployment_tellsStateImagesConditionsLabelsEventsYamlAndFieldOwners()
    {
        ClusterFixture fixture;
        fill(fixture);
        fixture.open();
        QVERIFY(fixture.settle());
        ObjectPanel* panel = openPanel(fixture, "backend");
        QVERIFY(panel);
        for (const char* expected : {"3 wanted, 3 ready", "Available: False · MinimumReplicasUnavailable",
                 "minimum availability", "app=backend", "5 h ago"})
            QVERIFY2(shows(panel, QString::fromUtf8(expected)), expected);
        fixture.picture(QStringLiteral("cluster-panel-summary"));
        panel->showTab(ObjectPanel::Events);
        QVERIFY(shows(panel, QStringLiteral("BackOff: Back-off restarting failed container")));
        QVERIFY(shows(panel, QStringLiteral("12 times")) || shows(panel, QStringLiteral("12 time")));
        panel->showTab(ObjectPanel::Yaml);
        auto* yaml = panel->findChild<widgets::CodeView*>();
        QVERIFY(yaml->text().contains(QLatin1String("replicas: 3")));
        fixture.picture(QStringLiteral("cluster-panel-yaml"));
        panel->showTab(ObjectPanel::Fields);
        QVERIFY(shows(panel, QStringLiteral("qbm-console/scale")));
        QVERIFY(shows(panel, QStringLiteral(".spec.template.spec.containers[name=backend].image")));
        fixture.picture(QStringLiteral("cluster-panel-fields"));
        QCOMPARE(tests::unnamed(panel).join(QLatin1Char('\n')), QString());
    }

    void anotherVersionOfTheRow_isAskedForAgain_theSameIsNot()
    {
        ClusterFixture fixture;
        fill(fixture);
        fixture.open();
        QVERIFY(fixture.settle());
        ObjectPanel* panel = openPanel(fixture, "backend");
        QVERIFY(panel);
        QCOMPARE(fixture.cluster().objectCalls.load(), 1);
        auto rows = fixture.cluster().deploymentRows;
        rows[1].meta.resourceVersion = "2"; // of another object
        fixture.cluster().liveDeployments->set(rows);
        QTest::qWait(400);
        QCOMPARE(fixture.cluster().objectCalls.load(), 1);
        rows[0].meta.resourceVersion = "2";
        rows[0].ready = 1;
        fixture.cluster().liveDeployments->set(rows);
        QTRY_COMPARE(fixture.cluster().objectCalls.load(), 2);
        QTRY_VERIFY(shows(panel, QStringLiteral("3 wanted, 1 ready")));
    }

    void rowThatGoes_leavesThePanelStale()
    {
        ClusterFixture fixture;
        fill(fixture);
        fixture.open();
        QVERIFY(fixture.settle());
        ObjectPanel* panel = openPanel(fixture, "backend");
        QVERIFY(panel);
        fixture.cluster().liveDeployments->set({fixture.cluster().deploymentRows[1]});
        QTRY_COMPARE(stateOf(panel)->face(), StatePanel::Face::Stale);
        QVERIFY(shows(panel, QStringLiteral("not there any more")));
    }

    void objectThatCannotBeRead_isAnErrorWithRetry()
    {
        ClusterFixture fixture;
        fill(fixture);
        fixture.open();
        QVERIFY(fixture.settle());
        fixture.cluster().error = fakes::refused("Kubernetes API");
        ObjectPanel* panel = openPanel(fixture, "backend");
        QVERIFY(panel);
        QCOMPARE(stateOf(panel)->face(), StatePanel::Face::Error);
        fixture.cluster().error.reset();
        Q_EMIT stateOf(panel)->retryRequested();
        QTRY_COMPARE(stateOf(panel)->face(), StatePanel::Face::Content);
    }

    void pod_tellsWhyAndItsContainers_andLeadsToItsOwner()
    {
        ClusterFixture fixture;
        fill(fixture);
        fixture.cluster().detail = makeDetail("backend-7d9f8c6b5-x2x4z");
        fixture.cluster().detail.owners = {{"ReplicaSet", "backend-7d9f8c6b5", "uid"}};
        kubernetes::JsonDocument document;
        fixture.cluster().detail.description = kubernetes::describeObject(*document.parse(R"({"kind":"Pod",
            "metadata":{"name":"backend-7d9f8c6b5-x2x4z"},"spec":{"nodeName":"node-1","containers":[{"name":"backend","image":"qbm/backend:1"}]},
            "status":{"phase":"Running","containerStatuses":[{"name":"backend","restartCount":12,
            "imageID":"sha256:a7d00fc8f0d4e46b16d36464b7c8e97ca2db48da21184ba308dc734af89d6e74","state":{"waiting":{"reason":"CrashLoopBackOff"}},
            "lastState":{"terminated":{"exitCode":137,"reason":"OOMKilled","finishedAt":"2026-12-01T10:00:00Z"}}}]}})"), systemClock().now());
        auto sets = std::make_shared<fakes::FakeTable>();
        sets->columnInfos = {{"Name", "string", "name", "", 0}};
        sets->set({makeRow("backend-7d9f8c6b5", {"backend-7d9f8c6b5"})});
        fixture.cluster().tables["replicasets"] = sets;
        fixture.open();
        fixture.choose("Pod");
        ObjectPanel* panel = openPanel(fixture, "backend-7d9f8c6b5-x2x4z");
        QVERIFY(panel);
        QVERIFY(shows(panel, QStringLiteral("waiting: CrashLoopBackOff")));
        QVERIFY(shows(panel, QStringLiteral("exit code 137 (signal 9), OOMKilled, at 2026-12-01T10:00:00Z")));
        QVERIFY(shows(panel, QStringLiteral("backend-7d9f8c6b5-x2x4z is not ready: CrashLoopBackOff. Container backend last ended with")));
        for (const QScrollArea* area : panel->findChildren<QScrollArea*>()) { // also a digest is broken, nothing is cut off
            if (area->isVisible())
                QVERIFY(area->widget()->width() <= area->viewport()->width());
        }
        fixture.picture(QStringLiteral("cluster-panel-pod"));
        QAbstractButton* owner = buttonNamed(panel, QStringLiteral("ReplicaSet/backend-7d9f8c6b5"));
        QVERIFY(owner);
        owner->click();
        QCOMPARE(fixture.page->table()->kind().resource.kind, std::string("ReplicaSet"));
        QVERIFY(fixture.side()->isOpen());
        QCOMPARE(panel->object()->meta.name, std::string("backend-7d9f8c6b5"));
        QCOMPARE(fixture.table()->currentKey(), QStringLiteral("qbm-ai-system/backend-7d9f8c6b5"));
    }

    void secret_isHidden_revealedByAnOperation_andHiddenAgainOnClose()
    {
        ClusterFixture fixture;
        fill(fixture);
        auto values = std::make_shared<service::RevealedSecret>();
        values->values.emplace("password", Secret("correct horse"));
        fixture.cluster().fakeActions->secret = values;
        fixture.open();
        fixture.choose("Secret");
        fixture.table()->selectKey(QStringLiteral("qbm-ai-system/database"));
        ObjectPanel* panel = openPanel(fixture, "database");
        QVERIFY(panel);
        panel->showTab(ObjectPanel::Values);
        QVERIFY(!shows(panel, QStringLiteral("correct horse")));
        fixture.picture(QStringLiteral("cluster-panel-secret"));
        auto* secret = panel->findChild<SecretValues*>();
        Q_EMIT secret->revealRequested();
        QCOMPARE(fixture.cluster().fakeActions->made.back(), std::string("secret.reveal database"));
        auto* plan = fixture.dialog<OperationDialog>();
        QVERIFY(plan);
        QTRY_VERIFY(plan->isSettled());
        QVERIFY(!secret->areShown()); // not before it was confirmed
        plan->runButton()->click();
        QTRY_VERIFY(secret->areShown());
        QVERIFY(shows(panel, QStringLiteral("correct horse")));
        fixture.picture(QStringLiteral("cluster-panel-revealed"));
        for (QAbstractButton* button : secret->findChildren<QAbstractButton*>()) {
            if (button->accessibleName() == QLatin1String("Copy the value of password"))
                button->click();
        }
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("correct horse"));
        fixture.side()->closePanel();
        QVERIFY(!secret->areShown());
        QVERIFY(openPanel(fixture, "database"));
        QVERIFY(!secret->areShown());
    }

    void secret_thatMayNotBeRead_saysWhy()
    {
        ClusterFixture fixture;
        fill(fixture);
        fixture.cluster().denied = {"get secrets"};
        fixture.open();
        fixture.choose("Secret");
        QVERIFY(openPanel(fixture, "database"));
        fixture.page->panel()->showTab(ObjectPanel::Values);
        QTRY_VERIFY(shows(fixture.page->panel()->findChild<SecretValues*>(),
            QStringLiteral("get secrets in qbm-ai-system: denied to user viewer")));
    }

    void scalings_putTheMeasuredP95BesideThePredicted()
    {
        ClusterFixture fixture;
        fill(fixture);
        service::ScaleOutcome good{"1", systemClock().now() - std::chrono::hours(2), 3, 5,
            service::LatencyPrediction{5, true, 0.121, 0.11, 0.14},
            fakes::reading(0.125, Unit::Seconds, "Prometheus", "p95")};
        service::ScaleOutcome off = good;
        off.to = 2;
        off.measuredP95 = fakes::reading(0.4, Unit::Seconds, "Prometheus", "p95");
        service::ScaleOutcome unknown = good;
        unknown.predicted.reset();
        fixture.cluster().fakeActions->outcomes = {good, off, unknown};
        fixture.open();
        QVERIFY(fixture.settle());
        ObjectPanel* panel = openPanel(fixture, "backend");
        QVERIFY(panel);
        panel->showTab(ObjectPanel::Scalings);
        for (const char* expected : {"3 → 5 replicas", "121 ms (110 ms to 140 ms)", "125 ms",
                 "lies in the predicted band", "lies outside", "cannot be compared"})
            QTRY_VERIFY2(shows(panel, QString::fromUtf8(expected)), expected);
        fixture.picture(QStringLiteral("cluster-panel-scalings"));
    }
};

QTEST_MAIN(TstClusterPanel)
#include "tst_cluster_panel.moc"
