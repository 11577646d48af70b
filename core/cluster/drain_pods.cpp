// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/drain_pods.h"

#include "core/cluster/pod_need.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace qbm::cluster {

namespace {

using kubernetes::JsonValue;
using nlohmann::json;

constexpr std::string_view kMirror = "kubernetes.io/config.mirror";

struct Budget {
    std::string nameSpace, name;
    json selector;
    int allowed = 0;
};

/// A pod and its labels, which only the matching of budgets needs.
struct FoundPod {
    DrainPod pod;
    json labels;
};

FoundPod readPod(const JsonValue& object)
{
    const JsonValue metadata = object["metadata"];
    FoundPod found;
    DrainPod& pod = found.pod;
    pod.nameSpace = metadata["namespace"].string();
    pod.name = metadata["name"].string();
    pod.uid = metadata["uid"].string();
    for (const JsonValue& owner : metadata["ownerReferences"].items()) {
        if (!owner["controller"].boolean())
            continue;
        pod.owner = owner["kind"].string() + "/" + owner["name"].string();
        pod.ofDaemonSet = owner["kind"].view() == "DaemonSet";
    }
    pod.isMirror = metadata["annotations"][kMirror].exists();
    for (const JsonValue& volume : object["spec"]["volumes"].items())
        pod.hasLocalData = pod.hasLocalData || volume["emptyDir"].exists();
    const std::string_view phase = object["status"]["phase"].view();
    pod.finished = phase == "Succeeded" || phase == "Failed";
    pod.ending = !metadata["deletionTimestamp"].empty();
    const JsonValue labels = metadata["labels"];
    found.labels = labels.isObject() ? json::parse(labels.text(), nullptr, false) : json::object();
    return found;
}

Result<std::vector<Budget>> fetchBudgets(kubernetes::Client& client, const std::string& nameSpace, TaskContext& context)
{
    std::vector<Budget> budgets;
    kubernetes::PageHandler handler;
    handler.onPage = [&](const JsonValue& page) -> Result<> {
        for (const JsonValue& item : page["items"].items())
            budgets.push_back({nameSpace, item["metadata"]["name"].string(),
                json::parse(item["spec"]["selector"].text(), nullptr, false),
                item["status"]["disruptionsAllowed"].count()});
        return {};
    };
    handler.onRestart = [&] { budgets.clear(); };
    kubernetes::CollectionPath path{kubernetes::resource::kPodDisruptionBudgets, nameSpace, {}, {}};
    auto listed = client.list(path, {}, handler, context);
    if (!listed && listed.error().kind == ErrorKind::NotFound) {
        path.resource = *kubernetes::olderVersionOf(path.resource);
        listed = client.list(path, {}, handler, context);
    }
    QBM_CHECK(listed);
    return budgets;
}

} // namespace

Result<std::vector<DrainPod>> fetchDrainPods(kubernetes::Client& client, const std::string& node, TaskContext& context)
{
    std::vector<FoundPod> found;
    kubernetes::PageHandler handler;
    handler.onPage = [&](const JsonValue& page) -> Result<> {
        for (const JsonValue& item : page["items"].items())
            found.push_back(readPod(item));
        return {};
    };
    handler.onRestart = [&] { found.clear(); };
    QBM_CHECK(client.list({kubernetes::resource::kPods, {}, {}, "spec.nodeName=" + node}, {}, handler, context));
    std::set<std::string> nameSpaces;
    for (const FoundPod& one : found)
        nameSpaces.insert(one.pod.nameSpace);
    std::vector<Budget> budgets;
    for (const std::string& nameSpace : nameSpaces) {
        // Without the right to see budgets the server still holds evictions to them.
        if (auto some = fetchBudgets(client, nameSpace, context))
            budgets.insert(budgets.end(), some->begin(), some->end());
        QBM_CHECK(context.checkpoint());
    }
    std::vector<DrainPod> pods;
    for (FoundPod& one : found) {
        const auto budget = std::ranges::find_if(budgets, [&](const Budget& candidate) {
            return candidate.nameSpace == one.pod.nameSpace && selectorMatches(candidate.selector, one.labels);
        });
        if (budget != budgets.end()) {
            one.pod.budget = budget->name;
            one.pod.disruptionsAllowed = budget->allowed;
        }
        pods.push_back(std::move(one.pod));
    }
    return pods;
}

} // namespace qbm::cluster
