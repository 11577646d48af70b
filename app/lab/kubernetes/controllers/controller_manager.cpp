// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/controller_manager.h"

#include "app/lab/kubernetes/controllers/deployment_controller.h"
#include "app/lab/kubernetes/controllers/housekeeping.h"
#include "app/lab/kubernetes/controllers/replica_set_controller.h"
#include "app/lab/kubernetes/controllers/stateful_set_controller.h"
#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/selector.h"
#include "core/base/log.h"

#include <nlohmann/json.hpp>

namespace qbm::lab::kubernetes {

namespace {

std::optional<Work::Kind> controllerOf(std::string_view kind)
{
    if (kind == "Deployment")
        return Work::Kind::Deployment;
    if (kind == "ReplicaSet")
        return Work::Kind::ReplicaSet;
    if (kind == "StatefulSet")
        return Work::Kind::StatefulSet;
    if (kind == "Pod")
        return Work::Kind::Pod;
    if (kind == "Service")
        return Work::Kind::Service;
    return std::nullopt;
}

} // namespace

ControllerManager::ControllerManager(Cluster cluster, std::string caPem)
    : m_cluster(std::move(cluster))
    , m_scheduler(m_cluster)
    , m_pods(m_cluster)
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
        queueServicesOf(object);
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

void ControllerManager::queueServicesOf(const StoredObject& pod)
{
    for (const auto& service : m_cluster.store().list(typeOf("Service"), pod.nameSpace()).objects) {
        const auto& wanted = objectAt(service->document(), {"spec", "selector"});
        if (!wanted.empty()
            && LabelSelector::fromSpec({{"matchLabels", wanted}})
                   .matches(objectAt(pod.document(), {"metadata", "labels"})))
            m_cluster.queue.add({Work::Kind::Service, pod.nameSpace(), service->name()});
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
    case Work::Kind::Pod: handlePod(work.nameSpace, work.name); break;
    case Work::Kind::Service: syncEndpoints(m_cluster, work.nameSpace, work.name); break;
    case Work::Kind::Namespace: syncNamespace(m_cluster, work.name, m_caPem); break;
    case Work::Kind::Orphans: collectOrphans(m_cluster, work.name); break;
    }
}

} // namespace qbm::lab::kubernetes
