// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task_context.h"

#include <chrono>
#include <string>
#include <vector>

namespace qbm::postgres {

/// The numeric addresses of a host. Unlike libpq's own lookup it can be stopped and ends in time, whatever the name
/// server does. \error Unreachable (no such host), Timeout, Cancelled
Result<std::vector<std::string>> resolveHost(
    const std::string& host, std::chrono::milliseconds timeout, TaskContext& context);

} // namespace qbm::postgres
