// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/page_banners.h"

#include "core/backup/restore/restore_operation.h"
#include "ui/operation/task_center.h"
#include "ui/page/backups/backup_words.h"
#include "ui/text/tr.h"
#include "widgets/feedback/banner.h"
#include "widgets/theme/tokens.h"

#include <QVBoxLayout>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;
using backup::BackupAlarm;

namespace {

bool waitsForSessions(const RunningOperation* operation)
{
    const std::string& kind = operation->record().kind;
    return operation->isRunning() && (kind == backup::kRestoreKind || kind == backup::kSwapBackKind);
}

bool isOfSchedules(BackupAlarm::Kind kind)
{
    return kind == BackupAlarm::Kind::MissedRun || kind == BackupAlarm::Kind::FailedRun
        || kind == BackupAlarm::Kind::NothingRuns;
}

QString actionOf(BackupAlarm::Kind kind)
{
    switch (kind) {
    case BackupAlarm::Kind::NoBackup:
    case BackupAlarm::Kind::TooOld:
        return Tr::tr("Back up now…");
    case BackupAlarm::Kind::MissedRun:
    case BackupAlarm::Kind::FailedRun:
    case BackupAlarm::Kind::NothingRuns:
        return Tr::tr("Show the schedules");
    case BackupAlarm::Kind::TooSmall:
    case BackupAlarm::Kind::Broken:
    case BackupAlarm::Kind::FailedDrill:
    case BackupAlarm::Kind::FutureDated:
    case BackupAlarm::Kind::DatabaseMissing:
    case BackupAlarm::Kind::Interrupted:
    case BackupAlarm::Kind::FolderGone:
    case BackupAlarm::Kind::FolderUnwritable:
    case BackupAlarm::Kind::NoRoom:
    case BackupAlarm::Kind::CopyMissing:
        return {};
    }
    return {};
}

} // namespace

PageBanners::PageBanners(TaskCenter& tasks, QWidget* parent)
    : QWidget(parent)
    , m_tasks(tasks)
    , m_column(new QVBoxLayout(this))
    , m_restore(new Banner)
{
    m_column->setContentsMargins({});
    m_column->setSpacing(tokens::kSpaceS);
    m_column->addWidget(m_restore);
    m_restore->hide();
    hide();
    connect(m_restore, &Banner::actionRequested, this, &PageBanners::sessionsRequested);
    connect(&tasks, &TaskCenter::changed, this, &PageBanners::followRestore);
    connect(&tasks, &TaskCenter::ended, this, &PageBanners::followRestore);
}

void PageBanners::setAlarms(const std::vector<BackupAlarm>& alarms)
{
    m_alarms = alarms;
    showAlarms();
}

void PageBanners::showAlarms()
{
    while (m_alarmBanners.size() > m_alarms.size()) {
        m_alarmBanners.back()->hide();
        m_alarmBanners.back()->deleteLater(); // its action may have been pressed
        m_alarmBanners.pop_back();
    }
    for (std::size_t i = m_alarmBanners.size(); i < m_alarms.size(); ++i) {
        auto* banner = new Banner;
        m_alarmBanners.push_back(banner);
        m_column->addWidget(banner);
        connect(banner, &Banner::actionRequested, this, [this, i] {
            const BackupAlarm::Kind kind = m_alarms.at(i).kind;
            if (isOfSchedules(kind))
                Q_EMIT schedulesRequested();
            else
                Q_EMIT backUpRequested();
        });
    }
    for (std::size_t i = 0; i < m_alarms.size(); ++i) {
        m_alarmBanners[i]->setMessage(stateOf(m_alarms[i].kind), translated(m_alarms[i].sentence));
        m_alarmBanners[i]->setAction(actionOf(m_alarms[i].kind));
    }
    setVisible(!m_alarms.empty() || m_running);
}

void PageBanners::followRestore()
{
    const auto& operations = m_tasks.operations();
    const auto found = std::ranges::find_if(operations, waitsForSessions);
    RunningOperation* running = found != operations.end() ? *found : nullptr;
    if (running != m_running) {
        if (m_running)
            disconnect(m_running, nullptr, this, nullptr);
        m_running = running;
        if (running != nullptr) {
            connect(running, &RunningOperation::changed, this, &PageBanners::showRestore);
            connect(running, &RunningOperation::ended, this, &PageBanners::followRestore);
        }
    }
    showRestore();
}

void PageBanners::showRestore()
{
    m_restore->setVisible(m_running);
    setVisible(!m_alarms.empty() || m_running);
    if (!m_running)
        return;
    const operation::Record& record = m_running->record();
    const std::size_t step = m_running->currentStep();
    QStringList words{translated(record.title)};
    if (step < record.steps.size())
        words << translated(record.steps[step].title);
    if (const QString said = m_running->said(step); !said.isEmpty())
        words << said;
    m_restore->setMessage(State::Info, words.join(QStringLiteral(" · ")));
    m_restore->setAction(Tr::tr("Who holds the database"));
}

void PageBanners::retranslate()
{
    showAlarms();
    followRestore();
}

} // namespace qbm::ui
