// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBasicTimer>
#include <QWidget>

namespace qbm::widgets {

/// A small turning arc while something is awaited; three still dots with reduced motion. Costs nothing while hidden.
class BusyIndicator : public QWidget {
    Q_OBJECT
public:
    explicit BusyIndicator(QWidget* parent = nullptr);
    /// Shown only if still wanted after `milliseconds`.
    void startAfter(int milliseconds);
    void stop();
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QBasicTimer m_timer;
    QBasicTimer m_delay;
    bool m_running = false;
    int m_step = 0;
};

} // namespace qbm::widgets
