// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lab/kubernetes/recorded_differences.h"

namespace qbm::lab::kubernetes::test {

namespace {

const auto kAdmission = "pod security, webhooks and admission policies are not simulated";
const auto kCompaction = "the simulator never compacts: 410 is a fault, tested in tst_watch and tst_objects";
const auto kFault = "metrics.k8s.io that is down is a fault, tested in tst_controllers";
const auto kTiming = "the recorder looked at another moment of a rollout";
const auto kSooner = "the deletion is over sooner here than on the recorder's cluster";
const auto kVolumes = "claims are bound at once, without the controllers' annotations and protection finalizers";
const auto kEarlier = "an earlier file of the recording had restarted this workload";
const auto kEventGroup = "events.k8s.io is not simulated; its events are those of the core group";
const auto kRealPods = "it asks for pods that ran on a real kubelet";
const auto kFewerEvents = "this cluster is younger and has fewer events than a page";

} // namespace

const std::map<std::string, const char*>& knownDifferences()
{
    static const std::map<std::string, const char*> list = {
        {"disc-openapi-v3-index", "the index names the groups the simulator has"},
        {"auth-bob-list-allowed", "the recorder had no pods yet when it asked"},
        {"auth-tokenrequest", "tokens of service accounts come from the lab's file, none are issued"},
        {"auth-ssr-serviceaccount", "the token was issued by the server; a token from a file has no credential id"},
        {"wl-create-pv", kVolumes}, {"wl-create-pvc", kVolumes}, {"wl-get-pvc-pending", kVolumes},
        {"wl-get-pvc-bound", kVolumes}, {"wl-get-node", "the recorder's nodes have labels and addresses of their own"},
        {"wl-get-protobuf", "objects are not encoded as protobuf, only the reviews kubectl sends are read"},
        {"wl-list-endpointslices", "there is no EndpointSlice controller; Endpoints are kept"},
        {"wl-list-fieldselector", "which pods share a node is the scheduler's choice"},
        {"err-warn-deprecated", "ComponentStatus is not simulated"}, {"err-dryrun-patch", kEarlier},
        {"err-list-first-page", kEarlier}, {"err-continue-inconsistent-200", kEarlier},
        {"err-403-podsecurity", kAdmission}, {"err-500-webhook", kAdmission}, {"err-422-admission-policy", kAdmission},
        {"err-410-continue-expired", kCompaction}, {"err-410-list-exact", kCompaction},
        {"err-429-apf", "priority and fairness is the fault throttle, tested in tst_objects"},
        {"err-503-metrics", kFault}, {"err-discovery-stale-aggregated", kFault},
        {"err-apiservice-unavailable", "APIService objects are not simulated"}, {"events-core-warning", kFewerEvents},
        {"events-core-deployment", kFewerEvents}, {"events-v1-list", kEventGroup},
        {"events-v1-old-selector", kEventGroup}, {"events-create-v1-422", kEventGroup}};
    return list;
}

const std::map<std::string, const char*>& momentary()
{
    static const std::map<std::string, const char*> list
        = {{"scale-via-spec", kTiming}, {"apply-deployment-no-replicas", kTiming}, {"apply-deployment-get", kTiming},
            {"scale-get-right-after-put", kTiming}, {"rollout-paused-get", kTiming}, {"delete-foreground-get", kSooner},
            {"delete-orphan-get", kSooner}, {"delete-pod-grace-0", kSooner}, {"delete-background-get", kSooner}};
    return list;
}

const std::map<std::string, const char*>& notAsked()
{
    static const std::map<std::string, const char*> list
        = {{"err-422-configmap-too-big", "the recording describes its body in words"},
            {"err-413", "the recording describes its body in words"}, {"events-core-list", kRealPods},
            {"events-core-badimage", kRealPods}, {"events-core-scheduling", "it asks for the pod of a failed rollout"}};
    return list;
}

bool limitedUserSent(const std::string& id)
{
    static const std::set<std::string> others = {"auth-ssr-bob", "auth-ssrr-bob", "auth-bob-list-allowed",
        "auth-ssar-denied", "auth-ssar-allowed", "auth-500-impersonate-group-only"};
    return others.contains(id) || id.starts_with("auth-403");
}

} // namespace qbm::lab::kubernetes::test
