// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/defaults.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/names.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

void setDefault(json& object, const char* key, json value)
{
    if (!object.contains(key) || object[key].is_null())
        object[key] = std::move(value);
}

void probeDefaults(json& probe)
{
    if (!probe.is_object())
        return;
    setDefault(probe, "timeoutSeconds", 1);
    setDefault(probe, "periodSeconds", 10);
    setDefault(probe, "successThreshold", 1);
    setDefault(probe, "failureThreshold", 3);
    if (probe.contains("httpGet") && probe["httpGet"].is_object()) {
        setDefault(probe["httpGet"], "scheme", "HTTP");
        setDefault(probe["httpGet"], "path", "/");
    }
}

bool usesLatestTag(const std::string& image)
{
    const auto name = image.substr(image.rfind('/') == std::string::npos ? 0 : image.rfind('/') + 1);
    return name.find('@') == std::string::npos && (name.find(':') == std::string::npos || name.ends_with(":latest"));
}

void containerDefaults(json& container)
{
    if (!container.is_object())
        return;
    setDefault(container, "resources", json::object());
    setDefault(container, "terminationMessagePath", "/dev/termination-log");
    setDefault(container, "terminationMessagePolicy", "File");
    setDefault(container, "imagePullPolicy", usesLatestTag(stringAt(container, {"image"})) ? "Always" : "IfNotPresent");
    if (container.contains("ports") && container["ports"].is_array())
        for (auto& port : container["ports"])
            if (port.is_object())
                setDefault(port, "protocol", "TCP");
    for (const auto* probe : {"livenessProbe", "readinessProbe", "startupProbe"})
        if (container.contains(probe))
            probeDefaults(container[probe]);
    if (container.contains("env") && container["env"].is_array())
        for (auto& variable : container["env"])
            if (kubernetes::find(variable, {"valueFrom", "fieldRef"}) != nullptr)
                setDefault(variable["valueFrom"]["fieldRef"], "apiVersion", "v1");
}

void volumeDefaults(json& volume)
{
    if (!volume.is_object())
        return;
    for (const auto* source : {"configMap", "secret", "projected", "downwardAPI"})
        if (volume.contains(source) && volume[source].is_object())
            setDefault(volume[source], "defaultMode", 420);
}

void podSpecDefaults(json& spec)
{
    if (!spec.is_object())
        return;
    for (const auto* list : {"containers", "initContainers"})
        if (spec.contains(list) && spec[list].is_array())
            for (auto& container : spec[list])
                containerDefaults(container);
    if (spec.contains("volumes") && spec["volumes"].is_array())
        for (auto& volume : spec["volumes"])
            volumeDefaults(volume);
    setDefault(spec, "restartPolicy", "Always");
    setDefault(spec, "terminationGracePeriodSeconds", 30);
    setDefault(spec, "dnsPolicy", "ClusterFirst");
    setDefault(spec, "securityContext", json::object());
    setDefault(spec, "schedulerName", "default-scheduler");
    if (spec.contains("serviceAccountName"))
        setDefault(spec, "serviceAccount", spec["serviceAccountName"]);
}

void templateDefaults(json& podTemplate)
{
    auto& metadata = podTemplate["metadata"];
    if (!metadata.is_object())
        metadata = json::object();
    metadata["creationTimestamp"] = nullptr; // a v1.32 server always shows it
    podSpecDefaults(podTemplate["spec"]);
}

void deploymentDefaults(json& document)
{
    auto& spec = document["spec"];
    setDefault(spec, "replicas", 1);
    templateDefaults(spec["template"]);
    setDefault(spec, "strategy", json::object());
    auto& strategy = spec["strategy"];
    setDefault(strategy, "type", "RollingUpdate");
    if (stringAt(strategy, {"type"}) == "RollingUpdate") {
        setDefault(strategy, "rollingUpdate", json::object());
        setDefault(strategy["rollingUpdate"], "maxUnavailable", "25%");
        setDefault(strategy["rollingUpdate"], "maxSurge", "25%");
    }
    setDefault(spec, "revisionHistoryLimit", 10);
    setDefault(spec, "progressDeadlineSeconds", 600);
    if (!boolAt(spec, {"paused"}))
        spec.erase("paused");
}

