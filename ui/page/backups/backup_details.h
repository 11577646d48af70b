// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "widgets/theme/state.h"

#include <QWidget>

namespace qbm::ui {

/// One backup: what its sidecar tells, and its tables with their rows.
class BackupDetails : public QWidget {
    Q_OBJECT
public:
    explicit BackupDetails(const backup::Backup& backup, QWidget* parent = nullptr);
};

/// How a backup is marked in the table, and the word beside it.
widgets::State backupState(const backup::Backup& backup);
QString backupWord(const backup::Backup& backup);

} // namespace qbm::ui
