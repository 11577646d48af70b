// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/cluster/operation_bench.h"
#include "tests/core/cluster/recording_proxy.h"

#include "core/service/scale_outcomes.h"
#include "core/service/scale_preview.h"

#include <QElapsedTimer>
#include <QTest>

using namespace qbm;
using namespace qbm::service;
using namespace qbm::test;
using nlohmann::json;
using operation::Verdict;

namespace {

/// Some time after now.
class LaterClock final : public Clock {
public:
    TimePoint now() const override { return systemClock().now() + std::chrono::minutes(10); }
};

std::string forbidden(const std::string& collection)
{
    return json{{"kind", "Status"}, {"status", "Failure"}, {"reason", "Forbidden"}, {"code", 403},
        {"message", collection + " is forbidden"}}
        .dump();
}

std::string listOf(const std::string& items)
{
    return json{
        {"kind", "List"}, {"apiVersion", "v1"}, {"metadata", {{"resourceVersion", "1"}}}, {"items", json::parse(items)}}
        .dump();
}

/// A HorizontalPodAutoscaler of the deployment under test, as the one item of a list.
std::string autoscaler(const json& status)
{
    return json::array({{{"metadata", {{"name", "hpa"}}}, {"status", status},
                           {"spec",
                               {{"minReplicas", 2}, {"maxReplicas", 5},
                                   {"scaleTargetRef", {{"kind", "Deployment"}, {"name", "sized"}}}}}}})
        .dump();
}

/// A table as the model makes it: p95 of 1 / replicas seconds; one replica is too few.
CapacityAnswer answerFor(const CapacityQuestion& question)
{
    CapacityAnswer answer;
    answer.question = question;
    answer.measuredP95.value = 0.25;
    answer.measuredP95.unit = Unit::Seconds;
    answer.measuredP95.state = ReadingState::Value;
    analysis::CapacityTable table;
    for (int replicas = 1; replicas <= question.maxReplicas; ++replicas)
        table.rows.push_back({replicas, replicas > 1, 0.5, 0, 0, 1.0 / replicas, 0.9 / replicas, 1.1 / replicas});
    answer.table = std::move(table);
    return answer;
}

} // namespace

/// What a scaling would meet: a real deployment, with the rest of the cluster, the database and the metrics as the test
/// says.
class TstScalePreview : public QObject {
    Q_OBJECT
    std::unique_ptr<OperationBench> m_bench;
    std::unique_ptr<RecordingProxy> m_proxy;
    std::unique_ptr<kubernetes::Client> m_client;
    std::map<std::string, std::string> m_lists; ///< by the collection's name: what the cluster "has"
    std::string m_denied; ///< a collection that may not be listed

