// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/known_fields.h"

#include "app/lab/kubernetes/json_access.h"

#include <nlohmann/json.hpp>

#include <map>
#include <set>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

/// The fields of a structure, each with the structure it holds; empty: whatever it holds is not looked into.
using Structure = std::map<std::string, std::string, std::less<>>;

Structure plain(std::initializer_list<const char*> names)
{
    Structure structure;
    for (const auto* name : names)
        structure.emplace(name, "");
    return structure;
}

Structure with(Structure structure, std::initializer_list<std::pair<const char*, const char*>> held)
{
    for (const auto& [name, what] : held)
        structure[name] = what;
    return structure;
}

const std::map<std::string, Structure, std::less<>>& structures()
{
    static const std::map<std::string, Structure, std::less<>> all = {
        {"ObjectMeta",
            plain({"name", "generateName", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp",
                "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences",
                "finalizers", "managedFields", "selfLink"})},
        {"PodTemplate", with({}, {{"metadata", "ObjectMeta"}, {"spec", "PodSpec"}})},
        {"JobTemplate", with({}, {{"metadata", "ObjectMeta"}, {"spec", "Job.spec"}})},
        {"PodSpec",
            with(plain({"activeDeadlineSeconds", "affinity", "automountServiceAccountToken", "dnsConfig", "dnsPolicy",
                     "enableServiceLinks", "ephemeralContainers", "hostAliases", "hostIPC", "hostNetwork", "hostPID",
                     "hostUsers", "hostname", "imagePullSecrets", "nodeName", "nodeSelector", "os", "overhead",
                     "preemptionPolicy", "priority", "priorityClassName", "readinessGates", "resourceClaims",
                     "resources", "restartPolicy", "runtimeClassName", "schedulerName", "schedulingGates",
                     "securityContext", "serviceAccount", "serviceAccountName", "setHostnameAsFQDN",
                     "shareProcessNamespace", "subdomain", "terminationGracePeriodSeconds", "tolerations",
                     "topologySpreadConstraints", "volumes"}),
                {{"containers", "Container"}, {"initContainers", "Container"}})},
        {"Container",
            plain({"args", "command", "env", "envFrom", "image", "imagePullPolicy", "lifecycle", "livenessProbe",
                "name", "ports", "readinessProbe", "resizePolicy", "resources", "restartPolicy", "securityContext",
                "startupProbe", "stdin", "stdinOnce", "terminationMessagePath", "terminationMessagePolicy", "tty",
                "volumeDevices", "volumeMounts", "workingDir"})},
        {"Pod.spec", {}},
        {"Deployment.spec",
            with(plain({"replicas", "selector", "strategy", "minReadySeconds", "revisionHistoryLimit", "paused",
                     "progressDeadlineSeconds"}),
                {{"template", "PodTemplate"}})},
        {"ReplicaSet.spec", with(plain({"replicas", "selector", "minReadySeconds"}), {{"template", "PodTemplate"}})},
        {"StatefulSet.spec",
            with(plain({"replicas", "selector", "volumeClaimTemplates", "serviceName", "podManagementPolicy",
                     "updateStrategy", "revisionHistoryLimit", "minReadySeconds",
                     "persistentVolumeClaimRetentionPolicy", "ordinals"}),
                {{"template", "PodTemplate"}})},
        {"DaemonSet.spec",
            with(plain({"selector", "updateStrategy", "minReadySeconds", "revisionHistoryLimit"}),
                {{"template", "PodTemplate"}})},
        {"Job.spec",
            with(plain({"parallelism", "completions", "activeDeadlineSeconds", "podFailurePolicy", "successPolicy",
                     "backoffLimit", "backoffLimitPerIndex", "maxFailedIndexes", "selector", "manualSelector",
                     "ttlSecondsAfterFinished", "completionMode", "suspend", "podReplacementPolicy", "managedBy"}),
                {{"template", "PodTemplate"}})},
        {"CronJob.spec",
            with(plain({"schedule", "timeZone", "startingDeadlineSeconds", "concurrencyPolicy", "suspend",
                     "successfulJobsHistoryLimit", "failedJobsHistoryLimit"}),
                {{"jobTemplate", "JobTemplate"}})},
        {"PodDisruptionBudget.spec",
            plain({"minAvailable", "maxUnavailable", "selector", "unhealthyPodEvictionPolicy"})},
        {"HorizontalPodAutoscaler.spec",
            plain({"scaleTargetRef", "minReplicas", "maxReplicas", "metrics", "behavior"})},
    };
    return all;
}

