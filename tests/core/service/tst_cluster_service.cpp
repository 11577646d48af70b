// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/simulator.h"
#include "core/kubernetes/client.h"
#include "core/operation/engine.h"
#include "core/service/cluster_service.h"
#include "core/service/kubernetes_workload.h"
#include "tests/core/kubernetes/cluster_under_test.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>
#include <thread>

using namespace qbm;
using namespace qbm::service;
using nlohmann::json;
using operation::RecordState;
using operation::Verdict;
using std::chrono::milliseconds;

namespace {

#define VERIFY_OK(expression) \
    do { \
        const auto& checkedOutcome = (expression); \
        QVERIFY2(checkedOutcome, checkedOutcome ? "" : (checkedOutcome.error().english() + "\n" + checkedOutcome.error().detail).c_str()); \
    } while (false)

const operation::Check* checkAbout(const std::vector<operation::Check>& checks, const std::string& words)
{
    for (const operation::Check& check : checks) {
        if (check.question.english().find(words) != std::string::npos)
            return &check;
    }
    return nullptr;
}

} // namespace

/// Scaling and the rest of the cluster facade on the simulator or a real cluster: planned, checked, run, taken back.
class TstClusterService : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ClusterUnderTest> m_cluster;
    std::shared_ptr<ClusterService> m_service;
    QTemporaryDir m_folder;
    TaskContext m_context;

    const std::string& ns() const { return m_cluster->nameSpace(); }
    std::shared_ptr<ClusterService> serviceOf(kubernetes::ClusterAccess access, AccessMode mode) const
    {
        return makeClusterService(std::make_shared<kubernetes::Client>(std::move(access), mode), ns());
    }
    operation::Engine engine(operation::Journal::PointHook hook = {}) const
    {
        operation::EngineOptions options;
        options.stateFolder = m_folder.path().toStdString();
        options.profile = "test";
        options.actor = "tester";
        options.onJournalPoint = std::move(hook);
        return operation::Engine(options);
    }
    int desired(const std::string& name)
    {
        const auto deployment = m_service->fetchDeployment(name, m_context);
        return deployment ? deployment->desired : -1;
    }
    Result<> deploy(const std::string& name, int replicas)
    {
        QBM_CHECK(m_cluster->createDeployment(name, replicas));
        QBM_CHECK(m_service->followRollout(name, std::chrono::seconds(60), m_context));
        return {};
    }

