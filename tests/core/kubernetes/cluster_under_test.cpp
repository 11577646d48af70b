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
    return provideKubelet();
}

ClusterUnderTest::~ClusterUnderTest()
{
    TaskContext context;
    if (m_client && !m_nameSpace.empty() && m_client->remove({resource::kNamespaces, {}, m_nameSpace, {}}, context)
        && m_kubelet)
        awaitEndOfNameSpace();
}

/// Bound pods go only when a kubelet says they have ended, and the namespace only after them.
void ClusterUnderTest::awaitEndOfNameSpace()
{
    TaskContext context;
    for (int i = 0; i < 100 && m_client->get({resource::kNamespaces, {}, m_nameSpace, {}}, context); ++i)
        (void)context.sleepFor(std::chrono::milliseconds(100));
}

Result<> ClusterUnderTest::createDeployment(const std::string& name, int replicas, const std::string& image)
{
    const json labels{{"app", name}};
    const json deployment{{"apiVersion", "apps/v1"}, {"kind", "Deployment"},
        {"metadata", {{"name", name}, {"labels", labels}}},
        {"spec",
            {{"replicas", replicas}, {"selector", {{"matchLabels", labels}}},
                {"template",
                    {{"metadata", {{"labels", labels}}},
                        {"spec",
                            {{"terminationGracePeriodSeconds", 1},
                                {"containers", {{{"name", "main"}, {"image", image}}}}}}}}}}};
    TaskContext context;
    QBM_CHECK(m_client->create({resource::kDeployments, m_nameSpace, {}, {}}, deployment.dump(), context));
    return {};
}

Result<> ClusterUnderTest::provideKubelet()
{
    bool nodes = false;
    bool kubelets = false;
    TaskContext context;
    PageHandler handler;
    handler.onPage = [&](const JsonValue& page) -> Result<> {
        for (const JsonValue& item : page["items"].items()) {
            nodes = true;
            const Node node = decodeNode(item);
            kubelets = kubelets || (node.ready && !node.kubeletVersion.empty());
        }
        return {};
    };
    QBM_CHECK(m_client->list({resource::kNodes, {}, {}, {}}, {}, handler, context));
    if (!kubelets)
        m_kubelet = std::make_unique<StandInKubelet>(m_client, m_nameSpace, !nodes);
    return {};
}

} // namespace qbm::test
