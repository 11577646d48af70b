// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page/command.h"

#include <QDialog>
#include <vector>

class QLineEdit;
class QListWidget;

namespace qbm::ui {

/// Ctrl+K: type a few letters of a page, an object or an action, Return runs it.
class CommandPalette : public QDialog {
    Q_OBJECT
public:
    CommandPalette(std::vector<Command> commands, QWidget* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void filter(const QString& typed);
    void runCurrent();
    std::vector<Command> m_commands;
    QLineEdit* m_search;
    QListWidget* m_list;
};

/// Whether the letters of `typed` occur in `title` in order, and how well: higher is better, negative is no match.
int matchScore(const QString& title, const QString& typed);

} // namespace qbm::ui
