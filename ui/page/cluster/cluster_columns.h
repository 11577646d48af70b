// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/objects.h"
#include "widgets/table/table_model.h"

#include <memory>

/// What each table of the cluster page shows; rows are shared with the store's snapshots, never copied.
namespace qbm::ui {

template <class Row>
using SharedColumns = std::vector<widgets::TableColumn<std::shared_ptr<const Row>>>;

SharedColumns<kubernetes::Deployment> deploymentColumns();
SharedColumns<kubernetes::Pod> podColumns();
SharedColumns<kubernetes::Event> eventColumns();
SharedColumns<kubernetes::Node> nodeColumns();
SharedColumns<kubernetes::HorizontalPodAutoscaler> autoscalerColumns();

widgets::State stateOf(const kubernetes::Deployment& deployment);
widgets::State stateOf(const kubernetes::Pod& pod);

} // namespace qbm::ui
