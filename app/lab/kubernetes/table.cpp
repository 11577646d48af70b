// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/table.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/selector.h"
#include "app/lab/kubernetes/table_columns.h"
#include "core/base/ascii.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

std::string joined(const std::vector<std::string>& parts, const char* separator = ",")
{
    std::string result;
    for (const auto& part : parts)
        result += (result.empty() ? "" : separator) + part;
    return result;
}

std::string ageOf(const json& document)
{
    const auto created = stringAt(document, {"metadata", "creationTimestamp"});
    return created.empty() ? "<unknown>" : humanDuration(nowSeconds() - parseTime(created));
}

std::string orNone(std::string text)
{
    return text.empty() ? "<none>" : text;
}

std::string scalarText(const json* value)
{
    return value == nullptr ? "" : value->is_string() ? value->get<std::string>() : writeJson(*value);
}

/// Containers, images and selector: the wide columns of workloads.
void appendTemplate(json& cells, const json& podTemplate)
{
    std::vector<std::string> names;
    std::vector<std::string> images;
    for (const auto& container : arrayAt(podTemplate, {"spec", "containers"})) {
        names.push_back(stringAt(container, {"name"}));
        images.push_back(stringAt(container, {"image"}));
    }
    cells.push_back(joined(names));
    cells.push_back(joined(images));
}

json deploymentCells(const json& d)
{
    json cells = {stringAt(d, {"metadata", "name"}),
        std::to_string(intAt(d, {"status", "readyReplicas"})) + "/" + std::to_string(intAt(d, {"spec", "replicas"})),
        intAt(d, {"status", "updatedReplicas"}), intAt(d, {"status", "availableReplicas"}), ageOf(d)};
    appendTemplate(cells, objectAt(d, {"spec", "template"}));
    cells.push_back(LabelSelector::fromSpec(objectAt(d, {"spec", "selector"})).print());
    return cells;
}

json replicaSetCells(const json& d)
{
    json cells = {stringAt(d, {"metadata", "name"}), intAt(d, {"spec", "replicas"}), intAt(d, {"status", "replicas"}),
        intAt(d, {"status", "readyReplicas"}), ageOf(d)};
    appendTemplate(cells, objectAt(d, {"spec", "template"}));
    cells.push_back(LabelSelector::fromSpec(objectAt(d, {"spec", "selector"})).print());
    return cells;
}

json statefulSetCells(const json& d)
{
    json cells = {stringAt(d, {"metadata", "name"}),
        std::to_string(intAt(d, {"status", "readyReplicas"})) + "/" + std::to_string(intAt(d, {"spec", "replicas"})),
        ageOf(d)};
    appendTemplate(cells, objectAt(d, {"spec", "template"}));
    return cells;
}

std::string podStatus(const json& d)
{
    auto status = stringAt(d, {"status", "reason"}, stringAt(d, {"status", "phase"}));
    for (const auto& container : arrayAt(d, {"status", "containerStatuses"})) {
        if (const auto reason = stringAt(container, {"state", "waiting", "reason"}); !reason.empty())
            status = reason;
        else if (const auto ended = stringAt(container, {"state", "terminated", "reason"}); !ended.empty())
            status = ended;
    }
    if (!stringAt(d, {"metadata", "deletionTimestamp"}).empty())
        status = stringAt(d, {"status", "reason"}) == "NodeLost" ? "Unknown" : "Terminating";
    return status;
}

json podCells(const json& d)
{
    std::int64_t ready = 0;
    std::int64_t restarts = 0;
    for (const auto& container : arrayAt(d, {"status", "containerStatuses"})) {
        ready += boolAt(container, {"ready"}) ? 1 : 0;
        restarts += intAt(container, {"restartCount"});
    }
    return {stringAt(d, {"metadata", "name"}),
        std::to_string(ready) + "/" + std::to_string(arrayAt(d, {"spec", "containers"}).size()), podStatus(d),
        std::to_string(restarts), ageOf(d), orNone(stringAt(d, {"status", "podIP"})),
        orNone(stringAt(d, {"spec", "nodeName"})), orNone(stringAt(d, {"status", "nominatedNodeName"})), "<none>"};
}

json serviceCells(const json& d)
{
    std::vector<std::string> ports;
    for (const auto& port : arrayAt(d, {"spec", "ports"})) {
        auto text = std::to_string(intAt(port, {"port"}));
        if (const auto node = intAt(port, {"nodePort"}); node != 0)
            text += ":" + std::to_string(node);
        ports.push_back(text + "/" + stringAt(port, {"protocol"}));
    }
    const auto type = stringAt(d, {"spec", "type"});
    std::vector<std::string> selector;
    for (const auto& [key, value] : objectAt(d, {"spec", "selector"}).items())
        selector.push_back(key + "=" + scalarText(&value));
    return {stringAt(d, {"metadata", "name"}), type, orNone(stringAt(d, {"spec", "clusterIP"})),
        type == "LoadBalancer"       ? "<pending>"
            : type == "ExternalName" ? stringAt(d, {"spec", "externalName"})
                                     : "<none>",
        orNone(joined(ports)), ageOf(d), orNone(joined(selector))};
}

