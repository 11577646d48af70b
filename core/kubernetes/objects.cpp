// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/objects.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace qbm::kubernetes {

namespace {

constexpr std::string_view kRevisionAnnotation = "deployment.kubernetes.io/revision";
constexpr std::string_view kRoleLabel = "node-role.kubernetes.io/";

std::vector<ContainerImage> decodeImages(const JsonValue& podTemplate)
{
    std::vector<ContainerImage> images;
    for (const JsonValue& container : podTemplate["spec"]["containers"].items())
        images.push_back({container["name"].string(), container["image"].string()});
    return images;
}

ObjectReference decodeReference(const JsonValue& reference)
{
    return {reference["kind"].string(), reference["namespace"].string(), reference["name"].string(),
        reference["uid"].string()};
}

double quantity(const JsonValue& value)
{
    // Quantities are texts, but a bare number is allowed where a person wrote it.
    if (value.isNumber())
        return static_cast<double>(value.integer());
    return parseQuantity(value.view()).value_or(0);
}

double suffixFactor(std::string_view suffix, bool& known)
{
    known = true;
    if (suffix.empty())
        return 1;
    constexpr std::string_view kBinary = "KMGTPE";
    constexpr std::string_view kDecimal = "kMGTPE";
    if (suffix.size() == 2 && suffix[1] == 'i') {
        const std::size_t power = kBinary.find(suffix[0]);
        known = power != std::string_view::npos;
        return known ? std::pow(1024.0, static_cast<double>(power + 1)) : 0;
    }
    if (suffix == "n")
        return 1e-9;
    if (suffix == "u")
        return 1e-6;
    if (suffix == "m")
        return 1e-3;
    const std::size_t power = suffix.size() == 1 ? kDecimal.find(suffix[0]) : std::string_view::npos;
    known = power != std::string_view::npos;
    return known ? std::pow(1000.0, static_cast<double>(power + 1)) : 0;
}

/// The sum of one value ("requests", "cpu") over a pod as the scheduler counts it: init containers run one after the
/// other before the rest, so only the greediest counts; sidecars run beside everything that follows them.
/// \param ofAll unset unless every container that stays has the value
std::optional<double> podTotal(const JsonValue& podSpec, const char* list, const char* name, bool ofAll)
{
    const auto valueOf = [&](const JsonValue& owner) -> std::optional<double> {
        const JsonValue value = owner["resources"][list][name];
        return value.empty() ? std::nullopt : std::optional(quantity(value));
    };
    if (const auto ofPod = valueOf(podSpec))
        return ofPod; // pod-level resources, where given, are what counts
    double staying = 0, sidecars = 0, starting = 0;
    bool any = false, all = true;
    for (const JsonValue& container : podSpec["initContainers"].items()) {
        const auto value = valueOf(container);
        const bool sidecar = container["restartPolicy"].view() == "Always";
        any = any || value;
        all = all && (value || !sidecar);
        sidecars += sidecar ? value.value_or(0) : 0;
        starting = std::max(starting, sidecars + (sidecar ? 0 : value.value_or(0)));
    }
    for (const JsonValue& container : podSpec["containers"].items()) {
        const auto value = valueOf(container);
        any = any || value;
        all = all && value;
        staying += value.value_or(0);
    }
    if (!any || (ofAll && !all))
        return std::nullopt;
    return std::max(staying + sidecars, starting) + quantity(podSpec["overhead"][name]);
}

std::string expressionText(const JsonValue& expression)
{
    const std::string key = expression["key"].string();
    const std::string_view operation = expression["operator"].view();
    if (operation == "Exists")
        return key;
    if (operation == "DoesNotExist")
        return "!" + key;
    std::string values;
    for (const JsonValue& value : expression["values"].items())
        values += (values.empty() ? "" : ",") + value.string();
    return key + (operation == "NotIn" ? " notin (" : " in (") + values + ")";
}

} // namespace

std::string_view find(const Labels& labels, std::string_view key)
{
    for (const auto& [name, value] : labels) {
        if (name == key)
            return value;
    }
    return {};
}

const Condition* findCondition(const std::vector<Condition>& conditions, std::string_view type)
{
    const auto found = std::find_if(
        conditions.begin(), conditions.end(), [&](const Condition& condition) { return condition.type == type; });
    return found == conditions.end() ? nullptr : &*found;
}

