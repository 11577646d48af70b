// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/cluster/operation_bench.h"
#include "tests/core/cluster/recording_proxy.h"

#include "core/base/file.h"

#include <QTest>
#include <cstdlib>

using namespace qbm;
using namespace qbm::test;
using nlohmann::json;

namespace {

/// A step's context of its own: the steps are run although every check says no.
class ForcedStep final : public operation::StepContext {
public:
    Result<> remember(const std::string& key, const std::string& value) override
    {
        m_values[key] = value;
        return {};
    }
    std::optional<std::string> recall(const std::string& key) const override
    {
        const auto found = m_values.find(key);
        return found == m_values.end() ? std::nullopt : std::optional(found->second);
    }
    const std::string& reason() const override { return m_reason; }
    void say(Text) override { }
    TaskContext& task() override { return m_task; }

private:
    operation::Values m_values;
    std::string m_reason = "forced";
    TaskContext m_task;
};

} // namespace

/// Read-only mode holds in the client, below every check: no operation on the cluster writes, whatever it tries.
class TstReadOnly : public QObject {
    Q_OBJECT
    std::unique_ptr<OperationBench> m_bench;
    std::unique_ptr<RecordingProxy> m_proxy;
    QTemporaryDir m_folder;
    std::string m_node = "walk-node", m_cordonedNode = "walk-cordoned";
    bool m_hasCronJobs = true;

    /// Objects that the operations beyond Deployments are walked on.
    Result<> provideMore()
    {
        const json podTemplate{{"metadata", {{"labels", {{"app", "sets"}}}}},
            {"spec", {{"containers", {{{"name", "main"}, {"image", "registry.k8s.io/pause:3.9"}}}}}}};
        const auto create = [&](const kubernetes::Resource& resource, json object) -> Result<> {
            object["apiVersion"] = resource.apiVersion();
            object["kind"] = resource.kind;
            QBM_CHECK(m_bench->client().create({resource, m_bench->nameSpace(), {}, {}}, object.dump(), m_bench->context()));
            return {};
        };
        const json selector{{"matchLabels", {{"app", "sets"}}}};
        QBM_CHECK(create(kubernetes::resource::kStatefulSets,
            {{"metadata", {{"name", "set"}}},
                {"spec", {{"replicas", 0}, {"serviceName", "set"}, {"selector", selector}, {"template", podTemplate}}}}));
        json onNoNode = podTemplate;
        onNoNode["spec"]["nodeSelector"] = {{"no-such", "node"}};
        QBM_CHECK(create(kubernetes::resource::kDaemonSets,
            {{"metadata", {{"name", "agent"}}}, {"spec", {{"selector", selector}, {"template", onNoNode}}}}));
        for (const char* set : {"statefulset/set", "daemonset/agent"})
            QBM_CHECK(m_bench->run(
                *m_bench->actions().makeSetImage(*cluster::parseWorkload(set), "", "registry.k8s.io/pause:3.10")));
        QBM_CHECK(create(kubernetes::resource::kConfigMaps,
            {{"metadata", {{"name", "held"}, {"labels", {{"walk", "yes"}}}, {"finalizers", {"qbm.example.com/hold"}}}}}));
        json job = podTemplate;
        job["spec"]["restartPolicy"] = "Never";
        const auto cronJob = create(kubernetes::resource::kCronJobs,
            {{"metadata", {{"name", "nightly"}}},
                {"spec",
                    {{"schedule", "0 0 1 1 *"}, {"suspend", true},
                        {"jobTemplate", {{"spec", {{"template", job}}}}}}}});
        m_hasCronJobs = cronJob || cronJob.error().kind != ErrorKind::NotFound; // batch/v1 has them since 1.21
        if (m_hasCronJobs)
            QBM_CHECK(cronJob);
        QBM_CHECK(create(kubernetes::resource::kNodes, {{"metadata", {{"name", m_node}}}}));
        return create(kubernetes::resource::kNodes,
            {{"metadata", {{"name", m_cordonedNode}}}, {"spec", {{"unschedulable", true}}}});
    }