    Result<ScalePreview> preview(int replicas, const ClusterSources& sources = {}, const char* name = "sized")
    {
        return fetchScalePreview(*m_client, {m_bench->nameSpace(), name}, replicas, sources, m_bench->context());
    }
    operation::Check line(const Result<ScalePreview>& found, const std::string& words)
    {
        const auto* check = found ? checkAbout(found->checks, words) : nullptr;
        return check
            ? *check
            : operation::Check{"no such line", Verdict::Fail, found ? textOf(found->checks) : found.error().message};
    }
    static bool says(const operation::Check& check, const char* words)
    {
        if (check.reason.english().find(words) != std::string::npos)
            return true;
        qWarning("%s: %s", check.question.english().c_str(), check.reason.english().c_str());
        return false;
    }
    static ClusterSources connected(int limit, int used)
    {
        ClusterSources sources;
        sources.connections = [limit, used](TaskContext&) -> Result<ClusterSources::Connections> {
            return ClusterSources::Connections{limit, used};
        };
        return sources;
    }

private slots:
    void initTestCase()
    {
        auto bench = OperationBench::start();
        VERIFY_OK(bench);
        m_bench = std::move(*bench);
        m_proxy = std::make_unique<RecordingProxy>(m_bench->cluster().access());
        m_proxy->intercept([this](const SeenRequest& request) -> std::optional<Answer> {
            const std::string path = request.target.substr(0, request.target.find('?'));
            const std::string last = path.substr(path.rfind('/') + 1);
            if (request.method != "GET")
                return std::nullopt;
            if (last == m_denied)
                return Answer{403, forbidden(last), "application/json", {}, {}};
            if (const auto list = m_lists.find(last); list != m_lists.end())
                return Answer{200, listOf(list->second), "application/json", {}, {}};
            return std::nullopt;
        });
        m_client = std::make_unique<kubernetes::Client>(m_proxy->access(), AccessMode::ReadWrite);
        VERIFY_OK(m_bench->deploy("plain", 0));
        VERIFY_OK(m_bench->deploy("sized", 0));
        const json settings{{"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", {{"name", "settings"}}},
            {"data", {{"POSTGRES_HOST", "postgres"}, {"WORKERS", "2"}, {"DB_POOL_SIZE", "5"}}}};
        VERIFY_OK(m_bench->client().create(
            {kubernetes::resource::kConfigMaps, m_bench->nameSpace(), {}, {}}, settings.dump(), m_bench->context()));
        VERIFY_OK(m_bench->patchDeployment("sized",
            {{"spec",
                {{"template",
                    {{"spec",
                        {{"containers",
                            {{{"name", "main"}, {"envFrom", {{{"configMapRef", {{"name", "settings"}}}}}},
                                {"env", {{{"name", "DB_MAX_OVERFLOW"}, {"value", "5"}}}},
                                {"resources",
                                    {{"requests", {{"cpu", "500m"}, {"memory", "512Mi"}}},
                                        {"limits", {{"cpu", "1"}}}}}}}}}}}}}}}));
    }
    void init()
    {
        m_denied.clear();
        m_lists = {{"horizontalpodautoscalers", "[]"}, {"resourcequotas", "[]"}, {"poddisruptionbudgets", "[]"},
            {"nodes", "[]"}, {"pods", "[]"}};
    }
    void cleanupTestCase()
    {
        m_client.reset();
        m_proxy.reset();
    }

