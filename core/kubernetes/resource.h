// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::kubernetes {

/// A kind of object as the API server serves it.
struct Resource {
    std::string group; ///< empty: the core group
    std::string version = "v1";
    std::string plural; ///< "deployments"
    std::string kind; ///< "Deployment"
    bool namespaced = true;

    /// "apps/v1", "v1".
    std::string apiVersion() const { return group.empty() ? version : group + "/" + version; }
    /// "deployments.apps", "pods".
    std::string qualifiedName() const { return group.empty() || group == "*" ? plural : plural + "." + group; }
    friend bool operator==(const Resource&, const Resource&) = default;
};

/// A resource as discovery tells it, with what a person may call it.
struct DiscoveredResource {
    Resource resource;
    std::string singular;
    std::vector<std::string> shortNames;
    std::vector<std::string> verbs;
    std::vector<std::string> subresources; ///< "scale", "status", ...
};

namespace resource {
/// Of every group: for access reviews only.
inline const Resource kEverything{"*", "*", "*", "*", true};
inline const Resource kNamespaces{"", "v1", "namespaces", "Namespace", false};
inline const Resource kNodes{"", "v1", "nodes", "Node", false};
inline const Resource kPods{"", "v1", "pods", "Pod", true};
inline const Resource kServices{"", "v1", "services", "Service", true};
inline const Resource kSecrets{"", "v1", "secrets", "Secret", true};
inline const Resource kConfigMaps{"", "v1", "configmaps", "ConfigMap", true};
inline const Resource kEvents{"", "v1", "events", "Event", true};
inline const Resource kDeployments{"apps", "v1", "deployments", "Deployment", true};
inline const Resource kReplicaSets{"apps", "v1", "replicasets", "ReplicaSet", true};
inline const Resource kStatefulSets{"apps", "v1", "statefulsets", "StatefulSet", true};
inline const Resource kDaemonSets{"apps", "v1", "daemonsets", "DaemonSet", true};
inline const Resource kControllerRevisions{"apps", "v1", "controllerrevisions", "ControllerRevision", true};
inline const Resource kIngresses{"networking.k8s.io", "v1", "ingresses", "Ingress", true};
inline const Resource kJobs{"batch", "v1", "jobs", "Job", true};
/// Served since 1.21.
inline const Resource kCronJobs{"batch", "v1", "cronjobs", "CronJob", true};
/// Served since 1.21.
inline const Resource kPodDisruptionBudgets{"policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true};
/// Served since 1.23.
inline const Resource kHorizontalPodAutoscalers{
    "autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true};
/// What older servers have instead; what the console shows of it reads the same.
inline const Resource kHorizontalPodAutoscalersV1{
    "autoscaling", "v1", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true};
} // namespace resource

/// What servers have instead that do not know this version yet; nullopt if every server since 1.20 knows it.
std::optional<Resource> olderVersionOf(const Resource& resource);

/// One object, or one of its subresources.
struct ObjectPath {
    Resource resource;
    std::string nameSpace; ///< ignored where the resource is not namespaced
    std::string name;
    std::string subresource; ///< "scale", "status"; empty: the object itself

    /// "/apis/apps/v1/namespaces/NS/deployments/NAME/scale"
    std::string urlPath() const;
    /// "deployments.apps/backend in qbm-ai-system"
    std::string toString() const;
};

/// A collection, narrowed.
struct CollectionPath {
    Resource resource;
    std::string nameSpace; ///< empty: of all namespaces
    std::string labelSelector;
    std::string fieldSelector;

    std::string urlPath() const;
    std::string toString() const;
    friend bool operator==(const CollectionPath&, const CollectionPath&) = default;
};

} // namespace qbm::kubernetes
