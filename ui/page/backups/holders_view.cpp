// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/holders_view.h"

#include "ui/async/task_runner.h"
#include "ui/layout/action_bar.h"
#include "ui/model/columns.h"
#include "ui/page/backups/backup_proposer.h"
#include "ui/session/session.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/style.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QTableView>

namespace qbm::ui {

using namespace widgets;
using backup::DatabaseHolder;

namespace {

constexpr int kIntervalMs = 2000;

QString keyOf(const DatabaseHolder& row)
{
    const auto started = row.session.startedAt.value_or(TimePoint{}).time_since_epoch();
    return QStringLiteral("%1@%2").arg(row.session.pid).arg(started.count());
}

std::vector<TableColumn<DatabaseHolder>> columns()
{
    auto holds = textColumn<DatabaseHolder>("holds", QT_TRANSLATE_NOOP("Ui", "Restore"), 112,
        [](const DatabaseHolder& row) { return row.holds ? Tr::tr("waits for it") : Tr::tr("only looks"); });
    holds.state = [](const DatabaseHolder& row) { return row.holds ? State::Warning : State::Ok; };
    holds.toolTip = [](const DatabaseHolder& row) {
        return row.holds ? Tr::tr("A restore waits until this session is gone")
                         : Tr::tr("A program that only looks: it may stay, and connects again by itself afterwards");
    };
    auto from = stretchColumn<DatabaseHolder>("from", QT_TRANSLATE_NOOP("Ui", "From"), 204,
        [](const DatabaseHolder& row) { return row.pod.empty() ? qstr(row.session.clientAddress) : qstr(row.pod); });
    from.mono = true;
    from.toolTip = [](const DatabaseHolder& row) {
        return row.pod.empty() ? QString() : Tr::tr("Pod %1 at %2").arg(qstr(row.pod), qstr(row.session.clientAddress));
    };
    auto pid = textColumn<DatabaseHolder>("pid", QT_TRANSLATE_NOOP("Ui", "Process"), 80,
        [](const DatabaseHolder& row) { return QString::number(row.session.pid); });
    pid.numeric = true;
    pid.hidden = true;
    pid.sortKey = [](const DatabaseHolder& row) { return static_cast<double>(row.session.pid); };
    auto since = ageColumn<DatabaseHolder>("since", QT_TRANSLATE_NOOP("Ui", "Since"),
        [](const DatabaseHolder& row) { return row.session.startedAt.value_or(TimePoint{}); });
    since.width = 104;
    return {std::move(holds),
        textColumn<DatabaseHolder>("program", QT_TRANSLATE_NOOP("Ui", "Program"), 140,
            [](const DatabaseHolder& row) {
                return row.session.applicationName.empty() ? Tr::tr("unnamed") : qstr(row.session.applicationName);
            }),
        textColumn<DatabaseHolder>("user", QT_TRANSLATE_NOOP("Ui", "User"), 80,
            [](const DatabaseHolder& row) { return qstr(row.session.user); }),
        std::move(from),
        textColumn<DatabaseHolder>("state", QT_TRANSLATE_NOOP("Ui", "State"), 144,
            [](const DatabaseHolder& row) { return qstr(row.session.state); }),
        std::move(since), std::move(pid)};
}

} // namespace

HoldersView::HoldersView(Session& session, BackupProposer& proposer, QWidget* parent)
    : BackupsView(parent)
    , m_session(session)
    , m_proposer(proposer)
    , m_runner(new TaskRunner(session.pool(), this))
    , m_model(new TableModel<DatabaseHolder>(keyOf, columns(), this))
    , m_table(new TableView)
    , m_sentence(makeLabel({}, TypeRole::Body, TextTone::Secondary))
    , m_end(new QPushButton)
    , m_endAll(new QPushButton)
{
    m_table->setModel(m_model);
    m_table->setMultiSelection(true);
    m_sentence->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->setSpacing(tokens::kSpaceM);
    head->addWidget(m_sentence, 1);
    head->addWidget(m_end);
    head->addWidget(m_endAll);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceS);
    column->addLayout(head);
    column->addWidget(m_table, 1);
    for (QPushButton* button : {m_end, m_endAll})
        restFocusOn(button, m_table->view());
    connect(m_end, &QPushButton::clicked, this, [this] { end(chosen()); });
    connect(m_endAll, &QPushButton::clicked, this, [this] { end(holding()); });
    connect(m_table, &TableView::selectionChanged, this, &HoldersView::updateWords);
    connect(m_table->statePanel(), &StatePanel::retryRequested, this, &HoldersView::refresh);
    retranslate();
}

