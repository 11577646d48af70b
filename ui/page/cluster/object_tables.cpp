// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/cluster_columns.h"
#include "ui/page/cluster/live_object_table.h"
#include "ui/page/cluster/pod_troubles.h"
#include "ui/page/cluster/server_table.h"
#include "widgets/table/table_view.h"

namespace qbm::ui {

namespace {

template <class Row>
ObjectTable* makeTyped(const ClusterKind& kind, std::shared_ptr<kubernetes::Live<Row>> live, SharedColumns<Row> columns,
    int sortColumn = -1)
{
    return new LiveObjectTable<Row>(kind, std::move(live), std::move(columns), sortColumn);
}

/// With what holds up their pods, followed while the table is on the screen.
ObjectTable* makeDeployments(const ClusterKind& kind, service::ClusterService& cluster, const SharedUsage& usage)
{
    const auto troubles = std::make_shared<PodTroubles>();
    ObjectTable* table = makeTyped(kind, cluster.deployments(), deploymentColumns(usage, troubles));
    const auto pods = cluster.pods();
    new Feed(
        table, [pods](std::function<void()> changed) { return pods->subscribe(std::move(changed)); },
        [pods, troubles, table] {
            troubles->set(pods->snapshot()->rows, systemClock().now());
            if (auto* model = table->view()->model())
                model->refreshCells();
        });
    return table;
}

} // namespace

bool showsUsage(const ClusterKind& kind)
{
    using namespace kubernetes::resource;
    return kind.resource == kDeployments || kind.resource == kPods || kind.resource == kNodes;
}

ObjectTable* makeObjectTable(
    const ClusterKind& kind, service::ClusterService& cluster, std::shared_ptr<const ClusterUsage> usage)
{
    using namespace kubernetes::resource;
    constexpr int kEventsLastSeen = 1; // the newest first
    if (kind.resource == kDeployments)
        return makeDeployments(kind, cluster, usage);
    if (kind.resource == kPods)
        return makeTyped(kind, cluster.pods(), podColumns(usage));
    if (kind.resource == kNodes)
        return makeTyped(kind, cluster.nodes(), nodeColumns(usage));
    if (kind.resource == kEvents)
        return makeTyped(kind, cluster.events(), eventColumns(), kEventsLastSeen);
    if (kind.resource == kHorizontalPodAutoscalers)
        return makeTyped(kind, cluster.horizontalPodAutoscalers(), autoscalerColumns());
    return new ServerTable(kind, cluster.table(kind.resource));
}

} // namespace qbm::ui