    void quota_thatLeavesLess_fails_withTheNumbers()
    {
        m_lists["resourcequotas"]
            = R"([{"metadata":{"name":"team"},"spec":{},"status":{"hard":{"pods":"10","requests.cpu":"4","limits.memory":"1Gi"},"used":{"pods":"8","requests.cpu":"1"}}}])";
        auto check = line(preview(4), "quota leaves room");
        QCOMPARE(check.verdict, Verdict::Fail);
        QVERIFY(says(check, "pods 2 left, 4 needed") && says(check, "requests.cpu 3.00 left, 2.00 needed"));
        QCOMPARE(line(preview(2), "quota leaves room").verdict, Verdict::Pass);
        m_lists["resourcequotas"] = "[]";
        QVERIFY(says(line(preview(4), "quota leaves room"), "No quota"));
    }
    void nodes_withRoomForSome_warn_andWithoutTheRightSaySo()
    {
        m_lists["nodes"] = R"([
            {"metadata":{"name":"a"},"spec":{},"status":{"conditions":[{"type":"Ready","status":"True"}],"allocatable":{"cpu":"2","memory":"8Gi","pods":"110"}}},
            {"metadata":{"name":"b"},"spec":{"unschedulable":true},"status":{"conditions":[{"type":"Ready","status":"True"}],"allocatable":{"cpu":"64","memory":"64Gi","pods":"110"}}}])";
        m_lists["pods"]
            = R"([{"metadata":{"name":"x"},"spec":{"nodeName":"a","containers":[{"resources":{"requests":{"cpu":"500m"}}}]}}])";
        auto check = line(preview(4), "nodes have room");
        QCOMPARE(check.verdict, Verdict::Warning);
        QVERIFY(says(check, "3 of 4 more pods") && says(check, "1 of 2 nodes"));
        QCOMPARE(line(preview(3), "nodes have room").verdict, Verdict::Pass);
        m_denied = "nodes";
        check = line(preview(4), "nodes have room");
        QCOMPARE(check.verdict, Verdict::Warning);
        QVERIFY(says(check, "Cannot be judged without the right to list nodes"));
    }
    void disruptionBudget_thatForbidsEveryEviction_warns()
    {
        m_lists["poddisruptionbudgets"]
            = R"([{"metadata":{"name":"keep"},"spec":{"minAvailable":3,"selector":{"matchLabels":{"app":"sized"}}}}])";
        auto check = line(preview(3), "budgets still let");
        QCOMPARE(check.verdict, Verdict::Warning);
        QVERIFY(says(check, "of 3 none may be evicted"));
        QVERIFY(says(line(preview(4), "budgets still let"), "lets 1 of 4 pods"));
        m_lists["poddisruptionbudgets"]
            = R"([{"metadata":{"name":"keep"},"spec":{"minAvailable":"50%","selector":{"matchLabels":{"app":"sized"}}}}])";
        QVERIFY(says(line(preview(5), "budgets still let"), "lets 2 of 5 pods"));
        m_denied = "poddisruptionbudgets";
        QCOMPARE(line(preview(4), "budgets still let").verdict, Verdict::Warning);
    }
    void autoscaler_outsideItsBoundsWithinAndIdle()
    {
        m_lists["horizontalpodautoscalers"] = autoscaler({{"desiredReplicas", 3}});
        QVERIFY(says(line(preview(9), "autoscaler"), "brings 9 back there at once"));
        QVERIFY(says(line(preview(4), "autoscaler"), "wants 3 now"));
        QVERIFY(says(line(preview(0), "autoscaler"), "rests while the count is 0"));
        m_lists["horizontalpodautoscalers"] = autoscaler({{"conditions",
            {{{"type", "ScalingActive"}, {"status", "False"}, {"reason", "FailedGetResourceMetric"},
                {"message", "no metrics"}}}}});
        QVERIFY(says(line(preview(4), "autoscaler"), "cannot act now (FailedGetResourceMetric, no metrics)"));
    }
    void connections_againstTheLimit_fromTheSettings()
    {
        auto check = line(preview(4, connected(100, 30)), "PostgreSQL");
        QCOMPARE(check.verdict, Verdict::Warning);
        QVERIFY(says(check, "4 pods × 2 workers × (5 pooled + 5 overflow) = 80 at most")
            && says(check, "max_connections is 100, 30 are open"));
        QCOMPARE(line(preview(4, connected(200, 30)), "PostgreSQL").verdict, Verdict::Pass);
        QVERIFY(says(line(preview(4), "PostgreSQL"), "the profile names no PostgreSQL"));
        QVERIFY(says(line(preview(4, connected(100, 30), "plain"), "PostgreSQL"), "name no database"));
    }
    void connectionNeed_withoutAPool_takesTheGuides_andSaysSo()
    {
        const auto need = connectionNeedOf({{"DATABASE_URL", "x"}, {"WORKERS", "4"}});
        QVERIFY(need && need->assumed);
        QCOMPARE(need->perPod(), 200);
        QVERIFY(!connectionNeedOf({{"DB_POOL_SIZE", "1"}, {"DB_MAX_OVERFLOW", "0"}})->assumed);
        QVERIFY(!connectionNeedOf({{"PORT", "3000"}}));
    }
    void prediction_standsBesideTheMeasured_andUnknownIsSaid()
    {
        ClusterSources sources;
        sources.capacity = [](const CapacityQuestion& question, TaskContext&) -> Result<CapacityAnswer> {
            return answerFor(question);
        };
        const auto found = preview(4, sources);
        VERIFY_OK(found);
        QCOMPARE(found->predictedThen->replicas, 4);
        QCOMPARE(found->predictedThen->seconds, 0.25);
        QVERIFY(says(line(found, "p95"), "250 ms (225 ms to 275 ms)"));
        const auto unstable = line(preview(1, sources), "p95");
        QCOMPARE(unstable.verdict, Verdict::Warning);
        QVERIFY(says(unstable, "grows without end"));
        QVERIFY(says(line(preview(4), "p95"), "Not known: The profile names no Prometheus."));
        sources.capacity = [](const CapacityQuestion&, TaskContext&) -> Result<CapacityAnswer> {
            return fail(ErrorKind::Unreachable, "Prometheus is away.");
        };
        QVERIFY(says(line(preview(4, sources), "p95"), "Prometheus is away"));
    }
    void aSourceThatHangs_isAWarning_inBoundedTime()
    {
        ClusterSources sources;
        sources.capacity = [](const CapacityQuestion&, TaskContext& context) -> Result<CapacityAnswer> {
            QBM_CHECK(context.sleepFor(std::chrono::minutes(5)));
            return CapacityAnswer{};
        };
        QElapsedTimer timer;
        timer.start();
        QVERIFY(says(line(preview(4, sources), "p95"), "no answer in time"));
        QVERIFY(timer.elapsed() < 15'000);
    }
    void unknownDeployment_isNotFound() { QCOMPARE(preview(4, {}, "nope").error().kind, ErrorKind::NotFound); }

    void outcome_ofAScaling_holdsThePredictionOfThenAndTheP95AfterIt()
    {
        ClusterSources sources;
        sources.capacity = [](const CapacityQuestion& question, TaskContext&) -> Result<CapacityAnswer> {
            return answerFor(question);
        };
        std::string asked;
        std::optional<TimePoint> askedAt;
        sources.query = [&](const std::string& expression, std::optional<TimePoint> at,
                            TaskContext&) -> Result<prometheus::QueryResult> {
            if (expression.starts_with("histogram_quantile")) {
                asked = expression;
                askedAt = at;
            }
            prometheus::QueryResult result;
            result.series.push_back({{}, {prometheus::toUnixSeconds(at.value())}, {0.31}});
            return result;
        };
        sources.records = [this] { return m_bench->engine().records(); };
        VERIFY_OK(m_bench->deploy("scaled", 1));
        const auto cluster = makeClusterService(m_bench->cluster().client(), m_bench->nameSpace(), sources);
        const auto done = m_bench->run(*cluster->makeScaleOperation("scaled", 2));
        VERIFY_OK(done);
        QCOMPARE(done->record.state, operation::RecordState::Done);

        const LaterClock clock;
        const auto outcomes = fetchScaleOutcomes(m_bench->cluster().access().contextName,
            {m_bench->nameSpace(), "scaled"}, sources, clock, m_bench->context());
        VERIFY_OK(outcomes);
        QCOMPARE(outcomes->size(), std::size_t(1));
        const ScaleOutcome& outcome = outcomes->front();
        QCOMPARE(outcome.from, 1);
        QCOMPARE(outcome.to, 2);
        QCOMPARE(outcome.predicted->seconds, 0.5);
        QCOMPARE(outcome.measuredP95.value, 0.31);
        QVERIFY(askedAt.has_value() && *askedAt > outcome.at + std::chrono::minutes(9));
        QVERIFY2(asked.find("rate(http_request_duration_seconds_bucket{job=\"qbm-scaled\"}[") != std::string::npos,
            asked.c_str());
        const auto none
            = fetchScaleOutcomes("another", {m_bench->nameSpace(), "scaled"}, sources, clock, m_bench->context());
        QVERIFY(none && none->empty());
    }
};

QTEST_APPLESS_MAIN(TstScalePreview)
#include "tst_scale_preview.moc"
