// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/controller_manager.h"

#include "app/lab/kubernetes/controllers/budget_controller.h"
#include "app/lab/kubernetes/controllers/daemon_set_controller.h"
#include "app/lab/kubernetes/controllers/deployment_controller.h"
#include "app/lab/kubernetes/controllers/housekeeping.h"
#include "app/lab/kubernetes/controllers/job_controller.h"
#include "app/lab/kubernetes/controllers/replica_set_controller.h"
#include "app/lab/kubernetes/controllers/stateful_set_controller.h"
#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/selector.h"
#include "core/base/log.h"

#include <nlohmann/json.hpp>

#include <map>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr auto kQuotaDelay = std::chrono::milliseconds(100); ///< many objects come at once; one count does for them

std::optional<Work::Kind> controllerOf(std::string_view kind)
{
    static const std::map<std::string_view, Work::Kind> controllers = {{"Deployment", Work::Kind::Deployment},
        {"ReplicaSet", Work::Kind::ReplicaSet}, {"StatefulSet", Work::Kind::StatefulSet},
        {"DaemonSet", Work::Kind::DaemonSet}, {"Job", Work::Kind::Job}, {"CronJob", Work::Kind::CronJob},
        {"HorizontalPodAutoscaler", Work::Kind::Autoscaler}, {"PodDisruptionBudget", Work::Kind::Budget},
        {"ResourceQuota", Work::Kind::Quota}, {"Pod", Work::Kind::Pod}, {"Service", Work::Kind::Service}};
    const auto it = controllers.find(kind);
    if (it == controllers.end())
        return std::nullopt;
    return it->second;
}

bool selects(const StoredObject& owner, const json& selector, const StoredObject& pod)
{
    return owner.nameSpace() == pod.nameSpace() && !selector.empty()
        && LabelSelector::fromSpec(selector).matches(objectAt(pod.document(), {"metadata", "labels"}));
}

} // namespace

ControllerManager::ControllerManager(Cluster cluster, std::string caPem, bool metricsServer)
    : m_cluster(std::move(cluster))
    , m_scheduler(m_cluster)
    , m_pods(m_cluster)
    , m_autoscaler(m_cluster, metricsServer)
    , m_caPem(std::move(caPem))
{
}

ControllerManager::~ControllerManager()
{
    stop();
}

void ControllerManager::start()
{
    m_cluster.store().setListener([this](const Change& change) {
        const std::lock_guard lock(m_mutex);
        m_inbox.push_back(change);
        m_wake.notify_one();
    });
    m_thread = std::thread([this] { run(); });
}

