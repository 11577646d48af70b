// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/scale_checks.h"

#include "core/base/number.h"
#include "core/base/unit.h"
#include "core/cluster/pod_need.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

namespace qbm::cluster {

namespace {

using kubernetes::JsonValue;
using nlohmann::json;
using operation::Check;
using operation::Verdict;

/// All objects of a collection; of its older version where the server does not know this one.
Result<json> listAll(kubernetes::Client& client, const kubernetes::CollectionPath& path, TaskContext& context)
{
    json found = json::array();
    kubernetes::PageHandler handler;
    handler.onPage = [&](const JsonValue& page) -> Result<> {
        for (const JsonValue& item : page["items"].items())
            found.push_back(json::parse(item.text(), nullptr, false));
        return {};
    };
    handler.onRestart = [&] { found.clear(); };
    auto listed = client.list(path, {}, handler, context);
    const auto older = kubernetes::olderVersionOf(path.resource);
    if (!listed && listed.error().kind == ErrorKind::NotFound && older)
        listed = client.list({*older, path.nameSpace, path.labelSelector, path.fieldSelector}, {}, handler, context);
    QBM_CHECK(listed);
    return found;
}

const json& podSpecOf(const DeploymentDocument& deployment)
{
    return deployment.object->at("spec").at("template").at("spec");
}

json at(const json& object, const char* pointer)
{
    const json::json_pointer path(pointer);
    return object.contains(path) ? object.at(path) : json();
}

std::string stringAt(const json& object, const char* pointer)
{
    const json value = at(object, pointer);
    return value.is_string() ? value.get<std::string>() : std::string();
}

int joining(const DeploymentDocument& deployment, int replicas)
{
    return std::max(0, replicas - deployment.row.desired);
}

} // namespace

Check unknownCheck(Text question, const Error& why)
{
    return {std::move(question), Verdict::Warning,
        why.kind == ErrorKind::Cancelled ? text(QT_TRANSLATE_NOOP("core", "Not known: there was no answer in time."))
                                         : text(QT_TRANSLATE_NOOP("core", "Not known: %1"), why.message)};
}

Check autoscalerCheck(
    kubernetes::Client& client, const kubernetes::Deployment& deployment, int replicas, TaskContext& context)
{
    Check check{text(QT_TRANSLATE_NOOP("core", "No autoscaler will undo it")), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "No HorizontalPodAutoscaler names it."))};
    const auto autoscalers = listAll(
        client, {kubernetes::resource::kHorizontalPodAutoscalers, deployment.meta.nameSpace, {}, {}}, context);
    if (!autoscalers)
        return unknownCheck(std::move(check.question), autoscalers.error());
    for (const json& autoscaler : *autoscalers) {
        if (stringAt(autoscaler, "/spec/scaleTargetRef/kind") != deployment.kind
            || stringAt(autoscaler, "/spec/scaleTargetRef/name") != deployment.meta.name)
            continue;
        const std::string name = stringAt(autoscaler, "/metadata/name");
        const int minimum = autoscaler["spec"].value("minReplicas", 1),
                  maximum = autoscaler["spec"].value("maxReplicas", 0);
        const json desired = at(autoscaler, "/status/desiredReplicas");
        std::string idle;
        for (const json& condition : at(autoscaler, "/status/conditions")) {
            if (stringAt(condition, "/type") == "ScalingActive" && stringAt(condition, "/status") == "False")
                idle = stringAt(condition, "/reason") + ", " + stringAt(condition, "/message");
        }
        check.verdict = Verdict::Warning;
        if (replicas == 0)
            check.reason
                = text(QT_TRANSLATE_NOOP("core", "HorizontalPodAutoscaler %1 (%2 to %3) rests while the count is 0."),
                    name, minimum, maximum);
        else if (replicas < minimum || replicas > maximum)
            check.reason
                = text(QT_TRANSLATE_NOOP("core",
                           "HorizontalPodAutoscaler %1 keeps the count between %2 and %3 and brings %4 back there at "
                           "once; change its bounds instead."),
                    name, minimum, maximum, replicas);
        else if (!idle.empty())
            check.reason
                = text(QT_TRANSLATE_NOOP("core",
                           "HorizontalPodAutoscaler %1 keeps the count between %2 and %3, but cannot act now (%4); "
                           "once it can, it will change what you set."),
                    name, minimum, maximum, idle);
        else
            check.reason
                = text(QT_TRANSLATE_NOOP("core",
                           "HorizontalPodAutoscaler %1 keeps the count between %2 and %3 by load, wants %4 now and "
                           "will change what you set; change its bounds instead."),
                    name, minimum, maximum,
                    desired.is_number_integer() ? std::to_string(desired.get<int>()) : std::string("-"));
    }
    return check;
}

