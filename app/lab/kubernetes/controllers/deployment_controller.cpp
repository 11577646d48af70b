// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/deployment_controller.h"

#include "app/lab/kubernetes/controllers/deployment_math.h"
#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/names.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr const char* kRevision = "deployment.kubernetes.io/revision";
constexpr const char* kRevisionHistory = "deployment.kubernetes.io/revision-history";
constexpr const char* kDesired = "deployment.kubernetes.io/desired-replicas";
constexpr const char* kMax = "deployment.kubernetes.io/max-replicas";
constexpr const char* kLastApplied = "kubectl.kubernetes.io/last-applied-configuration";
constexpr const char* kHashLabel = "pod-template-hash";
constexpr std::int64_t kNoDeadline = 2147483647;

/// A template as it counts for "is it the same": without the hash label and the always-null time.
json comparable(json podTemplate)
{
    erase(podTemplate, {"metadata", "labels", kHashLabel});
    erase(podTemplate, {"metadata", "creationTimestamp"});
    return podTemplate;
}

class DeploymentSync {
public:
    DeploymentSync(Cluster& cluster, ObjectPtr deployment)
        : m_cluster(cluster)
        , m_deployment(std::move(deployment))
    {
    }

    void run()
    {
        load();
        if (isBeingDeleted(*m_deployment)) {
            find();
            writeStatus(calculateStatus());
            return;
        }
        checkPaused();
        if (boolAt(d(), {"spec", "paused"}) || isScaling())
            syncScale();
        else if (stringAt(d(), {"spec", "strategy", "type"}) == "Recreate")
            rolloutRecreate();
        else
            rolloutRolling();
    }

private:
    const json& d() const { return m_deployment->document(); }
    std::int64_t wanted() const { return specReplicas(d()); }

    void load()
    {
        m_sets = m_cluster.owners.controlled(m_deployment->uid(), typeOf("ReplicaSet"));
        std::erase_if(m_sets, [](const ObjectPtr& set) { return isBeingDeleted(*set); });
        std::ranges::stable_sort(m_sets, {}, [](const ObjectPtr& set) {
            return std::pair(stringAt(set->document(), {"metadata", "creationTimestamp"}), revisionOf(set->document()));
        });
    }

    /// Splits the sets into the one of the current template and the others.
    void find()
    {
        const auto wantedTemplate = comparable(objectAt(d(), {"spec", "template"}));
        m_new = nullptr;
        m_old.clear();
        for (const auto& set : m_sets)
            if (!m_new && comparable(objectAt(set->document(), {"spec", "template"})) == wantedTemplate)
                m_new = set;
            else
                m_old.push_back(set);
    }

    std::vector<ObjectPtr> all() const
    {
        auto sets = m_old;
        if (m_new)
            sets.push_back(m_new);
        return sets;
    }

    bool isScaling() const
    {
        return std::ranges::any_of(m_sets, [&](const ObjectPtr& set) {
            return specReplicas(set->document()) > 0
                && stringAt(set->document(), {"metadata", "annotations", kDesired}) != std::to_string(wanted())
                && !stringAt(set->document(), {"metadata", "annotations", kDesired}).empty();
        });
    }

    bool hasDeadline() const { return intAt(d(), {"spec", "progressDeadlineSeconds"}, kNoDeadline) != kNoDeadline; }

    const json* progressCondition() const
    {
        for (const auto& condition : arrayAt(d(), {"status", "conditions"}))
            if (stringAt(condition, {"type"}) == "Progressing")
                return &condition;
        return nullptr;
    }

    std::string progressReason() const
    {
        const auto* condition = progressCondition();
        return condition == nullptr ? std::string() : stringAt(*condition, {"reason"});
    }

    void update(const std::function<void(json&)>& change)
    {
        auto document = m_deployment->copy();
        change(document);
        if (auto written = m_cluster.registry.update(m_deployment, std::move(document), Part::Status))
            m_deployment = *written;
        else
            m_cluster.queue.add({Work::Kind::Deployment, m_deployment->nameSpace(), m_deployment->name()});
    }

    void checkPaused()
    {
        if (!hasDeadline() || progressReason() == "ProgressDeadlineExceeded")
            return;
        const bool paused = boolAt(d(), {"spec", "paused"});
        const bool said = progressReason() == "DeploymentPaused";
        if (paused == said)
            return;
        update([&](json& document) {
            setCondition(document["status"]["conditions"], "Progressing", "Unknown",
                paused ? "DeploymentPaused" : "DeploymentResumed",
                paused ? "Deployment is paused" : "Deployment is resumed");
        });
    }

    // Revisions and the new replica set.

    void copyAnnotations(json& annotations) const
    {
        for (const auto& [key, value] : objectAt(d(), {"metadata", "annotations"}).items())
            if (key != kRevision && key != kRevisionHistory && key != kDesired && key != kMax && key != kLastApplied)
                annotations[key] = value;
    }

