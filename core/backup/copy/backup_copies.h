// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/catalogue.h"
#include "core/backup/copy/copy_place.h"
#include "core/operation/operation.h"

#include <memory>
#include <string>
#include <vector>

namespace qbm::backup {

inline constexpr const char* kBackupCopyKind = "backup.copy";
inline constexpr const char* kBackupFetchKind = "backup.fetch";

/// A backup as a second place holds it.
struct PlacedCopy {
    std::string name;
    std::uint64_t sizeBytes = 0;
    bool sidecar = false; ///< its sidecar is there too
};

/// The place of that name. \error NotFound lists those there are
Result<CopyPlace> findPlace(const std::vector<CopyPlace>& places, const std::string& name);

/// What is in a place, newest name first. \error Denied, NotFound (bucket, folder), Unreachable
Result<std::vector<PlacedCopy>> listCopies(const CopyPlace& place, TaskContext& context);

/// Copies one backup with its sidecar to a place: streamed, then read back from there and compared by SHA-256 with the
/// sidecar; the copy is noted in the sidecar here. An interrupted copy leaves
/// nothing that looks whole. \error NotFound (backup, place)
Result<std::unique_ptr<operation::Operation>> makeCopyOperation(
    BackupEnvironment environment, const std::string& backup, const std::string& place, TaskContext& context);
Result<std::unique_ptr<operation::Operation>> remakeCopyOperation(
    BackupEnvironment environment, const operation::Values& parameters);

struct FetchOptions {
    std::string newFolder; ///< as BackupOptions::newFolder
};

/// Whether what lies here under the name of a backup is of no use as it is, so that a sound copy may take its place.
bool isWorthFetching(const Backup& backup);

/// Brings a backup and its sidecar back from a place into the backup folder, verified. What is missing or damaged here is
/// filled in: exchanged in one moment, after the copy was compared with the record. Its own record, with pin and label,
/// stays, without the note of the damage.
/// \param backup by chooseName() among those in the place, or LATEST: the newest of this profile's own, by the sidecars
/// there \error Conflict if it is here already and is not known to be damaged, NotFound, InvalidInput (several are meant)
Result<std::unique_ptr<operation::Operation>> makeFetchOperation(BackupEnvironment environment, const std::string& backup,
    const std::string& place, TaskContext& context, const FetchOptions& options = {});
Result<std::unique_ptr<operation::Operation>> remakeFetchOperation(
    BackupEnvironment environment, const operation::Values& parameters);

} // namespace qbm::backup
