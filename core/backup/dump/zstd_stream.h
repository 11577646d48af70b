// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/encryption.h"

#include <memory>

namespace qbm::backup {

/// What the fast format's stream is made with. Measured on COPY text: level 3 alone spends half of its time on short
/// matches within hexadecimal digits (bytea) that make the file larger; without them it is smaller than pg_dump's -Z9
/// on rows and on bytea, and about as quick as level 1, which is larger on text.
struct ZstdSettings {
    int level = 3;
    int minimumMatch = 7;
    int workers = 0; ///< threads beside the caller's; 0: as many as there are processors, at most 8
};

/// Compresses into one zstd frame that ends with a checksum of its content; `zstd -d` reads it.
/// \error of write() and finish(): what the sink returned, Exhausted (memory)
std::unique_ptr<ByteFilter> makeZstdCompressor(ByteSink sink, ZstdSettings settings = {});

/// The way back, frame after frame. finish() fails with BadData where the last frame is cut off; it may be fed another
/// stream then. \error of write(): what the sink returned, BadData (damaged: near which byte)
std::unique_ptr<ByteFilter> makeZstdDecompressor(ByteSink sink);

} // namespace qbm::backup