void HoldersView::retranslate()
{
    m_table->view()->setAccessibleName(Tr::tr("Sessions of the database"));
    m_table->setEmptyText(Tr::tr("Nobody else is connected"), Tr::tr("A restore would not have to wait for anybody."));
    updateWords();
}

void HoldersView::refresh()
{
    if (m_runner->isBusy())
        return; // a server that answers slowly is not asked twice
    using Holders = std::vector<DatabaseHolder>;
    m_runner->start<Holders>(
        [service = m_session.services().backups](TaskContext& context) { return service->holders(context); },
        [this](Result<Holders> holders) { fill(std::move(holders)); });
}

void HoldersView::fill(Result<std::vector<DatabaseHolder>> holders)
{
    m_settled = true;
    if (holders) {
        m_heardAt = systemClock().now();
        m_model->setRows(std::move(*holders));
    } else if (m_heardAt != TimePoint{}) {
        m_table->statePanel()->showStale(translated(holders.error().message), m_heardAt);
    } else {
        m_table->statePanel()->showError(holders.error());
    }
    updateWords();
}

std::vector<postgres::Session> HoldersView::sessions(const std::function<bool(const DatabaseHolder&)>& which) const
{
    std::vector<postgres::Session> out;
    for (const DatabaseHolder& row : m_model->rows()) {
        if (which(row))
            out.push_back(row.session);
    }
    return out;
}

std::vector<postgres::Session> HoldersView::chosen() const
{
    const QStringList selected = m_table->selectedKeys();
    return sessions([&](const DatabaseHolder& row) { return selected.contains(keyOf(row)); });
}

std::vector<postgres::Session> HoldersView::holding() const
{
    return sessions(&DatabaseHolder::holds);
}

void HoldersView::updateWords()
{
    const auto holding = static_cast<int>(this->holding().size());
    if (m_heardAt == TimePoint{})
        m_sentence->clear();
    else
        m_sentence->setText(holding == 0
                ? Tr::tr("Nobody holds the database: a restore would not have to wait.")
                : Tr::tr("%n session(s) hold the database: a restore waits until they are gone.", nullptr, holding));
    const auto show = [this](QPushButton* button, const QString& text, const QString& whyNotOtherwise) {
        const QString whyNot = m_session.isReadOnly() ? Tr::tr("This window is read-only.") : whyNotOtherwise;
        if (button->hasFocus() && !whyNot.isEmpty())
            m_table->view()->setFocus(Qt::OtherFocusReason); // Qt would give it to the next button
        button->setText(text);
        button->setEnabled(whyNot.isEmpty());
        button->setToolTip(whyNot);
        button->setAccessibleDescription(whyNot);
    };
    const auto selected = static_cast<int>(chosen().size());
    show(m_end, selected > 0 ? Tr::tr("End %n selected session(s)…", nullptr, selected) : Tr::tr("End selected sessions…"),
        selected > 0 ? QString() : Tr::tr("Choose sessions in the table first."));
    show(m_endAll, holding > 0 ? Tr::tr("End all %n that hold it…", nullptr, holding) : Tr::tr("End all that hold it…"),
        holding > 0 ? QString() : Tr::tr("No session holds the database."));
}

void HoldersView::end(std::vector<postgres::Session> sessions)
{
    m_proposer.propose(m_proposer.service().makeEndSessionsOperation(std::move(sessions)));
}

void HoldersView::showEvent(QShowEvent* event)
{
    refresh();
    if (m_timer == 0)
        m_timer = startTimer(kIntervalMs, Qt::CoarseTimer);
    QWidget::showEvent(event);
}

void HoldersView::hideEvent(QHideEvent* event)
{
    if (m_timer != 0)
        killTimer(std::exchange(m_timer, 0));
    QWidget::hideEvent(event);
}

void HoldersView::timerEvent(QTimerEvent* event)
{
    if (event->timerId() == m_timer)
        refresh();
    else
        QWidget::timerEvent(event);
}

} // namespace qbm::ui
