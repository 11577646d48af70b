// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/backup_panel.h"

#include "ui/layout/action_bar.h"
#include "ui/layout/details_tabs.h"
#include "ui/page/backups/backup_actions.h"
#include "ui/page/backups/backup_columns.h"
#include "ui/page/backups/backup_details.h"
#include "ui/page/backups/contents_view.h"
#include "ui/text/tr.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/form/form.h"
#include "widgets/table/table_view.h"

#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;
using backup::TableRows;

BackupPanel::BackupPanel(Session& session, BackupActions& actions, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_details(new DetailsTabs(Copies + 1))
    , m_tableModel(new TableModel<TableRows>(
          [](const TableRows& row) { return qstr(row.schema + "." + row.name); }, tableColumns(), this))
    , m_tables(new TableView)
    , m_contents(new ContentsView(session))
{
    m_tables->setModel(m_tableModel);
    auto* filter = new SearchField;
    m_tables->setFilterField(filter);
    m_details->setView(Tables, padded({filter, m_tables}));
    m_details->setView(Contents, m_contents);
    m_details->actionBar()->setRest(m_details->tabs());
    m_details->state()->setRetryVisible(false); // the page asks again by itself
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_details);
}

void BackupPanel::showBackup(const backup::Backup& backup, const std::optional<backup::DrillReport>& drill)
{
    m_backup = backup;
    m_drill = drill;
    m_gone = false;
    m_heardAt = systemClock().now();
    m_details->state()->showContent();
    QTabBar* tabs = m_details->tabs();
    tabs->setTabVisible(Contents, backup.usable());
    if (!tabs->isTabVisible(tabs->currentIndex()))
        tabs->setCurrentIndex(Summary); // else who goes from row to row reads the same of each
    m_contents->setBackup(backup.name);
    retranslate();
}

void BackupPanel::follow(const std::optional<backup::Backup>& backup, const std::optional<backup::DrillReport>& drill)
{
    if (!m_backup)
        return;
    if (!backup) {
        if (!std::exchange(m_gone, true)) {
            m_details->state()->showStale(goneText(), m_heardAt);
            updateActions();
        }
        return;
    }
    m_heardAt = systemClock().now();
    if (std::exchange(m_gone, false))
        return showBackup(*backup, drill);
    const auto finished
        = [](const std::optional<backup::DrillReport>& one) { return one ? one->finishedAt : TimePoint{}; };
    if (m_backup == backup && finished(m_drill) == finished(drill))
        return; // what is being read stays as it is
    m_backup = backup;
    m_drill = drill;
    fill();
}

void BackupPanel::showTab(Tab tab)
{
    m_details->tabs()->setCurrentIndex(tab);
}

QString BackupPanel::goneText() const
{
    return Tr::tr("%1 is not there any more.").arg(qstr(m_backup->name));
}

void BackupPanel::updateActions()
{
    auto actions = m_actions.forBackup(m_backup);
    for (ObjectAction& action : actions) {
        action.inBar = action.inBar && action.id != QLatin1String("drill"); // the panel is narrow
        if (m_gone)
            action.whyNot = goneText();
    }
    m_details->actionBar()->setActions(std::move(actions), qstr(m_backup->name));
}

void BackupPanel::fill()
{
    updateActions();
    m_details->setColumn(Summary, makeBackupSummary(*m_backup, m_drill));
    m_details->setColumn(Copies, makeBackupCopies(*m_backup));
    m_tableModel->setRows(m_backup->sidecar ? m_backup->sidecar->tables : std::vector<TableRows>());
}

void BackupPanel::retranslate()
{
    QTabBar* tabs = m_details->tabs();
    tabs->setAccessibleName(Tr::tr("Details"));
    tabs->setTabText(Summary, Tr::tr("Summary"));
    tabs->setTabText(Tables, Tr::tr("Tables"));
    tabs->setTabText(Contents, Tr::tr("Contents"));
    tabs->setTabText(Copies, Tr::tr("Copies"));
    m_tables->view()->setAccessibleName(Tr::tr("Tables of the backup"));
    m_tables->setEmptyText(Tr::tr("Its tables were not counted"),
        Tr::tr("The backup has no record of its rows. \"Adopt\" reads them out of the file."));
    m_contents->retranslate();
    if (m_backup)
        fill();
}

} // namespace qbm::ui