    std::shared_ptr<service::ClusterService> serviceThroughProxy(AccessMode mode) const
    {
        return service::makeClusterService(
            std::make_shared<kubernetes::Client>(m_proxy->access(), mode), m_bench->nameSpace());
    }
    /// Every operation there is, each on something that exists.
    std::vector<MadeOperation> everything(service::ClusterService& cluster) const
    {
        const auto actions = cluster.actions();
        std::vector<MadeOperation> all;
        all.push_back(cluster.makeScaleOperation("web", 3));
        all.push_back(actions->makeSetImage("web", "", "registry.k8s.io/pause:3.8"));
        all.push_back(actions->makeRestart("web"));
        all.push_back(actions->makePause("web", true));
        all.push_back(actions->makePause("paused", false));
        all.push_back(actions->makeRolloutUndo("web", 0));
        all.push_back(actions->makeReveal("hush"));
        all.push_back(
            actions->makeApply("{apiVersion: v1, kind: ConfigMap, metadata: {name: applied}, data: {a: b}}", true));
        all.push_back(actions->makeDelete({kubernetes::resource::kSecrets, "hush"}));
        all.push_back(actions->makeCreateNamespace(m_bench->nameSpace() + "-more"));
        for (const char* set : {"statefulset/set", "daemonset/agent"}) {
            const service::Workload workload = *cluster::parseWorkload(set);
            all.push_back(actions->makeSetImage(workload, "", "registry.k8s.io/pause:3.8"));
            all.push_back(actions->makeRestart(workload));
            all.push_back(actions->makeRolloutUndo(workload, 0));
        }
        all.push_back(cluster.makeScaleOperation(*cluster::parseWorkload("sts/set"), 2));
        const service::ObjectKey hush{kubernetes::resource::kSecrets, "hush"};
        const service::ObjectKey held{kubernetes::resource::kConfigMaps, "held"};
        std::vector<service::ActionRequest> requests{cluster::CordonRequest{m_node, true},
            cluster::CordonRequest{m_cordonedNode, false}, cluster::DrainRequest{m_node, true, true, {}, std::chrono::seconds(1)},
            cluster::TaintRequest{m_node, {"walk=yes:PreferNoSchedule"}}, cluster::MetadataRequest{held, false, {"a=b"}},
            cluster::MetadataRequest{held, true, {"a=b"}},
            cluster::DeleteSelectedRequest{kubernetes::resource::kConfigMaps, "walk=yes", false},
            cluster::RemoveFinalizerRequest{held, "qbm.example.com/hold"}, cluster::ForceDeleteRequest{hush}};
        if (m_hasCronJobs)
            requests.push_back(cluster::RunCronJobRequest{"nightly", "nightly-now"});
        for (const service::ActionRequest& request : requests)
            all.push_back(actions->make(request));
        all.push_back(actions->makeCommand({"some-pod", "", {"ls"}, {"rm", "-r", "/app/logs"}, false}));
        return all;
    }

private slots:
    void initTestCase()
    {
        auto bench = OperationBench::start();
        VERIFY_OK(bench);
        m_bench = std::move(*bench);
        m_proxy = std::make_unique<RecordingProxy>(m_bench->cluster().access());
        for (const char* name : {"web", "paused"}) {
            VERIFY_OK(m_bench->deploy(name, 0));
            VERIFY_OK(m_bench->run(*m_bench->actions().makeSetImage(name, "", "registry.k8s.io/pause:3.10")));
        }
        VERIFY_OK(m_bench->patchDeployment("paused", {{"spec", {{"paused", true}}}}));
        const json secret{
            {"apiVersion", "v1"}, {"kind", "Secret"}, {"metadata", {{"name", "hush"}}}, {"stringData", {{"a", "b"}}}};
        VERIFY_OK(m_bench->client().create(
            {kubernetes::resource::kSecrets, m_bench->nameSpace(), {}, {}}, secret.dump(), m_bench->context()));
        VERIFY_OK(provideMore());
        // A kubectl that only leaves a mark, and a kubeconfig for it.
        const std::filesystem::path folder = m_folder.path().toStdString();
        QVERIFY(writeFileDurably(folder / "kubectl", "#!/bin/sh\ntouch " + (folder / "was-run").string() + "\n")
                    .has_value());
        std::filesystem::permissions(folder / "kubectl", std::filesystem::perms::owner_all);
        QVERIFY(writeFileDurably(folder / "config", "{}").has_value());
        qputenv("PATH", QByteArray::fromStdString(folder.string() + ":" + std::getenv("PATH")));
        qputenv("KUBECONFIG", QByteArray::fromStdString((folder / "config").string()));
    }

