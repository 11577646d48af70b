// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>
#include <functional>

namespace qbm::ui {

/// Something the command palette can do.
struct Command {
    QString title; ///< "Go to Backups", "Scale backend"
    QString hint; ///< shortcut or kind
    QIcon icon;
    std::function<void()> run;
    QString name = {}; ///< what people type for it, beside the title: "Backups", "backend"
};

} // namespace qbm::ui