    void markRevision(json& annotations) const
    {
        std::int64_t newest = 0;
        for (const auto& set : m_old)
            newest = std::max(newest, revisionOf(set->document()));
        const auto had = stringAt(annotations, {kRevision});
        if (!had.empty() && std::strtoll(had.c_str(), nullptr, 10) >= newest + 1)
            return;
        annotations[kRevision] = std::to_string(newest + 1);
        if (!had.empty()) {
            const auto history = stringAt(annotations, {kRevisionHistory});
            annotations[kRevisionHistory] = history.empty() ? had : history + "," + had;
        }
    }

    void markSize(json& annotations) const
    {
        annotations[kDesired] = std::to_string(wanted());
        annotations[kMax] = std::to_string(wanted() + rollingLimits(d()).maxSurge);
    }

    void reuseNewSet()
    {
        auto document = m_new->copy();
        auto& annotations = at(document, {"metadata", "annotations"});
        copyAnnotations(annotations);
        markRevision(annotations);
        if (const auto seconds = intAt(d(), {"spec", "minReadySeconds"}); seconds != intAt(document, {"spec", "minReadySeconds"}))
            setCount(document["spec"], "minReadySeconds", seconds);
        if (auto written = m_cluster.registry.update(m_new, std::move(document), Part::Main))
            m_new = *written;
        const auto revision = stringAt(m_new->document(), {"metadata", "annotations", kRevision});
        if (stringAt(d(), {"metadata", "annotations", kRevision}) == revision && progressCondition() != nullptr)
            return;
        update([&](json& deployment) {
            at(deployment, {"metadata", "annotations"})[kRevision] = revision;
            if (hasDeadline() && progressCondition() == nullptr)
                setCondition(deployment["status"]["conditions"], "Progressing", "True", "FoundNewReplicaSet",
                    "Found new replica set \"" + m_new->name() + "\"");
        });
    }

    void createNewSet()
    {
        auto podTemplate = objectAt(d(), {"spec", "template"});
        const auto hash = templateHash(comparable(podTemplate));
        at(podTemplate, {"metadata", "labels"})[kHashLabel] = hash;
        auto selector = objectAt(d(), {"spec", "selector"});
        at(selector, {"matchLabels"})[kHashLabel] = hash;
        const auto size = newReplicaSetSize(d(), m_old, 0);
        json annotations = json::object();
        copyAnnotations(annotations);
        markRevision(annotations);
        markSize(annotations);
        json set = {{"metadata",
                        {{"name", m_deployment->name() + "-" + hash}, {"labels", podTemplate["metadata"]["labels"]},
                            {"annotations", annotations}, {"ownerReferences", controllerReference(*m_deployment)}}},
            {"spec", {{"replicas", size}, {"selector", selector}, {"template", podTemplate}}}};
        if (const auto seconds = intAt(d(), {"spec", "minReadySeconds"}); seconds > 0)
            set["spec"]["minReadySeconds"] = seconds;
        auto created = m_cluster.registry.create(typeOf("ReplicaSet"), m_deployment->nameSpace(), std::move(set));
        if (!created) {
            m_cluster.queue.addAfter(std::chrono::milliseconds(500),
                {Work::Kind::Deployment, m_deployment->nameSpace(), m_deployment->name()});
            return;
        }
        m_new = *created;
        if (size > 0)
            recordScaling(m_new->name(), 0, size);
        update([&](json& deployment) {
            at(deployment, {"metadata", "annotations"})[kRevision] = annotations[kRevision];
            if (hasDeadline())
                setCondition(deployment["status"]["conditions"], "Progressing", "True", "NewReplicaSetCreated",
                    "Created new replica set \"" + m_new->name() + "\"");
        });
    }

    void findOrCreate(bool create)
    {
        find();
        if (m_new)
            reuseNewSet();
        else if (create)
            createNewSet();
    }

    // Sizes.

    void recordScaling(const std::string& set, std::int64_t from, std::int64_t to)
    {
        m_cluster.recordEvent(*m_deployment, "deployment-controller", "Normal", "ScalingReplicaSet",
            std::string("Scaled ") + (to > from ? "up" : "down") + " replica set " + set + " from "
                + std::to_string(from) + " to " + std::to_string(to));
    }

    /// True if it changed the size. The set at hand stays the old version: the status written in this pass is computed
    /// from it, as the real controller does from its cache.
    bool resize(const ObjectPtr& set, std::int64_t size)
    {
        const auto before = specReplicas(set->document());
        auto document = set->copy();
        document["spec"]["replicas"] = size;
        markSize(at(document, {"metadata", "annotations"}));
        if (document == set->document())
            return false;
        if (!m_cluster.registry.update(set, std::move(document), Part::Main)) {
            m_cluster.queue.add({Work::Kind::Deployment, m_deployment->nameSpace(), m_deployment->name()});
            return false;
        }
        if (before != size)
            recordScaling(set->name(), before, size);
        return before != size;
    }