json nodeCells(const json& d)
{
    std::string status = "Unknown";
    for (const auto& condition : arrayAt(d, {"status", "conditions"}))
        if (stringAt(condition, {"type"}) == "Ready")
            status = stringAt(condition, {"status"}) == "True" ? "Ready" : "NotReady";
    if (boolAt(d, {"spec", "unschedulable"}))
        status += ",SchedulingDisabled";
    std::vector<std::string> roles;
    constexpr std::string_view rolePrefix = "node-role.kubernetes.io/";
    for (const auto& [key, value] : objectAt(d, {"metadata", "labels"}).items())
        if (key.starts_with(rolePrefix))
            roles.push_back(key.substr(rolePrefix.size()));
    std::string internal = "<none>";
    std::string external = "<none>";
    for (const auto& address : arrayAt(d, {"status", "addresses"})) {
        if (stringAt(address, {"type"}) == "InternalIP")
            internal = stringAt(address, {"address"});
        else if (stringAt(address, {"type"}) == "ExternalIP")
            external = stringAt(address, {"address"});
    }
    const auto info = [&](const char* key) {
        const auto text = stringAt(d, {"status", "nodeInfo", key});
        return text.empty() ? "<unknown>" : text;
    };
    return {stringAt(d, {"metadata", "name"}), status, orNone(joined(roles)), ageOf(d),
        stringAt(d, {"status", "nodeInfo", "kubeletVersion"}), internal, external, info("osImage"),
        info("kernelVersion"), info("containerRuntimeVersion")};
}

json ingressCells(const json& d)
{
    std::vector<std::string> hosts;
    for (const auto& rule : arrayAt(d, {"spec", "rules"}))
        if (const auto host = stringAt(rule, {"host"}); !host.empty())
            hosts.push_back(host);
    std::vector<std::string> addresses;
    for (const auto& entry : arrayAt(d, {"status", "loadBalancer", "ingress"}))
        addresses.push_back(stringAt(entry, {"ip"}, stringAt(entry, {"hostname"})));
    return {stringAt(d, {"metadata", "name"}), orNone(stringAt(d, {"spec", "ingressClassName"})),
        hosts.empty() ? "*" : joined(hosts), joined(addresses),
        arrayAt(d, {"spec", "tls"}).empty() ? "80" : "80, 443", ageOf(d)};
}

std::string metricText(const json& d, const json& metric)
{
    const auto name = stringAt(metric, {"resource", "name"});
    const auto target = intAt(metric, {"resource", "target", "averageUtilization"});
    std::string current = "<unknown>";
    for (const auto& entry : arrayAt(d, {"status", "currentMetrics"}))
        if (stringAt(entry, {"resource", "name"}) == name)
            current = std::to_string(intAt(entry, {"resource", "current", "averageUtilization"})) + "%";
    return name + ": " + current + "/" + std::to_string(target) + "%";
}

json autoscalerCells(const json& d)
{
    std::vector<std::string> targets;
    for (const auto& metric : arrayAt(d, {"spec", "metrics"}))
        if (stringAt(metric, {"type"}) == "Resource")
            targets.push_back(metricText(d, metric));
    return {stringAt(d, {"metadata", "name"}),
        stringAt(d, {"spec", "scaleTargetRef", "kind"}) + "/" + stringAt(d, {"spec", "scaleTargetRef", "name"}),
        orNone(joined(targets, ", ")), std::to_string(intAt(d, {"spec", "minReplicas"}, 1)),
        intAt(d, {"spec", "maxReplicas"}), intAt(d, {"status", "currentReplicas"}), ageOf(d)};
}

json eventCells(const json& d)
{
    const auto since = [&](std::string moment) {
        if (moment.empty())
            moment = stringAt(d, {"eventTime"});
        return moment.empty() ? "<unknown>" : humanDuration(nowSeconds() - parseTime(moment));
    };
    const auto object = toAsciiLower(stringAt(d, {"involvedObject", "kind"}));
    auto source = stringAt(d, {"source", "component"}, stringAt(d, {"reportingComponent"}));
    const auto host = stringAt(d, {"source", "host"}, stringAt(d, {"reportingInstance"}));
    if (!host.empty())
        source += ", " + host;
    return {since(stringAt(d, {"lastTimestamp"})), stringAt(d, {"type"}), stringAt(d, {"reason"}),
        object + "/" + stringAt(d, {"involvedObject", "name"}), stringAt(d, {"involvedObject", "fieldPath"}), source,
        stringAt(d, {"message"}), since(stringAt(d, {"firstTimestamp"})), std::max<std::int64_t>(1, intAt(d, {"count"})),
        stringAt(d, {"metadata", "name"})};
}

