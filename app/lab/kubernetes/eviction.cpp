// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/eviction.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/selector.h"

#include <nlohmann/json.hpp>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

std::vector<ObjectPtr> budgetsOf(const StoredObject& pod, const Store& store)
{
    std::vector<ObjectPtr> budgets;
    for (const auto& budget : store.list(typeOf("PodDisruptionBudget"), pod.nameSpace()).objects)
        if (LabelSelector::fromSpec(objectAt(budget->document(), {"spec", "selector"}))
                .matches(objectAt(pod.document(), {"metadata", "labels"})))
            budgets.push_back(budget);
    return budgets;
}

Refusal budgetSpent(const StoredObject& budget)
{
    const auto& status = objectAt(budget.document(), {"status"});
    StatusDetails details;
    details.causes = {{"DisruptionBudget",
        "The disruption budget " + budget.name() + " needs " + std::to_string(intAt(status, {"desiredHealthy"}))
            + " healthy pods and has " + std::to_string(intAt(status, {"currentHealthy"})) + " currently",
        {}}};
    return Refusal(makeStatusError(
        429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", details));
}

/// Takes one disruption from the budget; the controller gives it back when a new pod is healthy.
ApiResult<> spend(const StoredObject& budget, const StoredObject& pod, Registry& registry, bool dry)
{
    const auto& document = budget.document();
    if (intAt(document, {"status", "disruptionsAllowed"}) <= 0
        || intAt(document, {"status", "observedGeneration"}) < intAt(document, {"metadata", "generation"}))
        return budgetSpent(budget);
    if (dry)
        return {};
    bool taken = false;
    registry.modify(budget.type(), budget.nameSpace(), budget.name(), Part::Status, [&](json& current) {
        const auto allowed = intAt(current, {"status", "disruptionsAllowed"});
        taken = allowed > 0;
        if (!taken)
            return;
        current["status"]["disruptionsAllowed"] = allowed - 1;
        current["status"]["disruptedPods"][pod.name()] = nowText();
    });
    if (!taken)
        return budgetSpent(budget);
    return {};
}

/// Pods that serve nobody need no budget.
bool isHarmless(const json& pod)
{
    const auto phase = stringAt(pod, {"status", "phase"});
    return phase == "Pending" || phase == "Succeeded" || phase == "Failed"
        || kubernetes::find(pod, {"metadata", "deletionTimestamp"}) != nullptr;
}

json evictionBody(const HttpRequest& request)
{
    auto body = parseJson(request.body);
    return body && body->is_object() ? std::move(*body) : json::object();
}

DeleteOptions deleteOptionsOf(const HttpRequest& request, const json& body)
{
    DeleteOptions options;
    const auto& wanted = objectAt(body, {"deleteOptions"});
    options.dryRun = request.parameter("dryRun") == "All";
    for (const auto& value : arrayAt(wanted, {"dryRun"}))
        options.dryRun = options.dryRun || value == "All";
    if (const auto* grace = kubernetes::find(wanted, {"gracePeriodSeconds"}); grace != nullptr && grace->is_number())
        options.gracePeriodSeconds = grace->get<std::int64_t>();
    options.uid = stringAt(wanted, {"preconditions", "uid"});
    return options;
}

} // namespace

ApiResult<HttpResponse> answerEviction(const RequestContext& context, Registry& registry)
{
    const auto& info = context.info;
    const auto body = evictionBody(context.http);
    const auto pod = registry.store().get(*context.type, info.nameSpace, info.name);
    if (!pod)
        return notFound(*context.type, info.name);
    if (const auto name = stringAt(body, {"metadata", "name"}, info.name); name != info.name)
        return badRequest("name in URL does not match name in Eviction object");
    const auto options = deleteOptionsOf(context.http, body);
    if (!isHarmless(pod->document())) {
        const auto budgets = budgetsOf(*pod, registry.store());
        if (budgets.size() > 1)
            return internalError(
                "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        if (!budgets.empty())
            if (auto spent = spend(*budgets[0], *pod, registry, options.dryRun); !spent)
                return Refusal(std::move(spent).error());
    }
    if (!options.dryRun)
        registry.modify(*context.type, info.nameSpace, info.name, Part::Status, [](json& current) {
            current["status"]["conditions"].push_back({{"type", "DisruptionTarget"}, {"status", "True"},
                {"reason", "EvictionByEvictionAPI"}, {"message", "Eviction API: evicting"}, {"lastProbeTime", nullptr},
                {"lastTransitionTime", nowText()}});
        });
    const auto deleted = [&]() -> ApiResult<> {
        for (int attempt = 0;; ++attempt) { // the node agent may write at the same moment
            const auto current = registry.store().get(*context.type, info.nameSpace, info.name);
            if (!current)
                return {};
            auto deletion = registry.remove(current, options);
            if (deletion)
                return {};
            if (deletion.error().code != 409 || attempt == 10 || !options.uid.empty())
                return Refusal(std::move(deletion).error());
        }
    }();
    if (!deleted)
        return Refusal(deleted.error());
    return jsonResponse(201,
        json{{"kind", "Status"}, {"apiVersion", "v1"}, {"metadata", json::object()}, {"status", "Success"},
            {"code", 201}});
}

} // namespace qbm::lab::kubernetes
