// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/activity/activity_page.h"

#include "core/service/operation_service.h"
#include "ui/async/task_runner.h"
#include "ui/layout/action_bar.h"
#include "ui/layout/scrolled.h"
#include "ui/model/columns.h"
#include "ui/operation/close_dialog.h"
#include "ui/operation/operation_dialog.h"
#include "ui/operation/task_center.h"
#include "ui/page/activity/record_view.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/feedback/banner.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/form/form.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/style.h"

#include <QBoxLayout>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;
using operation::LedgerEntry;
using operation::Record;
using operation::RecordState;

namespace {

State stateOfResult(const std::string& result)
{
    for (const RecordState state : {RecordState::Done, RecordState::Undone, RecordState::Stopped, RecordState::NeedsAttention, RecordState::Closed}) {
        if (result == name(state))
            return stateOf(state);
    }
    return State::Info;
}

QString wordOfResult(const std::string& result)
{
    for (const RecordState state : {RecordState::Done, RecordState::Undone, RecordState::Stopped, RecordState::NeedsAttention, RecordState::Closed}) {
        if (result == name(state))
            return word(state);
    }
    return Tr::tr("started");
}

/// The epoch, which is shown as unknown, while it is not over.
TimePoint endOf(const Record& row)
{
    return isUnfinished(row.state) || row.state == RecordState::Running ? TimePoint{} : row.changedAt;
}

TableColumn<Record> lastedColumn()
{
    auto lasted = textColumn<Record>("lasted", QT_TRANSLATE_NOOP("Ui", "Lasted"), 100, [](const Record& row) {
        const double seconds = sortSeconds(row.changedAt) - sortSeconds(row.startedAt);
        if (endOf(row) == TimePoint{})
            return qstr(kUnknown);
        return seconds < 1 ? qstr(formatQuantity(seconds, Unit::Seconds).joined()) : translated(durationText(row.changedAt - row.startedAt));
    });
    lasted.sortKey = [](const Record& row) { return endOf(row) == TimePoint{} ? -1 : sortSeconds(row.changedAt) - sortSeconds(row.startedAt); };
    lasted.numeric = true;
    return lasted;
}

std::vector<TableColumn<Record>> operationColumns()
{
    auto state = textColumn<Record>("state", QT_TRANSLATE_NOOP("Ui", "State"), 150, [](const Record& row) { return word(row.state); });
    state.state = [](const Record& row) { return stateOf(row.state); };
    auto title = textColumn<Record>("operation", QT_TRANSLATE_NOOP("Ui", "Operation"), 320, [](const Record& row) { return translated(row.title); });
    title.stretch = true;
    auto id = textColumn<Record>("id", QT_TRANSLATE_NOOP("Ui", "Id"), 200, [](const Record& row) { return qstr(row.id); });
    id.mono = true;
    id.hidden = true; // in the side panel too
    return {state, title, timeColumn<Record>("started", QT_TRANSLATE_NOOP("Ui", "Started"), [](const Record& row) { return row.startedAt; }),
        timeColumn<Record>("ended", QT_TRANSLATE_NOOP("Ui", "Ended"), endOf), lastedColumn(),
        textColumn<Record>("by", QT_TRANSLATE_NOOP("Ui", "By"), 140, [](const Record& row) { return qstr(row.actor); }),
        textColumn<Record>("reason", QT_TRANSLATE_NOOP("Ui", "Reason"), 160, [](const Record& row) { return qstr(row.reason); }), id};
}

std::vector<TableColumn<LedgerEntry>> ledgerColumns()
{
    auto number = textColumn<LedgerEntry>("number", QT_TRANSLATE_NOOP("Ui", "No."), 60, [](const LedgerEntry& row) { return QString::number(row.sequence); });
    number.numeric = true;
    number.sortKey = [](const LedgerEntry& row) { return static_cast<double>(row.sequence); };
    auto result = textColumn<LedgerEntry>("result", QT_TRANSLATE_NOOP("Ui", "Result"), 150, [](const LedgerEntry& row) { return wordOfResult(row.result); });
    result.state = [](const LedgerEntry& row) { return stateOfResult(row.result); };
    auto title = textColumn<LedgerEntry>("operation", QT_TRANSLATE_NOOP("Ui", "Operation"), 320, [](const LedgerEntry& row) { return translated(row.title); });
    title.stretch = true;
    return {number, timeColumn<LedgerEntry>("at", QT_TRANSLATE_NOOP("Ui", "Time"), [](const LedgerEntry& row) { return row.at; }), result, title,
        textColumn<LedgerEntry>("by", QT_TRANSLATE_NOOP("Ui", "By"), 140, [](const LedgerEntry& row) { return qstr(row.actor); }),
        textColumn<LedgerEntry>("reason", QT_TRANSLATE_NOOP("Ui", "Reason"), 160, [](const LedgerEntry& row) { return qstr(row.reason); })};
}

} // namespace

