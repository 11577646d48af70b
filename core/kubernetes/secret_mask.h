// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/resource.h"

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace qbm::kubernetes {

/// Whether objects of this kind hold values that are not to be shown.
bool holdsSecrets(const Resource& resource);

/// A Secret, or a List of them, with every value replaced by its size ("<12 bytes>"), also in stringData and in the
/// copies that annotations such as kubectl's last-applied-configuration keep. Names of keys stay. \error BadData: it
/// cannot be read, so nothing of it is given
Result<std::string> maskSecrets(std::string_view json);

} // namespace qbm::kubernetes
