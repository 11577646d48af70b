// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/kubernetes/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What the console shows of API objects, as value rows. Absent counters are zero (a Deployment at 0 has none).
/// Writes are patches of single fields, so what a row leaves out is never lost on the server.
namespace qbm::kubernetes {

using Labels = std::vector<std::pair<std::string, std::string>>;
/// The value of that key, or an empty view.
std::string_view find(const Labels& labels, std::string_view key);

struct OwnerReference {
    std::string kind;
    std::string name;
    std::string uid;
    friend bool operator==(const OwnerReference&, const OwnerReference&) = default;
};

struct ObjectMeta {
    std::string nameSpace;
    std::string name;
    std::string uid;
    std::string resourceVersion;
    std::int64_t generation = 0;
    TimePoint created{};
    std::optional<TimePoint> deletion; ///< being deleted; request time + grace, so it may lie in the future
    Labels labels;
    OwnerReference controller; ///< the owner that manages it; empty if none
};

struct Condition {
    std::string type;
    std::string status; ///< "True", "False", "Unknown"
    std::string reason;
    std::string message;
    std::optional<TimePoint> changed;
};
/// The order of conditions changes between events: always by type. nullptr if absent.
const Condition* findCondition(const std::vector<Condition>& conditions, std::string_view type);

struct ContainerImage {
    std::string container;
    std::string image;
};

/// What the containers of one pod ask for and may use, together, as the scheduler counts it.
struct PodResources {
    std::optional<double> cpuRequestCores, memoryRequestBytes; ///< unset where no container asks for any
    std::optional<double> cpuLimitCores, memoryLimitBytes; ///< unset where a container has no limit: the pod has none then
    friend bool operator==(const PodResources&, const PodResources&) = default;
};

/// A Deployment; or a StatefulSet or DaemonSet read as one, where what rolls out is meant.
struct Deployment {
    ObjectMeta meta;
    std::string kind = "Deployment"; ///< or "StatefulSet", "DaemonSet"
    int desired = 1; ///< spec.replicas; of a DaemonSet: the nodes it runs on
    int current = 0; ///< status.replicas, may pass desired during a rollout
    int updated = 0;
    int ready = 0;
    int available = 0;
    int unavailable = 0;
    std::int64_t observedGeneration = 0;
    bool paused = false;
    std::optional<int> progressDeadlineSeconds;
    std::string revision; ///< annotation deployment.kubernetes.io/revision; of a StatefulSet status.updateRevision
    std::string currentRevision; ///< of a StatefulSet: the one before, until all pods have the newest
    int partition = 0; ///< of a StatefulSet: pods of lower ordinals keep the revision before
    bool onDelete = false; ///< of a StatefulSet or DaemonSet: pods get the newest template only when they are deleted
    std::string selector; ///< matchLabels and matchExpressions as a label selector
    std::string strategy; ///< "RollingUpdate" or "Recreate"
    std::vector<ContainerImage> images;
    PodResources podResources; ///< of one pod of the template
    std::vector<Condition> conditions;
};

struct ReplicaSet {
    ObjectMeta meta;
    int desired = 1;
    int current = 0;
    int ready = 0;
    int available = 0;
    std::string revision;
    std::vector<ContainerImage> images;
};

struct Container {
    std::string name;
    std::string image;
    bool ready = false;
    int restarts = 0;
    std::string state; ///< "running", "waiting", "terminated" or empty
    std::string reason; ///< of waiting or terminated: "CrashLoopBackOff"
    std::string message;
    int exitCode = 0; ///< of terminated
    std::string lastReason{}; ///< how its run before this one ended: "OOMKilled", "Error"; empty: it has not ended yet
    int lastExitCode = 0;
    std::optional<TimePoint> lastEnded{};
};

struct Pod {
    ObjectMeta meta;
    std::string phase;
    std::string
        status; ///< the STATUS column as kubectl prints it, for example "CrashLoopBackOff", "Init:0/1", "Terminating"
    std::string statusMessage; ///< the sentence behind it: why it waits, why it cannot be scheduled
    int readyContainers = 0;
    int containers = 0;
    int restarts = 0;
    std::optional<TimePoint> lastRestart;
    bool ready = false; ///< condition Ready
    std::optional<TimePoint> readyChanged; ///< when it last became ready or stopped being so
    std::string node;
    std::string ip;
    std::vector<Container> containerStates;
    PodResources resources;
    std::string qosClass; ///< "Guaranteed", "Burstable", "BestEffort"
};

/// An object of any kind of which no more than its metadata was asked for.
struct MetadataRow {
    ObjectMeta meta;
};

struct ObjectReference {
    std::string kind;
    std::string nameSpace;
    std::string name;
    std::string uid;
};

struct Event {
    ObjectMeta meta;
    std::string type; ///< "Normal" or "Warning"
    std::string reason;
    std::string message;
    ObjectReference object;
    std::string source; ///< component that wrote it
    int count = 1;
    TimePoint first{};
    TimePoint last{}; ///< lastTimestamp, else the series' or the event's own time, else creation
};

struct HorizontalPodAutoscaler {
    ObjectMeta meta;
    ObjectReference target;
    std::string targetApiVersion;
    int minimum = 1;
    int maximum = 0;
    int current = 0;
    int desired = 0;
};

struct Node {
    ObjectMeta meta;
    bool ready = false;
    bool schedulable = true;
    std::string kubeletVersion;
    double cpuCapacityCores = 0, cpuAllocatableCores = 0;
    double memoryCapacityBytes = 0, memoryAllocatableBytes = 0;
    int podCapacity = 0;
    std::vector<std::string> roles;
    std::vector<Condition> conditions;
};

/// The Scale subresource; an absent count is zero here, unlike in a Deployment's spec.
struct Scale {
    ObjectMeta meta;
    int desired = 0;
    int current = 0;
    std::string selector;
};

ObjectMeta decodeMeta(const JsonValue& object);
/// `list`: status.conditions of any object.
std::vector<Condition> decodeConditions(const JsonValue& list);
/// `podSpec`: of a Pod, or of a template.
PodResources decodePodResources(const JsonValue& podSpec);
Deployment decodeDeployment(const JsonValue& object);
Deployment decodeStatefulSet(const JsonValue& object);
Deployment decodeDaemonSet(const JsonValue& object);
ReplicaSet decodeReplicaSet(const JsonValue& object);
Pod decodePod(const JsonValue& object);
Event decodeEvent(const JsonValue& object); ///< core/v1 or events.k8s.io/v1
HorizontalPodAutoscaler decodeHorizontalPodAutoscaler(const JsonValue& object);
Node decodeNode(const JsonValue& object);
Scale decodeScale(const JsonValue& object);

/// A quantity in its base unit: "250m" = 0.25, "1Gi" = 1073741824; nullopt if it is none.
std::optional<double> parseQuantity(std::string_view text);
/// A LabelSelector object as the text form that list and watch take.
std::string selectorText(const JsonValue& labelSelector);

} // namespace qbm::kubernetes