json cronJobCells(const json& d)
{
    const auto last = stringAt(d, {"status", "lastScheduleTime"});
    json cells = {stringAt(d, {"metadata", "name"}), stringAt(d, {"spec", "schedule"}),
        orNone(stringAt(d, {"spec", "timeZone"})), boolAt(d, {"spec", "suspend"}) ? "True" : "False",
        arrayAt(d, {"status", "active"}).size(), last.empty() ? "<none>" : humanDuration(nowSeconds() - parseTime(last)),
        ageOf(d)};
    appendTemplate(cells, objectAt(d, {"spec", "jobTemplate", "spec", "template"}));
    cells.push_back("<none>");
    return cells;
}

json jobCells(const json& d)
{
    std::string status = "Running";
    for (const auto& condition : arrayAt(d, {"status", "conditions"}))
        if (stringAt(condition, {"status"}) == "True" && stringAt(condition, {"type"}) != "SuccessCriteriaMet")
            status = stringAt(condition, {"type"});
    const auto start = stringAt(d, {"status", "startTime"});
    const auto end = stringAt(d, {"status", "completionTime"});
    json cells = {stringAt(d, {"metadata", "name"}), status,
        std::to_string(intAt(d, {"status", "succeeded"})) + "/" + std::to_string(intAt(d, {"spec", "completions"}, 1)),
        start.empty() ? "" : humanDuration((end.empty() ? nowSeconds() : parseTime(end)) - parseTime(start)), ageOf(d)};
    appendTemplate(cells, objectAt(d, {"spec", "template"}));
    cells.push_back(LabelSelector::fromSpec(objectAt(d, {"spec", "selector"})).print());
    return cells;
}

std::string accessModes(const json& modes)
{
    static const std::map<std::string, std::string> shortModes = {
        {"ReadWriteOnce", "RWO"}, {"ReadOnlyMany", "ROX"}, {"ReadWriteMany", "RWX"}, {"ReadWriteOncePod", "RWOP"}};
    std::vector<std::string> texts;
    for (const auto& mode : modes)
        if (const auto it = shortModes.find(scalarText(&mode)); it != shortModes.end())
            texts.push_back(it->second);
    return joined(texts);
}

json claimCells(const json& d)
{
    return {stringAt(d, {"metadata", "name"}), stringAt(d, {"status", "phase"}), stringAt(d, {"spec", "volumeName"}),
        stringAt(d, {"status", "capacity", "storage"}), accessModes(arrayAt(d, {"status", "accessModes"})),
        stringAt(d, {"spec", "storageClassName"}), "<unset>", ageOf(d), stringAt(d, {"spec", "volumeMode"})};
}

json budgetCells(const json& d)
{
    const auto* least = kubernetes::find(d, {"spec", "minAvailable"});
    const auto* most = kubernetes::find(d, {"spec", "maxUnavailable"});
    return {stringAt(d, {"metadata", "name"}), least == nullptr ? "N/A" : scalarText(least),
        most == nullptr ? "N/A" : scalarText(most), intAt(d, {"status", "disruptionsAllowed"}), ageOf(d)};
}

std::string entryCount(const json& d)
{
    return std::to_string(objectAt(d, {"data"}).size() + objectAt(d, {"binaryData"}).size());
}

json endpointsCells(const json& d)
{
    std::vector<std::string> addresses;
    for (const auto& subset : arrayAt(d, {"subsets"}))
        for (const auto& address : arrayAt(subset, {"addresses"}))
            for (const auto& port : arrayAt(subset, {"ports"}))
                addresses.push_back(stringAt(address, {"ip"}) + ":" + std::to_string(intAt(port, {"port"})));
    if (const auto count = addresses.size(); count > 3) {
        addresses.resize(3);
        return {stringAt(d, {"metadata", "name"}), joined(addresses) + " + " + std::to_string(count - 3) + " more...",
            ageOf(d)};
    }
    return {stringAt(d, {"metadata", "name"}), orNone(joined(addresses)), ageOf(d)};
}

std::string controllerOf(const json& d)
{
    for (const auto& owner : arrayAt(d, {"metadata", "ownerReferences"}))
        if (boolAt(owner, {"controller"}))
            return "statefulset.apps/" + stringAt(owner, {"name"});
    return "<none>";
}

using Printer = std::function<json(const json&)>;

