// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/schedule_dialog.h"

#include "core/service/backup_service.h"
#include "ui/async/task_runner.h"
#include "ui/page/backups/backup_words.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/editor/code_view.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/form/form.h"

#include <QCheckBox>
#include <QLocale>
#include <QPushButton>
#include <QTimeEdit>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;
using backup::ScheduleKind;

namespace {

constexpr int kWidth = 680;
constexpr int kPreviewHeight = 220;
constexpr int kDelayMs = 250; // as long as somebody types, nothing is asked
constexpr int kTimeWidth = 120;

QWidget* inRow(std::initializer_list<QWidget*> widgets)
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(tokens::kSpaceM);
    for (QWidget* widget : widgets)
        layout->addWidget(widget, 1, Qt::AlignTop);
    return row;
}

} // namespace

ScheduleDialog::ScheduleDialog(Session& session, const backup::Schedule& schedule, QWidget* parent)
    : Dialog(parent)
    , m_session(session)
    , m_kind(schedule.kind)
    , m_runner(new TaskRunner(session.pool(), this))
    , m_delay(new QTimer(this))
    , m_time(new QTimeEdit(QTime(schedule.hour, schedule.minute)))
    , m_prune(new QCheckBox(Tr::tr("Apply the retention policy after each backup")))
    , m_claim(new QLineEdit(qstr(schedule.claim)))
    , m_host(new QLineEdit(qstr(schedule.host)))
    , m_secret(new QLineEdit(qstr(schedule.secret)))
    , m_secretKey(new QLineEdit(qstr(schedule.secretKey)))
    , m_preview(new CodeView)
{
    setMinimumWidth(kWidth);
    setHeading(Tr::tr("Schedule backups: %1").arg(word(m_kind)));
    m_delay->setSingleShot(true);
    m_delay->setInterval(kDelayMs);
    addForm(schedule);
    addPreview();
    addCancelButton();
    m_next = addButton(Tr::tr("Show the plan"), ButtonKind::Primary);
    connect(m_delay, &QTimer::timeout, this, &ScheduleDialog::askPreview);
    connect(m_next, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT chosen(this->schedule());
    });
    changed();
    m_delay->stop();
    askPreview();
    m_time->setFocus();
}

void ScheduleDialog::addForm(const backup::Schedule& schedule)
{
    const bool cluster = m_kind == ScheduleKind::KubernetesCronJob;
    m_time->setDisplayFormat(QStringLiteral("HH:mm"));
    m_time->setFixedWidth(kTimeWidth);
    auto* days = new QWidget;
    auto* row = new QHBoxLayout(days);
    row->setContentsMargins({});
    row->setSpacing(tokens::kSpaceM);
    for (std::size_t day = 0; day < m_days.size(); ++day) {
        m_days[day] = new QCheckBox(QLocale().dayName(static_cast<int>(day) + 1, QLocale::ShortFormat));
        m_days[day]->setAccessibleName(QLocale().dayName(static_cast<int>(day) + 1));
        m_days[day]->setChecked(schedule.weekdays[day]);
        row->addWidget(m_days[day]);
        connect(m_days[day], &QCheckBox::toggled, this, &ScheduleDialog::changed);
    }
    row->addStretch();
    m_prune->setChecked(schedule.prune);
    auto* form = new Form;
    auto* when = new QWidget;
    auto* whenRow = new QHBoxLayout(when);
    whenRow->setContentsMargins({});
    whenRow->setSpacing(tokens::kSpaceXl);
    whenRow->addWidget(m_time);
    whenRow->addWidget(days, 1);
    form->addRow(cluster ? Tr::tr("When (UTC)") : Tr::tr("When (local time)"), when);
    m_time->setAccessibleName(Tr::tr("Time of day"));
    if (cluster) {
        auto* claim = new FormRow(Tr::tr("Volume claim"), m_claim);
        claim->setHint(Tr::tr("The PersistentVolumeClaim the backups go to"));
        auto* host = new FormRow(Tr::tr("Database host"), m_host);
        host->setHint(Tr::tr("As pods reach it; empty: as the profile names it"));
        auto* secret = new FormRow(Tr::tr("Secret with the password"), m_secret);
        auto* key = new FormRow(Tr::tr("Its key"), m_secretKey);
        form->addRow({}, inRow({claim, host}));
        form->addRow({}, inRow({secret, key}));
    }
    body()->addWidget(form);
    body()->addWidget(m_prune);
    connect(m_time, &QTimeEdit::timeChanged, this, &ScheduleDialog::changed);
    connect(m_prune, &QCheckBox::toggled, this, &ScheduleDialog::changed);
    for (QLineEdit* field : {m_claim, m_host, m_secret, m_secretKey})
        connect(field, &QLineEdit::textChanged, this, &ScheduleDialog::changed);
}