private slots:
    void initTestCase()
    {
        auto cluster = test::ClusterUnderTest::start();
        QVERIFY2(cluster, cluster ? "" : (cluster.error().english() + cluster.error().detail).c_str());
        m_cluster = std::move(*cluster);
        m_service = makeClusterService(m_cluster->client(), ns());
    }

    void cleanupTestCase()
    {
        m_service.reset();
        m_cluster.reset();
    }

    void identity_andVersion_areTold()
    {
        QCOMPARE(m_service->identity().nameSpace, ns());
        QVERIFY(!m_service->contexts().empty());
        const auto version = m_service->fetchServerVersion(m_context);
        VERIFY_OK(version);
        QVERIFY(version->starts_with("v1."));
    }

    void scale_planned_checked_run_andReadBack()
    {
        VERIFY_OK(deploy("web", 2));
        const auto operation = m_service->makeScaleOperation("web", 4);
        const auto plan = operation->plan(m_context);
        VERIFY_OK(plan);
        QCOMPARE(plan->title.english(), std::string("Scale deployment web from 2 to 4"));
        QCOMPARE(plan->target, std::string("web"));
        QVERIFY(!plan->stopLeaves.empty() && !plan->undo.empty() && !plan->consequence.empty());
        const auto checks = operation->check(m_context);
        VERIFY_OK(checks);
        QVERIFY(operation::mayRun(*checks));
        for (const char* question : {"patch deployments/scale", "sensible count", "No rollout is under way", "No autoscaler", "quota leaves room"}) {
            const auto* check = checkAbout(*checks, question);
            QVERIFY2(check && check->verdict == Verdict::Pass, question);
        }
        QCOMPARE(checkAbout(*checks, "p95")->verdict, Verdict::Warning); // no Prometheus here, which is said

        bool progressed = false;
        const auto outcome = engine().run(*operation, "more load", m_context, [&](const operation::Event& event) {
            progressed = progressed || event.kind == operation::Event::Kind::Progressed;
        });
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Done);
        QCOMPARE(outcome->record.values.at("replicasBefore"), std::string("2"));
        QVERIFY(progressed);
        const auto deployment = m_service->fetchDeployment("web", m_context);
        QVERIFY(kubernetes::isSettled(*deployment));
        QCOMPARE(deployment->ready, 4);
    }

    void scale_toZero_warns_andIsDoneWhenNothingIsLeft()
    {
        VERIFY_OK(deploy("zero", 2));
        const auto operation = m_service->makeScaleOperation("zero", 0);
        const auto checks = operation->check(m_context);
        QCOMPARE(checkAbout(*checks, "sensible")->verdict, Verdict::Warning);
        const auto outcome = engine().run(*operation, "", m_context);
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Done);
        QCOMPARE(m_service->fetchDeployment("zero", m_context)->current, 0);
    }

    void scale_nonsenseAndUnknown_areRefused()
    {
        QCOMPARE(m_service->makeScaleOperation("web", -1)->plan(m_context).error().kind, ErrorKind::InvalidInput);
        QCOMPARE(m_service->makeScaleOperation("web", 100'000)->plan(m_context).error().kind, ErrorKind::InvalidInput);
        QCOMPARE(m_service->makeScaleOperation("nope", 2)->plan(m_context).error().kind, ErrorKind::NotFound);
        const auto checks = m_service->makeScaleOperation("nope", 2)->check(m_context);
        QVERIFY(!operation::mayRun(*checks));
    }

    void scale_underAnAutoscaler_warnsWithItsBounds()
    {
        VERIFY_OK(m_cluster->createDeployment("auto", 1));
        const auto served = m_cluster->client()->findResource("horizontalpodautoscalers.autoscaling", m_context);
        VERIFY_OK(served);
        const json hpa{{"apiVersion", served->resource.apiVersion()}, {"kind", "HorizontalPodAutoscaler"}, {"metadata", {{"name", "auto-hpa"}}},
            {"spec", {{"scaleTargetRef", {{"apiVersion", "apps/v1"}, {"kind", "Deployment"}, {"name", "auto"}}}, {"minReplicas", 1}, {"maxReplicas", 3}}}};
        VERIFY_OK(m_cluster->client()->create({served->resource, ns(), {}, {}}, hpa.dump(), m_context));
        const auto checks = m_service->makeScaleOperation("auto", 2)->check(m_context);
        VERIFY_OK(checks);
        const auto* check = checkAbout(*checks, "autoscaler");
        QCOMPARE(check->verdict, Verdict::Warning);
        QVERIFY2(check->reason.english().find("auto-hpa keeps the count between 1 and 3") != std::string::npos, check->reason.english().c_str());
    }

    void scale_bySomebodyWhoMayNot_isDeniedWithTheReason()
    {
        kubernetes::ClusterAccess access = m_cluster->access();
        access.impersonation.user = "qbm-stranger";
        const auto stranger = serviceOf(access, AccessMode::ReadWrite);
        const auto checks = stranger->makeScaleOperation("web", 3)->check(m_context);
        VERIFY_OK(checks);
        const auto* check = checkAbout(*checks, "patch deployments/scale");
        QCOMPARE(check->verdict, Verdict::Fail);
        QVERIFY2(check->reason.english().find("denied to user") != std::string::npos, check->reason.english().c_str());
        const auto permission = stranger->fetchPermission({"patch", "deployments/scale", {}}, m_context);
        QVERIFY(!permission || !permission->allowed);
        const auto everything = m_service->fetchPermission({"*", "*", {}}, m_context);
        VERIFY_OK(everything);
        QVERIFY2(everything->allowed, everything->reason.english().c_str());
        const auto nothing = stranger->fetchPermission({"*", "*", {}}, m_context);
        VERIFY_OK(nothing);
        QVERIFY(!nothing->allowed);
        QVERIFY2(nothing->reason.english().find("denied to user") != std::string::npos, nothing->reason.english().c_str());
        const auto nodes = stranger->fetchPermission({"list", "nodes", {}}, m_context);
        VERIFY_OK(nodes);
        QVERIFY2(nodes->reason.english().starts_with("list nodes in the whole cluster: "), nodes->reason.english().c_str());
        const auto mine = m_service->fetchPermission({"patch", "deploy/scale", {}}, m_context);
        VERIFY_OK(mine);
        QVERIFY(mine->allowed);
    }

    void scale_readOnly_neverWrites()
    {
        const auto readOnly = serviceOf(m_cluster->access(), AccessMode::ReadOnly);
        QVERIFY(readOnly->identity().readOnly);
        const auto operation = readOnly->makeScaleOperation("web", 1);
        const int before = desired("web");
        QVERIFY(!operation::mayRun(*operation->check(m_context)));
        QVERIFY(!engine().run(*operation, "", m_context));
        QCOMPARE(desired("web"), before);
    }

    void scale_stopped_leavesTheCountAskedFor()
    {
        VERIFY_OK(deploy("stopped", 1));
        std::stop_source stop;
        TaskContext context(stop.get_token());
        const auto operation = m_service->makeScaleOperation("stopped", 3);
        const auto outcome = engine().run(*operation, "", context, [&](const operation::Event& event) {
            if (event.kind == operation::Event::Kind::StepState && event.step == 1 && event.state == operation::StepState::Running)
                stop.request_stop();
        });
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::Stopped);
        QCOMPARE(desired("stopped"), 3);
    }

    void scale_killedAnywhere_resumesOrGoesBack()
    {
        VERIFY_OK(deploy("killed", 2));
        struct Kill {};
        for (const bool resume : {true, false}) {
            for (int point = 1; point <= 4; ++point) {
                int points = 0;
                const auto dying = [&](std::string_view) {
                    if (++points == point + 1)
                        throw Kill{};
                };
                const auto operation = m_service->makeScaleOperation("killed", 3);
                try {
                    (void)engine(dying).run(*operation, "", m_context);
                    break; // fewer points than that
                } catch (const Kill&) {
                }
                operation::Registry registry;
                registerClusterOperations(registry, m_service);
                const auto record = engine().find("LATEST");
                VERIFY_OK(record);
                const auto again = registry.make(record->kind, record->parameters);
                VERIFY_OK(again);
                const auto outcome = resume ? engine().resume(record->id, **again, m_context) : engine().undo(record->id, **again, m_context);
                VERIFY_OK(outcome);
                QCOMPARE(outcome->record.state, resume ? RecordState::Done : RecordState::Undone);
                QCOMPARE(desired("killed"), resume ? 3 : 2);
                VERIFY_OK(m_cluster->client()->patch({kubernetes::resource::kDeployments, ns(), "killed", "scale"},
                    kubernetes::PatchType::Merge, R"({"spec":{"replicas":2}})", m_context));
            }
        }
    }

    void scale_changedBySomebodyElse_isLeftAlone()
    {
        VERIFY_OK(deploy("contested", 1));
        const auto operation = m_service->makeScaleOperation("contested", 3);
        const auto outcome = engine().run(*operation, "", m_context, [&](const operation::Event& event) {
            if (event.kind == operation::Event::Kind::StepState && event.step == 1 && event.state == operation::StepState::Running)
                (void)m_cluster->client()->patch({kubernetes::resource::kDeployments, ns(), "contested", "scale"},
                    kubernetes::PatchType::Merge, R"({"spec":{"replicas":2}})", m_context);
        });
        VERIFY_OK(outcome);
        QVERIFY(outcome->record.state != RecordState::Done);
        QVERIFY(outcome->record.error.has_value());
        QCOMPARE(desired("contested"), 2);
    }

    /// As an autoscaler does: it can be told from the outside what there is now and who moved it, and be closed.
    void scale_movedOn_tellsWhatIsThereNow_andIsClosed()
    {
        VERIFY_OK(deploy("moved", 1));
        const auto operation = m_service->makeScaleOperation("moved", 3);
        const auto outcome = engine().run(*operation, "", m_context, [&](const operation::Event& event) {
            if (event.kind == operation::Event::Kind::StepState && event.step == 1 && event.state == operation::StepState::Running)
                (void)m_cluster->client()->patch({kubernetes::resource::kDeployments, ns(), "moved", "scale"},
                    kubernetes::PatchType::Merge, R"({"spec":{"replicas":2}})", m_context);
        });
        VERIFY_OK(outcome);
        QCOMPARE(outcome->record.state, RecordState::NeedsAttention);
        json autoscaler{{"apiVersion", "autoscaling/v2"}, {"kind", "HorizontalPodAutoscaler"}, {"metadata", {{"name", "moved"}, {"namespace", ns()}}}};
        autoscaler["spec"] = {{"scaleTargetRef", {{"apiVersion", "apps/v1"}, {"kind", "Deployment"}, {"name", "moved"}}}, {"minReplicas", 2}, {"maxReplicas", 7}};
        auto made = m_cluster->client()->create({kubernetes::resource::kHorizontalPodAutoscalers, ns(), {}, {}}, autoscaler.dump(), m_context);
        if (!made && made.error().kind == ErrorKind::NotFound) { // servers before 1.23 have only the version before
            autoscaler["apiVersion"] = "autoscaling/v1";
            made = m_cluster->client()->create({kubernetes::resource::kHorizontalPodAutoscalersV1, ns(), {}, {}}, autoscaler.dump(), m_context);
        }
        VERIFY_OK(made);
        const auto again = m_service->makeScaleOperation("moved", 3);
        const auto now = again->standing(outcome->record.values, m_context);
        VERIFY_OK(now);
        const std::string words = now->english();
        QVERIFY2(words.starts_with("Deployment moved asks for 2 replicas now ("), words.c_str());
        QVERIFY2(words.find("this operation asked for 3, before it there were 1. HorizontalPodAutoscaler moved scales it between 2 and 7.") != std::string::npos, words.c_str());
        VERIFY_OK(engine().close(outcome->record.id, "the autoscaler has it"));
        QCOMPARE(engine().find(outcome->record.id)->state, RecordState::Closed);
        QCOMPARE(desired("moved"), 2);
    }

    void workload_toZeroAndBack_countsPodsNotPromises()
    {
        VERIFY_OK(deploy("work", 2));
        const auto workload = makeKubernetesWorkload(m_cluster->client(), ns());
        VERIFY_OK(workload->checkMayScale("work", m_context));
        QCOMPARE(workload->fetchReplicas("work", m_context).value(), 2);
        VERIFY_OK(workload->scaleTo("work", 0, m_context));
        VERIFY_OK(workload->waitForPods("work", 0, std::chrono::seconds(60), m_context));
        const auto pods = m_service->fetchTable({.kind = "pods", .labelSelector = "app=work"}, m_context);
        VERIFY_OK(pods);
        QVERIFY(pods->rows.empty());
        VERIFY_OK(workload->scaleTo("work", 2, m_context));
        VERIFY_OK(workload->scaleTo("work", 2, m_context)); // again is no error
        VERIFY_OK(workload->waitForPods("work", 2, std::chrono::seconds(60), m_context));
        QCOMPARE(workload->fetchReplicas("nope", m_context).error().kind, ErrorKind::NotFound);
    }

    void workload_thatCannotGetReady_timesOutWithThePodsReasons()
    {
        VERIFY_OK(m_cluster->createDeployment("stuck", 0));
        const json tooMuch{{"spec", {{"replicas", 1}, {"template", {{"spec", {{"nodeSelector", {{"no-such", "node"}}}}}}}}}};
        VERIFY_OK(m_cluster->client()->patch({kubernetes::resource::kDeployments, ns(), "stuck", {}},
            kubernetes::PatchType::StrategicMerge, tooMuch.dump(), m_context));
        const auto workload = makeKubernetesWorkload(m_cluster->client(), ns());
        const auto waited = workload->waitForPods("stuck", 1, std::chrono::seconds(6), m_context);
        QVERIFY(!waited);
        QCOMPARE(waited.error().kind, ErrorKind::Timeout);
        QVERIFY2(waited.error().detail.find("stuck-") != std::string::npos, waited.error().detail.c_str());
    }

    void tablesAndJson_ofAnyKind()
    {
        const auto table = m_service->fetchTable({.kind = "deploy"}, m_context);
        VERIFY_OK(table);
        QCOMPARE(table->columns.front(), std::string("NAME"));
        QVERIFY(table->rows.size() >= 3);
        QCOMPARE(m_service->fetchTable({.kind = "deployments", .names = {"web"}}, m_context)->rows.size(), std::size_t(1));
        const auto list = m_service->fetchJson({.kind = "Deployment", .labelSelector = "app=web"}, m_context);
        VERIFY_OK(list);
        const json parsed = json::parse(*list);
        QCOMPARE(parsed["items"].size(), std::size_t(1));
        QCOMPARE(parsed["items"][0]["kind"].get<std::string>(), std::string("Deployment"));
        QCOMPARE(m_service->fetchTable({.kind = "nonsense"}, m_context).error().kind, ErrorKind::NotFound);
        const auto elsewhere = makeClusterService(m_cluster->client(), "qbm-no-such-namespace");
        QCOMPARE(elsewhere->fetchDeployments(m_context).error().kind, ErrorKind::NotFound);
        VERIFY_OK(m_service->fetchEvents(m_context));
    }

    void live_deployments_areTheNamespaces()
    {
        const auto deployments = m_service->deployments();
        const auto subscription = deployments->subscribe([] {});
        for (int i = 0; i < 500 && deployments->snapshot()->state != kubernetes::LiveState::Live; ++i)
            std::this_thread::sleep_for(milliseconds(20));
        QCOMPARE(deployments->snapshot()->state, kubernetes::LiveState::Live);
        QVERIFY(deployments->snapshot()->rows.size() >= 3);
    }
};

QTEST_APPLESS_MAIN(TstClusterService)
#include "tst_cluster_service.moc"