/// The top level of a kind.
Structure objectStructure(const std::string& kind)
{
    auto top = with(plain({"kind", "apiVersion", "status"}), {{"metadata", "ObjectMeta"}, {"spec", ""}});
    if (kind == "ConfigMap")
        return with(plain({"kind", "apiVersion", "data", "binaryData", "immutable"}), {{"metadata", "ObjectMeta"}});
    if (kind == "Secret")
        return with(
            plain({"kind", "apiVersion", "data", "stringData", "type", "immutable"}), {{"metadata", "ObjectMeta"}});
    if (kind == "Pod")
        top["spec"] = "PodSpec";
    else if (structures().contains(kind + ".spec"))
        top["spec"] = kind + ".spec";
    return top;
}

void look(const json& value, const Structure& structure, const std::string& path, std::vector<std::string>& unknown)
{
    if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i)
            look(value[i], structure, path + "[" + std::to_string(i) + "]", unknown);
        return;
    }
    if (!value.is_object())
        return;
    for (const auto& [key, item] : value.items()) {
        const auto name = path.empty() ? key : path + "." + key;
        const auto field = structure.find(key);
        if (field == structure.end())
            unknown.push_back(name);
        else if (!field->second.empty())
            look(item, structures().at(field->second), name, unknown);
    }
}

void drop(json& value, const Structure& structure)
{
    if (value.is_array()) {
        for (auto& item : value)
            drop(item, structure);
        return;
    }
    if (!value.is_object())
        return;
    for (auto it = value.begin(); it != value.end();) {
        const auto field = structure.find(it.key());
        if (field == structure.end()) {
            it = value.erase(it);
            continue;
        }
        if (!field->second.empty())
            drop(*it, structures().at(field->second));
        ++it;
    }
}

/// Kinds whose top level is more than metadata, spec and status, and is not listed here.
bool hasOwnTopLevel(const std::string& kind)
{
    static const std::set<std::string> kinds
        = {"Event", "Endpoints", "EndpointSlice", "ServiceAccount", "Role", "ClusterRole", "RoleBinding",
            "ClusterRoleBinding", "StorageClass", "PriorityClass", "ControllerRevision", "CSIStorageCapacity"};
    return kinds.contains(kind);
}

/// Where a kind keeps its pods' spec, and the way there.
std::pair<const json*, std::string> podSpecOf(const ResourceType& type, const json& document)
{
    if (type.kind == "Pod")
        return {kubernetes::find(document, {"spec"}), "spec"};
    if (type.kind == "CronJob")
        return {kubernetes::find(document, {"spec", "jobTemplate", "spec", "template", "spec"}),
            "spec.jobTemplate.spec.template.spec"};
    return {kubernetes::find(document, {"spec", "template", "spec"}), "spec.template.spec"};
}

} // namespace

std::vector<std::string> unknownFields(const ResourceType& type, const json& document)
{
    std::vector<std::string> unknown;
    if (!hasOwnTopLevel(type.kind))
        look(document, objectStructure(type.kind), {}, unknown);
    return unknown;
}

void dropUnknownFields(const ResourceType& type, json& document)
{
    if (!hasOwnTopLevel(type.kind))
        drop(document, objectStructure(type.kind));
}

std::vector<std::string> warningsAbout(const ResourceType& type, const json& document)
{
    std::vector<std::string> warnings;
    const auto [spec, path] = podSpecOf(type, document);
    if (spec == nullptr)
        return warnings;
    for (const auto* part : {"os", "arch"}) {
        const auto old = std::string("beta.kubernetes.io/") + part;
        if (kubernetes::find(*spec, {"nodeSelector", old}) != nullptr)
            warnings.push_back(path + ".nodeSelector[" + old + "]: deprecated since v1.14; use \"kubernetes.io/" + part
                + "\" instead");
    }
    const auto& containers = arrayAt(*spec, {"containers"});
    for (std::size_t i = 0; i < containers.size(); ++i) {
        std::set<std::string> names;
        const auto& variables = arrayAt(containers[i], {"env"});
        for (std::size_t j = 0; j < variables.size(); ++j)
            if (const auto name = stringAt(variables[j], {"name"}); !names.insert(name).second)
                warnings.push_back(path + ".containers[" + std::to_string(i) + "].env[" + std::to_string(j)
                    + "]: hides previous definition of \"" + name + "\", which may be dropped when using apply");
    }
    return warnings;
}

} // namespace qbm::lab::kubernetes
