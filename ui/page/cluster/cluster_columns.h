// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/objects.h"
#include "ui/page/cluster/cluster_usage.h"
#include "widgets/table/table_model.h"

#include <memory>

/// What each table of the cluster page shows; rows are shared with the store's snapshots, never copied.
namespace qbm::ui {

template <class Row> using SharedColumns = std::vector<widgets::TableColumn<std::shared_ptr<const Row>>>;

class PodTroubles;

using SharedUsage = std::shared_ptr<const ClusterUsage>;

/// \param troubles what holds up their pods
SharedColumns<kubernetes::Deployment> deploymentColumns(const SharedUsage& usage, const std::shared_ptr<const PodTroubles>& troubles);
SharedColumns<kubernetes::Pod> podColumns(const SharedUsage& usage);
SharedColumns<kubernetes::Event> eventColumns();
SharedColumns<kubernetes::Node> nodeColumns(const SharedUsage& usage);
SharedColumns<kubernetes::HorizontalPodAutoscaler> autoscalerColumns();

/// \param trouble of its pods, as PodTroubles tells it; empty: none
widgets::State stateOf(const kubernetes::Deployment& deployment, const QString& trouble = {});
widgets::State stateOf(const kubernetes::Pod& pod);
widgets::State stateOf(const kubernetes::Condition& condition);
/// "ready", "progressing", "stuck", ...
QString stateWord(const kubernetes::Deployment& deployment, const QString& trouble = {});

} // namespace qbm::ui
