// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page/cluster/object_table.h"

#include <functional>

/// What the tabs of the side panel tell of one object.
namespace qbm::ui {

class ClusterUsage;

/// State, labels, owners, conditions, and what the page knows of deployments, pods and nodes.
/// \param open shows another object: kind and name
QWidget* makeSummary(const ChosenObject& object, const service::ObjectDetail& detail, const ClusterUsage& usage,
    const std::function<void(const QString& kind, const QString& name)>& open);
QWidget* makeEvents(const service::ObjectDetail& detail);
/// Who manages which fields.
QWidget* makeFieldOwners(const service::ObjectDetail& detail);
/// Predicted p95 beside the measured one, for each scaling of the past.
QWidget* makeScalings(const std::vector<service::ScaleOutcome>& outcomes);

} // namespace qbm::ui
