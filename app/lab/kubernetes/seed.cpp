// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/bootstrap.h"
#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/simulator.h"

#include <nlohmann/json.hpp>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr int kNodes = 3;

json makeNode(int number)
{
    const auto name = "qbm-node-" + std::to_string(number);
    const auto now = nowText();
    const json resources = {{"cpu", "8"}, {"memory", "32Gi"}, {"pods", "110"}, {"ephemeral-storage", "100Gi"}};
    const auto condition = [&](const char* type, const char* status, const char* reason) {
        return json{{"type", type}, {"status", status}, {"reason", reason}, {"lastHeartbeatTime", now}, {"lastTransitionTime", now}};
    };
    return {{"apiVersion", "v1"}, {"kind", "Node"},
        {"metadata",
            {{"name", name},
                {"labels",
                    {{"kubernetes.io/hostname", name}, {"kubernetes.io/os", "linux"}, {"kubernetes.io/arch", "amd64"}}}}},
        {"spec", {{"podCIDR", "10.244." + std::to_string(number) + ".0/24"}}},
        {"status",
            {{"capacity", resources}, {"allocatable", resources},
                {"conditions",
                    {condition("MemoryPressure", "False", "KubeletHasSufficientMemory"),
                        condition("DiskPressure", "False", "KubeletHasNoDiskPressure"),
                        condition("PIDPressure", "False", "KubeletHasSufficientPID"),
                        condition("Ready", "True", "KubeletReady")}},
                {"addresses",
                    {{{"type", "InternalIP"}, {"address", "10.100.0." + std::to_string(number)}},
                        {{"type", "Hostname"}, {"address", name}}}},
                {"nodeInfo",
                    {{"architecture", "amd64"}, {"operatingSystem", "linux"}, {"kubeletVersion", "v1.32.13"},
                        {"osImage", "QBM lab"}, {"kernelVersion", "simulated"}, {"containerRuntimeVersion", "simulated://1"}}}}}};
}

} // namespace

Result<> seedQbm(Simulator& simulator, const QbmSecrets& secrets)
{
    for (int number = 1; number <= kNodes; ++number)
        QBM_CHECK(simulator.apply(makeNode(number)));
    // The secret's namespace comes with the manifest, but pods should not start before their secret is there.
    QBM_CHECK(simulator.apply({{"apiVersion", "v1"}, {"kind", "Namespace"},
        {"metadata", {{"name", "qbm-ai-system"}, {"labels", {{"app.kubernetes.io/part-of", "qbm"}}}}}}));
    QBM_CHECK(simulator.apply({{"apiVersion", "v1"}, {"kind", "Secret"},
        {"metadata", {{"name", "qbm-secrets"}, {"namespace", "qbm-ai-system"}, {"labels", {{"app", "backend"}}}}},
        {"type", "Opaque"},
        {"stringData",
            {{"POSTGRES_PASSWORD", secrets.postgresPassword.reveal()}, {"REDIS_PASSWORD", secrets.redisPassword.reveal()},
                {"SECRET_KEY", secrets.secretKey.reveal()}, {"JWT_SECRET_KEY", secrets.jwtSecretKey.reveal()}}}}));
    return simulator.applyYaml(qbmManifest());
}

} // namespace qbm::lab::kubernetes
