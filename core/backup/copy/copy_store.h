// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/archive/backup_digest.h"
#include "core/backup/copy/backup_copies.h"
#include "core/backup/copy/copy_place.h"
#include "core/backup/dump/unfinished.h"
#include "core/base/tier.h"

#include <memory>
#include <string>
#include <vector>

namespace qbm::backup {

/// A second place, whatever it is. Everything streams: a backup of any size passes through constant memory.
class CopyStore {
public:
    virtual ~CopyStore() = default;

    struct File {
        std::string name;
        std::uint64_t sizeBytes = 0;
    };
    /// Everything that lies there, backups or not. \error Denied, NotFound (bucket, folder), Unreachable
    virtual Result<std::vector<File>> list(TaskContext& context) = 0;

    /// Puts a backup there under its own name, whole or not at all. \param expected as its sidecar says, empty without
    /// one: other bytes are refused before the copy gets its name \return what was read and sent
    virtual Result<BackupDigest> write(
        const std::filesystem::path& backup, const std::string& expected, TaskContext& context)
        = 0;
    /// Reads what the place itself holds, to the end.
    virtual Result<BackupDigest> readBack(const std::string& name, std::uint64_t expectedBytes, TaskContext& context)
        = 0;
    /// Brings a backup here. \param into a file or, for a directory backup, a directory
    virtual Result<BackupDigest> fetch(
        const std::string& name, std::uint64_t expectedBytes, const Unfinished& into, TaskContext& context)
        = 0;
    /// For sidecars. \error NotFound
    virtual Result<std::string> readText(const std::string& name, TaskContext& context) = 0;
    virtual Result<> writeText(const std::string& name, const std::string& content, TaskContext& context) = 0;
    /// Also what an interrupted write left of it; nothing to do if it is not there.
    virtual Result<> remove(const std::string& name, TaskContext& context) = 0;
};

/// \error Denied, NotFound (certificate file)
Result<std::unique_ptr<CopyStore>> openStore(const CopyPlace& place, AccessMode access);

/// The backups among what lies there, newest name first.
Result<std::vector<PlacedCopy>> listCopies(CopyStore& store, TaskContext& context);

/// The error of a backup whose bytes are not those its sidecar names.
Error notAsItsSidecarSays(const std::string& backup);

} // namespace qbm::backup
