// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace qbm::lab::kubernetes {

/// What every cluster has from its first second, as YAML: system namespaces and the roles that let everyone read
/// discovery and ask about himself.
std::string_view bootstrapManifest();

/// The QBM system as YAML: nodes, namespace, configuration, access, workloads, services. Without qbm-secrets.
std::string_view qbmManifest();

} // namespace qbm::lab::kubernetes
