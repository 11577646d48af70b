// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/bootstrap.h"
#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/simulator.h"

#include <nlohmann/json.hpp>

#include <array>
#include <chrono>
#include <thread>

namespace qbm::lab::kubernetes {

using nlohmann::json;
using namespace std::chrono_literals;

namespace {

constexpr int kNodes = 3;

json makeNode(int number)
{
    const auto name = "qbm-node-" + std::to_string(number);
    const auto now = nowText();
    const json resources = {{"cpu", "8"}, {"memory", "32Gi"}, {"pods", "110"}, {"ephemeral-storage", "100Gi"}};
    const auto condition = [&](const char* type, const char* status, const char* reason) {
        return json{{"type", type}, {"status", status}, {"reason", reason}, {"lastHeartbeatTime", now},
            {"lastTransitionTime", now}};
    };
    return {{"apiVersion", "v1"}, {"kind", "Node"},
        {"metadata",
            {{"name", name},
                {"labels",
                    {{"kubernetes.io/hostname", name}, {"kubernetes.io/os", "linux"},
                        {"kubernetes.io/arch", "amd64"}}}}},
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
                        {"osImage", "QBM lab"}, {"kernelVersion", "simulated"},
                        {"containerRuntimeVersion", "simulated://1"}}}}}};
}

/// A release of the backend before the current one.
struct Release {
    const char* image;
    const char* cause;
};
constexpr std::array<Release, 3> kReleases = {{{"qbm-ai-system/backend:v1.4.0", "v1.4.0: elasticity by segment"},
    {"qbm-ai-system/backend:v1.4.1", "v1.4.1: shorter transactions in the accuracy log"},
    {"qbm-ai-system/backend:v1.4.2", "v1.4.2: predictions answer from the cache first"}}};
constexpr std::array<std::int64_t, 3> kReleasedDaysAgo = {6, 3, 1};
constexpr auto kControllerLimit = 5s;

/// The manifest's Deployment of that name.
json deploymentOf(std::string_view manifest, std::string_view name)
{
    const auto documents = parseYaml(manifest);
    for (const auto& document : documents ? *documents : json::array())
        if (stringAt(document, {"kind"}) == "Deployment" && stringAt(document, {"metadata", "name"}) == name)
            return document;
    return json::object();
}

/// Waits until the controller has made the deployment's revision; it is a matter of milliseconds.
Result<json> waitForRevision(const Simulator& simulator, const std::string& revision)
{
    const auto deadline = std::chrono::steady_clock::now() + kControllerLimit;
    while (true) {
        QBM_TRY(deployment, simulator.object("deployments.apps", "qbm-ai-system", "backend"));
        const bool seen
            = stringAt(deployment, {"metadata", "annotations", "deployment.kubernetes.io/revision"}) == revision
            && intAt(deployment, {"status", "observedGeneration"}) == intAt(deployment, {"metadata", "generation"});
        if (seen)
            return deployment;
        if (std::chrono::steady_clock::now() > deadline)
            return fail(ErrorKind::Timeout,
                text(QT_TRANSLATE_NOOP("core", "The simulated cluster did not make revision %1 of the backend in time"),
                    revision));
        std::this_thread::sleep_for(2ms);
    }
}

/// Dates the ReplicaSet of an image back to its release.
Result<> dateBack(Simulator& simulator, const std::string& image, std::int64_t days)
{
    for (auto& set : simulator.list("replicasets.apps", "qbm-ai-system"))
        if (stringAt(set["spec"]["template"]["spec"]["containers"][0], {"image"}) == image) {
            set["metadata"]["creationTimestamp"] = formatTime(nowSeconds() - days * 86'400);
            QBM_CHECK(simulator.put(set));
        }
    return {};
}

/// The backend's releases as a rollout history, made while it has no pods so that none needs to roll.
Result<> seedReleases(Simulator& simulator)
{
    auto deployment = deploymentOf(qbmManifest(), "backend");
    deployment["spec"]["replicas"] = 0;
    for (std::size_t i = 0; i < kReleases.size(); ++i) {
        deployment["spec"]["template"]["spec"]["containers"][0]["image"] = kReleases[i].image;
        deployment["metadata"]["annotations"]["kubernetes.io/change-cause"] = kReleases[i].cause;
        QBM_CHECK(simulator.apply(deployment));
        QBM_TRY(seen, waitForRevision(simulator, std::to_string(i + 1)));
        QBM_CHECK(dateBack(simulator, kReleases[i].image, kReleasedDaysAgo[i]));
    }
    return {};
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
            {{"POSTGRES_PASSWORD", secrets.postgresPassword.reveal()},
                {"REDIS_PASSWORD", secrets.redisPassword.reveal()}, {"SECRET_KEY", secrets.secretKey.reveal()},
                {"JWT_SECRET_KEY", secrets.jwtSecretKey.reveal()}}}}));
    QBM_CHECK(seedReleases(simulator));
    return simulator.applyYaml(qbmManifest());
}

} // namespace qbm::lab::kubernetes
