// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/encryption.h"

#include <memory>

namespace qbm::backup {

/// Decodes what pg_dump compressed with zlib: a zlib stream (custom format) or a gzip file (directory format),
/// whichever the first bytes say. finish() fails with BadData where a stream was begun and is cut off; another one may
/// be fed then. \error of write(): what the sink returned, BadData, Exhausted (memory)
std::unique_ptr<ByteFilter> makeInflater(ByteSink sink);

} // namespace qbm::backup
