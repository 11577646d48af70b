// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/backup_settings.h"
#include "core/config/profile.h"

#include <memory>

namespace qbm::compose {

/// What a profile says about its backups, as core/backup understands it. Secret keys are resolved when they are asked
/// for. \param backups as loadProfile() returned it
backup::BackupSettings backupSettings(
    const config::Backups& backups, std::shared_ptr<const config::SecretResolver> secrets);

} // namespace qbm::compose