ObjectMeta decodeMeta(const JsonValue& object)
{
    const JsonValue metadata = object["metadata"];
    ObjectMeta meta;
    meta.nameSpace = metadata["namespace"].string();
    meta.name = metadata["name"].string();
    meta.uid = metadata["uid"].string();
    meta.resourceVersion = metadata["resourceVersion"].string();
    meta.generation = metadata["generation"].integer();
    meta.created = metadata["creationTimestamp"].time().value_or(TimePoint{});
    meta.deletion = metadata["deletionTimestamp"].time();
    for (const auto& [key, value] : metadata["labels"].members())
        meta.labels.emplace_back(key, value.string());
    for (const JsonValue& owner : metadata["ownerReferences"].items()) {
        if (owner["controller"].boolean())
            meta.controller = {owner["kind"].string(), owner["name"].string(), owner["uid"].string()};
    }
    return meta;
}

std::vector<Condition> decodeConditions(const JsonValue& list)
{
    std::vector<Condition> conditions;
    for (const JsonValue& item : list.items()) {
        conditions.push_back({item["type"].string(), item["status"].string(), item["reason"].string(),
            item["message"].string(), item["lastTransitionTime"].time()});
    }
    return conditions;
}

PodResources decodePodResources(const JsonValue& podSpec)
{
    return {podTotal(podSpec, "requests", "cpu", false), podTotal(podSpec, "requests", "memory", false),
        podTotal(podSpec, "limits", "cpu", true), podTotal(podSpec, "limits", "memory", true)};
}

Deployment decodeDeployment(const JsonValue& object)
{
    const JsonValue spec = object["spec"];
    const JsonValue status = object["status"];
    Deployment out;
    out.meta = decodeMeta(object);
    out.desired = spec["replicas"].count(1);
    out.current = status["replicas"].count();
    out.updated = status["updatedReplicas"].count();
    out.ready = status["readyReplicas"].count();
    out.available = status["availableReplicas"].count();
    out.unavailable = status["unavailableReplicas"].count();
    out.observedGeneration = status["observedGeneration"].integer();
    out.paused = spec["paused"].boolean();
    if (const auto deadline = spec["progressDeadlineSeconds"].optionalInteger())
        out.progressDeadlineSeconds = static_cast<int>(*deadline);
    out.revision = object["metadata"]["annotations"][kRevisionAnnotation].string();
    out.selector = selectorText(spec["selector"]);
    out.strategy = spec["strategy"]["type"].string("RollingUpdate");
    out.images = decodeImages(spec["template"]);
    out.podResources = decodePodResources(spec["template"]["spec"]);
    out.conditions = decodeConditions(status["conditions"]);
    return out;
}

Deployment decodeStatefulSet(const JsonValue& object)
{
    const JsonValue spec = object["spec"], status = object["status"], strategy = spec["updateStrategy"];
    Deployment out = decodeDeployment(object);
    out.kind = "StatefulSet";
    out.paused = false;
    out.progressDeadlineSeconds.reset();
    if (!status["availableReplicas"].exists())
        out.available = out.ready; // servers before 1.22 do not count them
    out.unavailable = std::max(0, out.desired - out.available);
    out.revision = status["updateRevision"].string();
    out.currentRevision = status["currentRevision"].string();
    out.strategy = strategy["type"].string("RollingUpdate");
    out.onDelete = out.strategy == "OnDelete";
    out.partition = strategy["rollingUpdate"]["partition"].count();
    return out;
}

Deployment decodeDaemonSet(const JsonValue& object)
{
    const JsonValue status = object["status"];
    Deployment out = decodeStatefulSet(object);
    out.kind = "DaemonSet";
    out.desired = status["desiredNumberScheduled"].count();
    out.current = status["currentNumberScheduled"].count();
    out.updated = status["updatedNumberScheduled"].count();
    out.ready = status["numberReady"].count();
    out.available = status["numberAvailable"].count();
    out.unavailable = status["numberUnavailable"].count();
    out.partition = 0;
    return out;
}

ReplicaSet decodeReplicaSet(const JsonValue& object)
{
    const JsonValue status = object["status"];
    ReplicaSet out;
    out.meta = decodeMeta(object);
    out.desired = object["spec"]["replicas"].count(1);
    out.current = status["replicas"].count();
    out.ready = status["readyReplicas"].count();
    out.available = status["availableReplicas"].count();
    out.revision = object["metadata"]["annotations"][kRevisionAnnotation].string();
    out.images = decodeImages(object["spec"]["template"]);
    return out;
}

