// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/list_watch.h"
#include "core/kubernetes/live.h"
#include "core/kubernetes/objects.h"
#include "core/kubernetes/table_row.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace qbm::kubernetes {

/// The stores of one cluster: every caller that asks for the same kind, namespace and selector shares one watch.
/// \thread any
class StoreHub {
public:
    explicit StoreHub(std::shared_ptr<Client> client, ListWatchTuning tuning = {});
    StoreHub(const StoreHub&) = delete;
    StoreHub& operator=(const StoreHub&) = delete;

    std::shared_ptr<Live<Deployment>> deployments(const std::string& nameSpace, const std::string& labelSelector = {});
    std::shared_ptr<Live<ReplicaSet>> replicaSets(const std::string& nameSpace, const std::string& labelSelector = {});
    std::shared_ptr<Live<Pod>> pods(const std::string& nameSpace, const std::string& labelSelector = {});
    std::shared_ptr<Live<Event>> events(const std::string& nameSpace, const std::string& fieldSelector = {});
    std::shared_ptr<Live<HorizontalPodAutoscaler>> horizontalPodAutoscalers(const std::string& nameSpace);
    std::shared_ptr<Live<Node>> nodes();
    /// Objects of any kind of which only the metadata is needed; the rest never leaves the server.
    std::shared_ptr<Live<MetadataRow>> metadata(
        const Resource& resource, const std::string& nameSpace, const std::string& labelSelector = {});
    /// Objects of any kind in the columns their server prints. Where the server does not know the version of the
    /// resource, the one before it is shown.
    std::shared_ptr<LiveTable> table(const Resource& resource, const std::string& nameSpace,
        const std::string& labelSelector = {}, const std::string& fieldSelector = {});

private:
    template <class Interface, class Make>
    std::shared_ptr<Interface> shared(const ListWatchTarget& target, const Make& make);
    template <class Row>
    std::shared_ptr<Live<Row>> objects(const ListWatchTarget& target, Row (*decode)(const JsonValue&));

    std::shared_ptr<Client> m_client;
    ListWatchTuning m_tuning;
    std::mutex m_mutex;
    std::map<std::string, std::weak_ptr<void>> m_stores;
};

} // namespace qbm::kubernetes
