// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/stateful_set_controller.h"

#include "app/lab/kubernetes/controllers/deployment_math.h"
#include "app/lab/kubernetes/controllers/revision_history.h"
#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/names.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr const char* kComponent = "statefulset-controller";
constexpr const char* kRevisionLabel = "controller-revision-hash";

class StatefulSetSync {
public:
    StatefulSetSync(Cluster& cluster, ObjectPtr set)
        : m_cluster(cluster)
        , m_set(std::move(set))
    {
    }

    void run()
    {
        m_revision = m_set->name() + "-" + templateHash(objectAt(d(), {"spec", "template"}));
        loadPods();
        if (!isBeingDeleted(*m_set)) {
            ensureRevision(m_cluster, *m_set, m_revision);
            stepPods();
        }
        writeStatus();
    }

private:
    const json& d() const { return m_set->document(); }
    std::int64_t wanted() const { return specReplicas(d()); }
    std::string podName(std::int64_t ordinal) const { return m_set->name() + "-" + std::to_string(ordinal); }

    static std::string revisionOfPod(const StoredObject& pod)
    {
        return stringAt(pod.document(), {"metadata", "labels", kRevisionLabel});
    }

    void loadPods()
    {
        for (const auto& pod : m_cluster.owners.controlled(m_set->uid(), typeOf("Pod"))) {
            const auto ordinal = std::strtoll(pod->name().c_str() + m_set->name().size() + 1, nullptr, 10);
            m_pods[ordinal] = pod;
        }
    }

    void ensureClaims(std::int64_t ordinal)
    {
        const auto& type = typeOf("PersistentVolumeClaim");
        for (const auto& claim : arrayAt(d(), {"spec", "volumeClaimTemplates"})) {
            const auto name = stringAt(claim, {"metadata", "name"}) + "-" + podName(ordinal);
            if (m_cluster.store().get(type, m_set->nameSpace(), name))
                continue;
            auto spec = objectAt(claim, {"spec"});
            const auto volume = "pvc-" + makeUid();
            spec["volumeName"] = volume;
            const auto created = m_cluster.registry.create(type, m_set->nameSpace(),
                {{"metadata", {{"name", name}, {"labels", objectAt(d(), {"spec", "selector", "matchLabels"})}}},
                    {"spec", spec}});
            if (created)
                bind(*created, volume);
        }
    }

    void bind(const ObjectPtr& claim, const std::string& volume)
    {
        const auto& spec = objectAt(claim->document(), {"spec"});
        const auto capacity = json{{"storage", stringAt(spec, {"resources", "requests", "storage"}, "1Gi")}};
        (void)m_cluster.registry.create(typeOf("PersistentVolume"), {},
            {{"metadata", {{"name", volume}}},
                {"spec",
                    {{"capacity", capacity}, {"accessModes", arrayAt(spec, {"accessModes"})},
                        {"persistentVolumeReclaimPolicy", "Delete"}, {"volumeMode", "Filesystem"},
                        {"storageClassName", stringAt(spec, {"storageClassName"})},
                        {"claimRef",
                            {{"kind", "PersistentVolumeClaim"}, {"namespace", claim->nameSpace()},
                                {"name", claim->name()}, {"uid", claim->uid()}, {"apiVersion", "v1"}}}}}});
        m_cluster.registry.modify(typeOf("PersistentVolume"), {}, volume, Part::Status,
            [](json& document) { document["status"] = {{"phase", "Bound"}}; });
        m_cluster.registry.modify(claim->type(), claim->nameSpace(), claim->name(), Part::Status, [&](json& document) {
            document["status"] = {{"phase", "Bound"}, {"accessModes", arrayAt(spec, {"accessModes"})}, {"capacity", capacity}};
        });
    }

    void createPod(std::int64_t ordinal)
    {
        ensureClaims(ordinal);
        auto pod = podFromTemplate(objectAt(d(), {"spec", "template"}), *m_set);
        auto& metadata = pod["metadata"];
        metadata["name"] = podName(ordinal);
        metadata["labels"]["statefulset.kubernetes.io/pod-name"] = podName(ordinal);
        metadata["labels"]["apps.kubernetes.io/pod-index"] = std::to_string(ordinal);
        metadata["labels"][kRevisionLabel] = m_revision;
        pod["spec"]["hostname"] = podName(ordinal);
        pod["spec"]["subdomain"] = stringAt(d(), {"spec", "serviceName"});
        for (const auto& claim : arrayAt(d(), {"spec", "volumeClaimTemplates"})) {
            const auto name = stringAt(claim, {"metadata", "name"});
            pod["spec"]["volumes"].push_back(
                {{"name", name}, {"persistentVolumeClaim", {{"claimName", name + "-" + podName(ordinal)}}}});
        }
        if (m_cluster.registry.create(typeOf("Pod"), m_set->nameSpace(), std::move(pod)))
            record("SuccessfulCreate", "create Pod " + podName(ordinal) + " in StatefulSet " + m_set->name() + " successful");
    }