Event decodeEvent(const JsonValue& object)
{
    Event out;
    out.meta = decodeMeta(object);
    out.type = object["type"].string();
    out.reason = object["reason"].string();
    out.message = object["message"].exists() ? object["message"].string() : object["note"].string();
    out.object = decodeReference(object["involvedObject"].exists() ? object["involvedObject"] : object["regarding"]);

    // core/v1 and events.k8s.io/v1 tell the same under different names, and either may leave its half empty.
    const auto firstOf = [&](std::initializer_list<JsonValue> values) {
        for (const JsonValue& value : values) {
            if (!value.empty() && !(value.isString() && value.view().empty()))
                return value;
        }
        return JsonValue();
    };
    out.source = firstOf({object["source"]["component"], object["deprecatedSource"]["component"],
                             object["reportingComponent"], object["reportingController"]})
                     .string();
    const JsonValue series = object["series"];
    out.count = firstOf({series["count"], object["count"], object["deprecatedCount"]}).count(1);
    const TimePoint fallback = object["eventTime"].time().value_or(out.meta.created);
    out.first = firstOf({object["firstTimestamp"], object["deprecatedFirstTimestamp"]}).time().value_or(fallback);
    out.last = firstOf({series["lastObservedTime"], object["lastTimestamp"], object["deprecatedLastTimestamp"]})
                   .time()
                   .value_or(fallback);
    return out;
}

HorizontalPodAutoscaler decodeHorizontalPodAutoscaler(const JsonValue& object)
{
    const JsonValue spec = object["spec"];
    const JsonValue target = spec["scaleTargetRef"];
    HorizontalPodAutoscaler out;
    out.meta = decodeMeta(object);
    out.target = {target["kind"].string(), out.meta.nameSpace, target["name"].string(), {}};
    out.targetApiVersion = target["apiVersion"].string();
    out.minimum = spec["minReplicas"].count(1);
    out.maximum = spec["maxReplicas"].count();
    out.current = object["status"]["currentReplicas"].count();
    out.desired = object["status"]["desiredReplicas"].count();
    return out;
}

Node decodeNode(const JsonValue& object)
{
    const JsonValue status = object["status"];
    Node out;
    out.meta = decodeMeta(object);
    out.conditions = decodeConditions(status["conditions"]);
    const Condition* const ready = findCondition(out.conditions, "Ready");
    out.ready = ready != nullptr && ready->status == "True";
    out.schedulable = !object["spec"]["unschedulable"].boolean();
    out.kubeletVersion = status["nodeInfo"]["kubeletVersion"].string();
    out.cpuCapacityCores = quantity(status["capacity"]["cpu"]);
    out.cpuAllocatableCores = quantity(status["allocatable"]["cpu"]);
    out.memoryCapacityBytes = quantity(status["capacity"]["memory"]);
    out.memoryAllocatableBytes = quantity(status["allocatable"]["memory"]);
    out.podCapacity = static_cast<int>(quantity(status["capacity"]["pods"]));
    for (const auto& [key, value] : out.meta.labels) {
        if (key.starts_with(kRoleLabel))
            out.roles.push_back(key.substr(kRoleLabel.size()));
    }
    return out;
}

Scale decodeScale(const JsonValue& object)
{
    Scale out;
    out.meta = decodeMeta(object);
    out.desired = object["spec"]["replicas"].count();
    out.current = object["status"]["replicas"].count();
    out.selector = object["status"]["selector"].string();
    return out;
}

std::optional<double> parseQuantity(std::string_view text)
{
    double number = 0;
    const char* const begin = text.data() + (!text.empty() && text.front() == '+' ? 1 : 0);
    const char* const end = text.data() + text.size();
    // "1E" is an exa of one, not the beginning of an exponent: from_chars reads "1" there and stops.
    const auto read = std::from_chars(begin, end, number);
    if (read.ec != std::errc() || !std::isfinite(number))
        return std::nullopt;
    bool known = false;
    const double factor = suffixFactor(std::string_view(read.ptr, static_cast<std::size_t>(end - read.ptr)), known);
    return known ? std::optional(number * factor) : std::nullopt;
}

std::string selectorText(const JsonValue& labelSelector)
{
    std::string out;
    const auto add = [&](const std::string& term) { out += (out.empty() ? "" : ",") + term; };
    for (const auto& [key, value] : labelSelector["matchLabels"].members())
        add(std::string(key) + "=" + value.string());
    for (const JsonValue& expression : labelSelector["matchExpressions"].items())
        add(expressionText(expression));
    return out;
}

} // namespace qbm::kubernetes
