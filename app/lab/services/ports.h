// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>

namespace qbm::lab {

/// A TCP port of 127.0.0.1 that nobody listens on now, below the range the kernel gives to outgoing connections, so
/// that it stays free until a server takes it. No port is given twice by one process. \error Exhausted
Result<std::uint16_t> pickFreePort();

} // namespace qbm::lab
