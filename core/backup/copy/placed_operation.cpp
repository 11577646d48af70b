// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/copy/placed_operation.h"

#include "core/backup/copy/backup_copies.h"
#include "core/backup/operation_checks.h"
#include "core/base/file.h"
#include "core/base/unit.h"

namespace qbm::backup {

using operation::Check;
using operation::Values;
using operation::Verdict;

Values PlacedOperation::parameters() const
{
    return {{"target", m_environment.target}, {"backup", m_backup}, {"place", m_place.name}};
}

Check PlacedOperation::checkRoom(Text question, const std::filesystem::path& folder, std::uint64_t neededBytes)
{
    const auto free = freeSpaceBytes(folder);
    if (!free)
        return failedCheck(std::move(question), free.error());
    return {std::move(question), *free > neededBytes ? Verdict::Pass : Verdict::Fail,
        text(QT_TRANSLATE_NOOP("core", "%1 are needed, %2 are free"), formatBytes(neededBytes), formatBytes(*free))};
}

Result<std::pair<std::string, CopyPlace>> readPlaced(const BackupEnvironment& environment, const Values& parameters)
{
    QBM_CHECK(requireSameTarget(environment, parameters));
    const auto backup = parameters.find("backup"), place = parameters.find("place");
    if (backup == parameters.end() || place == parameters.end() || !parseName(backup->second))
        return fail(
            ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "The journal does not name the backup and the place.")));
    QBM_TRY(found, findPlace(environment.settings.copies, place->second));
    return std::pair(backup->second, std::move(found));
}

} // namespace qbm::backup