void ScheduleDialog::addPreview()
{
    body()->addWidget(makeSeparator());
    body()->addWidget(
        makeLabel(Tr::tr("What would be installed"), TypeRole::Caption, TextTone::Secondary, tokens::kWeightSemibold));
    m_preview->setTitle(Tr::tr("What would be installed"));
    m_panel = new StatePanel(m_preview);
    m_panel->setMinimumHeight(kPreviewHeight);
    body()->addWidget(m_panel, 1);
    connect(m_panel, &StatePanel::retryRequested, this, &ScheduleDialog::askPreview);
}

bool ScheduleDialog::isSettled() const
{
    return !m_delay->isActive() && !m_runner->isBusy();
}

backup::Schedule ScheduleDialog::schedule() const
{
    backup::Schedule schedule;
    schedule.kind = m_kind;
    schedule.hour = m_time->time().hour();
    schedule.minute = m_time->time().minute();
    for (std::size_t day = 0; day < m_days.size(); ++day)
        schedule.weekdays[day] = m_days[day]->isChecked();
    schedule.prune = m_prune->isChecked();
    if (m_kind == ScheduleKind::KubernetesCronJob) {
        schedule.host = m_host->text().trimmed().toStdString();
        schedule.claim = m_claim->text().trimmed().toStdString();
        schedule.secret = m_secret->text().trimmed().toStdString();
        schedule.secretKey = m_secretKey->text().trimmed().toStdString();
    }
    return schedule;
}

QString ScheduleDialog::problem() const
{
    if (std::ranges::none_of(m_days, &QCheckBox::isChecked))
        return Tr::tr("Choose at least one day.");
    if (m_kind != ScheduleKind::KubernetesCronJob)
        return {};
    if (m_claim->text().trimmed().isEmpty())
        return Tr::tr("Name the volume claim the backups go to.");
    if (m_secret->text().trimmed().isEmpty() || m_secretKey->text().trimmed().isEmpty())
        return Tr::tr("Name the Secret that holds the password, and its key.");
    return {};
}

void ScheduleDialog::changed()
{
    const QString wrong = problem();
    m_next->setEnabled(wrong.isEmpty());
    m_next->setToolTip(wrong);
    m_next->setAccessibleDescription(wrong);
    setSentence(wrong.isEmpty()
            ? Tr::tr("Backups are made %1, as the profile says, without this window.").arg(whenText(schedule()))
            : wrong);
    m_delay->start();
}

void ScheduleDialog::askPreview()
{
    m_delay->stop();
    if (!problem().isEmpty()) {
        m_runner->cancel();
        m_panel->showEmpty(Tr::tr("Nothing yet"), problem());
        return;
    }
    m_runner->start<std::string>([service = m_session.services().backups, schedule = schedule()](
                                     TaskContext& context) { return service->describeSchedule(schedule, context); },
        [this](Result<std::string> text) {
            if (text) {
                m_preview->setText(qstr(*text));
                m_panel->showContent();
            } else {
                m_panel->showError(text.error());
            }
        });
}

} // namespace qbm::ui
