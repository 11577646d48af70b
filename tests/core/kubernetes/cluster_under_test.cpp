// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/kubernetes/cluster_under_test.h"

#include "app/lab/kubernetes/simulator.h"
#include "core/base/sha256.h"
#include "core/kubernetes/objects.h"

#include <QTemporaryDir>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace qbm::test {

using namespace kubernetes;
using nlohmann::json;

struct ClusterUnderTest::Folder {
    QTemporaryDir dir;
};

Result<std::unique_ptr<ClusterUnderTest>> ClusterUnderTest::start()
{
    std::unique_ptr<ClusterUnderTest> cluster(new ClusterUnderTest);
    QBM_CHECK(cluster->open());
    return cluster;
}

Result<> ClusterUnderTest::open()
{
    const char* const kubeconfig = std::getenv("QBM_TEST_KUBECONFIG");
    std::filesystem::path file = kubeconfig != nullptr ? kubeconfig : "";
    if (file.empty()) {
        m_folder = std::make_unique<Folder>();
        const std::filesystem::path folder = m_folder->dir.path().toStdString();
        lab::kubernetes::SimulatorOptions options;
        options.stateFolder = folder / "state";
        options.podStart = std::chrono::milliseconds(300);
        options.podStop = std::chrono::milliseconds(200);
        QBM_TRY(simulator, lab::kubernetes::Simulator::start(options));
        m_simulator = std::move(simulator);
        QBM_CHECK(lab::kubernetes::seedQbm(*m_simulator, {Secret("a"), Secret("b"), Secret("c"), Secret("d")}));
        file = folder / "kubeconfig";
        QBM_CHECK(m_simulator->writeKubeconfig(file, "lab", "default"));
    }
    QBM_TRY(access, findAccess(file, {}));
    m_access = std::move(access);
    m_client = std::make_shared<Client>(m_access, AccessMode::ReadWrite);
    m_nameSpace = "qbm-test-" + randomHex(4);
    TaskContext context;
    const json nameSpace{{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", {{"name", m_nameSpace}}}};
    QBM_CHECK(m_client->create({resource::kNamespaces, {}, {}, {}}, nameSpace.dump(), context));
    QBM_TRY(ready, hasReadyNode());
    if (!ready)
        m_kubelet = std::jthread([this](const std::stop_token& stop) { playKubelet(stop); });
    return {};
}

ClusterUnderTest::~ClusterUnderTest()
{
    m_kubelet.request_stop();
    if (m_kubelet.joinable())
        m_kubelet.join();
    TaskContext context;
    if (m_client && !m_nameSpace.empty())
        (void)m_client->remove({resource::kNamespaces, {}, m_nameSpace, {}}, context);
}

Result<> ClusterUnderTest::createDeployment(const std::string& name, int replicas)
{
    const json labels{{"app", name}};
    const json deployment{{"apiVersion", "apps/v1"}, {"kind", "Deployment"}, {"metadata", {{"name", name}, {"labels", labels}}},
        {"spec",
            {{"replicas", replicas}, {"selector", {{"matchLabels", labels}}},
                {"template",
                    {{"metadata", {{"labels", labels}}},
                        {"spec",
                            {{"terminationGracePeriodSeconds", 1},
                                {"containers", {{{"name", "main"}, {"image", "registry.k8s.io/pause:3.9"}}}}}}}}}}};
    TaskContext context;
    QBM_CHECK(m_client->create({resource::kDeployments, m_nameSpace, {}, {}}, deployment.dump(), context));
    return {};
}

Result<bool> ClusterUnderTest::hasReadyNode()
{
    bool ready = false;
    TaskContext context;
    PageHandler handler;
    handler.onPage = [&](const JsonValue& page) -> Result<> {
        for (const JsonValue& item : page["items"].items())
            ready = ready || decodeNode(item).ready;
        return {};
    };
    QBM_CHECK(m_client->list({resource::kNodes, {}, {}, {}}, {}, handler, context));
    return ready;
}

/// Marks each waiting pod as running and ready, as a kubelet would report it.
void ClusterUnderTest::playKubelet(const std::stop_token& stop)
{
    TaskContext context(stop);
    const json status{{"status",
        {{"phase", "Running"}, {"conditions", {{{"type", "Ready"}, {"status", "True"}}}},
            {"containerStatuses",
                {{{"name", "main"}, {"ready", true}, {"restartCount", 0}, {"image", "pause"}, {"imageID", "pause"},
                    {"state", {{"running", {{"startedAt", "2026-01-01T00:00:00Z"}}}}}}}}}}};
    while (context.sleepFor(std::chrono::milliseconds(200))) {
        std::vector<std::string> waiting;
        PageHandler handler;
        handler.onPage = [&](const JsonValue& page) -> Result<> {
            for (const JsonValue& item : page["items"].items()) {
                if (const Pod pod = decodePod(item); !pod.ready && !pod.meta.deletion)
                    waiting.push_back(pod.meta.name);
            }
            return {};
        };
        (void)m_client->list({resource::kPods, m_nameSpace, {}, {}}, {}, handler, context);
        for (const std::string& name : waiting)
            (void)m_client->patch({resource::kPods, m_nameSpace, name, "status"}, PatchType::StrategicMerge, status.dump(), context);
    }
}

} // namespace qbm::test
