// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <vector>

namespace qbm::ui {

class RunningOperation;

/// The task centre's list under its button: what runs and what ended in this window, also in systems that it has left; a
/// click opens its dialog again.
class TaskPopup : public QFrame {
    Q_OBJECT
public:
    TaskPopup(const std::vector<RunningOperation*>& operations, QWidget* parent);

Q_SIGNALS:
    void chosen(qbm::ui::RunningOperation* operation);
    /// To be closed by hand.
    void closeRequested(qbm::ui::RunningOperation* operation);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void fill(const std::vector<RunningOperation*>& operations);
    void addCloseButton(RunningOperation* operation);
};

} // namespace qbm::ui
