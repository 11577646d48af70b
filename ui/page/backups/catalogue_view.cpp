// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/catalogue_view.h"

#include "core/base/unit.h"
#include "core/service/backup_service.h"
#include "ui/async/task_runner.h"
#include "ui/page/backups/backup_actions.h"
#include "ui/page/backups/backup_columns.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/feedback/banner.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/form/form.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/style.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QSettings>
#include <QShortcut>
#include <QTableView>

namespace qbm::ui {

using namespace widgets;
using backup::Backup;

namespace {

constexpr int kFilterWidth = 260;

QString settingsKey()
{
    return QStringLiteral("backups/table");
}

} // namespace

CatalogueView::CatalogueView(Session& session, BackupActions& actions, QWidget* parent)
    : BackupsView(parent)
    , m_actions(actions)
    , m_session(session)
    , m_verifier(new TaskRunner(session.pool(), this))
    , m_model(new TableModel<Backup>([](const Backup& row) { return qstr(row.name); }, backupColumns(), this))
    , m_filter(new SearchField)
    , m_count(makeLabel({}, TypeRole::Caption, TextTone::Muted))
    , m_bar(new ActionBar)
    , m_result(new Banner)
    , m_table(new TableView)
{
    m_filter->setFixedWidth(kFilterWidth);
    m_table->setModel(m_model);
    m_table->setFilterField(m_filter);
    m_bar->setRest(m_table->view());
    if (const QByteArray look = QSettings().value(settingsKey()).toByteArray(); !look.isEmpty())
        m_table->restoreState(look);
    m_result->setClosable(true);
    m_result->hide();
    auto* tools = new QHBoxLayout;
    tools->setSpacing(tokens::kSpaceS);
    tools->addWidget(m_filter);
    tools->addWidget(m_count, 1);
    tools->addWidget(m_bar);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceS);
    column->addLayout(tools);
    column->addWidget(m_result);
    column->addWidget(m_table, 1);
    auto* find = new QShortcut(QKeySequence::Find, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, this, [this] {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    });
    connect(m_result, &Banner::closed, m_result, &QWidget::hide);
    connect(m_result, &Banner::actionRequested, m_verifier, &TaskRunner::requestStop);
    connect(m_table, &TableView::currentKeyChanged, this, [this] {
        updateActions();
        Q_EMIT chosenChanged();
    });
    connect(m_table, &TableView::activated, this, [this](const QString& name) {
        m_table->selectKey(name);
        Q_EMIT m_actions.detailsRequested(name);
    });
    connect(m_table, &TableView::contextMenuRequested, this, &CatalogueView::openMenu);
    connect(m_table->statePanel(), &StatePanel::retryRequested, this, &CatalogueView::refreshRequested);
    connect(m_model, &TableModelBase::updated, this, &CatalogueView::updateCount);
}

CatalogueView::~CatalogueView()
{
    QSettings().setValue(settingsKey(), m_table->saveState());
}

void CatalogueView::setBackups(std::vector<Backup> backups, TimePoint at)
{
    m_settled = true;
    m_heardAt = at;
    m_model->setRows(std::move(backups));
    updateActions();
    updateCount();
}

void CatalogueView::setError(const Error& error)
{
    m_settled = true;
    if (m_heardAt != TimePoint{})
        m_table->statePanel()->showStale(translated(error.message), m_heardAt);
    else
        m_table->statePanel()->showError(error);
}

std::optional<Backup> CatalogueView::backup(const QString& name) const
{
    const auto& rows = m_model->rows();
    const auto found = std::ranges::find(rows, name.toStdString(), &Backup::name);
    return found != rows.end() ? std::optional(*found) : std::nullopt;
}

std::optional<Backup> CatalogueView::chosen() const
{
    return m_table->currentKey().isEmpty() ? std::nullopt : backup(m_table->currentKey());
}

void CatalogueView::select(const QString& name)
{
    if (backup(name) && m_model->rowOfKey(name) < 0) {
        m_filter->clear();
        m_model->setFilterText({});
    }
    m_table->selectKey(name);
}

void CatalogueView::retranslate()
{
    m_filter->setPlaceholderText(Tr::tr("Filter by name, label or mark"));
    m_filter->setAccessibleName(Tr::tr("Filter of the backups"));
    m_table->view()->setAccessibleName(Tr::tr("Backups"));
    showWhyEmpty();
    updateActions();
    updateCount();
}

void CatalogueView::setFolderGone(const std::optional<Text>& why)
{
    if (why == m_gone)
        return;
    m_gone = why;
    showWhyEmpty();
}

void CatalogueView::showWhyEmpty()
{
    if (m_gone)
        m_table->setEmptyText(Tr::tr("The backups are gone"), translated(*m_gone));
    else
        m_table->setEmptyText(Tr::tr("There is no backup yet"),
            Tr::tr("\"Back up now\" makes the first one in %1.").arg(qstr(m_session.services().backups->folder())));
}

void CatalogueView::updateActions()
{
    const QString name = m_table->currentKey();
    m_bar->setActions(m_actions.forBackup(backup(name)), name);
}

void CatalogueView::updateCount()
{
    const int all = m_model->totalRows();
    const int shown = m_model->rowCount();
    m_count->setText(all == 0 ? QString()
            : shown < all     ? Tr::tr("%1 of %2").arg(qstr(formatCount(shown)), qstr(formatCount(all)))
                              : qstr(formatCount(all)));
}

void CatalogueView::openMenu(const QString& name, const QPoint& position)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu, m_actions.forBackup(backup(name)));
    menu->popup(position);
}

void CatalogueView::verify(const QString& name)
{
    m_result->setMessage(State::Info, Tr::tr("Reading %1 from end to end").arg(name));
    m_result->setAction(Tr::tr("Stop verifying"));
    m_result->setClosable(false);
    m_result->show();
    m_verifier->start<backup::VerifyReport>([service = m_session.services().backups, name = name.toStdString()](
                                                TaskContext& context) { return service->verify(name, context); },
        [this](Result<backup::VerifyReport> report) { showVerified(report); });
}

void CatalogueView::showVerified(const Result<backup::VerifyReport>& report)
{
    if (!report) {
        const bool stopped = report.error().kind == ErrorKind::Cancelled;
        m_result->setMessage(stopped ? State::Info : State::Danger, translated(report.error().message));
    } else {
        const QString name = qstr(report->name), size = qstr(formatBytes(report->sizeBytes));
        m_result->setMessage(State::Ok,
            report->checksumKnown
                ? Tr::tr("%1 is in order: its checksum is the one taken when it was made (%2, %n table(s)).", nullptr,
                    report->tables)
                      .arg(name, size)
                : Tr::tr("%1 can be read to its end (%2, %n table(s)). There is no checksum to hold it against.",
                    nullptr, report->tables)
                      .arg(name, size));
    }
    m_result->setAction({});
    m_result->setClosable(true);
    m_result->show();
    Q_EMIT verified();
}

} // namespace qbm::ui
