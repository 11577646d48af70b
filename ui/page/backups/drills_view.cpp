// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/drills_view.h"

#include "core/backup/catalogue.h"
#include "core/service/backup_service.h"
#include "ui/async/task_runner.h"
#include "ui/layout/action_bar.h"
#include "ui/model/columns.h"
#include "ui/page/backups/backup_actions.h"
#include "ui/page/backups/backup_words.h"
#include "ui/session/session.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/style.h"

#include <QHBoxLayout>
#include <QTableView>
#include <algorithm>
#include <limits>

namespace qbm::ui {

using namespace widgets;
using backup::DrillReport;

namespace {

/// nullopt: not measured.
using Took = std::optional<std::chrono::milliseconds>;

QString keyOf(const DrillReport& row)
{
    return QStringLiteral("%1@%2").arg(qstr(row.backup)).arg(row.startedAt.time_since_epoch().count());
}

/// A drill that failed before the restore or the comparison came to its end has no time of it.
Took measured(std::chrono::milliseconds took)
{
    return took.count() > 0 ? Took(took) : std::nullopt;
}

Took recoveryOf(const DrillReport& row)
{
    return measured(row.restoreTook) && measured(row.compareTook) ? Took(row.recoveryTook()) : std::nullopt;
}

TableColumn<DrillReport> stateColumn()
{
    auto column = textColumn<DrillReport>("state", QT_TRANSLATE_NOOP("Ui", "State"), 92,
        [](const DrillReport& row) {
            return row.passed ? Tr::tr("passed") : row.begun ? Tr::tr("failed") : Tr::tr("not begun");
        });
    column.state = [](const DrillReport& row) { return row.passed ? State::Ok : State::Danger; };
    column.toolTip = [](const DrillReport& row) {
        if (!row.passed)
            return qstr(row.problem);
        return row.checksums ? Tr::tr("Rows and content of every table were as recorded")
                             : Tr::tr("The rows of every table were as many as recorded; content was not compared");
    };
    return column;
}

TableColumn<DrillReport> whenColumn()
{
    auto column = ageColumn<DrillReport>(
        "when", QT_TRANSLATE_NOOP("Ui", "When"), [](const DrillReport& row) { return row.finishedAt; });
    column.width = 140;
    column.text = [](const DrillReport& row) { return agoText(row.finishedAt); };
    column.toolTip = [](const DrillReport& row) {
        return Tr::tr("Started %1\nFinished %2").arg(localTimeText(row.startedAt), localTimeText(row.finishedAt));
    };
    return column;
}

TableColumn<DrillReport> nameColumn()
{
    auto column
        = stretchColumn<DrillReport>("name", QT_TRANSLATE_NOOP("Ui", "Backup"), 228, [](const DrillReport& row) {
              const auto parts = backup::parseName(row.backup);
              return qstr(parts ? parts->stem : row.backup);
          });
    column.mono = true;
    column.whole = true;
    column.toolTip = [](const DrillReport& row) { return qstr(row.backup); };
    return column;
}

TableColumn<DrillReport> tookColumn(
    const char* id, const char* title, int width, std::function<Took(const DrillReport&)> took)
{
    auto column = textColumn<DrillReport>(id, title, width, [took](const DrillReport& row) {
        const Took value = took(row);
        return value ? tookText(*value) : qstr(kUnknown);
    });
    column.numeric = true;
    column.sortKey = [took](const DrillReport& row) {
        const Took value = took(row);
        return value ? SortKey(static_cast<double>(value->count())) : SortKey();
    };
    return column;
}

TableColumn<DrillReport> lostColumn()
{
    auto column = tookColumn(
        "lost", QT_TRANSLATE_NOOP("Ui", "Data lost"), 98, [](const DrillReport& row) { return row.dataAge(); });
    column.headerToolTip
        = [] { return Tr::tr("What a restore at that moment would have lost: the age of the backup's data (RPO)"); };
    column.toolTip = [](const DrillReport& row) {
        return row.dataOf ? Tr::tr("Data as of %1").arg(localTimeText(*row.dataOf))
                          : Tr::tr("An older version ran this drill: it did not note whose data the backup held");
    };
    return column;
}

TableColumn<DrillReport> recoveryColumn()
{
    auto column = tookColumn("recovery", QT_TRANSLATE_NOOP("Ui", "Recovery"), 98, recoveryOf);
    column.headerToolTip
        = [] { return Tr::tr("What a restore would have taken: restoring and comparing together (RTO)"); };
    return column;
}

/// Of what was compared; a dash where nothing was.
TableColumn<DrillReport> countColumn(
    const char* id, const char* title, int width, std::function<std::int64_t(const DrillReport&)> count)
{
    auto column = quantityColumn<DrillReport>(id, title, width, Unit::Count, [count](const DrillReport& row) {
        return measured(row.compareTook) ? static_cast<double>(count(row)) : std::numeric_limits<double>::quiet_NaN();
    });
    column.toolTip = [](const DrillReport& row) {
        return measured(row.compareTook)
            ? Tr::tr("%1 rows of %2 tables compared").arg(qstr(formatCount(row.rows)), qstr(formatCount(static_cast<std::int64_t>(row.tables))))
            : Tr::tr("Nothing was compared");
    };
    return column;
}

std::vector<TableColumn<DrillReport>> columns()
{
    auto tables = countColumn("tables", QT_TRANSLATE_NOOP("Ui", "Tables"), 64,
        [](const DrillReport& row) { return static_cast<std::int64_t>(row.tables); });
    tables.hidden = true; // the tooltip of the rows tells it, and the name fits into a narrow window
    return {stateColumn(), whenColumn(), nameColumn(), lostColumn(),
        tookColumn("restore", QT_TRANSLATE_NOOP("Ui", "Restore"), 98,
            [](const DrillReport& row) { return measured(row.restoreTook); }),
        tookColumn("compare", QT_TRANSLATE_NOOP("Ui", "Comparison"), 98,
            [](const DrillReport& row) { return measured(row.compareTook); }),
        recoveryColumn(), std::move(tables),
        countColumn("rows", QT_TRANSLATE_NOOP("Ui", "Rows"), 88, [](const DrillReport& row) { return row.rows; })};
}

} // namespace

DrillsView::DrillsView(Session& session, BackupActions& actions, QWidget* parent)
    : BackupsView(parent)
    , m_session(session)
    , m_actions(actions)
    , m_runner(new TaskRunner(session.pool(), this))
    , m_model(new TableModel<DrillReport>(keyOf, columns(), this))
    , m_sentence(makeLabel({}, TypeRole::Body, TextTone::Secondary))
    , m_bar(new ActionBar)
    , m_table(new TableView)
{
    m_table->setModel(m_model);
    m_bar->setRest(m_table->view());
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText); // what a drill found may quote anything
    auto* content = new QWidget;
    auto* head = new QHBoxLayout;
    head->setSpacing(tokens::kSpaceM);
    head->addWidget(m_sentence, 1);
    head->addWidget(m_bar);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceS);
    column->addLayout(head);
    column->addWidget(m_table, 1);
    m_state = new StatePanel(content);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(m_state);
    connect(m_table, &TableView::currentKeyChanged, this, &DrillsView::updateSentence);
    connect(m_state, &StatePanel::retryRequested, this, &DrillsView::refresh);
    connect(m_state, &StatePanel::actionRequested, &m_actions, &BackupActions::drillNewest);
}

