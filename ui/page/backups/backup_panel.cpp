// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/backup_panel.h"

#include "ui/layout/action_bar.h"
#include "ui/layout/scrolled.h"
#include "ui/page/backups/backup_actions.h"
#include "ui/page/backups/backup_columns.h"
#include "ui/page/backups/backup_details.h"
#include "ui/page/backups/contents_view.h"
#include "ui/text/tr.h"
#include "widgets/form/form.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/style.h"

#include <QScrollBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;
using backup::TableRows;

namespace {

QWidget* padded(std::initializer_list<QWidget*> content)
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(tokens::kSpaceL, tokens::kSpaceM, tokens::kSpaceL, tokens::kSpaceL);
    column->setSpacing(tokens::kSpaceS);
    for (QWidget* widget : content)
        column->addWidget(widget);
    return box;
}

} // namespace

BackupPanel::BackupPanel(Session& session, BackupActions& actions, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_bar(new ActionBar)
    , m_tabs(new QTabBar)
    , m_stack(new QStackedWidget)
    , m_tableModel(new TableModel<TableRows>(
          [](const TableRows& row) { return qstr(row.schema + "." + row.name); }, tableColumns(), this))
    , m_tables(new TableView)
    , m_contents(new ContentsView(session))
{
    m_tabs->setDrawBase(false);
    m_tabs->setUsesScrollButtons(false);
    m_tabs->setExpanding(false);
    m_tables->setModel(m_tableModel);
    auto* filter = new SearchField;
    m_tables->setFilterField(filter);
    for (int tab = Summary; tab <= Copies; ++tab) {
        m_tabs->addTab({});
        m_stack->addWidget(tab == Tables ? padded({filter, m_tables})
                : tab == Contents        ? static_cast<QWidget*>(m_contents)
                                         : new QWidget);
    }
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(tokens::kSpaceL, tokens::kSpaceM, tokens::kSpaceL, tokens::kSpaceXs);
    bar->addWidget(m_bar);
    bar->addStretch();
    auto* tabs = new QHBoxLayout;
    tabs->setContentsMargins(tokens::kSpaceS, 0, tokens::kSpaceS, 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(bar);
    column->addLayout(tabs);
    column->addWidget(makeSeparator());
    column->addWidget(m_stack, 1);
    connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
}

void BackupPanel::showBackup(const backup::Backup& backup, const std::optional<backup::DrillReport>& drill)
{
    m_backup = backup;
    m_drill = drill;
    m_tabs->setTabVisible(Contents, backup.usable());
    m_tabs->setCurrentIndex(Summary);
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
    m_tabs->setCurrentIndex(tab);
}

void BackupPanel::fill()
{
    auto actions = m_actions.forBackup(m_backup);
    for (ObjectAction& action : actions)
        action.inBar = action.inBar && action.id != QLatin1String("drill"); // the panel is narrow
    m_bar->setActions(std::move(actions), qstr(m_backup->name));
    replace(Summary, makeBackupSummary(*m_backup, m_drill));
    replace(Copies, makeBackupCopies(*m_backup));
    m_tableModel->setRows(m_backup->sidecar ? m_backup->sidecar->tables : std::vector<TableRows>());
}

void BackupPanel::replace(Tab tab, QWidget* content)
{
    QWidget* before = m_stack->widget(tab);
    const auto* scrolledBefore = qobject_cast<QScrollArea*>(before);
    const int place = scrolledBefore != nullptr ? scrolledBefore->verticalScrollBar()->value() : 0;
    QScrollArea* area = scrolled(content);
    const int current = m_stack->currentIndex();
    m_stack->insertWidget(tab, area);
    m_stack->removeWidget(before);
    m_stack->setCurrentIndex(current);
    before->deleteLater();
    // Known to the scroll bar only when it has been laid out.
    QMetaObject::invokeMethod(
        area, [area, place] { area->verticalScrollBar()->setValue(place); }, Qt::QueuedConnection);
}

void BackupPanel::retranslate()
{
    m_tabs->setAccessibleName(Tr::tr("Details"));
    m_tabs->setTabText(Summary, Tr::tr("Summary"));
    m_tabs->setTabText(Tables, Tr::tr("Tables"));
    m_tabs->setTabText(Contents, Tr::tr("Contents"));
    m_tabs->setTabText(Copies, Tr::tr("Copies"));
    m_tables->view()->setAccessibleName(Tr::tr("Tables of the backup"));
    m_tables->setEmptyText(Tr::tr("Its tables were not counted"),
        Tr::tr("The backup has no record of its rows. \"Adopt\" reads them out of the file."));
    m_contents->retranslate();
    if (m_backup)
        fill();
}

} // namespace qbm::ui
