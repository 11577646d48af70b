// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/cluster_health.h"

#include "core/kubernetes/client.h"

#include <algorithm>
#include <functional>
#include <thread>

namespace qbm::service {

namespace {

using health::ClusterFacts;
using health::JobFacts;
using health::WorkloadFacts;
using kubernetes::JsonValue;
using kubernetes::Pod;

template <class Row>
Result<std::vector<Row>> fetchRows(kubernetes::Client& client, const kubernetes::Resource& resource, const std::string& nameSpace,
    Row (*decode)(const JsonValue&), TaskContext& context)
{
    std::vector<Row> rows;
    kubernetes::PageHandler handler;
    handler.onPage = [&](const JsonValue& page) -> Result<> {
        for (const JsonValue& item : page["items"].items())
            rows.push_back(decode(item));
        return {};
    };
    handler.onRestart = [&] { rows.clear(); };
    QBM_CHECK(client.list({resource, nameSpace, {}, {}}, {}, handler, context));
    return rows;
}

WorkloadFacts decodeWorkload(const JsonValue& object, const char* kind, const char* desired, const char* ready)
{
    WorkloadFacts facts;
    facts.kind = kind;
    facts.name = object["metadata"]["name"].string();
    const JsonValue status = object["status"];
    facts.desired = desired != nullptr ? status[desired].count() : object["spec"]["replicas"].count(1);
    facts.ready = status[ready].count();
    facts.paused = object["spec"]["paused"].boolean();
    facts.conditions = kubernetes::decodeConditions(status["conditions"]);
    return facts;
}

WorkloadFacts decodeDeployment(const JsonValue& object)
{
    return decodeWorkload(object, "Deployment", nullptr, "readyReplicas");
}

WorkloadFacts decodeStatefulSet(const JsonValue& object)
{
    return decodeWorkload(object, "StatefulSet", nullptr, "readyReplicas");
}

WorkloadFacts decodeDaemonSet(const JsonValue& object)
{
    return decodeWorkload(object, "DaemonSet", "desiredNumberScheduled", "numberReady");
}

JobFacts decodeJob(const JsonValue& object)
{
    const kubernetes::ObjectMeta meta = kubernetes::decodeMeta(object);
    JobFacts job;
    job.name = meta.name;
    job.cronJob = meta.controller.kind == "CronJob" ? meta.controller.name : std::string();
    job.created = meta.created;
    for (const kubernetes::Condition& condition : kubernetes::decodeConditions(object["status"]["conditions"])) {
        if (condition.type == "Complete" && condition.status == "True")
            job.complete = true;
        if (condition.type == "Failed" && condition.status == "True")
            job.failed = condition;
    }
    return job;
}

/// A Deployment's ReplicaSets are called after it and the hash their pods carry.
kubernetes::OwnerReference ownerOf(const Pod& pod)
{
    kubernetes::OwnerReference owner = pod.meta.controller;
    const std::string hash(kubernetes::find(pod.meta.labels, "pod-template-hash"));
    if (owner.kind == "ReplicaSet" && !hash.empty() && owner.name.ends_with("-" + hash)) {
        owner.kind = "Deployment";
        owner.name.resize(owner.name.size() - hash.size() - 1);
    }
    if (owner.kind.empty())
        owner = {"Pod", pod.meta.name, pod.meta.uid};
    return owner;
}

/// Listings side by side: one after the other they would not fit into the overview's patience where answers are slow.
class Listings {
public:
    Listings(kubernetes::Client& client, TaskContext& context)
        : m_client(client)
        , m_stop(context.stopToken())
    {
    }

    template <class Row>
    void begin(Result<std::vector<Row>>& into, const kubernetes::Resource& resource, const std::string& nameSpace,
        Row (*decode)(const JsonValue&))
    {
        m_threads.emplace_back([this, &into, &resource, nameSpace, decode] {
            TaskContext context(m_stop);
            into = fetchRows(m_client, resource, nameSpace, decode, context);
        });
    }
    void wait() { m_threads.clear(); }

private:
    kubernetes::Client& m_client;
    std::stop_token m_stop;
    std::vector<std::jthread> m_threads;
};

/// Takes what was listed, or notes why it was not.
template <class Row>
void take(ClusterFacts& facts, std::vector<Row>& into, Result<std::vector<Row>>& listed, const kubernetes::Resource& resource)
{
    if (listed)
        std::ranges::move(*listed, std::back_inserter(into));
    else
        facts.unlisted.push_back({resource.qualifiedName(), listed.error()});
}

} // namespace

void assignPods(std::vector<WorkloadFacts>& workloads, std::vector<Pod> pods)
{
    for (Pod& pod : pods) {
        const kubernetes::OwnerReference owner = ownerOf(pod);
        auto found = std::ranges::find_if(
            workloads, [&](const WorkloadFacts& each) { return each.kind == owner.kind && each.name == owner.name; });
        if (found == workloads.end()) {
            WorkloadFacts loose;
            loose.kind = owner.kind;
            loose.name = owner.name;
            found = workloads.insert(workloads.end(), std::move(loose));
        }
        found->pods.push_back(std::move(pod));
    }
}

Result<ClusterFacts> fetchClusterFacts(kubernetes::Client& client, const std::string& nameSpace, TaskContext& context)
{
    namespace resource = kubernetes::resource;
    Result<std::vector<WorkloadFacts>> deployments, statefulSets, daemonSets;
    Result<std::vector<Pod>> pods;
    Result<std::vector<JobFacts>> jobs;
    Result<std::vector<kubernetes::Node>> nodes;
    Listings listings(client, context);
    listings.begin(deployments, resource::kDeployments, nameSpace, decodeDeployment);
    listings.begin(statefulSets, resource::kStatefulSets, nameSpace, decodeStatefulSet);
    listings.begin(daemonSets, resource::kDaemonSets, nameSpace, decodeDaemonSet);
    listings.begin(pods, resource::kPods, nameSpace, kubernetes::decodePod);
    listings.begin(jobs, resource::kJobs, nameSpace, decodeJob);
    listings.begin(nodes, resource::kNodes, {}, kubernetes::decodeNode);
    listings.wait();
    QBM_CHECK(context.checkpoint());
    QBM_CHECK(deployments);
    ClusterFacts facts;
    facts.nameSpace = nameSpace;
    facts.workloads = std::move(*deployments);
    take(facts, facts.workloads, statefulSets, resource::kStatefulSets);
    take(facts, facts.workloads, daemonSets, resource::kDaemonSets);
    std::vector<Pod> found;
    take(facts, found, pods, resource::kPods);
    assignPods(facts.workloads, std::move(found));
    take(facts, facts.jobs, jobs, resource::kJobs);
    take(facts, facts.nodes, nodes, resource::kNodes);
    return facts;
}

} // namespace qbm::service
