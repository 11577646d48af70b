// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/client.h"
#include "core/service/kubernetes_interferers.h"
#include "core/service/kubernetes_workload.h"
#include "tests/core/cluster/operation_bench.h"

#include <QTest>
#include <thread>

using namespace qbm;
using namespace qbm::service;
using backup::Interferer;
using nlohmann::json;

/// What a restore holds still around a deployment, on the simulator or a real cluster, whichever versions it serves.
class TstInterferers : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OperationBench> m_bench;
    std::unique_ptr<backup::WorkloadControl> m_workload;

    TaskContext& context() { return m_bench->context(); }
    kubernetes::Client& client() { return m_bench->client(); }
    /// The version this server knows.
    kubernetes::Resource served(const kubernetes::Resource& newest)
    {
        const auto found = client().findResource(newest.qualifiedName(), context());
        return found ? found->resource : newest;
    }
    kubernetes::Resource autoscalers() { return served(kubernetes::resource::kHorizontalPodAutoscalers); }
    kubernetes::Resource cronJobs() { return served(kubernetes::resource::kCronJobs); }

    Result<> create(const kubernetes::Resource& resource, const std::string& name, json spec)
    {
        const json object{{"apiVersion", resource.apiVersion()}, {"kind", resource.kind},
            {"metadata", {{"name", name}, {"labels", {{"kept", "yes"}}}}}, {"spec", std::move(spec)}};
        QBM_CHECK(client().create({resource, m_bench->nameSpace(), {}, {}}, object.dump(), context()));
        return {};
    }
    Result<> createAutoscaler(const std::string& name, const std::string& kind, const std::string& target)
    {
        return create(autoscalers(), name,
            {{"scaleTargetRef", {{"apiVersion", "apps/v1"}, {"kind", kind}, {"name", target}}}, {"minReplicas", 2},
                {"maxReplicas", 7}});
    }
    Result<> createCronJob(const std::string& name, bool suspended)
    {
        json spec{{"schedule", "0 3 * * *"},
            {"jobTemplate",
                {{"spec",
                    {{"template",
                        {{"spec",
                            {{"restartPolicy", "Never"},
                                {"containers",
                                    json::array({{{"name", "main"}, {"image", "registry.k8s.io/pause:3.9"}}})}}}}}}}}}};
        if (suspended)
            spec["suspend"] = true;
        return create(cronJobs(), name, std::move(spec));
    }
    json spec(const kubernetes::Resource& resource, const std::string& name)
    {
        return m_bench->object(resource, name)["spec"];
    }
    std::vector<Interferer> interferers(const std::vector<std::string>& deployments)
    {
        return m_workload->fetchInterferers(deployments, context()).value();
    }
    Interferer only(const std::string& name)
    {
        for (const Interferer& interferer : interferers({"backend", "frontend"})) {
            if (interferer.name == name)
                return interferer;
        }
        return {};
    }
    Result<> remove(const kubernetes::Resource& resource, const std::string& name)
    {
        QBM_CHECK(client().remove({resource, m_bench->nameSpace(), name, {}}, context()));
        return {};
    }

