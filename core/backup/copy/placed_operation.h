// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_environment.h"
#include "core/backup/copy/copy_place.h"
#include "core/operation/operation.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace qbm::backup {

/// An operation on one backup and one second place: what copying there and fetching from there share.
class PlacedOperation : public operation::Operation {
public:
    PlacedOperation(BackupEnvironment environment, std::string backup, CopyPlace place)
        : m_environment(std::move(environment))
        , m_backup(std::move(backup))
        , m_place(std::move(place))
    {
    }

    operation::Values parameters() const override;

protected:
    /// Whether `folder` has room for the backup.
    static operation::Check checkRoom(Text question, const std::filesystem::path& folder, std::uint64_t neededBytes);

    const BackupEnvironment m_environment;
    const std::string m_backup;
    const CopyPlace m_place;
};

/// The backup and the place that parameters() named. \error Conflict (another target), BadData, NotFound (place)
Result<std::pair<std::string, CopyPlace>> readPlaced(
    const BackupEnvironment& environment, const operation::Values& parameters);

} // namespace qbm::backup