ActivityPage::ActivityPage(Session& session)
    : Page(session, QStringLiteral("activity"))
    , m_runner(new TaskRunner(session.pool(), this))
    , m_tabs(new QTabWidget)
    , m_operations(new TableModel<Record>([](const Record& row) { return qstr(row.id); }, operationColumns(), this))
    , m_ledger(new TableModel<LedgerEntry>([](const LedgerEntry& row) { return QString::number(row.sequence); }, ledgerColumns(), this))
    , m_operationTable(new TableView)
    , m_ledgerTable(new TableView)
    , m_search(new SearchField)
    , m_ledgerState(new Banner)
    , m_details(new SidePanel(this))
    , m_resume(new QPushButton)
    , m_undo(new QPushButton)
    , m_close(new QPushButton)
{
    m_operationTable->setModel(m_operations);
    m_ledgerTable->setModel(m_ledger);
    auto* ledgerTab = new QWidget;
    auto* ledgerLayout = new QVBoxLayout(ledgerTab);
    ledgerLayout->setContentsMargins(0, 0, 0, 0);
    ledgerLayout->setSpacing(tokens::kSpaceS);
    ledgerLayout->addWidget(m_ledgerState);
    ledgerLayout->addWidget(m_ledgerTable, 1);
    m_tabs->addTab(m_operationTable, {});
    m_tabs->addTab(ledgerTab, {});
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    body()->addWidget(m_tabs, 1);
    m_search->setFixedWidth(tokens::kSidePanelWidth / 2);
    addHeadWidget(m_search);
    addHeadWidget(m_close);
    addHeadWidget(m_undo);
    addHeadWidget(m_resume);
    setButtonKind(*m_resume, ButtonKind::Primary);
    for (QPushButton* button : {m_resume, m_undo, m_close})
        restFocusOn(button, m_operationTable->view());
    connect(m_resume, &QPushButton::clicked, this, [this] { goOn(false); });
    connect(m_undo, &QPushButton::clicked, this, [this] { goOn(true); });
    connect(m_close, &QPushButton::clicked, this, &ActivityPage::closeSelected);
    connect(m_operationTable, &TableView::currentKeyChanged, this, [this] {
        updateButtons();
        detailsFollow();
    });
    connect(m_operationTable, &TableView::activated, this, [this](const QString& id) {
        m_operationTable->selectKey(id);
        openDetails(id);
    });
    connect(m_details, &SidePanel::closed, this, [this] { m_shown.reset(); });
    connect(m_tabs, &QTabWidget::currentChanged, m_details, &SidePanel::closePanel); // it is of the operations
    // One field for both tables: whoever looks for "backend" looks for it in the ledger too.
    for (TableView* table : {m_operationTable, m_ledgerTable})
        table->setFilterField(m_search);
    connect(m_operationTable->statePanel(), &StatePanel::retryRequested, this, &ActivityPage::refresh);
    updateButtons();
}

QString ActivityPage::title() const
{
    return Tr::tr("Activity");
}

bool ActivityPage::isSettled() const
{
    return m_settled;
}

void ActivityPage::retranslate()
{
    m_tabs->setTabText(0, Tr::tr("Operations"));
    m_tabs->setTabText(1, Tr::tr("Ledger"));
    m_search->setPlaceholderText(Tr::tr("Filter"));
    m_resume->setText(Tr::tr("Continue operation"));
    m_undo->setText(Tr::tr("Take operation back"));
    m_close->setText(Tr::tr("Close operation…"));
    m_operationTable->view()->setAccessibleName(Tr::tr("Operations"));
    m_ledgerTable->view()->setAccessibleName(Tr::tr("Ledger"));
    m_operationTable->setEmptyText(Tr::tr("No operation was run yet"), Tr::tr("Backups, restores and scalings of this profile are listed here, whoever ran them."));
    m_ledgerTable->setEmptyText(Tr::tr("The ledger is empty"), Tr::tr("Every change made through the console or qbmctl is written here, each line sealed by the one after it."));
    if (m_settled)
        fill(m_activity);
    if (m_shown)
        openDetails(qstr(m_shown->id));
}