    void syncScale()
    {
        findOrCreate(false);
        scaleSets();
        if (boolAt(d(), {"spec", "paused"}))
            cleanUp();
        writeStatus(calculateStatus());
    }

    void scaleSets()
    {
        std::vector<ObjectPtr> active;
        for (const auto& set : all())
            if (specReplicas(set->document()) > 0)
                active.push_back(set);
        if (active.size() <= 1) {
            const auto target = active.empty() ? (m_new ? m_new : m_old.empty() ? nullptr : m_old.back()) : active[0];
            if (target)
                resize(target, wanted());
            return;
        }
        if (m_new && specReplicas(m_new->document()) == wanted()
            && statusCount(m_new->document(), "availableReplicas") == wanted()) {
            for (const auto& set : m_old)
                if (specReplicas(set->document()) > 0)
                    resize(set, 0);
            return;
        }
        std::ranges::stable_sort(active, std::greater<>(), [](const ObjectPtr& set) { return specReplicas(set->document()); });
        const auto sizes = proportionalSizes(d(), active);
        for (std::size_t i = 0; i < active.size(); ++i)
            resize(active[i], sizes[i]);
    }

    void rolloutRolling()
    {
        findOrCreate(true);
        if (!m_new)
            return;
        if (!growNew() && !shrinkOld() && isComplete(d()["status"]))
            cleanUp();
        syncRolloutStatus();
    }

    bool growNew()
    {
        const auto size = specReplicas(m_new->document());
        if (size == wanted())
            return false;
        return resize(m_new, size > wanted() ? wanted() : newReplicaSetSize(d(), all(), size));
    }

    bool shrinkOld()
    {
        if (sumSpec(m_old) == 0)
            return false;
        const auto least = wanted() - rollingLimits(d()).maxUnavailable;
        const auto newUnavailable
            = specReplicas(m_new->document()) - statusCount(m_new->document(), "availableReplicas");
        auto spare = sumSpec(all()) - least - newUnavailable;
        if (spare <= 0)
            return false;
        bool changed = false;
        auto available = sumStatus(all(), "availableReplicas");
        for (const auto& set : m_old) { // pods that never became available go first
            const auto size = specReplicas(set->document());
            const auto broken = std::min(spare, size - statusCount(set->document(), "availableReplicas"));
            auto healthy = std::int64_t{0};
            if (size - std::max<std::int64_t>(broken, 0) > 0)
                healthy = std::clamp<std::int64_t>(available - least, 0, size - std::max<std::int64_t>(broken, 0));
            const auto down = std::max<std::int64_t>(broken, 0) + healthy;
            if (size == 0 || down <= 0)
                continue;
            spare -= std::max<std::int64_t>(broken, 0);
            available -= healthy;
            changed = resize(set, size - down) || changed;
        }
        return changed;
    }

    void rolloutRecreate()
    {
        findOrCreate(false);
        bool shrunk = false;
        for (const auto& set : m_old)
            if (specReplicas(set->document()) > 0)
                shrunk = resize(set, 0) || shrunk;
        const bool oldPodsLeft = std::ranges::any_of(m_old, [&](const ObjectPtr& set) {
            return !m_cluster.owners.controlled(set->uid(), typeOf("Pod")).empty();
        });
        if (!shrunk && !oldPodsLeft) {
            if (!m_new)
                createNewSet();
            if (m_new)
                growNew();
            if (isComplete(d()["status"]))
                cleanUp();
        } else if (oldPodsLeft) {
            m_cluster.queue.addAfter(std::chrono::milliseconds(200),
                {Work::Kind::Deployment, m_deployment->nameSpace(), m_deployment->name()});
        }
        syncRolloutStatus();
    }

    void cleanUp()
    {
        const auto limit = intAt(d(), {"spec", "revisionHistoryLimit"}, 10);
        auto removable = m_old;
        std::erase_if(removable, [](const ObjectPtr& set) {
            return specReplicas(set->document()) != 0 || statusCount(set->document(), "replicas") != 0;
        });
        std::ranges::stable_sort(removable, {}, [](const ObjectPtr& set) { return revisionOf(set->document()); });
        const auto excess = static_cast<std::int64_t>(removable.size()) - limit;
        for (std::int64_t i = 0; i < excess; ++i)
            (void)m_cluster.registry.remove(removable[static_cast<std::size_t>(i)], {}); // lost race: the next pass sees it
    }

    // Status.

