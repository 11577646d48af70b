// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/store.h"

#include "core/base/reaper.h"
#include "core/kubernetes/live_store.h"
#include "core/kubernetes/table_store.h"

namespace qbm::kubernetes {

namespace {

/// The last who looks is a table on the screen, and the end of a store waits for its thread.
template <class Store>
std::shared_ptr<Store> endingElsewhere(Store* store)
{
    return std::shared_ptr<Store>(store, EndElsewhere());
}

} // namespace

StoreHub::StoreHub(std::shared_ptr<Client> client, ListWatchTuning tuning)
    : m_client(std::move(client))
    , m_tuning(tuning)
{
}

template <class Interface, class Make>
std::shared_ptr<Interface> StoreHub::shared(const ListWatchTarget& target, const Make& make)
{
    const std::string key = std::to_string(static_cast<int>(target.representation)) + target.path.urlPath() + "?"
        + target.path.labelSelector + "&" + target.path.fieldSelector;
    const std::lock_guard lock(m_mutex);
    std::weak_ptr<void>& known = m_stores[key];
    if (const auto store = known.lock())
        return std::static_pointer_cast<Interface>(store);
    std::shared_ptr<Interface> store = make();
    known = store;
    return store;
}

template <class Row>
std::shared_ptr<Live<Row>> StoreHub::objects(const ListWatchTarget& target, Row (*decode)(const JsonValue&))
{
    return shared<Live<Row>>(
        target, [&] { return endingElsewhere(new LiveStore<ObjectReader<Row>>(m_client, target, m_tuning, decode)); });
}

std::shared_ptr<Live<MetadataRow>> StoreHub::metadata(
    const Resource& resource, const std::string& nameSpace, const std::string& labelSelector)
{
    const ListWatchTarget target{
        {resource, nameSpace, labelSelector, {}}, olderVersionOf(resource), Representation::Metadata};
    return objects<MetadataRow>(target, [](const JsonValue& object) { return MetadataRow{decodeMeta(object)}; });
}

std::shared_ptr<LiveTable> StoreHub::table(const Resource& resource, const std::string& nameSpace,
    const std::string& labelSelector, const std::string& fieldSelector)
{
    const ListWatchTarget target{
        {resource, nameSpace, labelSelector, fieldSelector}, olderVersionOf(resource), Representation::Table};
    return shared<LiveTable>(target, [&] { return endingElsewhere(new TableStore(m_client, target, m_tuning)); });
}

std::shared_ptr<Live<Deployment>> StoreHub::deployments(const std::string& nameSpace, const std::string& labelSelector)
{
    return objects<Deployment>({{resource::kDeployments, nameSpace, labelSelector, {}}, {}}, decodeDeployment);
}

std::shared_ptr<Live<ReplicaSet>> StoreHub::replicaSets(const std::string& nameSpace, const std::string& labelSelector)
{
    return objects<ReplicaSet>({{resource::kReplicaSets, nameSpace, labelSelector, {}}, {}}, decodeReplicaSet);
}

std::shared_ptr<Live<Pod>> StoreHub::pods(const std::string& nameSpace, const std::string& labelSelector)
{
    return objects<Pod>({{resource::kPods, nameSpace, labelSelector, {}}, {}}, decodePod);
}

std::shared_ptr<Live<Event>> StoreHub::events(const std::string& nameSpace, const std::string& fieldSelector)
{
    return objects<Event>({{resource::kEvents, nameSpace, {}, fieldSelector}, {}}, decodeEvent);
}

std::shared_ptr<Live<HorizontalPodAutoscaler>> StoreHub::horizontalPodAutoscalers(const std::string& nameSpace)
{
    return objects<HorizontalPodAutoscaler>(
        {{resource::kHorizontalPodAutoscalers, nameSpace, {}, {}}, olderVersionOf(resource::kHorizontalPodAutoscalers)},
        decodeHorizontalPodAutoscaler);
}

std::shared_ptr<Live<Node>> StoreHub::nodes()
{
    return objects<Node>({{resource::kNodes, {}, {}, {}}, {}}, decodeNode);
}

} // namespace qbm::kubernetes
