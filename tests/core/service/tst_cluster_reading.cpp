// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/simulator.h"
#include "core/kubernetes/client.h"
#include "core/kubernetes/yaml_text.h"
#include "core/health/cluster_findings.h"
#include "core/service/cluster_health.h"
#include "core/service/cluster_service.h"
#include "core/service/rollout_service.h"
#include "tests/core/kubernetes/cluster_under_test.h"

#include <QTest>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>

using namespace qbm;
using namespace qbm::service;
using nlohmann::json;

namespace {

#define VERIFY_OK(expression) \
    do { \
        const auto& checkedOutcome = (expression); \
        QVERIFY2(checkedOutcome, checkedOutcome ? "" : (checkedOutcome.error().english() + "\n" + checkedOutcome.error().detail).c_str()); \
    } while (false)

} // namespace

/// What is read of objects, revisions, usage and rights, on the simulator and on a real API server alike.
class TstClusterReading : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ClusterUnderTest> m_cluster;
    std::shared_ptr<ClusterService> m_service;
    TaskContext m_context;

    const std::string& ns() const { return m_cluster->nameSpace(); }
    kubernetes::Client& client() const { return *m_cluster->client(); }
    Result<> rollOut(const std::string& change)
    {
        QBM_CHECK(client().patch({kubernetes::resource::kDeployments, ns(), "web", {}}, kubernetes::PatchType::StrategicMerge, change, m_context));
        QBM_TRY(status, m_service->followRollout("web", std::chrono::seconds(60), m_context));
        if (status.state != kubernetes::RolloutStatus::State::Done)
            return fail(ErrorKind::Timeout, status.message);
        return {};
    }

