// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/cluster_columns.h"
#include "ui/page/cluster/cluster_usage.h"
#include "ui/page/cluster/pod_troubles.h"
#include "ui/page/cluster/server_table.h"

#include <QTest>

using namespace qbm;
using namespace qbm::ui;
using widgets::State;

/// What single cells say.
class TstClusterCells : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void podName_leadsToItsDeployment_data()
    {
        QTest::addColumn<std::string>("pod");
        QTest::addColumn<std::string>("deployment");
        QTest::newRow("of a deployment") << std::string("backend-7d9f8c6b5-x2x4z") << std::string("backend");
        QTest::newRow("with dashes") << std::string("qbm-ai-backend-7d9f8c6b5-x2x4z") << std::string("qbm-ai-backend");
        QTest::newRow("of a stateful set") << std::string("qbm-postgres-0") << std::string();
        QTest::newRow("of a job") << std::string("backup-28391-x2x4z") << std::string();
        QTest::newRow("words") << std::string("a-b") << std::string();
        QTest::newRow("nothing") << std::string() << std::string();
    }
    void podName_leadsToItsDeployment()
    {
        QFETCH(std::string, pod);
        QFETCH(std::string, deployment);
        QCOMPARE(deploymentOfPodName(pod), deployment);
    }

    void usage_ofADeployment_isTheSumOfItsPods()
    {
        ClusterUsage usage;
        service::UsageSnapshot snapshot;
        snapshot.pods
            = {{"backend-7d9f8c6b5-x2x4z", {0.1, 100}}, {"backend-7d9f8c6b5-b7b7b", {0.2, 50}}, {"other-0", {5, 5}}};
        usage.set(snapshot);
        QCOMPARE(usage.ofDeployment("backend")->cpuCores, 0.1 + 0.2);
        QCOMPARE(usage.ofDeployment("backend")->memoryBytes, 150.0);
        QVERIFY(!usage.ofDeployment("other"));
        usage.setError(Error{ErrorKind::Unsupported, text("no metrics"), {}, {}});
        QVERIFY(!usage.ofDeployment("backend"));
    }

    void cpuAndMemory_fitTheirUnitToTheLargestNumber()
    {
        QCOMPARE(cpuText(0.12, 0.25, 0.5).text, QStringLiteral("120 / 500"));
        QCOMPARE(cpuText(0.12, 0.25, std::nullopt).text, QStringLiteral("120 / 250"));
        QCOMPARE(cpuText(0.12, std::nullopt, std::nullopt).text, QStringLiteral("120"));
        QCOMPARE(cpuText(std::nullopt, std::nullopt, 0.5).text, QStringLiteral("– / 500"));
        QCOMPARE(cpuText(std::nullopt, std::nullopt, std::nullopt).text, QStringLiteral("–"));
        QCOMPARE(cpuText(3.2, std::nullopt, 16).text, QStringLiteral("3.2 / 16.0"));
        QCOMPARE(cpuText(3.2, std::nullopt, 16).unit, QStringLiteral("cores"));
        const double mib = 1024.0 * 1024;
        QCOMPARE(memoryText(120 * mib, std::nullopt, 512 * mib).text, QStringLiteral("120 / 512"));
        QCOMPARE(memoryText(512 * mib, std::nullopt, 2048 * mib).text, QStringLiteral("0.5 / 2.0"));
        QCOMPARE(memoryText(512 * mib, std::nullopt, 2048 * mib).unit, QStringLiteral("GiB"));
        QVERIFY(!memoryText(100 * mib, std::nullopt, 512 * mib).state);
        QCOMPARE(memoryText(500 * mib, std::nullopt, 512 * mib).state, std::optional(State::Warning));
        QVERIFY(!memoryText(500 * mib, 100 * mib, std::nullopt).state); // above its request is no trouble
    }

    void deployment_whosePodsCrash_isNotProgressing()
    {
        const TimePoint now = systemClock().now();
        kubernetes::Deployment deployment;
        deployment.meta.name = "backend";
        deployment.desired = deployment.current = 3;
        deployment.updated = 1;
        deployment.ready = 2;
        QCOMPARE(stateWord(deployment), QStringLiteral("progressing"));
        auto pod = std::make_shared<kubernetes::Pod>();
        pod->meta.name = "backend-7d9f8c6b5-x2x4z";
        pod->meta.controller = {"ReplicaSet", "backend-7d9f8c6b5", "1"};
        pod->status = "CrashLoopBackOff";
        kubernetes::Container container;
        container.reason = pod->status;
        pod->containerStates = {container};
        PodTroubles troubles;
        troubles.set({pod}, now);
        QCOMPARE(stateWord(deployment, troubles.ofDeployment("backend")), QStringLiteral("crash loop"));
        QCOMPARE(stateOf(deployment, troubles.ofDeployment("backend")), State::Danger);
        QVERIFY(troubles.ofDeployment("frontend").isEmpty());

        pod->containerStates.clear(); // between two crashes it runs, and may be ready
        pod->status = "Running";
        pod->ready = true;
        pod->restarts = 4;
        pod->lastRestart = now - std::chrono::seconds(40);
        troubles.set({pod}, now);
        QCOMPARE(troubles.ofDeployment("backend"), QStringLiteral("crash loop"));
        troubles.set({pod}, now + std::chrono::hours(1));
        QVERIFY(troubles.ofDeployment("backend").isEmpty());

        pod->restarts = 0;
        pod->ready = false;
        pod->status = "ImagePullBackOff";
        troubles.set({pod}, now);
        QCOMPARE(troubles.ofDeployment("backend"), QStringLiteral("ImagePullBackOff"));
        deployment.paused = true;
        QCOMPARE(stateWord(deployment, troubles.ofDeployment("backend")), QStringLiteral("paused"));
    }

    void serverCells_thatTellAState_areMarked()
    {
        QCOMPARE(stateOfCell("3/3"), std::optional(State::Ok));
        QCOMPARE(stateOfCell("1/3"), std::optional(State::Warning));
        QCOMPARE(stateOfCell("0/3"), std::optional(State::Danger));
        QCOMPARE(stateOfCell("Active"), std::optional(State::Ok));
        QCOMPARE(stateOfCell("ImagePullBackOff"), std::optional(State::Danger));
        QVERIFY(!stateOfCell("ClusterIP"));
        QVERIFY(!stateOfCell("5m/x"));
    }

    void serverColumns_putTheStateFirst_countAgesHere_andSortNumbersAsNumbers()
    {
        const auto columns = serverColumns({{"Name", "string", "name", "", 0}, {"Desired", "integer", "", "", 0},
            {"Ready", "string", "", "", 0}, {"Age", "string", "", "", 0}, {"Images", "string", "", "", 1}});
        QCOMPARE(columns[0].id, QStringLiteral("Ready"));
        QCOMPARE(columns[1].id, QStringLiteral("Name"));
        QVERIFY(columns[4].hidden);
        QVERIFY(columns[3].ticks);
        auto row = std::make_shared<kubernetes::TableRow>();
        row->meta.created = systemClock().now() - std::chrono::minutes(5);
        row->cells = {"a", "12", "1/2", "<invalid>"};
        QCOMPARE(std::get<double>(columns[2].sortKey(row)), 12.0);
        QCOMPARE(columns[3].text(row), QStringLiteral("5 min"));
        row->cells.clear(); // rows of the columns before a definition changed
        QCOMPARE(columns[0].text(row), QString());
        QVERIFY(!columns[0].state(row));
    }

    void conditions_ofTrouble_areGoodWhenTheyAreFalse()
    {
        kubernetes::Condition condition{"MemoryPressure", "False", "", "", std::nullopt};
        QCOMPARE(stateOf(condition), State::Ok);
        condition.status = "True";
        QCOMPARE(stateOf(condition), State::Warning);
        condition = {"Ready", "Unknown", "", "", std::nullopt};
        QCOMPARE(stateOf(condition), State::Unknown);
    }
};

QTEST_MAIN(TstClusterCells)
#include "tst_cluster_cells.moc"
