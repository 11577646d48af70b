// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/operation/operation.h"

#include <chrono>
#include <functional>

namespace qbm::backup {

/// A way back that waits for a server which is away for a moment: tried again while it is Unreachable (refused,
/// starting up, the connection broke) or InDoubt, since every way back looks at what is there before it changes it.
/// \param patience how long, counted from the first attempt
std::function<Result<>(operation::StepContext&)> withPatience(
    std::chrono::milliseconds patience, std::function<Result<>(operation::StepContext&)> wayBack);

} // namespace qbm::backup
