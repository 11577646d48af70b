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
    using Source = std::function<std::vector<Command>()>;
    /// \param source asked again a few times a second while this is open: objects arrive from servers meanwhile
    CommandPalette(Source source, QWidget* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    void filter(const QString& typed);
    void runCurrent();
    Source m_source;
    std::vector<Command> m_commands;
    QLineEdit* m_search;
    QListWidget* m_list;
};

/// How well `typed` fits `title`: the whole, its beginning, the beginnings of its words in order, a part of it, the letters in
/// order; each of these is above all of the next. Higher is better, negative is no match.
int matchScore(const QString& title, const QString& typed);

} // namespace qbm::ui
