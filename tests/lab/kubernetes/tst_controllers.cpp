// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/cron_schedule.h"
#include "app/lab/kubernetes/json_access.h"
#include "tests/lab/kubernetes/fixture.h"

#include <set>

using namespace qbm::lab::kubernetes;
using namespace qbm::lab::kubernetes::test;

namespace {

const std::string kJobs = "/apis/batch/v1/namespaces/qbm-ai-system/jobs";
const std::string kAutoscalers = "/apis/autoscaling/v2/namespaces/qbm-ai-system/horizontalpodautoscalers";
const std::string kBudget = "/apis/policy/v1/namespaces/qbm-ai-system/poddisruptionbudgets/backend-pdb";
const std::string kMetrics = "/apis/metrics.k8s.io/v1beta1";
const auto kPods = kNamespacePath + "/pods";
const auto kMerge = "application/merge-patch+json";

std::string conditionOf(const json& object, const char* type, const char* field)
{
    for (const auto& condition : arrayAt(object, {"status", "conditions"}))
        if (condition["type"] == type)
            return condition.value(field, "");
    return {};
}

json job(const char* name, const char* script, int backoffLimit = 0)
{
    return {{"apiVersion", "batch/v1"}, {"kind", "Job"}, {"metadata", {{"name", name}}},
        {"spec",
            {{"backoffLimit", backoffLimit},
                {"template",
                    {{"spec",
                        {{"restartPolicy", "Never"},
                            {"containers",
                                json::array({{{"name", "app"}, {"image", "tool:1"},
                                    {"command", {"sh", "-c", script}}}})}}}}}}}};
}

} // namespace