private slots:
    void initTestCase()
    {
        auto cluster = test::ClusterUnderTest::start();
        QVERIFY2(cluster, cluster ? "" : (cluster.error().english() + cluster.error().detail).c_str());
        m_cluster = std::move(*cluster);
        m_service = makeClusterService(m_cluster->client(), ns());
        VERIFY_OK(m_cluster->createDeployment("web", 2));
        VERIFY_OK(m_service->followRollout("web", std::chrono::seconds(60), m_context));
    }

    void cleanupTestCase()
    {
        m_service.reset();
        m_cluster.reset();
    }

    void detail_ofADeployment_tellsConditionsEventsAndWhoSetWhat()
    {
        const auto kind = m_service->findKind("deploy", m_context);
        VERIFY_OK(kind);
        const auto detail = m_service->fetchObject({kind->resource, "web"}, m_context);
        VERIFY_OK(detail);
        QCOMPARE(detail->meta.name, std::string("web"));
        QVERIFY(kubernetes::findCondition(detail->conditions, "Available") != nullptr);
        QVERIFY(detail->yaml.starts_with("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n"));
        QVERIFY(detail->yaml.find("managedFields") == std::string::npos);
        QVERIFY(!detail->events.empty());
        QCOMPARE(detail->events[0].object.name, std::string("web"));
        const auto setsImage = [](const FieldOwner& owner) {
            return owner.manager.starts_with("qbm-console")
                && std::ranges::find(owner.fields, ".spec.template.spec.containers[name=main].image") != owner.fields.end();
        };
        std::string told;
        for (const FieldOwner& owner : detail->fieldOwners) {
            for (const std::string& field : owner.fields)
                told += owner.manager + " " + field + "\n";
        }
        QVERIFY2(std::ranges::any_of(detail->fieldOwners, setsImage), told.c_str());
        // The controller's; that it came through a subresource is told since 1.22.
        const auto setsStatus = [](const FieldOwner& owner) {
            return std::ranges::any_of(owner.fields, [](const std::string& field) { return field.starts_with(".status."); });
        };
        const auto status = std::ranges::find_if(detail->fieldOwners, setsStatus);
        QVERIFY2(status != detail->fieldOwners.end(), told.c_str());
        const auto version = client().fetchVersion(m_context);
        VERIFY_OK(version);
        QCOMPARE(status->subresource, std::string(version->atLeast(1, 22) ? "status" : ""));
        QCOMPARE(m_service->fetchObject({kind->resource, "nope"}, m_context).error().kind, ErrorKind::NotFound);
    }

    void clusterFacts_brokenRollout_giveEachPodToItsDeployment()
    {
        VERIFY_OK(m_cluster->createDeployment("broken", 1, "registry.invalid/none:bad"));
        const auto of = [&](const char* name) -> std::optional<health::WorkloadFacts> {
            const auto facts = fetchClusterFacts(client(), ns(), m_context);
            if (!facts)
                return std::nullopt;
            const auto found = std::ranges::find(facts->workloads, name, &health::WorkloadFacts::name);
            return found == facts->workloads.end() ? std::nullopt : std::optional(*found);
        };
        const auto waits = [&] {
            const auto broken = of("broken");
            return broken && broken->pods.size() == 1 && broken->pods[0].status.find("mage") != std::string::npos;
        };
        for (int i = 0; i < 300 && !waits(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
        QVERIFY(waits()); // ErrImagePull, ImagePullBackOff or InvalidImageName
        const auto web = of("web");
        QVERIFY(web);
        QCOMPARE(web->kind, std::string("Deployment"));
        QCOMPARE(web->ready, 2);
        QCOMPARE(web->pods.size(), std::size_t(2));
        const auto facts = fetchClusterFacts(client(), ns(), m_context);
        VERIFY_OK(facts);
        QVERIFY(!facts->nodes.empty());
        QVERIFY(facts->unlisted.empty());
        const auto findings = health::workloadFindings(*facts, systemClock().now(), systemClock().now());
        QCOMPARE(findings.size(), std::size_t(1));
        QCOMPARE(findings[0].what.english(), std::string("broken does not start"));
        QVERIFY2(findings[0].why.english().ends_with(" of image registry.invalid/none:bad"), findings[0].why.english().c_str());
        VERIFY_OK(client().remove({kubernetes::resource::kDeployments, ns(), "broken", {}}, m_context));
    }

    void clusterFacts_stopped_isCancelled()
    {
        TaskContext stopped([] {
            std::stop_source source;
            source.request_stop();
            return source.get_token();
        }());
        QCOMPARE(fetchClusterFacts(client(), ns(), stopped).error().kind, ErrorKind::Cancelled);
    }

    void detail_ofAPod_namesItsOwner()
    {
        const auto pods = json::parse(m_service->fetchJson({.kind = "pods", .labelSelector = "app=web"}, m_context).value());
        const auto detail = m_service->fetchObject({kubernetes::resource::kPods, pods["items"][0]["metadata"]["name"]}, m_context);
        VERIFY_OK(detail);
        QCOMPARE(detail->owners.at(0).kind, std::string("ReplicaSet"));
    }

    void detail_ofAKindOfTheClustersOwn_isReadToo()
    {
        const json definition{{"apiVersion", "apiextensions.k8s.io/v1"}, {"kind", "CustomResourceDefinition"}, {"metadata", {{"name", "widgets." + ns() + ".example"}}},
            {"spec",
                {{"group", ns() + ".example"}, {"scope", "Namespaced"}, {"names", {{"plural", "widgets"}, {"singular", "widget"}, {"kind", "Widget"}}},
                    {"versions",
                        {{{"name", "v1"}, {"served", true}, {"storage", true},
                            {"schema", {{"openAPIV3Schema", {{"type", "object"}, {"x-kubernetes-preserve-unknown-fields", true}}}}}}}}}}};
        const kubernetes::Resource definitions{"apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false};
        if (!client().create({definitions, {}, {}, {}}, definition.dump(), m_context))
            QSKIP("this cluster takes no resource definitions");
        const kubernetes::Resource widgets{ns() + ".example", "v1", "widgets", "Widget", true};
        const json widget{{"apiVersion", ns() + ".example/v1"}, {"kind", "Widget"}, {"metadata", {{"name", "w"}}}, {"size", "010"}, {"on", "yes"}};
        bool made = false;
        for (int i = 0; i < 100 && !made; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(100)); // until the server serves the new kind
            made = client().create({widgets, ns(), {}, {}}, widget.dump(), m_context).has_value();
        }
        const auto detail = m_service->fetchObject({widgets, "w"}, m_context);
        (void)client().remove({definitions, {}, "widgets." + ns() + ".example", {}}, m_context);
        VERIFY_OK(detail);
        QVERIFY2(detail->yaml.find("size: '010'\n") != std::string::npos && detail->yaml.find("'on': 'yes'\n") != std::string::npos, detail->yaml.c_str());
    }

    void secrets_leaveByNoDoor()
    {
        const std::string value = "s3cr3t-" + ns();
        const json secret{{"apiVersion", "v1"}, {"kind", "Secret"}, {"stringData", {{"password", value}}},
            {"metadata",
                {{"name", "hidden"},
                    {"annotations", {{"kubectl.kubernetes.io/last-applied-configuration", json{{"kind", "Secret"}, {"stringData", {{"password", value}}}}.dump()}}}}}};
        VERIFY_OK(client().create({kubernetes::resource::kSecrets, ns(), {}, {}}, secret.dump(), m_context));
        QCOMPARE(client().fetchSecretKey(ns(), "hidden", "password", m_context)->reveal(), value);
        const std::string encoded = QByteArray::fromStdString(value).toBase64().toStdString();
        const auto clean = [&](const std::string& told) { return told.find(value) == std::string::npos && told.find(encoded) == std::string::npos; };
        const auto detail = m_service->fetchObject({kubernetes::resource::kSecrets, "hidden"}, m_context);
        VERIFY_OK(detail);
        QVERIFY2(clean(detail->yaml), detail->yaml.c_str());
        QVERIFY(detail->yaml.find("password: '<" + std::to_string(value.size()) + " bytes>'") != std::string::npos);
        for (const auto& [key, annotation] : detail->annotations)
            QVERIFY(clean(annotation));
        QVERIFY(clean(m_service->fetchJson({.kind = "secret", .names = {"hidden"}}, m_context).value()));
        QVERIFY(clean(m_service->fetchJson({.kind = "secrets"}, m_context).value()));
        const auto table = m_service->fetchTable({.kind = "secrets"}, m_context);
        VERIFY_OK(table);
        for (const auto& row : table->rows) {
            for (const std::string& cell : row)
                QVERIFY(clean(cell));
        }
    }

    void table_wideColumns_areMarked()
    {
        const auto table = m_service->fetchTable({.kind = "pods"}, m_context);
        VERIFY_OK(table);
        QCOMPARE(table->isWide.size(), table->columns.size());
        const auto at = std::ranges::find(table->columns, "NODE") - table->columns.begin();
        QVERIFY(static_cast<std::size_t>(at) < table->columns.size());
        QVERIFY(table->isWide[static_cast<std::size_t>(at)]);
        QVERIFY(!table->isWide[0]);
    }

    void revisions_ofRolloutsAndAnUndo()
    {
        VERIFY_OK(rollOut(R"({"metadata":{"annotations":{"kubernetes.io/change-cause":"more room"}},"spec":{"template":{"spec":{"terminationGracePeriodSeconds":2}}}})"));
        auto revisions = m_service->rollouts()->fetchRevisions("web", m_context);
        VERIFY_OK(revisions);
        QCOMPARE(revisions->size(), std::size_t(2));
        QCOMPARE(revisions->at(0).number, 2);
        QVERIFY(revisions->at(0).current && !revisions->at(1).current);
        QCOMPARE(revisions->at(0).changeCause, std::string("more room"));
        QCOMPARE(revisions->at(0).images.at(0).container, std::string("main"));
        QVERIFY(revisions->at(0).templateYaml.find("terminationGracePeriodSeconds: 2\n") != std::string::npos);
        QVERIFY(revisions->at(1).templateYaml.find("terminationGracePeriodSeconds: 1\n") != std::string::npos);
        QVERIFY(revisions->at(0).templateYaml.find("pod-template-hash") == std::string::npos);
        // The first template again: its ReplicaSet gets the number 3.
        VERIFY_OK(rollOut(R"({"spec":{"template":{"spec":{"terminationGracePeriodSeconds":1}}}})"));
        revisions = m_service->rollouts()->fetchRevisions("web", m_context);
        VERIFY_OK(revisions);
        QCOMPARE(revisions->size(), std::size_t(2));
        QCOMPARE(revisions->at(0).number, 3);
        QCOMPARE(revisions->at(0).earlierNumbers, std::vector<std::int64_t>{1});
        QVERIFY(revisions->at(0).current);
        const auto effects = m_service->rollouts()->fetchRevisionEffects("web", m_context);
        VERIFY_OK(effects);
        QVERIFY(effects->size() >= 2);
        QCOMPARE(effects->at(0).number, 3);
        QVERIFY(!effects->at(0).to && !effects->at(0).evidence.empty());
        QCOMPARE(effects->at(0).p95.state, ReadingState::SourceDown); // no Prometheus is configured here
        QCOMPARE(m_service->rollouts()->fetchRevisions("nope", m_context).error().kind, ErrorKind::NotFound);
    }

    void effects_areMeasuredAtTheEndOfEachPeriod()
    {
        std::vector<std::pair<std::string, std::optional<TimePoint>>> asked;
        ClusterSources sources;
        sources.query = [&](const std::string& expression, std::optional<TimePoint> at, TaskContext&) -> Result<prometheus::QueryResult> {
            asked.emplace_back(expression, at);
            prometheus::QueryResult result;
            if (expression.find("model_accuracy_score") == std::string::npos) {
                result.series.emplace_back();
                result.series.back().times = {0};
                result.series.back().values = {0.25};
            }
            return result;
        };
        const auto service = makeClusterService(m_cluster->client(), ns(), sources);
        const auto effects = service->rollouts()->fetchRevisionEffects("web", m_context);
        VERIFY_OK(effects);
        const RevisionEffect& first = effects->back();
        QCOMPARE(first.p95.value, 0.25);
        QCOMPARE(first.p95.unit, Unit::Seconds);
        QCOMPARE(first.errorRatio.state, ReadingState::Value);
        QCOMPARE(first.accuracy.state, ReadingState::NoData); // never zero
        QVERIFY(!first.accuracy.hasValue());
        if (effects->size() > 1) // it has not served for two minutes: the window would tell of the one before
            QCOMPARE(effects->front().p95.state, ReadingState::NoData);
        for (const auto& [expression, at] : asked)
            QVERIFY(at.has_value());
        QVERIFY(asked[0].first.find("job=\"qbm-web\"") != std::string::npos);
    }

    void permissions_manyAtOnce_withReasons()
    {
        const auto questions = consoleQuestions();
        const auto mine = m_service->fetchPermissions(questions, m_context);
        VERIFY_OK(mine);
        QCOMPARE(mine->size(), questions.size());
        QVERIFY(mine->at(0).allowed && mine->at(0).reason.empty());
        kubernetes::ClusterAccess access = m_cluster->access();
        access.impersonation.user = "qbm-stranger";
        const auto stranger = makeClusterService(std::make_shared<kubernetes::Client>(access, AccessMode::ReadOnly), ns());
        const auto theirs = stranger->fetchPermissions({{"patch", "deployments/scale", {}}, {"list", "no-such-kind", {}}, {"get", "pods/log", {}}}, m_context);
        VERIFY_OK(theirs);
        const std::string reason = theirs->at(0).reason.english();
        QVERIFY2(reason.starts_with("patch deployments/scale in " + ns() + ": denied to user "), reason.c_str());
        QVERIFY(!theirs->at(1).allowed && !theirs->at(1).reason.empty());
        QVERIFY2(theirs->at(2).reason.english().starts_with("get pods/log in " + ns()), theirs->at(2).reason.english().c_str());
    }

    void usage_whereItIsMeasured()
    {
        auto usage = m_service->fetchUsage(m_context);
        if (m_cluster->simulator()) {
            // As a real metrics server it takes a while to know a new pod.
            for (int i = 0; i < 120 && usage && usage->pods.empty(); ++i) {
                std::this_thread::sleep_for(std::chrono::milliseconds(500));
                usage = m_service->fetchUsage(m_context);
            }
            VERIFY_OK(usage);
            QVERIFY(!usage->nodes.empty());
            QVERIFY(std::ranges::any_of(usage->pods, [](const auto& pod) { return pod.first.starts_with("web-") && pod.second.memoryBytes > 0; }));
            return;
        }
        if (!usage)
            QCOMPARE(usage.error().kind, ErrorKind::Unsupported);
    }
};

QTEST_APPLESS_MAIN(TstClusterReading)
#include "tst_cluster_reading.moc"