void replicaSetDefaults(json& document)
{
    setDefault(document["spec"], "replicas", 1);
    templateDefaults(document["spec"]["template"]);
}

void claimDefaults(json& document)
{
    setDefault(document["spec"], "volumeMode", "Filesystem");
}

void statefulSetDefaults(json& document)
{
    auto& spec = document["spec"];
    setDefault(spec, "replicas", 1);
    templateDefaults(spec["template"]);
    setDefault(spec, "podManagementPolicy", "OrderedReady");
    setDefault(spec, "updateStrategy", {{"type", "RollingUpdate"}});
    if (stringAt(spec, {"updateStrategy", "type"}) == "RollingUpdate")
        setDefault(spec["updateStrategy"], "rollingUpdate", {{"partition", 0}});
    setDefault(spec, "revisionHistoryLimit", 10);
    setDefault(spec, "persistentVolumeClaimRetentionPolicy", {{"whenDeleted", "Retain"}, {"whenScaled", "Retain"}});
    if (spec.contains("volumeClaimTemplates") && spec["volumeClaimTemplates"].is_array())
        for (auto& claim : spec["volumeClaimTemplates"]) {
            claim["kind"] = "PersistentVolumeClaim";
            claim["apiVersion"] = "v1";
            claim["metadata"]["creationTimestamp"] = nullptr;
            claimDefaults(claim);
            claim["status"] = {{"phase", "Pending"}};
        }
}

void daemonSetDefaults(json& document)
{
    auto& spec = document["spec"];
    templateDefaults(spec["template"]);
    setDefault(spec, "updateStrategy",
        {{"type", "RollingUpdate"}, {"rollingUpdate", {{"maxUnavailable", 1}, {"maxSurge", 0}}}});
    setDefault(spec, "revisionHistoryLimit", 10);
}

void jobSpecDefaults(json& spec)
{
    setDefault(spec, "parallelism", 1);
    setDefault(spec, "completions", 1);
    setDefault(spec, "backoffLimit", 6);
    setDefault(spec, "completionMode", "NonIndexed");
    setDefault(spec, "suspend", false);
    setDefault(spec, "podReplacementPolicy", "TerminatingOrFailed");
    templateDefaults(spec["template"]);
}

void jobDefaults(json& document)
{
    jobSpecDefaults(document["spec"]);
}

void cronJobDefaults(json& document)
{
    auto& spec = document["spec"];
    setDefault(spec, "concurrencyPolicy", "Allow");
    setDefault(spec, "suspend", false);
    setDefault(spec, "successfulJobsHistoryLimit", 3);
    setDefault(spec, "failedJobsHistoryLimit", 1);
    at(spec, {"jobTemplate", "metadata"})["creationTimestamp"] = nullptr;
    templateDefaults(at(spec, {"jobTemplate", "spec", "template"}));
}

void serviceDefaults(json& document)
{
    auto& spec = document["spec"];
    setDefault(spec, "type", "ClusterIP");
    setDefault(spec, "sessionAffinity", "None");
    if (stringAt(spec, {"type"}) == "ExternalName")
        return;
    setDefault(spec, "ipFamilies", json::array({"IPv4"}));
    setDefault(spec, "ipFamilyPolicy", "SingleStack");
    setDefault(spec, "internalTrafficPolicy", "Cluster");
    if (stringAt(spec, {"type"}) != "ClusterIP")
        setDefault(spec, "externalTrafficPolicy", "Cluster");
    if (spec.contains("ports") && spec["ports"].is_array())
        for (auto& port : spec["ports"])
            if (port.is_object()) {
                setDefault(port, "protocol", "TCP");
                setDefault(port, "targetPort", port.contains("port") ? port["port"] : json(0));
            }
}

void secretDefaults(json& document)
{
    setDefault(document, "type", "Opaque");
    if (const auto* plain = kubernetes::find(document, {"stringData"}); plain != nullptr && plain->is_object())
        for (const auto& [key, value] : plain->items())
            document["data"][key] = base64(value.is_string() ? value.get<std::string>() : std::string());
    document.erase("stringData");
}

