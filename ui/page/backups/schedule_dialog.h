// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/keep/schedule.h"
#include "widgets/feedback/dialog.h"

#include <array>

class QCheckBox;
class QLineEdit;
class QTimeEdit;
class QTimer;

namespace qbm::widgets {
class CodeView;
class StatePanel;
}

namespace qbm::ui {

class Session;
class TaskRunner;

/// When backups are made by themselves, with what would be installed for it: unit files, a crontab line, a manifest.
class ScheduleDialog : public widgets::Dialog {
    Q_OBJECT
public:
    ScheduleDialog(Session& session, const backup::Schedule& schedule, QWidget* parent);
    bool isSettled() const; ///< the preview belongs to the form

Q_SIGNALS:
    void chosen(const qbm::backup::Schedule& schedule);

private:
    void addForm(const backup::Schedule& schedule);
    void addPreview();
    void changed();
    void askPreview();
    QString problem() const;
    backup::Schedule schedule() const;

    Session& m_session;
    backup::ScheduleKind m_kind;
    TaskRunner* m_runner;
    QTimer* m_delay;
    QTimeEdit* m_time;
    std::array<QCheckBox*, 7> m_days{}; ///< Monday first
    QCheckBox* m_prune;
    QLineEdit* m_claim; ///< in the cluster only, as the next three
    QLineEdit* m_host;
    QLineEdit* m_secret;
    QLineEdit* m_secretKey;
    widgets::CodeView* m_preview;
    widgets::StatePanel* m_panel;
    QPushButton* m_next = nullptr;
};

} // namespace qbm::ui
