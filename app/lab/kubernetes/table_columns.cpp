// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/table_columns.h"

#include <map>

namespace qbm::lab::kubernetes {

namespace {

constexpr const char* kName = "Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";
constexpr const char* kAge = "CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";

Column name() { return {"Name", "string", "name", kName, 0}; }
Column age() { return {"Age", "string", "", kAge, 0}; }
Column text(const char* title, const char* description, int priority = 0) { return {title, "string", "", description, priority}; }
Column integer(const char* title, const char* description, int priority = 0) { return {title, "integer", "", description, priority}; }

// The columns of the kinds up to PodDisruptionBudget are, descriptions included, those of a v1.32 server.
const std::map<std::string, std::vector<Column>, std::less<>>& allColumns()
{
    static const std::map<std::string, std::vector<Column>, std::less<>> columns = {
        // clang-format off
        {"Pod", {
            name(),
            text("Ready", "The aggregate readiness state of this pod for accepting traffic."),
            text("Status", "The aggregate status of the containers in this pod."),
            text("Restarts", "The number of times the containers in this pod have been restarted and when the last container in this pod has restarted."),
            age(),
            text("IP", "podIP address allocated to the pod. Routable at least within the cluster. Empty if not yet allocated.", 1),
            text("Node", "NodeName indicates in which node this pod is scheduled. If empty, this pod is a candidate for scheduling by the scheduler defined in schedulerName. Once this field is set, the kubelet for this node becomes responsible for the lifecycle of this pod. This field should not be used to express a desire for the pod to be scheduled on a specific node. https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename", 1),
            text("Nominated Node", "nominatedNodeName is set only when this pod preempts other pods on the node, but it cannot be scheduled right away as preemption victims receive their graceful termination periods. This field does not guarantee that the pod will be scheduled on this node. Scheduler may decide to place the pod elsewhere if other nodes become available sooner. Scheduler may also decide to give the resources on this node to a higher priority pod that is created after preemption. As a result, this field may be different than PodSpec.nodeName when the pod is scheduled.", 1),
            text("Readiness Gates", "If specified, all readiness gates will be evaluated for pod readiness. A pod is ready when all its containers are ready AND all conditions specified in the readiness gates have status equal to \"True\" More info: https://git.k8s.io/enhancements/keps/sig-network/580-pod-readiness-gates", 1),
        }},
        {"Deployment", {
            name(),
            text("Ready", "Number of the pod with ready state"),
            text("Up-to-date", "Total number of non-terminated pods targeted by this deployment that have the desired template spec."),
            text("Available", "Total number of available pods (ready for at least minReadySeconds) targeted by this deployment."),
            age(),
            text("Containers", "Names of each container in the template.", 1),
            text("Images", "Images referenced by each container in the template.", 1),
            text("Selector", "Label selector for pods. Existing ReplicaSets whose pods are selected by this will be the ones affected by this deployment.", 1),
        }},
        {"ReplicaSet", {
            name(),
            integer("Desired", "Replicas is the number of desired replicas. This is a pointer to distinguish between explicit zero and unspecified. Defaults to 1. More info: https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller/#what-is-a-replicationcontroller"),
            integer("Current", "Replicas is the most recently observed number of replicas. More info: https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller/#what-is-a-replicationcontroller"),
            integer("Ready", "The number of ready replicas for this replica set."),
            age(),
            text("Containers", "Names of each container in the template.", 1),
            text("Images", "Images referenced by each container in the template.", 1),
            text("Selector", "Selector is a label query over pods that should match the replica count. If the selector is empty, it is defaulted to the labels present on the pod template. Label keys and values that must match in order to be controlled by this replica set. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors", 1),
        }},
        {"StatefulSet", {
            name(),
            text("Ready", "Number of the pod with ready state"),
            age(),
            text("Containers", "Names of each container in the template.", 1),
            text("Images", "Images referenced by each container in the template.", 1),
        }},
        {"Service", {
            name(),
            text("Type", "type determines how the Service is exposed. Defaults to ClusterIP. Valid options are ExternalName, ClusterIP, NodePort, and LoadBalancer. \"ClusterIP\" allocates a cluster-internal IP address for load-balancing to endpoints. Endpoints are determined by the selector or if that is not specified, by manual construction of an Endpoints object or EndpointSlice objects. If clusterIP is \"None\", no virtual IP is allocated and the endpoints are published as a set of endpoints rather than a virtual IP. \"NodePort\" builds on ClusterIP and allocates a port on every node which routes to the same endpoints as the clusterIP. \"LoadBalancer\" builds on NodePort and creates an external load-balancer (if supported in the current cloud) which routes to the same endpoints as the clusterIP. \"ExternalName\" aliases this service to the specified externalName. Several other fields do not apply to ExternalName services. More info: https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types"),
            text("Cluster-IP", "clusterIP is the IP address of the service and is usually assigned randomly. If an address is specified manually, is in-range (as per system configuration), and is not in use, it will be allocated to the service; otherwise creation of the service will fail. This field may not be changed through updates unless the type field is also being changed to ExternalName (which requires this field to be blank) or the type field is being changed from ExternalName (in which case this field may optionally be specified, as describe above).  Valid values are \"None\", empty string (\"\"), or a valid IP address. Setting this to \"None\" makes a \"headless service\" (no virtual IP), which is useful when direct endpoint connections are preferred and proxying is not required.  Only applies to types ClusterIP, NodePort, and LoadBalancer. If this field is specified when creating a Service of type ExternalName, creation will fail. This field will be wiped when updating a Service to type ExternalName. More info: https://kubernetes.io/docs/concepts/services-networking/service/#virtual-ips-and-service-proxies"),
            text("External-IP", "externalIPs is a list of IP addresses for which nodes in the cluster will also accept traffic for this service.  These IPs are not managed by Kubernetes.  The user is responsible for ensuring that traffic arrives at a node with this IP.  A common example is external load-balancers that are not part of the Kubernetes system."),
            text("Port(s)", "The list of ports that are exposed by this service. More info: https://kubernetes.io/docs/concepts/services-networking/service/#virtual-ips-and-service-proxies"),
            age(),
            text("Selector", "Route service traffic to pods with label keys and values matching this selector. If empty or not present, the service is assumed to have an external process managing its endpoints, which Kubernetes will not modify. Only applies to types ClusterIP, NodePort, and LoadBalancer. Ignored if type is ExternalName. More info: https://kubernetes.io/docs/concepts/services-networking/service/", 1),
        }},
        {"Node", {
            name(),
            text("Status", "The status of the node"),
            text("Roles", "The roles of the node"),
            age(),
            text("Version", "Kubelet Version reported by the node."),
            text("Internal-IP", "List of addresses reachable to the node. Queried from cloud provider, if available. More info: https://kubernetes.io/docs/reference/node/node-status/#addresses Note: This field is declared as mergeable, but the merge key is not sufficiently unique, which can cause data corruption when it is merged. Callers should instead use a full-replacement patch. See https://pr.k8s.io/79391 for an example. Consumers should assume that addresses can change during the lifetime of a Node. However, there are some exceptions where this may not be possible, such as Pods that inherit a Node's address in its own status or consumers of the downward API (status.hostIP).", 1),
            text("External-IP", "List of addresses reachable to the node. Queried from cloud provider, if available. More info: https://kubernetes.io/docs/reference/node/node-status/#addresses Note: This field is declared as mergeable, but the merge key is not sufficiently unique, which can cause data corruption when it is merged. Callers should instead use a full-replacement patch. See https://pr.k8s.io/79391 for an example. Consumers should assume that addresses can change during the lifetime of a Node. However, there are some exceptions where this may not be possible, such as Pods that inherit a Node's address in its own status or consumers of the downward API (status.hostIP).", 1),
            text("OS-Image", "OS Image reported by the node from /etc/os-release (e.g. Debian GNU/Linux 7 (wheezy)).", 1),
            text("Kernel-Version", "Kernel Version reported by the node from 'uname -r' (e.g. 3.16.0-0.bpo.4-amd64).", 1),
            text("Container-Runtime", "ContainerRuntime Version reported by the node through runtime remote API (e.g. containerd://1.4.2).", 1),
        }},
        {"Ingress", {
            name(),
            text("Class", "The name of the IngressClass resource that should be used for additional configuration"),
            text("Hosts", "Hosts that incoming requests are matched against before the ingress rule"),
            text("Address", "Address is a list containing ingress points for the load-balancer"),
            text("Ports", "Ports of TLS configurations that open"),
            age(),
        }},
        {"HorizontalPodAutoscaler", {
            name(),
            text("Reference", "scaleTargetRef points to the target resource to scale, and is used to the pods for which metrics should be collected, as well as to actually change the replica count."),
            text("Targets", "metrics contains the specifications for which to use to calculate the desired replica count (the maximum replica count across all metrics will be used).  The desired replica count is calculated multiplying the ratio between the target value and the current value by the current number of pods.  Ergo, metrics used must decrease as the pod count is increased, and vice-versa.  See the individual metric source types for more information about how each type of metric must respond."),
            text("MinPods", "minReplicas is the lower limit for the number of replicas to which the autoscaler can scale down.  It defaults to 1 pod.  minReplicas is allowed to be 0 if the alpha feature gate HPAScaleToZero is enabled and at least one Object or External metric is configured.  Scaling is active as long as at least one metric value is available."),
            text("MaxPods", "maxReplicas is the upper limit for the number of replicas to which the autoscaler can scale up. It cannot be less that minReplicas."),
            text("Replicas", "currentReplicas is current number of replicas of pods managed by this autoscaler, as last seen by the autoscaler."),
            age(),
        }},
        {"Event", {
            text("Last Seen", "The time at which the most recent occurrence of this event was recorded."),
            text("Type", "Type of this event (Normal, Warning), new types could be added in the future"),
            text("Reason", "This should be a short, machine understandable string that gives the reason for the transition into the object's current status."),
            text("Object", "The object that this event is about."),
            text("Subobject", "If referring to a piece of an object instead of an entire object, this string should contain a valid JSON/Go field access statement, such as desiredState.manifest.containers[2]. For example, if the object reference is to a container within a pod, this would take on a value like: \"spec.containers{name}\" (where \"name\" refers to the name of the container that triggered the event) or if no container name is specified \"spec.containers[2]\" (container with index 2 in this pod). This syntax is chosen only to have some well-defined way of referencing a part of an object.", 1),
            text("Source", "The component reporting this event. Should be a short machine understandable string.", 1),
            text("Message", "A human-readable description of the status of this operation."),
            text("First Seen", "The time at which the event was first recorded. (Time of server receipt is in TypeMeta.)", 1),
            text("Count", "The number of times this event has occurred.", 1),
            {"Name", "string", "name", kName, 1},
        }},
        {"CronJob", {
            name(),
            text("Schedule", "The schedule in Cron format, see https://en.wikipedia.org/wiki/Cron."),
            text("Timezone", "The time zone name for the given schedule, see https://en.wikipedia.org/wiki/List_of_tz_database_time_zones. If not specified, this will default to the time zone of the kube-controller-manager process. The set of valid time zone names and the time zone offset is loaded from the system-wide time zone database by the API server during CronJob validation and the controller manager during execution. If no system-wide time zone database can be found a bundled version of the database is used instead. If the time zone name becomes invalid during the lifetime of a CronJob or due to a change in host configuration, the controller will stop creating new new Jobs and will create a system event with the reason UnknownTimeZone. More information can be found in https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones"),
            {"Suspend", "boolean", "", "This flag tells the controller to suspend subsequent executions, it does not apply to already started executions.  Defaults to false.", 0},
            integer("Active", "A list of pointers to currently running jobs."),
            text("Last Schedule", "Information when was the last time the job was successfully scheduled."),
            age(),
            text("Containers", "Names of each container in the template.", 1),
            text("Images", "Images referenced by each container in the template.", 1),
            text("Selector", "A label query over pods that should match the pod count. Normally, the system sets this field for you. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors", 1),
        }},
        {"PersistentVolumeClaim", {
            name(),
            text("Status", "phase represents the current phase of PersistentVolumeClaim."),
            text("Volume", "volumeName is the binding reference to the PersistentVolume backing this claim."),
            text("Capacity", "capacity represents the actual resources of the underlying volume."),
            text("Access Modes", "accessModes contains the actual access modes the volume backing the PVC has. More info: https://kubernetes.io/docs/concepts/storage/persistent-volumes#access-modes-1"),
            text("StorageClass", "StorageClass of the pvc"),
            text("VolumeAttributesClass", "VolumeAttributesClass of the pvc"),
            age(),
            text("VolumeMode", "volumeMode defines what type of volume is required by the claim. Value of Filesystem is implied when not included in claim spec.", 1),
        }},
        {"PodDisruptionBudget", {
            name(),
            text("Min Available", "The minimum number of pods that must be available."),
            text("Max Unavailable", "The maximum number of pods that may be unavailable."),
            integer("Allowed Disruptions", "Calculated number of pods that may be disrupted at this time."),
            age(),
        }},
        {"ConfigMap", {name(), text("Data", "Number of entries."), age()}},
        {"Secret", {name(), text("Type", "Used to facilitate programmatic handling of secret data."), text("Data", "Number of entries."), age()}},
        {"Namespace", {name(), text("Status", "The status of the namespace"), age()}},
        {"ServiceAccount", {name(), text("Secrets", "Number of secrets."), age()}},
        {"Endpoints", {name(), text("Endpoints", "Addresses and ports."), age()}},
        {"Job", {name(), text("Status", "Status of the job."), text("Completions", "Finished pods of those wanted."), text("Duration", "Time required to complete the job."), age(), text("Containers", "Names of each container in the template.", 1), text("Images", "Images referenced by each container in the template.", 1), text("Selector", "Label selector of the pods.", 1)}},
        {"RoleBinding", {name(), text("Role", "The role referenced."), age()}},
        {"ClusterRoleBinding", {name(), text("Role", "The role referenced."), age()}},
        {"ControllerRevision", {name(), text("Controller", "Controller of the object"), text("Revision", "Revision indicates the revision of the state represented by Data."), age()}},
        {"NetworkPolicy", {name(), text("Pod-Selector", "Selects the pods to which this policy applies."), age()}},
        {"PersistentVolume", {name(), text("Capacity", "Resources and capacity of the volume."), text("Access Modes", "All ways the volume can be mounted."), text("Reclaim Policy", "What happens to the volume when it is released."), text("Status", "Phase of the volume."), text("Claim", "The claim that binds the volume."), text("StorageClass", "Name of the storage class."), age()}},
        {"StorageClass", {name(), text("Provisioner", "The type of the provisioner."), text("ReclaimPolicy", "Reclaim policy of volumes of this class."), text("VolumeBindingMode", "When volumes are bound."), age()}},
        // clang-format on
    };
    return columns;
}

} // namespace

const std::vector<Column>& columnsOf(std::string_view kind)
{
    static const std::vector<Column> plain = {name(), {"Created At", "date", "", kAge, 0}};
    const auto it = allColumns().find(kind);
    return it == allColumns().end() ? plain : it->second;
}

} // namespace qbm::lab::kubernetes
