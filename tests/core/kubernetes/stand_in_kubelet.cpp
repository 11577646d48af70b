// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/kubernetes/stand_in_kubelet.h"

#include "core/base/clock.h"
#include "core/kubernetes/objects.h"

#include <nlohmann/json.hpp>

namespace qbm::test {

using namespace kubernetes;
using nlohmann::json;

namespace {

json containerStatus(const JsonValue& container, const std::string& now)
{
    const std::string image = container["image"].string();
    const bool pulled = image.find(".invalid/") == std::string::npos;
    const json state = pulled
        ? json{{"running", {{"startedAt", now}}}}
        : json{{"waiting", {{"reason", "ImagePullBackOff"}, {"message", "Back-off pulling image \"" + image + "\""}}}};
    return {{"name", container["name"].string()}, {"ready", pulled}, {"started", pulled}, {"restartCount", 0},
        {"image", image}, {"imageID", pulled ? "sha256:" + image : ""}, {"state", state}};
}

/// The first status a kubelet gives the pod.
json firstStatus(const JsonValue& pod)
{
    const std::string now = formatRfc3339(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    json containers = json::array();
    bool ready = true;
    for (const JsonValue& container : pod["spec"]["containers"].items()) {
        containers.push_back(containerStatus(container, now));
        ready = ready && containers.back()["ready"].get<bool>();
    }
    json conditions = json::array();
    for (const char* type : {"Initialized", "ContainersReady", "Ready"}) {
        const bool met = ready || std::string_view(type) == "Initialized";
        conditions.push_back({{"type", type}, {"status", met ? "True" : "False"}, {"lastTransitionTime", now}});
    }
    return {{"status",
        {{"phase", ready ? "Running" : "Pending"}, {"startTime", now}, {"conditions", conditions},
            {"containerStatuses", containers}}}};
}

} // namespace

StandInKubelet::StandInKubelet(std::shared_ptr<Client> client, std::string nameSpace, bool anyPod)
    : m_client(std::move(client))
    , m_nameSpace(std::move(nameSpace))
    , m_anyPod(anyPod)
    , m_thread([this](const std::stop_token& stop) { play(stop); })
{
}

void StandInKubelet::play(const std::stop_token& stop)
{
    TaskContext context(stop);
    while (context.sleepFor(std::chrono::milliseconds(200)))
        playOnce(context);
}

void StandInKubelet::playOnce(TaskContext& context)
{
    std::vector<std::string> ended;
    std::vector<std::pair<std::string, json>> started;
    PageHandler handler;
    const auto isBound = [this](const JsonValue& spec) {
        return !spec["nodeName"].empty() || (m_anyPod && spec["nodeSelector"].empty());
    };
    handler.onPage = [&](const JsonValue& page) -> Result<> {
        for (const JsonValue& item : page["items"].items()) {
            const ObjectMeta meta = decodeMeta(item);
            if (meta.deletion)
                ended.push_back(meta.name);
            else if (item["status"]["containerStatuses"].empty() && isBound(item["spec"]))
                started.emplace_back(meta.name, firstStatus(item));
        }
        return {};
    };
    // An error here shows in the test, which then waits in vain for its pods.
    (void)m_client->list({resource::kPods, m_nameSpace, {}, {}}, {}, handler, context);
    for (const std::string& name : ended)
        (void)m_client->remove(
            {resource::kPods, m_nameSpace, name, {}}, context, {.gracePeriod = std::chrono::seconds(0)});
    for (const auto& [name, status] : started)
        (void)m_client->patch(
            {resource::kPods, m_nameSpace, name, "status"}, PatchType::StrategicMerge, status.dump(), context);
}

} // namespace qbm::test