void DrillsView::refresh()
{
    using Drills = std::vector<DrillReport>;
    m_runner->start<Drills>(
        [service = m_session.services().backups](TaskContext& context) { return service->drills(context); },
        [this](Result<Drills> drills) { fill(std::move(drills)); });
}

void DrillsView::refreshByClock()
{
    if (!m_runner->isBusy())
        refresh(); // a folder that answers slowly is not asked twice
}

bool DrillsView::isSettled() const
{
    return m_settled && !m_runner->isBusy();
}

void DrillsView::fill(Result<std::vector<DrillReport>> drills)
{
    m_settled = true;
    if (drills) {
        m_heardAt = systemClock().now();
        m_model->setRows(std::move(*drills));
        if (m_model->rows().empty())
            showNone();
        else
            m_state->showContent();
    } else if (!m_model->rows().empty()) {
        m_state->showStale(translated(drills.error().message), m_heardAt);
    } else {
        m_state->showError(drills.error());
    }
    updateSentence();
}

void DrillsView::showNone()
{
    QString advice = Tr::tr("A drill restores a backup into a throw-away database, compares it with its record and "
                            "times it. It proves that the backup can be restored, and tells how long that takes.");
    const QString whyNot = m_actions.whyNoDrill();
    if (!whyNot.isEmpty())
        advice += QStringLiteral("\n\n") + whyNot;
    m_state->showEmpty(Tr::tr("No drill was run yet"), advice,
        whyNot.isEmpty() ? Tr::tr("Run a drill of the newest backup…") : QString());
}

void DrillsView::updateActions()
{
    m_bar->setActions(
        {{QStringLiteral("drill"), Tr::tr("Run a drill of the newest backup…"), QStringLiteral("chronometer-start"),
            m_actions.whyNoDrill(), true, false, [this] { m_actions.drillNewest(); }}},
        Tr::tr("Drills"));
    if (m_state->face() == StatePanel::Face::Empty)
        showNone();
}

/// What the chosen drill found wrong; else how the drills went.
void DrillsView::updateSentence()
{
    const auto& rows = m_model->rows();
    const int row = m_model->rowOfKey(m_table->currentKey());
    if (row >= 0 && !m_model->rowAt(row).passed)
        return m_sentence->setText(qstr(m_model->rowAt(row).problem));
    const auto count = static_cast<int>(rows.size());
    const auto failed = std::ranges::count(rows, false, &DrillReport::passed);
    m_sentence->setText(failed == 0 ? Tr::tr("%n drill(s), none failed.", nullptr, count)
                                    : Tr::tr("%n drill(s), %1 failed.", nullptr, count).arg(failed));
}

void DrillsView::retranslate()
{
    m_table->view()->setAccessibleName(Tr::tr("Drills"));
    updateActions();
    updateSentence();
}

} // namespace qbm::ui