const std::map<std::string, Printer>& printers()
{
    static const auto name = [](const json& d) { return stringAt(d, {"metadata", "name"}); };
    static const std::map<std::string, Printer> table = {{"Pod", podCells}, {"Deployment", deploymentCells},
        {"ReplicaSet", replicaSetCells}, {"StatefulSet", statefulSetCells}, {"Service", serviceCells},
        {"Node", nodeCells}, {"Ingress", ingressCells}, {"HorizontalPodAutoscaler", autoscalerCells},
        {"Event", eventCells}, {"CronJob", cronJobCells}, {"Job", jobCells}, {"PersistentVolumeClaim", claimCells},
        {"PodDisruptionBudget", budgetCells}, {"Endpoints", endpointsCells},
        {"ConfigMap", [](const json& d) { return json{name(d), entryCount(d), ageOf(d)}; }},
        {"Secret", [](const json& d) { return json{name(d), stringAt(d, {"type"}), entryCount(d), ageOf(d)}; }},
        {"Namespace", [](const json& d) { return json{name(d), stringAt(d, {"status", "phase"}), ageOf(d)}; }},
        {"ServiceAccount",
            [](const json& d) { return json{name(d), std::to_string(arrayAt(d, {"secrets"}).size()), ageOf(d)}; }},
        {"RoleBinding",
            [](const json& d) {
                return json{name(d), stringAt(d, {"roleRef", "kind"}) + "/" + stringAt(d, {"roleRef", "name"}), ageOf(d)};
            }},
        {"ClusterRoleBinding",
            [](const json& d) {
                return json{name(d), stringAt(d, {"roleRef", "kind"}) + "/" + stringAt(d, {"roleRef", "name"}), ageOf(d)};
            }},
        {"ControllerRevision",
            [](const json& d) {
                return json{name(d), controllerOf(d), std::to_string(intAt(d, {"revision"})), ageOf(d)};
            }},
        {"NetworkPolicy",
            [](const json& d) {
                return json{name(d), orNone(LabelSelector::fromSpec(objectAt(d, {"spec", "podSelector"})).print()), ageOf(d)};
            }},
        {"PersistentVolume",
            [](const json& d) {
                return json{name(d), stringAt(d, {"spec", "capacity", "storage"}),
                    accessModes(arrayAt(d, {"spec", "accessModes"})),
                    stringAt(d, {"spec", "persistentVolumeReclaimPolicy"}), stringAt(d, {"status", "phase"}),
                    stringAt(d, {"spec", "claimRef", "name"}), stringAt(d, {"spec", "storageClassName"}), ageOf(d)};
            }},
        {"StorageClass", [](const json& d) {
             return json{name(d), stringAt(d, {"provisioner"}), stringAt(d, {"reclaimPolicy"}),
                 stringAt(d, {"volumeBindingMode"}), ageOf(d)};
         }}};
    return table;
}

} // namespace

std::string humanDuration(std::int64_t seconds)
{
    if (seconds < -1)
        return "<invalid>";
    seconds = std::max<std::int64_t>(seconds, 0);
    const auto two = [](std::int64_t big, const char* bigUnit, std::int64_t small, const char* smallUnit) {
        auto text = std::to_string(big) + bigUnit;
        if (small != 0)
            text += std::to_string(small) + smallUnit;
        return text;
    };
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t hour = 3600;
    constexpr std::int64_t day = 86400;
    if (seconds < 2 * minute)
        return std::to_string(seconds) + "s";
    if (seconds < 10 * minute)
        return two(seconds / minute, "m", seconds % minute, "s");
    if (seconds < 3 * hour)
        return std::to_string(seconds / minute) + "m";
    if (seconds < 8 * hour)
        return two(seconds / hour, "h", seconds % hour / minute, "m");
    if (seconds < 2 * day)
        return std::to_string(seconds / hour) + "h";
    if (seconds < 8 * day)
        return two(seconds / day, "d", seconds % day / hour, "h");
    if (seconds < 2 * 365 * day)
        return std::to_string(seconds / day) + "d";
    if (seconds < 8 * 365 * day)
        return two(seconds / (365 * day), "y", seconds % (365 * day) / day, "d");
    return std::to_string(seconds / (365 * day)) + "y";
}

json tableColumns(const ResourceType& type)
{
    auto columns = json::array();
    for (const auto& column : columnsOf(type.kind))
        columns.push_back({{"name", column.name}, {"type", column.type}, {"format", column.format},
            {"description", column.description}, {"priority", column.priority}});
    return columns;
}

json tableCells(const StoredObject& object)
{
    const auto it = printers().find(object.type().kind);
    if (it != printers().end())
        return it->second(object.document());
    return {object.name(), stringAt(object.document(), {"metadata", "creationTimestamp"})};
}

} // namespace qbm::lab::kubernetes
