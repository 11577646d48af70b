// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/backup_panel.h"

#include "ui/layout/action_bar.h"
#include "ui/layout/details_tabs.h"
#include "ui/page/backups/backup_actions.h"
#include "ui/page/backups/backup_columns.h"
#include "ui/page/backups/backup_details.h"
#include "ui/page/backups/contents_view.h"
#include "ui/text/tr.h"
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
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_details);
}

void BackupPanel::showBackup(const backup::Backup& backup, const std::optional<backup::DrillReport>& drill)
{
    m_backup = backup;
    m_drill = drill;
    m_details->tabs()->setTabVisible(Contents, backup.usable());
    m_details->tabs()->setCurrentIndex(Summary);
    m_contents->setBackup(backup.name);
    retranslate();
}

void BackupPanel::follow(const backup::Backup& backup, const std::optional<backup::DrillReport>& drill)
{
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

void BackupPanel::fill()
{
    auto actions = m_actions.forBackup(m_backup);
    for (ObjectAction& action : actions)
        action.inBar = action.inBar && action.id != QLatin1String("drill"); // the panel is narrow
    m_details->actionBar()->setActions(std::move(actions), qstr(m_backup->name));
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
