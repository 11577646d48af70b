// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/kept_databases_view.h"

#include "core/service/backup_service.h"
#include "ui/async/task_runner.h"
#include "ui/layout/action_bar.h"
#include "ui/model/columns.h"
#include "ui/page/backups/backup_proposer.h"
#include "ui/page/backups/backup_words.h"
#include "ui/page/backups/restore_dialog.h"
#include "ui/session/session.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/style.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QTableView>
#include <numeric>

namespace qbm::ui {

using namespace widgets;
using backup::SideDatabase;

namespace {

std::vector<TableColumn<SideDatabase>> columns()
{
    auto role = textColumn<SideDatabase>(
        "role", QT_TRANSLATE_NOOP("Ui", "What it is"), 200, [](const SideDatabase& row) { return word(row.role); });
    role.state
        = [](const SideDatabase& row) { return row.role == backup::SideRole::Before ? State::Ok : State::Warning; };
    role.toolTip = [](const SideDatabase& row) {
        return row.role == backup::SideRole::Before ? Tr::tr("The live database as it was before a restore")
                                                    : Tr::tr("Nothing uses it any more: it can be dropped");
    };
    auto name = stretchColumn<SideDatabase>(
        "name", QT_TRANSLATE_NOOP("Ui", "Database"), 280, [](const SideDatabase& row) { return qstr(row.name); });
    name.mono = true;
    name.whole = true;
    auto sessions = textColumn<SideDatabase>("sessions", QT_TRANSLATE_NOOP("Ui", "Sessions"), 92,
        [](const SideDatabase& row) { return QString::number(row.sessions); });
    sessions.numeric = true;
    sessions.sortKey = [](const SideDatabase& row) { return static_cast<double>(row.sessions); };
    return {std::move(role), std::move(name),
        ageColumn<SideDatabase>(
            "age", QT_TRANSLATE_NOOP("Ui", "Age"), [](const SideDatabase& row) { return row.stamp; }),
        quantityColumn<SideDatabase>("size", QT_TRANSLATE_NOOP("Ui", "Size"), 96, Unit::Bytes,
            [](const SideDatabase& row) { return static_cast<double>(row.sizeBytes); }),
        std::move(sessions)};
}

} // namespace

KeptDatabasesView::KeptDatabasesView(Session& session, BackupProposer& proposer, QWidget* parent)
    : BackupsView(parent)
    , m_session(session)
    , m_proposer(proposer)
    , m_runner(new TaskRunner(session.pool(), this))
    , m_model(new TableModel<SideDatabase>([](const SideDatabase& row) { return qstr(row.name); }, columns(), this))
    , m_sentence(makeLabel({}, TypeRole::Body, TextTone::Secondary))
    , m_bar(new ActionBar)
    , m_table(new TableView)
{
    m_table->setModel(m_model);
    m_bar->setRest(m_table->view());
    m_sentence->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->setSpacing(tokens::kSpaceM);
    head->addWidget(m_sentence, 1);
    head->addWidget(m_bar);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceS);
    column->addLayout(head);
    column->addWidget(m_table, 1);
    connect(m_table, &TableView::currentKeyChanged, this, &KeptDatabasesView::updateWords);
    connect(m_table->statePanel(), &StatePanel::retryRequested, this, &KeptDatabasesView::refresh);
    connect(m_table, &TableView::contextMenuRequested, this, [this](const QString&, const QPoint& position) {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillMenu(*menu, actions());
        menu->popup(position);
    });
}

void KeptDatabasesView::refresh()
{
    using Databases = std::vector<SideDatabase>;
    m_runner->start<Databases>(
        [service = m_session.services().backups](TaskContext& context) { return service->sideDatabases(context); },
        [this](Result<Databases> databases) { fill(std::move(databases)); });
}

void KeptDatabasesView::refreshByClock()
{
    if (!m_runner->isBusy())
        refresh(); // a server that answers slowly is not asked twice
}

void KeptDatabasesView::fill(Result<std::vector<SideDatabase>> databases)
{
    m_settled = true;
    if (databases) {
        m_heardAt = systemClock().now();
        m_model->setRows(std::move(*databases));
    } else if (m_heardAt != TimePoint{}) {
        m_table->statePanel()->showStale(translated(databases.error().message), m_heardAt);
    } else {
        m_table->statePanel()->showError(databases.error());
    }
    updateWords();
}

void KeptDatabasesView::retranslate()
{
    m_table->view()->setAccessibleName(Tr::tr("Kept databases"));
    m_table->setEmptyText(Tr::tr("No database was set aside"),
        Tr::tr("A restore into a side database leaves the old one here, under a dated name, until it is dropped."));
    updateWords();
}

std::optional<SideDatabase> KeptDatabasesView::current() const
{
    const int row = m_model->rowOfKey(m_table->currentKey());
    return row < 0 ? std::nullopt : std::optional(m_model->rowAt(row));
}

std::vector<ObjectAction> KeptDatabasesView::actions() const
{
    const auto chosen = current();
    QString whyNot;
    if (m_session.isReadOnly())
        whyNot = Tr::tr("This window is read-only.");
    else if (!chosen)
        whyNot = Tr::tr("Choose a database in the table first.");
    ObjectAction swap{
        QStringLiteral("swap-back"), Tr::tr("Swap back…"), QStringLiteral("document-swap"), whyNot, true, false, {}};
    if (whyNot.isEmpty() && chosen->role != backup::SideRole::Before)
        swap.whyNot = Tr::tr("It never was the live database: there is nothing to go back to.");
    ObjectAction drop{QStringLiteral("drop"), Tr::tr("Drop…"), QStringLiteral("edit-delete"), whyNot, true, false, {}};
    ObjectAction dropWithSlots{QStringLiteral("drop-with-slots"), Tr::tr("Drop with its replication slots…"),
        QStringLiteral("edit-delete"), whyNot, false, false, {}};
    if (chosen) {
        swap.run = [this, database = *chosen] { swapBack(database); };
        drop.run = [this, database = *chosen] { this->drop(database, {}); };
        dropWithSlots.run = [this, database = *chosen] { this->drop(database, {.dropSlots = true}); };
    }
    return {swap, drop, dropWithSlots};
}

void KeptDatabasesView::updateWords()
{
    const auto& rows = m_model->rows();
    const auto bytes = std::accumulate(rows.begin(), rows.end(), std::uint64_t(0),
        [](std::uint64_t sum, const SideDatabase& row) { return sum + row.sizeBytes; });
    m_sentence->setText(rows.empty()
            ? QString()
            : Tr::tr("%n database(s) beside the live one, %1 together.", nullptr, static_cast<int>(rows.size()))
                  .arg(qstr(formatBytes(bytes))));
    m_bar->setActions(actions(), m_table->currentKey());
}

void KeptDatabasesView::swapBack(const SideDatabase& kept) const
{
    auto* dialog = new RestoreDialog(m_session, kept, window());
    connect(dialog, &RestoreDialog::chosen, this, [this, name = kept.name](const backup::RestoreOptions& options) {
        m_proposer.propose(Tr::tr("The databases cannot be exchanged"),
            [name, options](const service::BackupService& service, TaskContext& context) {
                return service.makeSwapBackOperation(name, options, context);
            });
    });
    dialog->open();
}

void KeptDatabasesView::drop(const SideDatabase& side, const backup::DropSideOptions& options) const
{
    m_proposer.propose(Tr::tr("The database cannot be dropped"),
        [name = side.name, options](const service::BackupService& service, TaskContext& context) {
            return service.makeDropSideOperation(name, context, options);
        });
}

} // namespace qbm::ui
