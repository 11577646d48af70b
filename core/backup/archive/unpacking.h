// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/dump/encryption.h"
#include "core/base/task_context.h"

#include <filesystem>

namespace qbm::backup {

/// Whether a plain archive has to be made of it before pg_restore can read it.
bool needsUnpacking(const Backup& backup);

/// Reads a backup's file once: `onFile` gets the bytes as they lie (unset: nobody), `onArchive` those of the plain
/// archive, decrypted and decompressed. Not for directories. Progress: bytes of the file. \error BadData (damaged:
/// which part), NotFound, Denied, Cancelled, what a sink returned
Result<> readBackup(const Backup& backup, const std::filesystem::path& identity, const ByteSink& onFile,
    const ByteSink& onArchive, TaskContext& context);

} // namespace qbm::backup
