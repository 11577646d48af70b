// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/keep/alarms.h"

#include <QPointer>
#include <QWidget>

class QVBoxLayout;

namespace qbm::widgets {
class Banner;
}

namespace qbm::ui {

class RunningOperation;
class TaskCenter;

/// What needs a look on the backups page whichever view is shown: one banner an alarm, and one while a restore runs in
/// the background, which leads to the sessions it may be waiting for.
class PageBanners : public QWidget {
    Q_OBJECT
public:
    explicit PageBanners(TaskCenter& tasks, QWidget* parent = nullptr);

    void setAlarms(const std::vector<backup::BackupAlarm>& alarms);
    void retranslate();

Q_SIGNALS:
    void backUpRequested();
    void schedulesRequested();
    void sessionsRequested();

private:
    void showAlarms();
    void followRestore();
    void showRestore();

    TaskCenter& m_tasks;
    QVBoxLayout* m_column;
    widgets::Banner* m_restore;
    std::vector<widgets::Banner*> m_alarmBanners;
    std::vector<backup::BackupAlarm> m_alarms;
    QPointer<RunningOperation> m_running;
};

} // namespace qbm::ui
