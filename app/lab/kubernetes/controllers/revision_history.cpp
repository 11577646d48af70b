// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/revision_history.h"

#include "app/lab/kubernetes/json_access.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr std::int64_t kUsualLimit = 10;

std::int64_t numberOf(const ObjectPtr& revision)
{
    return intAt(revision->document(), {"revision"});
}

void create(Cluster& cluster, const StoredObject& set, const std::string& name, std::int64_t number)
{
    const json& document = set.document();
    auto podTemplate = objectAt(document, {"spec", "template"});
    podTemplate["$patch"] = "replace";
    auto labels = objectAt(document, {"spec", "template", "metadata", "labels"});
    labels["controller.kubernetes.io/hash"] = name.substr(set.name().size() + 1);
    auto annotations = objectAt(document, {"metadata", "annotations"}); // the change cause among them
    annotations.erase("kubectl.kubernetes.io/last-applied-configuration");
    (void)cluster.registry.create(typeOf("ControllerRevision"), set.nameSpace(),
        {{"metadata",
             {{"name", name}, {"labels", labels}, {"annotations", annotations},
                 {"ownerReferences", controllerReference(set)}}},
            {"data", {{"spec", {{"template", podTemplate}}}}}, {"revision", number}});
}

/// The newest is the present one and is not counted.
void trim(Cluster& cluster, const StoredObject& set, std::vector<ObjectPtr> revisions)
{
    const auto limit = static_cast<std::size_t>(
        std::max<std::int64_t>(0, intAt(set.document(), {"spec", "revisionHistoryLimit"}, kUsualLimit)));
    std::ranges::sort(revisions, {}, numberOf);
    for (std::size_t i = 0; i + limit + 1 < revisions.size(); ++i)
        (void)cluster.registry.remove(revisions[i], {});
}

} // namespace

void ensureRevision(Cluster& cluster, const StoredObject& set, const std::string& name)
{
    const auto& type = typeOf("ControllerRevision");
    const auto revisions = cluster.owners.controlled(set.uid(), type);
    std::int64_t newest = 0;
    ObjectPtr mine;
    for (const auto& revision : revisions) {
        newest = std::max(newest, numberOf(revision));
        if (revision->name() == name)
            mine = revision;
    }
    if (!mine) {
        create(cluster, set, name, newest + 1);
    } else if (numberOf(mine) < newest) { // undone to: it becomes the newest
        cluster.registry.modify(
            type, set.nameSpace(), name, Part::Main, [&](json& document) { document["revision"] = newest + 1; });
    } else {
        trim(cluster, set, revisions);
    }
}

} // namespace qbm::lab::kubernetes
