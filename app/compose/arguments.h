// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace qbm::compose {

/// Whether all arguments are UTF-8, as the texts and names are that they become: a terminal of another encoding sends other
/// bytes. The name of a file that exists may be any bytes, also behind "--option=". \error InvalidInput names the first one
Result<> checkArguments(int argc, const char* const* argv);

} // namespace qbm::compose