Check quotaCheck(kubernetes::Client& client, const DeploymentDocument& deployment, int replicas, TaskContext& context)
{
    static const kubernetes::Resource kQuotas{"", "v1", "resourcequotas", "ResourceQuota", true};
    Check check{text(QT_TRANSLATE_NOOP("core", "The namespace's quota leaves room")), Verdict::Pass, {}};
    const int more = joining(deployment, replicas);
    if (more == 0) {
        check.reason = text(QT_TRANSLATE_NOOP("core", "No pod joins."));
        return check;
    }
    const auto quotas = listAll(client, {kQuotas, deployment.row.meta.nameSpace, {}, {}}, context);
    if (!quotas)
        return unknownCheck(std::move(check.question), quotas.error());
    const PodNeed need = podNeedOf(podSpecOf(deployment));
    const std::array<std::pair<const char*, double>, 8> needs{{{"pods", 1}, {"count/pods", 1}, {"cpu", need.cpuRequest},
        {"requests.cpu", need.cpuRequest}, {"memory", need.memoryRequest}, {"requests.memory", need.memoryRequest},
        {"limits.cpu", need.cpuLimit}, {"limits.memory", need.memoryLimit}}};
    std::string evidence;
    for (const json& quota : *quotas) {
        const json hard = at(quota, "/status/hard"), used = at(quota, "/status/used");
        const bool some = quota["spec"].contains("scopes") || quota["spec"].contains("scopeSelector");
        for (const auto& [key, each] : needs) {
            if (!hard.contains(key))
                continue;
            const double left = quantityAt(hard, key) - quantityAt(used, key);
            const std::string_view what(key);
            const Unit unit = what.ends_with("memory") ? Unit::Bytes
                : what.ends_with("pods")               ? Unit::Count
                                                       : Unit::None;
            evidence += (evidence.empty() ? "" : "; ") + stringAt(quota, "/metadata/name") + ": " + key + " "
                + formatQuantity(left, unit).joined() + " left, " + formatQuantity(each * more, unit).joined()
                + " needed";
            if (each * more > left * (1 + 1e-9))
                check.verdict = some ? std::max(check.verdict, Verdict::Warning) : Verdict::Fail;
        }
    }
    check.reason = evidence.empty()
        ? text(QT_TRANSLATE_NOOP("core", "No quota limits pods, processors or memory here."))
        : Text(evidence + ".");
    return check;
}