private slots:
    void initTestCase()
    {
        auto bench = test::OperationBench::start();
        VERIFY_OK(bench);
        m_bench = std::move(*bench);
        m_workload = makeKubernetesWorkload(m_bench->cluster().client(), m_bench->nameSpace());
        VERIFY_OK(createAutoscaler("backend-hpa", "Deployment", "backend"));
        VERIFY_OK(createAutoscaler("other-hpa", "Deployment", "other"));
        VERIFY_OK(createAutoscaler("set-hpa", "StatefulSet", "backend"));
        VERIFY_OK(createCronJob("nightly", false));
        VERIFY_OK(createCronJob("resting", true));
    }
    void cleanupTestCase()
    {
        m_workload.reset();
        m_bench.reset();
    }

    void fetch_ofDeployments_findsTheirAutoscalersAndWhatRunsByItself()
    {
        const auto found = interferers({"backend", "frontend"});
        QCOMPARE(found.size(), std::size_t(2));
        QCOMPARE(found[0].kind, std::string("HorizontalPodAutoscaler"));
        QCOMPARE(found[0].name, std::string("backend-hpa"));
        QCOMPARE(found[0].description.english(), std::string("2 to 7 replicas of backend"));
        QCOMPARE(found[1].kind, std::string("CronJob"));
        QCOMPARE(found[1].name, std::string("nightly"));
        QCOMPARE(found[1].description.english(), std::string("runs at 0 3 * * *"));
        QCOMPARE(interferers({}).size(), std::size_t(1)); // no deployment, no autoscaler
    }

    void pauseAndResume_changeNothingElse()
    {
        const json autoscaler = spec(autoscalers(), "backend-hpa"), cronJob = spec(cronJobs(), "nightly");
        const auto found = interferers({"backend"});
        for (int twice = 0; twice < 2; ++twice) {
            for (const Interferer& interferer : found)
                VERIFY_OK(m_workload->pause(interferer, context()));
        }
        json expected = autoscaler;
        expected["scaleTargetRef"]["name"] = "backend-paused-by-qbm-console";
        QCOMPARE(spec(autoscalers(), "backend-hpa").dump(), expected.dump());
        expected = cronJob;
        expected["suspend"] = true;
        QCOMPARE(spec(cronJobs(), "nightly").dump(), expected.dump());

        for (int twice = 0; twice < 2; ++twice) {
            for (const Interferer& interferer : found)
                VERIFY_OK(m_workload->resume(interferer, context()));
        }
        QCOMPARE(spec(autoscalers(), "backend-hpa").dump(), autoscaler.dump());
        QCOMPARE(spec(cronJobs(), "nightly").dump(), cronJob.dump());
        QVERIFY(m_bench->object(autoscalers(), "backend-hpa")["metadata"]["labels"]["kept"] == "yes");
    }

    void autoscaler_leftPaused_isFoundAgainWithItsOwnTarget()
    {
        const Interferer interferer = only("backend-hpa");
        VERIFY_OK(m_workload->pause(interferer, context()));
        const Interferer again = only("backend-hpa");
        QCOMPARE(again.state, interferer.state);
        VERIFY_OK(m_workload->resume(again, context()));
        QVERIFY(spec(autoscalers(), "backend-hpa")["scaleTargetRef"]["name"] == "backend");
    }

    void resume_afterSomebodyElsesChange_leavesTheirs()
    {
        const Interferer interferer = only("backend-hpa");
        VERIFY_OK(m_workload->pause(interferer, context()));
        const json theirs{{"spec", {{"scaleTargetRef", {{"name", "backend-v2"}}}, {"maxReplicas", 9}}}};
        VERIFY_OK(client().patch({autoscalers(), m_bench->nameSpace(), "backend-hpa", {}}, kubernetes::PatchType::Merge,
            theirs.dump(), context()));
        VERIFY_OK(m_workload->resume(interferer, context()));
        QVERIFY(spec(autoscalers(), "backend-hpa")["scaleTargetRef"]["name"] == "backend-v2");
        QCOMPARE(spec(autoscalers(), "backend-hpa")["maxReplicas"].get<int>(), 9);
        VERIFY_OK(remove(autoscalers(), "backend-hpa"));
        VERIFY_OK(createAutoscaler("backend-hpa", "Deployment", "backend"));
    }

    void deletedMeanwhile_isNoError()
    {
        VERIFY_OK(createAutoscaler("short-lived", "Deployment", "frontend"));
        VERIFY_OK(createCronJob("brief", false));
        const Interferer autoscaler = only("short-lived"), cronJob = only("brief");
        VERIFY_OK(m_workload->pause(autoscaler, context()));
        VERIFY_OK(remove(autoscalers(), "short-lived"));
        VERIFY_OK(remove(cronJobs(), "brief"));
        VERIFY_OK(m_workload->pause(cronJob, context()));
        VERIFY_OK(m_workload->resume(autoscaler, context()));
        VERIFY_OK(m_workload->resume(cronJob, context()));
    }

    void mayPause_isAskedOfTheServer()
    {
        const Interferer autoscaler = only("backend-hpa"), cronJob = only("nightly");
        VERIFY_OK(m_workload->checkMayPause(autoscaler, context()));
        VERIFY_OK(m_workload->checkMayPause(cronJob, context()));

        kubernetes::ClusterAccess access = m_bench->cluster().access();
        access.impersonation.user = "qbm-stranger";
        const auto stranger = makeKubernetesWorkload(
            std::make_shared<kubernetes::Client>(std::move(access), AccessMode::ReadWrite), m_bench->nameSpace());
        const Error denied = stranger->checkMayPause(autoscaler, context()).error();
        QCOMPARE(denied.kind, ErrorKind::Denied);
        QVERIFY2(
            denied.english().find("patch horizontalpodautoscalers") != std::string::npos, denied.english().c_str());
        QCOMPARE(stranger->pause(cronJob, context()).error().kind, ErrorKind::Denied);
        QCOMPARE(spec(cronJobs(), "nightly")["suspend"].get<bool>(), false);

        const auto readOnly = makeKubernetesWorkload(
            std::make_shared<kubernetes::Client>(m_bench->cluster().access(), AccessMode::ReadOnly),
            m_bench->nameSpace());
        QCOMPARE(readOnly->checkMayPause(cronJob, context()).error().kind, ErrorKind::Denied);
        QCOMPARE(readOnly->pause(cronJob, context()).error().kind, ErrorKind::Denied);
    }

    void unreadableState_isToldAndNothingChanges()
    {
        Interferer interferer = only("backend-hpa");
        interferer.state = "{\"version\": 1}";
        QCOMPARE(m_workload->pause(interferer, context()).error().kind, ErrorKind::BadData);
        interferer.kind = "Deployment";
        QCOMPARE(m_workload->resume(interferer, context()).error().kind, ErrorKind::BadData);
    }

    void podByAddress_isNamedWhereOneHasIt()
    {
        VERIFY_OK(m_bench->deploy("backend", 2));
        std::vector<std::pair<std::string, std::string>> pods; // name, address
        kubernetes::PageHandler handler;
        handler.onPage = [&](const kubernetes::JsonValue& page) -> Result<> {
            for (const auto& item : page["items"].items())
                pods.emplace_back(item["metadata"]["name"].string(), item["status"]["podIP"].string());
            return {};
        };
        VERIFY_OK(client().list(
            {kubernetes::resource::kPods, m_bench->nameSpace(), "app=backend", {}}, {}, handler, context()));
        QCOMPARE(pods.size(), std::size_t(2));
        for (std::size_t i = 0; i < pods.size(); ++i) {
            if (pods[i].second.empty()) { // a stand-in for a kubelet gives none
                pods[i].second = "10.244.77." + std::to_string(i + 1);
                const json status{
                    {"status", {{"podIP", pods[i].second}, {"podIPs", json::array({{{"ip", pods[i].second}}})}}}};
                VERIFY_OK(client().patch({kubernetes::resource::kPods, m_bench->nameSpace(), pods[i].first, "status"},
                    kubernetes::PatchType::Merge, status.dump(), context()));
            }
            QCOMPARE(m_workload->findPodByAddress(pods[i].second, context()).value(), pods[i].first);
        }
        QCOMPARE(m_workload->findPodByAddress("10.244.99.99", context()).value(), std::string());
        QCOMPARE(m_workload->findPodByAddress("local", context()).value(), std::string());
    }
};

QTEST_APPLESS_MAIN(TstInterferers)
#include "tst_interferers.moc"
