// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/operation.h"
#include "widgets/feedback/dialog.h"

#include <QPointer>
#include <memory>

class QCheckBox;
class QLabel;
class QLineEdit;
class QStackedLayout;

namespace qbm::widgets {
class StatePanel;
}

namespace qbm::ui {

class RunningOperation;
class Session;
class TaskRunner;

/// The one dialog of every operation: plan and checks, then consent as the tier asks for it, then the same dialog turns
/// into progress. Closed while running, the operation goes on in the task centre.
class OperationDialog : public widgets::Dialog {
    Q_OBJECT
public:
    /// Makes the plan in the background and shows it. The dialog deletes itself.
    static OperationDialog* propose(Session& session, QWidget* parent, std::shared_ptr<operation::Operation> operation);
    /// Shows one that is running or has ended, also of a session that the window has left.
    static OperationDialog* follow(QWidget* parent, RunningOperation* operation);

    bool isSettled() const; ///< no longer loading the plan
    QPushButton* runButton() const { return m_run; }

Q_SIGNALS:
    /// Confirmed: it runs now, and goes on when the dialog is closed.
    void began(qbm::ui::RunningOperation* operation);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Preview {
        operation::Plan plan;
        std::vector<operation::Check> checks;
    };
    explicit OperationDialog(QWidget* parent);
    void loadPlan();
    void showNoPlan(const Error& error);
    void showPreview(const Preview& preview);
    void updateRunButton();
    void begin();
    void showRun(RunningOperation* operation);

    bool isLeft() const;

    QPointer<Session> m_session; ///< where it is proposed; following one needs none
    std::shared_ptr<operation::Operation> m_operation;
    TaskRunner* m_runner = nullptr;
    QStackedLayout* m_stack;
    widgets::StatePanel* m_panel;
    QWidget* m_previewHost;
    QCheckBox* m_hasRead = nullptr; ///< staging only
    QLineEdit* m_target = nullptr; ///< production only
    QLineEdit* m_reason = nullptr;
    QLabel* m_why;
    QPushButton* m_close;
    QPushButton* m_run;
    QPushButton* m_stop;
    Preview m_preview;
};

} // namespace qbm::ui
