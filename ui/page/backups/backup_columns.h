// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "widgets/table/table_model.h"

namespace qbm::ui {

/// The catalogue of backups: state first, then what tells one from another, marks for encrypted, pinned and checksums.
std::vector<widgets::TableColumn<backup::Backup>> backupColumns();
/// Tables with their rows and checksums, as a backup's record holds them.
std::vector<widgets::TableColumn<backup::TableRows>> tableColumns();

} // namespace qbm::ui
