// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/feedback/dialog.h"

#include <vector>

class QGridLayout;
class QScrollArea;

namespace qbm::ui {

class RunningOperation;

/// What somebody wants who meets running operations.
enum class Leaving { Switch, Close };
/// What becomes of the wish. Later: once the operations have ended by themselves; closing only. Background: now, and
/// they go on; switching only.
enum class LeaveChoice { Stay, Stop, Later, Background, Now };

/// The question before the window leaves what runs in it: the operations with how they stand, kept current while it is
/// open, and what may be done. Once all have ended there is nothing to choose but to go or to stay.
class DepartureDialog : public widgets::Dialog {
    Q_OBJECT
public:
    /// \param operations those that run; they live longer than this
    DepartureDialog(QWidget* parent, Leaving leaving, const QString& to, std::vector<RunningOperation*> operations);

    /// The button of a choice; nullptr where this question does not offer it.
    QPushButton* button(LeaveChoice choice) const;

Q_SIGNALS:
    /// Once; Stay also for Esc.
    void chosen(qbm::ui::LeaveChoice choice);

protected:
    void changeEvent(QEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    void addChoice(LeaveChoice choice, widgets::ButtonKind kind);
    void addRows();
    void refresh();
    void fitRows();
    void retranslate();
    bool allEnded() const;

    Leaving m_leaving;
    QString m_to;
    std::vector<RunningOperation*> m_operations;
    std::vector<std::pair<LeaveChoice, QPushButton*>> m_choices;
    QGridLayout* m_rows;
    QScrollArea* m_area;
    LeaveChoice m_chosen = LeaveChoice::Stay;
};

} // namespace qbm::ui
