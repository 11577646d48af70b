// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/controllers/work_queue.h"
#include "app/lab/kubernetes/faults.h"
#include "app/lab/kubernetes/registry.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qbm::lab::kubernetes {

/// Which objects name which owner: what informers and their indexes are to real controllers.
class OwnerIndex {
public:
    void observe(const Change& change);
    /// The objects of a kind that the owner controls, in key order.
    std::vector<ObjectPtr> controlled(const std::string& ownerUid, const ResourceType& type) const;
    /// Everything that names the owner.
    std::vector<ObjectPtr> dependents(const std::string& ownerUid) const;

private:
    using Key = std::pair<std::size_t, std::string>; ///< kind, store key
    std::map<std::string, std::map<Key, ObjectPtr>, std::less<>> m_byOwner;
};

/// What the controllers share. Lives on their thread.
struct Cluster {
    Registry& registry;
    const Faults& faults;
    std::chrono::milliseconds podStart;
    std::chrono::milliseconds podStop;
    std::chrono::milliseconds restartBackOff;
    std::chrono::milliseconds autoscalerInterval;
    std::function<void(std::string_view, std::string_view, int)> onReadyReplicas;
    std::minstd_rand random;
    OwnerIndex owners;
    WorkQueue queue;

    Store& store() const { return registry.store(); }
    /// How many events have been recorded, and the name of each kind of event about an object: the next one only counts up.
    unsigned eventCount = 0;
    std::map<std::string, std::string> eventNames;
    /// A duration give or take a fifth.
    std::chrono::milliseconds jittered(std::chrono::milliseconds duration);
    /// Records a core/v1 event about an object; one that says the same as an earlier one raises its count. Events older than an hour are dropped now and then, as a server does.
    void recordEvent(const StoredObject& about, std::string_view component, std::string_view type,
        std::string_view reason, const std::string& message, const std::string& fieldPath = {});
};

/// metadata.ownerReferences of an object that `owner` controls.
nlohmann::json controllerReference(const StoredObject& owner);
bool isBeingDeleted(const StoredObject& object);
/// The status "True", "False", "Unknown" of a condition, or "".
std::string conditionStatus(const nlohmann::json& document, std::string_view type);
bool isReady(const StoredObject& pod);
/// Neither ended nor being deleted.
bool isActive(const StoredObject& pod);
/// Ready for at least `minReadySeconds`.
bool isAvailable(const StoredObject& pod, std::int64_t minReadySeconds);
/// A pod of a template, owned by `owner`; the caller adds the name.
nlohmann::json podFromTemplate(const nlohmann::json& podTemplate, const StoredObject& owner);

} // namespace qbm::lab::kubernetes