    void deletePod(std::int64_t ordinal)
    {
        if (m_cluster.registry.remove(m_pods[ordinal], {}))
            record("SuccessfulDelete", "delete Pod " + podName(ordinal) + " in StatefulSet " + m_set->name() + " successful");
    }

    void record(const char* reason, const std::string& message)
    {
        m_cluster.recordEvent(*m_set, kComponent, "Normal", reason, message);
    }

    /// One step towards the wish; the change it makes brings the next pass.
    void stepPods()
    {
        const bool parallel = stringAt(d(), {"spec", "podManagementPolicy"}) == "Parallel";
        for (std::int64_t ordinal = 0; ordinal < wanted(); ++ordinal) {
            const auto it = m_pods.find(ordinal);
            if (it == m_pods.end())
                createPod(ordinal);
            const bool steady = it != m_pods.end() && isReady(*it->second) && isActive(*it->second);
            if (!steady && !parallel)
                return;
        }
        for (auto it = m_pods.rbegin(); it != m_pods.rend() && it->first >= wanted(); ++it) {
            if (isActive(*it->second))
                deletePod(it->first);
            if (!parallel)
                return;
        }
        updatePods();
    }

    void updatePods()
    {
        if (stringAt(d(), {"spec", "updateStrategy", "type"}) != "RollingUpdate")
            return;
        const auto partition = intAt(d(), {"spec", "updateStrategy", "rollingUpdate", "partition"});
        for (auto it = m_pods.rbegin(); it != m_pods.rend() && it->first >= partition; ++it) {
            if (!isActive(*it->second))
                return;
            if (revisionOfPod(*it->second) != m_revision) {
                deletePod(it->first);
                return;
            }
            if (!isReady(*it->second))
                return;
        }
    }

    void writeStatus()
    {
        const auto& before = objectAt(d(), {"status"});
        const auto current = stringAt(before, {"currentRevision"}, m_revision);
        std::int64_t ready = 0;
        std::int64_t ofCurrent = 0;
        std::int64_t updated = 0;
        for (const auto& [ordinal, pod] : m_pods) {
            const bool active = isActive(*pod);
            ready += active && isReady(*pod) ? 1 : 0;
            updated += active && revisionOfPod(*pod) == m_revision ? 1 : 0;
            ofCurrent += active && revisionOfPod(*pod) == current ? 1 : 0;
        }
        const bool done = updated == wanted() && ready == wanted();
        json status = {{"observedGeneration", intAt(d(), {"metadata", "generation"})}, {"replicas", m_pods.size()},
            {"availableReplicas", ready}, {"currentRevision", done ? m_revision : current},
            {"updateRevision", m_revision}, {"collisionCount", 0}};
        setCount(status, "readyReplicas", ready);
        setCount(status, "currentReplicas", done ? updated : ofCurrent);
        setCount(status, "updatedReplicas", updated);
        if (status == before)
            return;
        auto document = m_set->copy();
        document["status"] = std::move(status);
        if (!m_cluster.registry.update(m_set, std::move(document), Part::Status))
            m_cluster.queue.add({Work::Kind::StatefulSet, m_set->nameSpace(), m_set->name()});
        else if (ready != intAt(before, {"readyReplicas"}) && m_cluster.onReadyReplicas)
            m_cluster.onReadyReplicas(m_set->nameSpace(), m_set->name(), static_cast<int>(ready));
    }

    Cluster& m_cluster;
    ObjectPtr m_set;
    std::string m_revision;
    std::map<std::int64_t, ObjectPtr> m_pods; ///< by ordinal
};

} // namespace

void syncStatefulSet(Cluster& cluster, const std::string& nameSpace, const std::string& name)
{
    if (auto set = cluster.store().get(typeOf("StatefulSet"), nameSpace, name))
        StatefulSetSync(cluster, std::move(set)).run();
}

} // namespace qbm::lab::kubernetes
