// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/apply/field_set.h"

#include <string>

namespace qbm::lab::kubernetes {

/// Who writes, and how.
struct FieldManager {
    std::string name = "kube-controller-manager";
    std::string subresource; ///< "status", "scale" or empty
    bool apply = false; ///< server-side apply
    FieldSet applied; ///< for apply: what the configuration names
};

} // namespace qbm::lab::kubernetes
