// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/copy/copy_place.h"
#include "core/operation/operation.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::backup {

/// The step that copies a backup to a place: written there, read back from there and compared, then its sidecar, then
/// the note in the sidecar here. A copy that is there already and equal is not written again. The way back removes the
/// copy, unless it was there before.
/// \param backup tells its name once the step runs
operation::Step makeCopyStep(const BackupEnvironment& environment,
    std::function<std::string(const operation::StepContext&)> backup, const CopyPlace& place);

/// Why the backup of a journal was not copied to a place, for the alarms; empty: the values tell of no failure.
Result<> noteNotCopied(operation::StepContext& step, const CopyPlace& place, const Text& reason);
Text notCopiedReason(const operation::Values& values, const CopyPlace& place);

/// Takes the note of a copy from the sidecar of the backup here, if there is one.
Result<> forgetCopy(const std::filesystem::path& backup, const CopyPlace& place);

/// "nas/s3", for journals: a place's name holds no "/".
std::string joinNames(const std::vector<CopyPlace>& places);
/// The places that joinNames() named. \error NotFound
Result<std::vector<CopyPlace>> findPlaces(const std::vector<CopyPlace>& places, std::string_view names);

/// "NAS (/mnt/nas/qbm)"
std::string placeInWords(const CopyPlace& place);

} // namespace qbm::backup