void roleBindingDefaults(json& document)
{
    if (document.contains("roleRef") && document["roleRef"].is_object())
        setDefault(document["roleRef"], "apiGroup", "rbac.authorization.k8s.io");
    if (document.contains("subjects") && document["subjects"].is_array())
        for (auto& subject : document["subjects"])
            if (stringAt(subject, {"kind"}) == "User" || stringAt(subject, {"kind"}) == "Group")
                setDefault(subject, "apiGroup", "rbac.authorization.k8s.io");
}

void namespaceDefaults(json& document)
{
    at(document, {"metadata", "labels"})["kubernetes.io/metadata.name"] = stringAt(document, {"metadata", "name"});
    setDefault(at(document, {"spec"}), "finalizers", json::array({"kubernetes"}));
}

void podDefaults(json& document)
{
    auto& spec = document["spec"];
    podSpecDefaults(spec);
    setDefault(spec, "enableServiceLinks", true);
}

void eventDefaults(json& document)
{
    setDefault(document, "eventTime", nullptr);
    setDefault(document, "reportingComponent", "");
    setDefault(document, "reportingInstance", "");
    setDefault(document, "source", json::object());
    setDefault(document, "firstTimestamp", nullptr);
    setDefault(document, "lastTimestamp", nullptr);
}

const std::map<std::string, std::function<void(json&)>>& defaulters()
{
    static const std::map<std::string, std::function<void(json&)>> table
        = {{"Pod", podDefaults}, {"Deployment", deploymentDefaults}, {"ReplicaSet", replicaSetDefaults},
            {"StatefulSet", statefulSetDefaults}, {"DaemonSet", daemonSetDefaults}, {"Job", jobDefaults},
            {"CronJob", cronJobDefaults}, {"Service", serviceDefaults}, {"Secret", secretDefaults},
            {"RoleBinding", roleBindingDefaults}, {"ClusterRoleBinding", roleBindingDefaults},
            {"Namespace", namespaceDefaults}, {"PersistentVolumeClaim", claimDefaults}, {"Event", eventDefaults}};
    return table;
}

const json& initialStatus(const std::string& kind)
{
    static const std::map<std::string, json> table = {{"Deployment", json::object()}, {"ReplicaSet", {{"replicas", 0}}},
        {"StatefulSet", {{"replicas", 0}, {"availableReplicas", 0}}}, {"Job", json::object()},
        {"CronJob", json::object()}, {"Namespace", {{"phase", "Active"}}},
        {"Service", {{"loadBalancer", json::object()}}}, {"Ingress", {{"loadBalancer", json::object()}}},
        {"HorizontalPodAutoscaler", {{"desiredReplicas", 0}, {"currentMetrics", nullptr}}},
        {"PersistentVolumeClaim", {{"phase", "Pending"}}}, {"PersistentVolume", {{"phase", "Pending"}}},
        {"PodDisruptionBudget",
            {{"disruptionsAllowed", 0}, {"currentHealthy", 0}, {"desiredHealthy", 0}, {"expectedPods", 0}}},
        {"DaemonSet",
            {{"currentNumberScheduled", 0}, {"numberMisscheduled", 0}, {"desiredNumberScheduled", 0},
                {"numberReady", 0}}},
        {"ResourceQuota", json::object()}};
    static const json none;
    const auto it = table.find(kind);
    return it == table.end() ? none : it->second;
}

void createService(json& document, unsigned number)
{
    auto& spec = document["spec"];
    if (stringAt(spec, {"type"}) == "ExternalName")
        return;
    if (!spec.contains("clusterIP") || stringAt(spec, {"clusterIP"}).empty())
        spec["clusterIP"] = "10.96." + std::to_string(number / 250 % 250 + 1) + "." + std::to_string(number % 250 + 2);
    spec["clusterIPs"] = json::array({spec["clusterIP"]});
    if (stringAt(spec, {"type"}) == "ClusterIP" || !spec.contains("ports"))
        return;
    unsigned offset = 0;
    for (auto& port : spec["ports"])
        setDefault(port, "nodePort", 30000 + (number * 7 + offset++) % 2768);
}