Check nodeFitCheck(kubernetes::Client& client, const DeploymentDocument& deployment, int replicas, TaskContext& context)
{
    Check check{text(QT_TRANSLATE_NOOP("core", "The nodes have room")), Verdict::Pass, {}};
    const int more = joining(deployment, replicas);
    if (more == 0) {
        check.reason = text(QT_TRANSLATE_NOOP("core", "No pod joins."));
        return check;
    }
    const auto nodes = listAll(client, {kubernetes::resource::kNodes, {}, {}, {}}, context);
    const auto pods = nodes
        ? listAll(
            client, {kubernetes::resource::kPods, {}, {}, "status.phase!=Succeeded,status.phase!=Failed"}, context)
        : nodes;
    for (const auto* listed : {&nodes, &pods}) {
        if (!*listed && listed->error().kind == ErrorKind::Denied)
            return {std::move(check.question), Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core", "Cannot be judged without the right to list nodes and pods: %1"),
                    listed->error().message)};
        if (!*listed)
            return unknownCheck(std::move(check.question), listed->error());
    }
    const json& podSpec = podSpecOf(deployment);
    std::map<std::string, NodeRoom> rooms;
    for (const json& node : *nodes) {
        if (!mayGoTo(podSpec, node))
            continue;
        const json allocatable = at(node, "/status/allocatable");
        rooms[stringAt(node, "/metadata/name")] = {quantityAt(allocatable, "cpu"), quantityAt(allocatable, "memory"),
            static_cast<int>(quantityAt(allocatable, "pods"))};
    }
    for (const json& pod : *pods) {
        const auto room = rooms.find(stringAt(pod, "/spec/nodeName"));
        if (room == rooms.end())
            continue;
        const PodNeed taken = podNeedOf(pod.at("spec"));
        room->second.cpu -= taken.cpuRequest;
        room->second.memory -= taken.memoryRequest;
        --room->second.pods;
    }
    const PodNeed need = podNeedOf(podSpec);
    std::vector<NodeRoom> open;
    for (const auto& [name, room] : rooms)
        open.push_back(room);
    const int fit = fitPods(open, need, more);
    check.verdict = fit < more ? Verdict::Warning : Verdict::Pass;
    check.reason = text(QT_TRANSLATE_NOOP("core",
                            "%1 of %2 more pods of %3 processors and %4 find room on %5 of %6 nodes that take them."),
        fit, more, formatQuantity(need.cpuRequest, Unit::None).joined(),
        formatQuantity(need.memoryRequest, Unit::Bytes).joined(), open.size(), nodes->size());
    if (podSpec.contains(json::json_pointer("/affinity")))
        check.reason
            = text(QT_TRANSLATE_NOOP("core", "%1 Its affinity rules are not counted in."), std::move(check.reason));
    return check;
}

Check disruptionCheck(
    kubernetes::Client& client, const DeploymentDocument& deployment, int replicas, TaskContext& context)
{
    Check check{text(QT_TRANSLATE_NOOP("core", "Disruption budgets still let a node be drained")), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "No PodDisruptionBudget covers its pods."))};
    const auto budgets = listAll(
        client, {kubernetes::resource::kPodDisruptionBudgets, deployment.row.meta.nameSpace, {}, {}}, context);
    if (!budgets)
        return unknownCheck(std::move(check.question), budgets.error());
    const json labels = at(*deployment.object, "/spec/template/metadata/labels");
    // A percentage of the pods, rounded up as the controller does, or a plain number.
    const auto countOf = [&](const json& value) {
        if (value.is_number_integer())
            return value.get<int>();
        const double percent = value.is_string() ? readLeadingNumber(value.get<std::string>()).value_or(0) : 0;
        return static_cast<int>(std::ceil(percent * replicas / 100));
    };
    for (const json& budget : *budgets) {
        if (!selectorMatches(at(budget, "/spec/selector"), labels))
            continue;
        const json least = at(budget, "/spec/minAvailable"), most = at(budget, "/spec/maxUnavailable");
        const int spare = most.is_null() ? replicas - countOf(least) : countOf(most);
        const std::string name = stringAt(budget, "/metadata/name");
        if (replicas > 0 && spare <= 0) {
            check.verdict = Verdict::Warning;
            check.reason
                = text(QT_TRANSLATE_NOOP("core",
                           "PodDisruptionBudget %1 wants at least %2 pods available: of %3 none may be evicted, and "
                           "draining a node waits for ever."),
                    name, replicas - spare, replicas);
            return check;
        }
        check.reason
            = text(QT_TRANSLATE_NOOP("core", "PodDisruptionBudget %1 lets %2 of %3 pods be evicted at a time."), name,
                spare, replicas);
    }
    return check;
}

} // namespace qbm::cluster
