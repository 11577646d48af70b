// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/manifest.h"
#include "core/kubernetes/client.h"

#include <optional>
#include <vector>

namespace qbm::cluster {

/// Whether it is a CustomResourceDefinition: what stands behind it in a manifest may be of its kind.
bool isDefinition(const ManifestObject& object);

/// The kind of `object` as a definition among `objects` makes it; nullopt if none does.
std::optional<kubernetes::Resource> definedResource(
    const std::vector<ManifestObject>& objects, const ManifestObject& object);

/// Blocks until the server has accepted the definition's names and serves its kind, which takes a moment after it was
/// applied. \error Timeout, Conflict (its names are taken by another one: the server's sentence)
Result<> awaitDefinition(kubernetes::Client& client, const ManifestObject& definition, TaskContext& context);

} // namespace qbm::cluster