void mountServiceAccountToken(json& spec, unsigned number)
{
    const auto name = "kube-api-access-" + shortName(number);
    spec["volumes"].push_back(json{{"name", name},
        {"projected",
            {{"defaultMode", 420},
                {"sources",
                    {{{"serviceAccountToken", {{"expirationSeconds", 3607}, {"path", "token"}}}},
                        {{"configMap",
                            {{"name", "kube-root-ca.crt"}, {"items", {{{"key", "ca.crt"}, {"path", "ca.crt"}}}}}}},
                        {{"downwardAPI",
                            {{"items",
                                {{{"path", "namespace"},
                                    {"fieldRef",
                                        {{"apiVersion", "v1"}, {"fieldPath", "metadata.namespace"}}}}}}}}}}}}}});
    for (const auto* list : {"containers", "initContainers"})
        if (spec.contains(list) && spec[list].is_array())
            for (auto& container : spec[list])
                if (container.is_object())
                    container["volumeMounts"].push_back({{"name", name}, {"readOnly", true},
                        {"mountPath", "/var/run/secrets/kubernetes.io/serviceaccount"}});
}

void createPod(json& document, unsigned number)
{
    auto& spec = document["spec"];
    setDefault(spec, "serviceAccountName", "default");
    spec["serviceAccount"] = spec["serviceAccountName"];
    if (boolAt(spec, {"automountServiceAccountToken"}, true))
        mountServiceAccountToken(spec, number);
    setDefault(spec, "priority", 0);
    setDefault(spec, "preemptionPolicy", "PreemptLowerPriority");
    if (!spec.contains("tolerations"))
        for (const auto* key : {"node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"})
            spec["tolerations"].push_back(
                {{"key", key}, {"operator", "Exists"}, {"effect", "NoExecute"}, {"tolerationSeconds", 300}});
    document["status"] = {{"phase", "Pending"}, {"qosClass", qosClass(spec)}};
}

/// Its pods carry its uid, and it selects them by that.
void createJob(json& document)
{
    auto& spec = document["spec"];
    const auto uid = stringAt(document, {"metadata", "uid"});
    const auto name = stringAt(document, {"metadata", "name"});
    setDefault(spec, "manualSelector", false);
    if (boolAt(spec, {"manualSelector"}))
        return;
    spec["selector"] = {{"matchLabels", {{"batch.kubernetes.io/controller-uid", uid}}}};
    auto& labels = at(spec, {"template", "metadata", "labels"});
    labels.update({{"batch.kubernetes.io/controller-uid", uid}, {"batch.kubernetes.io/job-name", name},
        {"controller-uid", uid}, {"job-name", name}});
    if (!document["metadata"].contains("labels"))
        document["metadata"]["labels"] = labels;
}

} // namespace

std::string qosClass(const json& podSpec)
{
    bool any = false;
    bool guaranteed = true;
    for (const auto& container : arrayAt(podSpec, {"containers"}))
        for (const auto* resource : {"cpu", "memory"}) {
            const auto* request = kubernetes::find(container, {"resources", "requests", resource});
            const auto* limit = kubernetes::find(container, {"resources", "limits", resource});
            any = any || request != nullptr || limit != nullptr;
            guaranteed = guaranteed && limit != nullptr && (request == nullptr || *request == *limit);
        }
    return !any ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
}

void applyDefaults(const ResourceType& type, json& document)
{
    const auto it = defaulters().find(type.kind);
    if (it != defaulters().end())
        it->second(document);
}

void applyCreationDefaults(const ResourceType& type, json& document, unsigned number)
{
    if (const auto& status = initialStatus(type.kind); !status.is_null())
        document["status"] = status;
    if (type.kind == "Service")
        createService(document, number);
    else if (type.kind == "Pod")
        createPod(document, number);
    else if (type.kind == "Job")
        createJob(document);
}

} // namespace qbm::lab::kubernetes
