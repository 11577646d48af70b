// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace qbm::ui {

/// One of the views of the backups page. It asks for what it shows only while it is shown.
class BackupsView : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    /// Asks again.
    virtual void refresh() = 0;
    /// The page's clock, every few seconds; what costs more to ask for may wait longer.
    virtual void refreshByClock() { refresh(); }
    virtual void retranslate() = 0;
    /// It shows content, that there is none, or an error.
    virtual bool isSettled() const = 0;
};

} // namespace qbm::ui
