// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/client.h"
#include "core/kubernetes/managed_fields.h"
#include "core/kubernetes/secret_mask.h"
#include "core/kubernetes/yaml_text.h"
#include "core/service/kubernetes_cluster.h"

#include <algorithm>

namespace qbm::service {

namespace {

using kubernetes::JsonValue;

std::vector<kubernetes::OwnerReference> ownersOf(const JsonValue& object)
{
    std::vector<kubernetes::OwnerReference> owners;
    for (const JsonValue& owner : object["metadata"]["ownerReferences"].items())
        owners.push_back({owner["kind"].string(), owner["name"].string(), owner["uid"].string()});
    return owners;
}

std::vector<kubernetes::Condition> conditionsOf(const JsonValue& object)
{
    std::vector<kubernetes::Condition> conditions;
    for (const JsonValue& condition : object["status"]["conditions"].items()) {
        conditions.push_back({condition["type"].string(), condition["status"].string(), condition["reason"].string(),
            condition["message"].string(), condition["lastTransitionTime"].time()});
    }
    return conditions;
}

std::vector<FieldOwner> fieldOwnersOf(const JsonValue& object)
{
    std::vector<FieldOwner> owners;
    for (kubernetes::ManagedFields& entry : kubernetes::decodeManagedFields(object)) {
        owners.push_back({std::move(entry.manager), std::move(entry.operation), std::move(entry.subresource),
            entry.at.value_or(TimePoint()), std::move(entry.fields)});
    }
    return owners;
}

constexpr std::string_view kLastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/// Which pods are a workload's; empty where it has none of its own.
std::string podSelectorOf(const JsonValue& object)
{
    const bool hasTemplate = object["spec"]["template"]["spec"]["containers"].isArray();
    return hasTemplate ? kubernetes::selectorText(object["spec"]["selector"]) : std::string();
}

/// The pods of a workload join what is told of it, and the worst one's reason is its trouble.
Result<> addPods(kubernetes::Client& client, const std::string& selector, ObjectDetail& detail, TaskContext& context)
{
    std::vector<kubernetes::JsonDocument> documents; // what the views below look into
    std::vector<JsonValue> items;
    kubernetes::PageHandler handler;
    handler.onPage = [&](const JsonValue& page) -> Result<> {
        for (const JsonValue& item : page["items"].items()) {
            QBM_TRY(copy, documents.emplace_back().parse(item.text()));
            items.push_back(copy);
        }
        return {};
    };
    handler.onRestart = [&] {
        items.clear();
        documents.clear();
    };
    QBM_CHECK(client.list({kubernetes::resource::kPods, detail.meta.nameSpace, selector, {}}, {}, handler, context));
    kubernetes::Description pods = kubernetes::describePods(items, systemClock().now());
    if (detail.description.trouble.empty())
        detail.description.trouble = std::move(pods.trouble);
    auto& sections = detail.description.sections;
    const auto after = sections.empty() ? sections.end() : sections.begin() + 1;
    sections.insert(after, std::make_move_iterator(pods.sections.begin()), std::make_move_iterator(pods.sections.end()));
    return {};
}

/// A node's own events name it by its name where others have a uid, and lie in the namespace "default".
Result<std::vector<kubernetes::Event>> fetchEventsAbout(kubernetes::Client& client,
    const kubernetes::Resource& resource, const kubernetes::ObjectMeta& meta, TaskContext& context)
{
    std::vector<kubernetes::Event> events;
    kubernetes::PageHandler handler;
    handler.onPage = [&](const JsonValue& page) -> Result<> {
        for (const JsonValue& item : page["items"].items()) {
            kubernetes::Event event = kubernetes::decodeEvent(item);
            const std::string& uid = event.object.uid;
            if (uid.empty() || uid == meta.uid || uid == meta.name) // not of an earlier object of this name
                events.push_back(std::move(event));
        }
        return {};
    };
    handler.onRestart = [&] { events.clear(); };
    const kubernetes::CollectionPath path{kubernetes::resource::kEvents, meta.nameSpace, {},
        "involvedObject.kind=" + resource.kind + ",involvedObject.name=" + meta.name};
    QBM_CHECK(client.list(path, {}, handler, context));
    std::ranges::stable_sort(events, std::ranges::greater(), &kubernetes::Event::last);
    return events;
}

} // namespace

Result<ObjectDetail> fetchObjectDetail(
    kubernetes::Client& client, const std::string& nameSpace, const ObjectKey& object, TaskContext& context)
{
    QBM_TRY(answer, client.get({object.resource, nameSpace, object.name, {}}, context));
    std::string json = std::move(answer.json);
    if (kubernetes::holdsSecrets(object.resource)) {
        QBM_TRY(masked, kubernetes::maskSecrets(json));
        json = std::move(masked);
    }
    kubernetes::JsonDocument document;
    QBM_TRY(root, document.parse(json));
    ObjectDetail detail;
    detail.meta = kubernetes::decodeMeta(root);
    detail.owners = ownersOf(root);
    for (const auto& [key, value] : root["metadata"]["annotations"].members()) {
        if (key != kLastApplied)
            detail.annotations.emplace_back(key, value.string());
    }
    detail.warnings = std::move(answer.warnings);
    detail.description = kubernetes::describeObject(root, systemClock().now());
    if (const std::string selector = podSelectorOf(root); !selector.empty()) {
        const auto added = addPods(client, selector, detail, context);
        if (!added && added.error().kind == ErrorKind::Cancelled)
            return fail(added.error());
        if (!added)
            detail.warnings.push_back(added.error().english());
    }
    detail.conditions = conditionsOf(root);
    detail.fieldOwners = fieldOwnersOf(root);
    detail.yaml = kubernetes::yamlText(root);
    auto events = fetchEventsAbout(client, object.resource, detail.meta, context);
    if (events)
        detail.events = std::move(*events);
    else if (events.error().kind == ErrorKind::Cancelled)
        return fail(std::move(events).error());
    else // the rest is worth showing without them
        detail.warnings.push_back(events.error().english());
    return detail;
}

} // namespace qbm::service