/// Jobs, cron jobs, autoscalers, budgets, quotas, daemon sets, and the usage they look at.
class TstControllers : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_fixture = std::make_unique<Fixture>();
        QVERIFY(m_fixture->waitForRollout("backend", 3));
    }

    void cronSchedule_findsTheNextTime_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("next");
        QTest::newRow("daily") << "0 2 * * *"
                               << "2026-11-25T02:00:00Z";
        QTest::newRow("steps") << "*/15 * * * *"
                               << "2026-11-24T15:15:00Z";
        QTest::newRow("list and range") << "5,10 9-17 * * *"
                                        << "2026-11-24T15:05:00Z";
        QTest::newRow("weekday") << "0 0 * * 0"
                                 << "2026-11-29T00:00:00Z";
        QTest::newRow("sunday as seven") << "0 0 * * 7"
                                         << "2026-11-29T00:00:00Z";
        QTest::newRow("either day") << "0 0 1 * 3"
                                    << "2026-11-25T00:00:00Z";
        QTest::newRow("month") << "@yearly"
                               << "2027-01-01T00:00:00Z";
    }
    void cronSchedule_findsTheNextTime()
    {
        QFETCH(QString, line);
        QFETCH(QString, next);
        const auto schedule = CronSchedule::parse(line.toStdString());
        QVERIFY(schedule.has_value());
        QCOMPARE(QString::fromStdString(formatTime(schedule->next(parseTime("2026-11-24T15:00:00Z")))), next);
    }

    void cronSchedule_refusesNonsense()
    {
        for (const auto* line : {"", "* * * *", "60 * * * *", "a * * * *", "5-1 * * * *", "*/0 * * * *", "* * * * * *"})
            QVERIFY(!CronSchedule::parse(line));
    }

    void job_runsToComplete()
    {
        const auto created = m_fixture->call("POST", kJobs, job("well", "sleep 0.3; exit 0").dump());
        QCOMPARE(created.status, 201);
        const auto uid = created.body["metadata"]["uid"];
        QCOMPARE(created.body["spec"]["selector"]["matchLabels"]["batch.kubernetes.io/controller-uid"], uid);
        QTRY_COMPARE(conditionOf(m_fixture->get(kJobs + "/well"), "Complete", "status"), std::string("True"));
        const auto done = m_fixture->get(kJobs + "/well");
        QCOMPARE(done["status"]["succeeded"].get<int>(), 1);
        QVERIFY(done["status"].contains("completionTime"));
        QCOMPARE(conditionOf(done, "SuccessCriteriaMet", "reason"), std::string("CompletionsReached"));
    }

    void job_failsAtItsLimit()
    {
        QCOMPARE(m_fixture->call("POST", kJobs, job("badly", "sleep 0.2; exit 3", 1).dump()).status, 201);
        QTRY_COMPARE_WITH_TIMEOUT(conditionOf(m_fixture->get(kJobs + "/badly"), "Failed", "reason"),
            std::string("BackoffLimitExceeded"), 10'000);
        QCOMPARE(m_fixture->get(kJobs + "/badly")["status"]["failed"].get<int>(), 2);
    }

    void budget_countsAndGuardsEvictions()
    {
        QTRY_COMPARE(m_fixture->get(kBudget)["status"]["disruptionsAllowed"].get<int>(), 1);
        const auto pods = m_fixture->get(kPods + "?labelSelector=app%3Dbackend")["items"];
        const auto evict = [&](std::size_t index, const char* query = "") {
            const std::string name = pods[index]["metadata"]["name"];
            return m_fixture->call("POST", kPods + "/" + name + "/eviction" + query,
                json{{"apiVersion", "policy/v1"}, {"kind", "Eviction"}, {"metadata", {{"name", name}}}}.dump());
        };
        QCOMPARE(evict(0, "?dryRun=All").status, 201);
        QCOMPARE(evict(0).status, 201);
        const auto refused = evict(1);
        QCOMPARE(refused.status, 429);
        QCOMPARE(refused.body["details"]["causes"][0]["reason"].get<std::string>(), std::string("DisruptionBudget"));
        QVERIFY(refused.raw.header("retry-after").empty());
        QTRY_COMPARE_WITH_TIMEOUT(evict(1).status, 201, 10'000); // a new pod stands in for the first
        QCOMPARE(m_fixture->call("POST", kPods + "/nope/eviction", "{}").status, 404);
        QVERIFY(m_fixture->waitForRollout("backend", 3));
    }

    void quota_countsAndRefuses()
    {
        const auto quotas = kNamespacePath + "/resourcequotas";
        QTRY_COMPARE(
            m_fixture->get(quotas + "/qbm-quota")["status"]["used"]["count/deployments.apps"].get<std::string>(),
            std::string("4"));
        QCOMPARE(m_fixture
                     ->call("POST", quotas,
                         R"({"metadata":{"name":"maps"},"spec":{"hard":{"count/configmaps":"1","requests.cpu":"1"}}})")
                     .status,
            201);
        const auto map = m_fixture->call("POST", kNamespacePath + "/configmaps", R"({"metadata":{"name":"more"}})");
        QCOMPARE(map.status, 403);
        QVERIFY(map.body["message"].get<std::string>().starts_with(
            "configmaps \"more\" is forbidden: exceeded quota: maps, requested: count/configmaps=1, used: "
            "count/configmaps="));
        const auto pod = m_fixture->call(
            "POST", kPods, R"({"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"x"}]}})");
        QCOMPARE(pod.body["message"].get<std::string>(),
            std::string("pods \"p\" is forbidden: failed quota: maps: must specify requests.cpu for: a"));
        QCOMPARE(m_fixture->call("DELETE", quotas + "/maps").status, 200);
    }

    void metrics_ofPodsAndNodes()
    {
        QTRY_COMPARE_WITH_TIMEOUT(
            m_fixture->get(kMetrics + "/namespaces/qbm-ai-system/pods?labelSelector=app%3Dbackend")["items"].size(),
            std::size_t(3), 10'000);
        const auto first
            = m_fixture->get(kMetrics + "/namespaces/qbm-ai-system/pods?labelSelector=app%3Dbackend")["items"][0];
        QVERIFY(first["containers"][0]["usage"]["cpu"].get<std::string>().ends_with("n"));
        QCOMPARE(m_fixture->get(kMetrics + "/nodes")["items"].size(), std::size_t(3));
        QVERIFY(m_fixture->simulator().setFault("metrics-down", true).has_value());
        const auto down = m_fixture->call("GET", kMetrics + "/nodes");
        QCOMPARE(down.status, 503);
        QCOMPARE(down.text, std::string("service unavailable\n"));
        QVERIFY(m_fixture->simulator().setFault("metrics-down", false).has_value());
    }

    void autoscaler_restoresItsBoundsAndReportsWhatItMeasures()
    {
        const auto scale = [&](int replicas) {
            return m_fixture
                ->call("PATCH", kDeploymentsPath + "/backend/scale",
                    R"({"spec":{"replicas":)" + std::to_string(replicas) + "}}", kMerge)
                .status;
        };
        QCOMPARE(scale(1), 200);
        QTRY_COMPARE(m_fixture->get(kDeploymentsPath + "/backend")["spec"]["replicas"].get<int>(), 3);
        QCOMPARE(scale(5), 200);
        QTRY_COMPARE_WITH_TIMEOUT(conditionOf(m_fixture->get(kAutoscalers + "/backend-hpa"), "ScalingActive", "reason"),
            std::string("ValidMetricFound"), 8'000);
        QTest::qWait(
            1200); // two looks of the autoscaler: five is within its bounds, and lower demand takes five minutes
        QCOMPARE(m_fixture->get(kDeploymentsPath + "/backend")["spec"]["replicas"].get<int>(), 5);
        QCOMPARE(scale(0), 200);
        QTRY_COMPARE(conditionOf(m_fixture->get(kAutoscalers + "/backend-hpa"), "ScalingActive", "reason"),
            std::string("ScalingDisabled"));
        QCOMPARE(scale(3), 200);
        QVERIFY(m_fixture->waitForRollout("backend", 3));
    }

    void autoscaler_scalesUpOnLoad()
    {
        const auto patch = R"({"spec":{"template":{"metadata":{"annotations":{"lab.qbm.example.com/cpu":"690m"}}}}})";
        QCOMPARE(m_fixture->call("PATCH", kDeploymentsPath + "/backend", patch, kMerge).status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(
            m_fixture->get(kDeploymentsPath + "/backend")["spec"]["replicas"].get<int>() > 5, 20'000);
        const auto events = m_fixture->get(kNamespacePath + "/events?fieldSelector=reason%3DSuccessfulRescale");
        QVERIFY(!events["items"].empty());
    }

    void daemonSet_runsOnEveryNode()
    {
        const std::string sets = "/apis/apps/v1/namespaces/qbm-ai-system/daemonsets";
        const auto set
            = R"({"metadata":{"name":"agent"},"spec":{"selector":{"matchLabels":{"app":"agent"}},"template":{"metadata":
            {"labels":{"app":"agent"}},"spec":{"containers":[{"name":"agent","image":"agent:1"}]}}}})";
        QCOMPARE(m_fixture->call("POST", sets, set).status, 201);
        QTRY_COMPARE(m_fixture->get(sets + "/agent")["status"]["numberReady"].get<int>(), 3);
        QCOMPARE(m_fixture
                     ->call("PATCH", sets + "/agent", R"({"spec":{"template":{"metadata":{"annotations":{"a":"b"}}}}})",
                         kMerge)
                     .status,
            200);
        const auto isRolled = [&] { // of the new template: the counts of the one before are there for a moment
            const auto status = m_fixture->get(sets + "/agent")["status"];
            return status.value("observedGeneration", 0) == 2 && status.value("updatedNumberScheduled", 0) == 3;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isRolled(), 10'000);
    }

    void podBeyondTheNodes_staysPendingAndSaysWhy()
    {
        const auto pod
            = R"({"metadata":{"name":"huge"},"spec":{"containers":[{"name":"a","image":"x","resources":{"requests":{"cpu":"64"}}}]}})";
        QCOMPARE(m_fixture->call("POST", kPods, pod).status, 201);
        QTRY_COMPARE(
            conditionOf(m_fixture->get(kPods + "/huge"), "PodScheduled", "reason"), std::string("Unschedulable"));
        QCOMPARE(conditionOf(m_fixture->get(kPods + "/huge"), "PodScheduled", "message"),
            std::string("0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No "
                        "preemption victims found for incoming pod."));
    }

    void history_hasThreeReleases()
    {
        const auto sets
            = m_fixture->get("/apis/apps/v1/namespaces/qbm-ai-system/replicasets?labelSelector=app%3Dbackend")["items"];
        std::set<std::string> causes;
        for (const auto& replicaSet : sets)
            causes.insert(replicaSet["metadata"]["annotations"].value("kubernetes.io/change-cause", ""));
        QVERIFY(causes.contains("v1.4.0: elasticity by segment") && causes.size() >= 3);
    }

    void seedPods_areThereAtOnceAndChurn()
    {
        QVERIFY(seedPods(m_fixture->simulator(), 600).has_value());
        QCOMPARE(m_fixture->get("/api/v1/namespaces/load/pods")["items"].size(), std::size_t(600));
        WatchRecorder watch(*m_fixture,
            "/api/v1/namespaces/load/pods?watch=true&resourceVersion="
                + m_fixture->get("/api/v1/namespaces/load/pods?limit=1")["metadata"]["resourceVersion"]
                      .get<std::string>());
        QVERIFY(churnPods(m_fixture->simulator(), 100, 500).has_value());
        QVERIFY(watch.waitFor(500));
        QCOMPARE(
            m_fixture->get("/api/v1/namespaces/load/pods/load-00100")["status"]["containerStatuses"][0]["restartCount"]
                .get<int>(),
            1);
    }

private:
    std::unique_ptr<Fixture> m_fixture;
};

QTEST_GUILESS_MAIN(TstControllers)
#include "tst_controllers.moc"