void ActivityPage::refresh()
{
    m_runner->start<Activity>(
        [operations = session().services().operations](TaskContext&) -> Result<Activity> {
            Activity activity;
            activity.records = operations->records();
            std::ranges::reverse(activity.records);
            // What waits for a decision stands first, whatever its age.
            std::ranges::stable_partition(activity.records, [](const Record& record) { return isUnfinished(record.state); });
            QBM_TRY(verification, operations->ledger().verify());
            activity.verification = std::move(verification);
            if (activity.verification.intact) {
                QBM_TRY(entries, operations->ledger().entries());
                activity.entries = std::move(entries);
                std::ranges::reverse(activity.entries);
            }
            return activity;
        },
        [this](Result<Activity> activity) {
            m_settled = true;
            if (activity)
                fill(*activity);
            else
                m_operationTable->statePanel()->showError(activity.error());
        });
}

void ActivityPage::fill(const Activity& activity)
{
    m_activity = activity;
    m_operations->setRows(activity.records);
    m_ledger->setRows(activity.entries);
    const auto isOpen = [](const Record& record) { return isUnfinished(record.state); };
    const auto unfinished = std::ranges::count_if(activity.records, isOpen);
    // What the reader came for, with its buttons at hand; once, then the choice is the reader's.
    if (const auto first = std::ranges::find_if(activity.records, isOpen); first != activity.records.end()) {
        if (const QString id = qstr(first->id); std::exchange(m_offered, id) != id && m_operationTable->currentKey().isEmpty())
            m_operationTable->selectKey(id);
    }
    setSentence(unfinished == 0 ? Tr::tr("Nothing is left unfinished.") : Tr::tr("%n operation(s) were left unfinished: continue them, take them back or close them with a reason.", nullptr, static_cast<int>(unfinished)));
    setAttention(unfinished == 0 ? std::nullopt : std::optional(State::Danger), Tr::tr("unfinished operation"));
    const operation::LedgerVerification& ledger = activity.verification;
    if (ledger.intact)
        m_ledgerState->setMessage(State::Ok, Tr::tr("Intact: %n entries, each sealed by the one after it.", nullptr, static_cast<int>(ledger.entries)));
    else
        m_ledgerState->setMessage(State::Danger, Tr::tr("Damaged at line %1: %2").arg(ledger.firstBadLine).arg(translated(ledger.reason)));
    updateButtons();
    detailsFollow();
}

const Record* ActivityPage::selected() const
{
    const std::string id = m_operationTable->currentKey().toStdString();
    const auto found = std::ranges::find(m_activity.records, id, &Record::id);
    return found == m_activity.records.end() ? nullptr : &*found;
}

void ActivityPage::updateButtons()
{
    const Record* record = selected();
    const bool possible = record != nullptr && isUnfinished(record->state) && !session().isReadOnly();
    const bool anyUnfinished = std::ranges::any_of(m_activity.records, [](const Record& one) { return isUnfinished(one.state); });
    for (QPushButton* button : {m_resume, m_undo, m_close}) {
        if (button->hasFocus() && !(anyUnfinished && possible))
            m_operationTable->view()->setFocus(Qt::OtherFocusReason); // Qt would give it to the next button
        button->setVisible(anyUnfinished);
        button->setEnabled(possible);
        button->setToolTip(possible ? QString() : session().isReadOnly() ? Tr::tr("This window is read-only.") : Tr::tr("Choose an unfinished operation first."));
    }
}

void ActivityPage::goOn(bool undo)
{
    const Record* record = selected();
    if (record == nullptr)
        return;
    TaskCenter& tasks = session().tasks();
    OperationDialog::follow(window(), undo ? tasks.undo(*record) : tasks.resume(*record));
}

void ActivityPage::closeSelected()
{
    const Record* record = selected();
    if (record == nullptr)
        return;
    CloseDialog* dialog = CloseDialog::propose(session(), window(), *record);
    connect(dialog, &CloseDialog::closed, this, &ActivityPage::refresh);
}

void ActivityPage::openDetails(const QString& id)
{
    const auto found = std::ranges::find(m_activity.records, id.toStdString(), &Record::id);
    if (found == m_activity.records.end())
        return;
    m_shown = *found;
    m_details->setTitle(translated(found->title));
    m_details->setContent(scrolled(new RecordView(*found)));
    m_details->openPanel();
}

/// The panel shows what is chosen among the operations, as its journal tells it now.
void ActivityPage::detailsFollow()
{
    if (!m_shown)
        return;
    const Record* record = selected();
    if (record == nullptr)
        m_details->closePanel();
    else if (record->id != m_shown->id || record->changedAt != m_shown->changedAt || record->state != m_shown->state)
        openDetails(qstr(record->id));
}

void ActivityPage::showObject(const QString& object)
{
    m_tabs->setCurrentIndex(0);
    m_operationTable->selectKey(object);
}

} // namespace qbm::ui