    json calculateStatus() const
    {
        const auto sets = all();
        const auto available = sumStatus(sets, "availableReplicas");
        json status = json::object();
        status["observedGeneration"] = intAt(d(), {"metadata", "generation"});
        setCount(status, "replicas", sumStatus(sets, "replicas"));
        setCount(status, "updatedReplicas", m_new ? statusCount(m_new->document(), "replicas") : 0);
        setCount(status, "readyReplicas", sumStatus(sets, "readyReplicas"));
        setCount(status, "availableReplicas", available);
        setCount(status, "unavailableReplicas", std::max<std::int64_t>(0, sumSpec(sets) - available));
        status["conditions"] = arrayAt(d(), {"status", "conditions"});
        if (available >= wanted() - rollingLimits(d()).maxUnavailable)
            setCondition(status["conditions"], "Available", "True", "MinimumReplicasAvailable",
                "Deployment has minimum availability.");
        else
            setCondition(status["conditions"], "Available", "False", "MinimumReplicasUnavailable",
                "Deployment does not have minimum availability.");
        return status;
    }

    bool isComplete(const json& status) const
    {
        return intAt(status, {"updatedReplicas"}) == wanted() && intAt(status, {"replicas"}) == wanted()
            && intAt(status, {"availableReplicas"}) == wanted()
            && intAt(status, {"observedGeneration"}) >= intAt(d(), {"metadata", "generation"});
    }

    bool isProgressing(const json& status) const
    {
        const auto& before = objectAt(d(), {"status"});
        const auto oldLeft = [](const json& s) { return intAt(s, {"replicas"}) - intAt(s, {"updatedReplicas"}); };
        return intAt(status, {"updatedReplicas"}) > intAt(before, {"updatedReplicas"})
            || oldLeft(status) < oldLeft(before) || intAt(status, {"readyReplicas"}) > intAt(before, {"readyReplicas"})
            || intAt(status, {"availableReplicas"}) > intAt(before, {"availableReplicas"});
    }

    std::int64_t secondsToDeadline() const
    {
        const auto* condition = progressCondition();
        return condition == nullptr ? 1
                                    : parseTime(stringAt(*condition, {"lastUpdateTime"}))
                + intAt(d(), {"spec", "progressDeadlineSeconds"}, kNoDeadline) - nowSeconds();
    }

    std::string subject() const
    {
        return m_new ? "ReplicaSet \"" + m_new->name() + "\"" : "Deployment \"" + m_deployment->name() + "\"";
    }

    void syncRolloutStatus()
    {
        auto status = calculateStatus();
        const auto reason = progressReason();
        const bool wasComplete = intAt(status, {"replicas"}) == intAt(status, {"updatedReplicas"})
            && reason == "NewReplicaSetAvailable";
        if (hasDeadline() && !wasComplete) {
            auto& conditions = status["conditions"];
            if (isComplete(status)) {
                setCondition(conditions, "Progressing", "True", "NewReplicaSetAvailable",
                    subject() + " has successfully progressed.");
            } else if (isProgressing(status)) {
                setCondition(
                    conditions, "Progressing", "True", "ReplicaSetUpdated", subject() + " is progressing.", true);
            } else if (reason == "ProgressDeadlineExceeded"
                || (reason != "NewReplicaSetAvailable" && progressCondition() != nullptr && secondsToDeadline() < 0)) {
                setCondition(conditions, "Progressing", "False", "ProgressDeadlineExceeded",
                    subject() + " has timed out progressing.");
            }
            if (!isComplete(status) && reason != "ProgressDeadlineExceeded")
                m_cluster.queue.addAfter(std::chrono::seconds(std::max<std::int64_t>(secondsToDeadline(), 0) + 1),
                    {Work::Kind::Deployment, m_deployment->nameSpace(), m_deployment->name()});
        }
        writeStatus(std::move(status));
    }

    void writeStatus(json status)
    {
        const auto readyBefore = statusCount(d(), "readyReplicas");
        update([&](json& document) { document["status"] = std::move(status); });
        const auto ready = statusCount(d(), "readyReplicas");
        if (ready != readyBefore && m_cluster.onReadyReplicas)
            m_cluster.onReadyReplicas(m_deployment->nameSpace(), m_deployment->name(), static_cast<int>(ready));
    }

    Cluster& m_cluster;
    ObjectPtr m_deployment;
    std::vector<ObjectPtr> m_sets; ///< all, oldest first
    ObjectPtr m_new;
    std::vector<ObjectPtr> m_old;
};

} // namespace

void syncDeployment(Cluster& cluster, const std::string& nameSpace, const std::string& name)
{
    if (auto deployment = cluster.store().get(typeOf("Deployment"), nameSpace, name))
        DeploymentSync(cluster, std::move(deployment)).run();
}

} // namespace qbm::lab::kubernetes
