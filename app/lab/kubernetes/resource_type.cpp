// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/resource_type.h"

#include <algorithm>
#include <stdexcept>

namespace qbm::lab::kubernetes {

namespace {

std::vector<ResourceType> makeTypes()
{
    const std::vector<std::string> kAll
        = {"create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"};
    const std::vector<std::string> kNamespace = {"create", "delete", "get", "list", "patch", "update", "watch"};
    const std::vector<std::string> kCreate = {"create"};
    const std::vector<std::string> kRead = {"get", "list"};
    std::vector<ResourceType> types = {
        // clang-format off
        {"", "v1", "ConfigMap", "configmaps", "configmap", true, {"cm"}, {}, {}, kAll, false},
        {"", "v1", "Endpoints", "endpoints", "endpoints", true, {"ep"}, {}, {}, kAll, false},
        {"", "v1", "Event", "events", "event", true, {"ev"}, {}, {}, kAll, false},
        {"", "v1", "LimitRange", "limitranges", "limitrange", true, {"limits"}, {}, {}, kAll, false},
        {"", "v1", "Namespace", "namespaces", "namespace", false, {"ns"}, {}, {"status"}, kNamespace, false},
        {"", "v1", "Node", "nodes", "node", false, {"no"}, {}, {"status"}, kAll, false},
        {"", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", "persistentvolumeclaim", true, {"pvc"}, {}, {"status"}, kAll, false},
        {"", "v1", "PersistentVolume", "persistentvolumes", "persistentvolume", false, {"pv"}, {}, {"status"}, kAll, false},
        {"", "v1", "Pod", "pods", "pod", true, {"po"}, {"all"}, {"eviction", "exec", "log", "status"}, kAll, false},
        {"", "v1", "ResourceQuota", "resourcequotas", "resourcequota", true, {"quota"}, {}, {"status"}, kAll, false},
        {"", "v1", "Secret", "secrets", "secret", true, {}, {}, {}, kAll, false},
        {"", "v1", "ServiceAccount", "serviceaccounts", "serviceaccount", true, {"sa"}, {}, {}, kAll, false},
        {"", "v1", "Service", "services", "service", true, {"svc"}, {"all"}, {"status"}, kAll, false},
        {"apps", "v1", "ControllerRevision", "controllerrevisions", "controllerrevision", true, {}, {}, {}, kAll, false},
        {"apps", "v1", "DaemonSet", "daemonsets", "daemonset", true, {"ds"}, {"all"}, {"status"}, kAll, true},
        {"apps", "v1", "Deployment", "deployments", "deployment", true, {"deploy"}, {"all"}, {"scale", "status"}, kAll, true},
        {"apps", "v1", "ReplicaSet", "replicasets", "replicaset", true, {"rs"}, {"all"}, {"scale", "status"}, kAll, true},
        {"apps", "v1", "StatefulSet", "statefulsets", "statefulset", true, {"sts"}, {"all"}, {"scale", "status"}, kAll, true},
        {"authentication.k8s.io", "v1", "SelfSubjectReview", "selfsubjectreviews", "selfsubjectreview", false, {}, {}, {}, kCreate, false},
        {"authorization.k8s.io", "v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews", "selfsubjectaccessreview", false, {}, {}, {}, kCreate, false},
        {"authorization.k8s.io", "v1", "SelfSubjectRulesReview", "selfsubjectrulesreviews", "selfsubjectrulesreview", false, {}, {}, {}, kCreate, false},
        {"autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", "horizontalpodautoscaler", true, {"hpa"}, {"all"}, {"status"}, kAll, false},
        {"autoscaling", "v1", "HorizontalPodAutoscaler", "horizontalpodautoscalers", "horizontalpodautoscaler", true, {"hpa"}, {"all"}, {}, kRead, false},
        {"batch", "v1", "CronJob", "cronjobs", "cronjob", true, {"cj"}, {"all"}, {"status"}, kAll, true},
        {"batch", "v1", "Job", "jobs", "job", true, {}, {"all"}, {"status"}, kAll, true},
        {"networking.k8s.io", "v1", "IngressClass", "ingressclasses", "ingressclass", false, {}, {}, {}, kAll, true},
        {"networking.k8s.io", "v1", "Ingress", "ingresses", "ingress", true, {"ing"}, {}, {"status"}, kAll, true},
        {"networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", "networkpolicy", true, {"netpol"}, {}, {}, kAll, true},
        {"policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", "poddisruptionbudget", true, {"pdb"}, {}, {"status"}, kAll, true},
        {"rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", "clusterrolebinding", false, {}, {}, {}, kAll, false},
        {"rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", "clusterrole", false, {}, {}, {}, kAll, false},
        {"rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", "rolebinding", true, {}, {}, {}, kAll, false},
        {"rbac.authorization.k8s.io", "v1", "Role", "roles", "role", true, {}, {}, {}, kAll, false},
        {"storage.k8s.io", "v1", "CSIDriver", "csidrivers", "csidriver", false, {}, {}, {}, kAll, false},
        {"storage.k8s.io", "v1", "CSINode", "csinodes", "csinode", false, {}, {}, {}, kAll, false},
        {"storage.k8s.io", "v1", "CSIStorageCapacity", "csistoragecapacities", "csistoragecapacity", true, {}, {}, {}, kAll, false},
        {"storage.k8s.io", "v1", "StorageClass", "storageclasses", "storageclass", false, {"sc"}, {}, {}, kAll, false},
        {"storage.k8s.io", "v1", "VolumeAttachment", "volumeattachments", "volumeattachment", false, {}, {}, {"status"}, kAll, false},
        {"scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", "priorityclass", false, {"pc"}, {}, {}, kAll, true},
        {"coordination.k8s.io", "v1", "Lease", "leases", "lease", true, {}, {}, {}, kAll, false},
        {"discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", "endpointslice", true, {}, {}, {}, kAll, false},
        {"metrics.k8s.io", "v1beta1", "NodeMetrics", "nodes", "", false, {}, {}, {}, kRead, false},
        {"metrics.k8s.io", "v1beta1", "PodMetrics", "pods", "", true, {}, {}, {}, kRead, false},
        // clang-format on
    };
    for (std::size_t i = 0; i < types.size(); ++i)
        types[i].index = i;
    return types;
}

template <class Predicate> const ResourceType* findIf(Predicate predicate)
{
    const auto& types = resourceTypes();
    const auto it = std::ranges::find_if(types, predicate);
    return it == types.end() ? nullptr : &*it;
}

} // namespace

bool ResourceType::has(std::string_view subresource) const
{
    return std::ranges::find(subresources, subresource) != subresources.end();
}

bool ResourceType::allows(std::string_view verb) const
{
    return std::ranges::find(verbs, verb) != verbs.end();
}

bool Subresource::allows(std::string_view verb) const
{
    return std::ranges::find(verbs, verb) != verbs.end();
}

Subresource describeSubresource(const ResourceType& type, std::string_view name)
{
    if (name == "scale")
        return {"autoscaling", "v1", "Scale", {"get", "patch", "update"}};
    if (name == "log")
        return {{}, {}, type.kind, {"get"}};
    if (name == "eviction")
        return {"policy", "v1", "Eviction", {"create"}};
    if (name == "exec")
        return {{}, {}, "PodExecOptions", {"create", "get"}};
    return {{}, {}, type.kind, {"get", "patch", "update"}};
}

const std::vector<ResourceType>& resourceTypes()
{
    static const std::vector<ResourceType> types = makeTypes();
    return types;
}

const ResourceType* findByPath(std::string_view group, std::string_view version, std::string_view plural)
{
    return findIf([&](const auto& t) { return t.group == group && t.version == version && t.plural == plural; });
}

const ResourceType* findByKind(std::string_view apiVersion, std::string_view kind)
{
    return findIf([&](const auto& t) { return t.kind == kind && t.apiVersion() == apiVersion; });
}

const ResourceType* findByQualifiedPlural(std::string_view name)
{
    return findIf([&](const auto& t) { return t.qualifiedPlural() == name; });
}

const ResourceType& typeOf(std::string_view kind)
{
    const auto* type = findIf([&](const auto& t) { return t.kind == kind; });
    if (type == nullptr)
        throw std::logic_error("no built-in kind " + std::string(kind));
    return *type;
}

bool isKnownGroup(std::string_view group)
{
    return findIf([&](const auto& t) { return t.group == group; }) != nullptr;
}

bool isKnownVersion(std::string_view group, std::string_view version)
{
    return findIf([&](const auto& t) { return t.group == group && t.version == version; }) != nullptr;
}

} // namespace qbm::lab::kubernetes
