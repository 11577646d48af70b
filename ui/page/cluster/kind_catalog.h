// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/resource.h"

#include <QString>
#include <optional>
#include <vector>

/// The kinds of objects as the page's rail lists them.
namespace qbm::ui {

/// One kind of object.
struct ClusterKind {
    kubernetes::Resource resource;
    const char* title = nullptr; ///< English, for Tr::tr; null: the kind's own name

    /// Stable: "deployments.apps", "pods".
    QString id() const;
    /// In the current language.
    QString name() const;
};

/// A heading of the rail and the kinds under it.
struct ClusterSection {
    const char* title = nullptr;
    std::vector<ClusterKind> kinds;
};

/// Workloads, network, configuration, cluster.
const std::vector<ClusterSection>& clusterSections();
/// One of these kinds by "Deployment" or "deployments.apps"; nullopt: only discovery knows it.
std::optional<ClusterKind> knownKind(const QString& kindOrId);

} // namespace qbm::ui
