// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string_view>

namespace qbm::compose {

/// Opens the program's own log, $XDG_STATE_HOME/qbm-console/log/PROGRAM.log. A program works without it.
Result<> openProgramLog(std::string_view program);

} // namespace qbm::compose
