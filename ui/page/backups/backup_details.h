// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/drill/drill_operation.h"

class QWidget;

/// What the tabs of the side panel tell of one backup.
namespace qbm::ui {

/// What its record tells, and the drill if it was the last one.
QWidget* makeBackupSummary(const backup::Backup& backup, const std::optional<backup::DrillReport>& drill);
/// Where else it lies.
QWidget* makeBackupCopies(const backup::Backup& backup);

} // namespace qbm::ui
