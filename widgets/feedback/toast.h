// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/state.h"

#include <QFrame>

class QTimer;

namespace qbm::widgets {

/// The end of background work, told in the lower right corner of a window. Goes after 6 s unless pointed at; failures stay
/// until closed. Several stack upwards. Deletes itself.
class Toast : public QFrame {
    Q_OBJECT
public:
    /// Shows one in `window`. `action` is an optional button's label ("Show"); emits actionRequested().
    static Toast* show(QWidget* window, State state, const QString& title, const QString& sentence, const QString& action = {});
    QString title() const { return m_title; }
    void dismiss();

Q_SIGNALS:
    void actionRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    Toast(QWidget* window, State state, const QString& title, const QString& sentence, const QString& action);
    static void arrange(QWidget* window);
    State m_state;
    QString m_title;
    QTimer* m_timer;
};

} // namespace qbm::widgets