void ControllerManager::stop()
{
    if (!m_thread.joinable())
        return;
    m_cluster.store().setListener({});
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

bool ControllerManager::waitForWork()
{
    std::unique_lock lock(m_mutex);
    const auto ready = [this] { return m_stopping || !m_inbox.empty(); };
    if (const auto due = m_cluster.queue.nextDue())
        m_wake.wait_until(lock, *due, ready);
    else
        m_wake.wait(lock, ready);
    return !m_stopping;
}

void ControllerManager::run()
{
    while (waitForWork()) {
        hearChanges();
        const auto work = m_cluster.queue.take();
        if (!work)
            continue;
        try {
            handle(*work);
        } catch (const std::exception& fault) { // an object of a shape no controller expects must not end them all
            log::warning("lab.kubernetes", "a controller gave up on " + work->nameSpace + "/" + work->name + ": " + fault.what());
        }
    }
}

void ControllerManager::hearChanges()
{
    std::deque<Change> changes;
    {
        const std::lock_guard lock(m_mutex);
        changes.swap(m_inbox);
    }
    for (const auto& change : changes)
        dispatch(change);
}

void ControllerManager::dispatch(const Change& change)
{
    const auto& object = *change.object;
    m_cluster.owners.observe(change);
    m_scheduler.observe(change);
    m_pods.observe(change);
    const auto& kind = object.type().kind;
    if (kind == "Event")
        return;
    if (const auto controller = controllerOf(kind))
        m_cluster.queue.add({*controller, object.nameSpace(), object.name()});
    if (kind == "Namespace")
        m_cluster.queue.add({Work::Kind::Namespace, {}, object.name()});
    dispatchToOwners(object);
    if (kind == "Pod")
        queueSelectorsOf(object);
    if (kind == "Node")
        queueAll("DaemonSet", Work::Kind::DaemonSet, {});
    if (kind == "Deployment" || kind == "StatefulSet")
        queueAutoscalersOf(object);
    if (object.type().namespaced && kind != "ResourceQuota")
        for (const auto& quota : m_cluster.store().list(typeOf("ResourceQuota"), object.nameSpace()).objects)
            m_cluster.queue.addAfter(kQuotaDelay, {Work::Kind::Quota, object.nameSpace(), quota->name()});
    if (change.type == Change::Type::Deleted && !m_cluster.owners.dependents(object.uid()).empty())
        m_cluster.queue.add({Work::Kind::Orphans, {}, object.uid()});
}

void ControllerManager::dispatchToOwners(const StoredObject& object)
{
    for (const auto& owner : arrayAt(object.document(), {"metadata", "ownerReferences"})) {
        const auto controller = controllerOf(stringAt(owner, {"kind"}));
        if (controller && boolAt(owner, {"controller"}))
            m_cluster.queue.add({*controller, object.nameSpace(), stringAt(owner, {"name"})});
    }
}

void ControllerManager::queueAll(const char* kind, Work::Kind work, const std::string& nameSpace)
{
    for (const auto& object : m_cluster.store().list(typeOf(kind), nameSpace).objects)
        m_cluster.queue.add({work, object->nameSpace(), object->name()});
}

void ControllerManager::queueSelectorsOf(const StoredObject& pod)
{
    for (const auto& service : m_cluster.store().list(typeOf("Service"), pod.nameSpace()).objects) {
        const auto& wanted = objectAt(service->document(), {"spec", "selector"});
        if (!wanted.empty() && selects(*service, {{"matchLabels", wanted}}, pod))
            m_cluster.queue.add({Work::Kind::Service, pod.nameSpace(), service->name()});
    }
    for (const auto& budget : m_cluster.store().list(typeOf("PodDisruptionBudget"), pod.nameSpace()).objects)
        if (selects(*budget, objectAt(budget->document(), {"spec", "selector"}), pod))
            m_cluster.queue.add({Work::Kind::Budget, pod.nameSpace(), budget->name()});
}

void ControllerManager::queueAutoscalersOf(const StoredObject& workload)
{
    for (const auto& autoscaler : m_cluster.store().list(typeOf("HorizontalPodAutoscaler"), workload.nameSpace()).objects) {
        const auto& target = objectAt(autoscaler->document(), {"spec", "scaleTargetRef"});
        const auto replicas = intAt(workload.document(), {"spec", "replicas"});
        // Its bounds hold at once; the metrics are looked at in their own time.
        const bool outside = replicas > 0
            && (replicas < intAt(autoscaler->document(), {"spec", "minReplicas"}, 1)
                || replicas > intAt(autoscaler->document(), {"spec", "maxReplicas"}, replicas));
        if (outside && stringAt(target, {"name"}) == workload.name() && stringAt(target, {"kind"}) == workload.type().kind)
            m_cluster.queue.add({Work::Kind::Autoscaler, workload.nameSpace(), autoscaler->name()});
    }
}

void ControllerManager::handlePod(const std::string& nameSpace, const std::string& name)
{
    const auto pod = m_cluster.store().get(typeOf("Pod"), nameSpace, name);
    if (!pod)
        return;
    if (isBeingDeleted(*pod) || !stringAt(pod->document(), {"spec", "nodeName"}).empty())
        m_pods.sync(pod);
    else
        m_scheduler.bind(pod);
}

void ControllerManager::handle(const Work& work)
{
    const auto finishIfDeleted = [&](const char* kind) {
        if (const auto object = m_cluster.store().get(typeOf(kind), work.nameSpace, work.name);
            object && isBeingDeleted(*object))
            finishOwner(m_cluster, object);
    };
    switch (work.kind) {
    case Work::Kind::Deployment:
        syncDeployment(m_cluster, work.nameSpace, work.name);
        finishIfDeleted("Deployment");
        break;
    case Work::Kind::ReplicaSet:
        syncReplicaSet(m_cluster, work.nameSpace, work.name);
        finishIfDeleted("ReplicaSet");
        break;
    case Work::Kind::StatefulSet:
        syncStatefulSet(m_cluster, work.nameSpace, work.name);
        finishIfDeleted("StatefulSet");
        break;
    case Work::Kind::DaemonSet:
        syncDaemonSet(m_cluster, work.nameSpace, work.name);
        finishIfDeleted("DaemonSet");
        break;
    case Work::Kind::Job:
        syncJob(m_cluster, work.nameSpace, work.name);
        finishIfDeleted("Job");
        break;
    case Work::Kind::CronJob:
        syncCronJob(m_cluster, work.nameSpace, work.name);
        finishIfDeleted("CronJob");
        break;
    case Work::Kind::Autoscaler: m_autoscaler.sync(work.nameSpace, work.name); break;
    case Work::Kind::Budget: syncBudget(m_cluster, work.nameSpace, work.name); break;
    case Work::Kind::Quota: syncQuota(m_cluster, work.nameSpace, work.name); break;
    case Work::Kind::Pod: handlePod(work.nameSpace, work.name); break;
    case Work::Kind::Service: syncEndpoints(m_cluster, work.nameSpace, work.name); break;
    case Work::Kind::Namespace: syncNamespace(m_cluster, work.name, m_caPem); break;
    case Work::Kind::Orphans: collectOrphans(m_cluster, work.name); break;
    }
}

} // namespace qbm::lab::kubernetes
