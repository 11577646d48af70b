// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/container_run.h"
#include "app/lab/kubernetes/defaults.h"
#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/names.h"
#include "app/lab/kubernetes/resource_type.h"
#include "app/lab/kubernetes/simulator.h"

#include <nlohmann/json.hpp>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr const char* kNamespace = "load";
constexpr std::size_t kPodsPerNode = 250;
constexpr std::size_t kPodsPerApp = 100;

std::string podName(std::size_t number)
{
    auto digits = std::to_string(number);
    return "load-" + std::string(5 - std::min<std::size_t>(5, digits.size()), '0') + digits;
}

json loadNode(std::size_t number)
{
    const auto name = "load-node-" + std::to_string(number);
    const json resources = {{"cpu", "64"}, {"memory", "256Gi"}, {"pods", std::to_string(kPodsPerNode)}};
    return {{"apiVersion", "v1"}, {"kind", "Node"},
        {"metadata",
            {{"name", name}, {"labels", {{"kubernetes.io/hostname", name}, {"qbm.example.com/load", "true"}}}}},
        {"spec",
            {{"unschedulable", true},
                {"taints", {{{"key", "node.kubernetes.io/unschedulable"}, {"effect", "NoSchedule"}}}}}},
        {"status",
            {{"capacity", resources}, {"allocatable", resources},
                {"conditions", {{{"type", "Ready"}, {"status", "True"}, {"reason", "KubeletReady"}}}},
                {"addresses", {{{"type", "InternalIP"}, {"address", "10.101.0." + std::to_string(number % 250 + 1)}}}},
                {"nodeInfo",
                    {{"kubeletVersion", "v1.32.13"}, {"architecture", "amd64"}, {"operatingSystem", "linux"}}}}}};
}

/// A pod as a Deployment of the QBM backend would have it, without owner.
json podTemplate()
{
    json pod = {{"metadata", {{"name", ""}, {"namespace", kNamespace}}},
        {"spec",
            {{"containers",
                {{{"name", "app"}, {"image", "qbm-ai-system/backend:v1.4.2"},
                    {"ports", {{{"containerPort", 8000}, {"name", "http"}}}},
                    {"env", {{{"name", "WORKERS"}, {"value", "4"}}, {{"name", "LOG_LEVEL"}, {"value", "INFO"}}}},
                    {"resources",
                        {{"requests", {{"cpu", "100m"}, {"memory", "128Mi"}}},
                            {"limits", {{"cpu", "500m"}, {"memory", "512Mi"}}}}},
                    {"readinessProbe",
                        {{"httpGet", {{"path", "/health"}, {"port", 8000}}}, {"periodSeconds", 5}}}}}}}}};
    applyDefaults(typeOf("Pod"), pod);
    applyCreationDefaults(typeOf("Pod"), pod, 0);
    return pod;
}

std::vector<ContainerRun> readyContainer()
{
    ContainerRun run;
    run.name = "app";
    run.image = "qbm-ai-system/backend:v1.4.2";
    run.state = ContainerRun::State::Running;
    run.ready = true;
    run.everRan = true;
    run.startedAt = nowText();
    return {run};
}

} // namespace

Result<> seedPods(Simulator& simulator, std::size_t count)
{
    QBM_CHECK(simulator.apply({{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", {{"name", kNamespace}}}}));
    for (std::size_t node = 0; node * kPodsPerNode < count; ++node)
        QBM_CHECK(simulator.apply(loadNode(node)));
    const auto base = podTemplate();
    const auto containers = readyContainer();
    for (std::size_t number = 0; number < count; ++number) {
        auto pod = base;
        const auto node = number / kPodsPerNode;
        pod.update({{"kind", "Pod"}, {"apiVersion", "v1"}});
        auto& metadata = pod["metadata"];
        metadata["name"] = podName(number);
        metadata["uid"] = makeUid();
        metadata["labels"]
            = {{"app", "load-" + std::to_string(number / kPodsPerApp)}, {"tier", number % 2 == 0 ? "even" : "odd"}};
        pod["spec"]["nodeName"] = "load-node-" + std::to_string(node);
        const auto podIp = "10." + std::to_string(128 + node / 250) + "." + std::to_string(node % 250) + "."
            + std::to_string(number % kPodsPerNode + 2);
        pod["status"] = podStatus(pod, containers, true, "10.101.0." + std::to_string(node % 250 + 1), podIp);
        QBM_CHECK(simulator.put(std::move(pod)));
    }
    return {};
}

Result<> churnPods(Simulator& simulator, std::size_t first, std::size_t count)
{
    for (std::size_t number = first; number < first + count; ++number) {
        QBM_TRY(pod, simulator.object("pods", kNamespace, podName(number)));
        auto& status = pod["status"]["containerStatuses"][0];
        status["restartCount"] = intAt(status, {"restartCount"}) + 1;
        QBM_CHECK(simulator.put(std::move(pod)));
    }
    return {};
}

} // namespace qbm::lab::kubernetes