    void cleanupTestCase()
    {
        for (const std::string& node : {m_node, m_cordonedNode})
            (void)m_bench->client().remove({kubernetes::resource::kNodes, {}, node, {}}, m_bench->context());
        // Nothing keeps the namespace from going.
        (void)m_bench->client().patch({kubernetes::resource::kConfigMaps, m_bench->nameSpace(), "held", {}},
            kubernetes::PatchType::Merge, R"({"metadata":{"finalizers":null}})", m_bench->context());
        m_proxy.reset();
    }

    void everyOperation_readOnly_writesNothing()
    {
        const auto cluster = serviceThroughProxy(AccessMode::ReadOnly);
        for (const MadeOperation& operation : everything(*cluster)) {
            const std::string kind = operation->kind();
            const auto plan = operation->plan(m_bench->context());
            if (kind != "pod.command")
                QVERIFY2(plan.has_value(), (kind + ": " + (plan ? "" : plan.error().english())).c_str());
            const auto checks = operation->check(m_bench->context());
            QVERIFY2(checks && !operation::mayRun(*checks), (kind + " may run").c_str());
            const auto* check = checkAbout(*checks, "The console may change things");
            QVERIFY2(check && check->verdict == operation::Verdict::Fail, kind.c_str());
            QVERIFY2(!m_bench->run(*operation), kind.c_str());
            for (const operation::Step& step : operation->steps()) { // past every check
                ForcedStep forced;
                (void)step.run(forced);
                if (step.undo)
                    (void)step.undo(forced);
            }
            QVERIFY2(m_proxy->writes().empty(),
                (kind + ": " + (m_proxy->writes().empty() ? "" : m_proxy->writes().front())).c_str());
        }
        QVERIFY(m_proxy->requests() > 30); // it was really asked
        QVERIFY(!std::filesystem::exists(std::filesystem::path(m_folder.path().toStdString()) / "was-run"));
    }

    void theSameOperations_writable_doWrite()
    {
        const auto cluster = serviceThroughProxy(AccessMode::ReadWrite);
        for (const MadeOperation& operation : everything(*cluster)) {
            const std::string kind = operation->kind();
            if (kind == "secret.reveal" || kind == "pod.command")
                continue; // one only reads, the other goes through kubectl
            const std::size_t before = m_proxy->writes().size();
            const auto checks = operation->check(m_bench->context()); // a dry run counts
            VERIFY_OK(checks);
            for (const operation::Step& step : operation->steps()) {
                ForcedStep forced;
                if (m_proxy->writes().size() == before)
                    (void)step.run(forced);
            }
            QVERIFY2(m_proxy->writes().size() > before, kind.c_str());
        }
    }

    void apply_conflict_namesManagerAndField()
    {
        // The Status of a real API server.
        m_proxy->intercept([](const SeenRequest& request) -> std::optional<Answer> {
            if (request.header("Content-Type") != "application/apply-patch+yaml"
                || request.target.find("force=true") != std::string::npos)
                return std::nullopt;
            const std::string conflict = "conflict with \"hpa\" using apps/v1";
            const json cause{{"reason", "FieldManagerConflict"}, {"message", conflict}, {"field", ".spec.replicas"}};
            const json status{{"kind", "Status"}, {"apiVersion", "v1"}, {"status", "Failure"}, {"reason", "Conflict"},
                {"code", 409}, {"message", "Apply failed with 1 conflict: " + conflict + ": .spec.replicas"},
                {"details", {{"causes", {cause}}}}};
            return Answer{409, status.dump(), "application/json", {}, {}};
        });
        const auto cluster = serviceThroughProxy(AccessMode::ReadWrite);
        const std::string manifest = "{apiVersion: v1, kind: ConfigMap, metadata: {name: contested}, data: {a: b}}";
        const auto operation = cluster->actions()->makeApply(manifest);
        const auto checks = operation->check(m_bench->context());
        VERIFY_OK(checks);
        const auto* check = checkAbout(*checks, "Nobody else manages what ConfigMap contested sets");
        QVERIFY2(check && check->verdict == operation::Verdict::Fail, textOf(*checks).c_str());
        const std::string why = check->reason.english();
        QVERIFY2(
            why.find("\"hpa\"") != std::string::npos && why.find(".spec.replicas") != std::string::npos, why.c_str());
        QVERIFY(!m_bench->run(*operation));
        VERIFY_OK(m_bench->run(*cluster->actions()->makeApply(manifest, true)));
        m_proxy->intercept({});
    }
};

QTEST_APPLESS_MAIN(TstReadOnly)
#include "tst_read_only.moc"
