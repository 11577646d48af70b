// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/backups_page.h"

#include "ui/async/task_runner.h"
#include "ui/layout/scrolled.h"
#include "ui/model/columns.h"
#include "ui/operation/operation_dialog.h"
#include "ui/page/backups/backup_details.h"
#include "ui/session/session.h"
#include "widgets/feedback/banner.h"
#include "widgets/feedback/dialog.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/form/form.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/icons.h"

#include <QBoxLayout>
#include <QPushButton>
#include <algorithm>
#include <limits>

namespace qbm::ui {

using namespace widgets;
using backup::Backup;

namespace {

std::vector<TableColumn<Backup>> columns()
{
    auto state = textColumn<Backup>("state", QT_TRANSLATE_NOOP("Ui", "State"), 110, [](const Backup& row) { return backupWord(row); });
    state.state = [](const Backup& row) { return backupState(row); };
    state.toolTip = [](const Backup& row) { return translated(explain(row.state)); };
    auto name = stretchColumn<Backup>("name", QT_TRANSLATE_NOOP("Ui", "Backup"), 260, [](const Backup& row) { return qstr(row.name); });
    name.mono = true;
    return {state, name, timeColumn<Backup>("taken", QT_TRANSLATE_NOOP("Ui", "Data as of"), [](const Backup& row) { return row.takenAt; }),
        ageColumn<Backup>("age", QT_TRANSLATE_NOOP("Ui", "Age"), [](const Backup& row) { return row.takenAt; }),
        quantityColumn<Backup>("size", QT_TRANSLATE_NOOP("Ui", "Size"), 90, Unit::Bytes, [](const Backup& row) { return static_cast<double>(row.sizeBytes); }),
        quantityColumn<Backup>("rows", QT_TRANSLATE_NOOP("Ui", "Rows"), 90, Unit::Count,
            [](const Backup& row) {
                return row.sidecar && row.sidecar->counted ? static_cast<double>(row.sidecar->totalRows()) : std::numeric_limits<double>::quiet_NaN();
            }),
        textColumn<Backup>("server", QT_TRANSLATE_NOOP("Ui", "Server"), 70,
            [](const Backup& row) { return row.sidecar ? qstr(row.sidecar->serverVersion).section(QLatin1Char(' '), 0, 0) : qstr(kUnknown); }),
        textColumn<Backup>("label", QT_TRANSLATE_NOOP("Ui", "Label"), 140, [](const Backup& row) { return row.sidecar ? qstr(row.sidecar->label) : QString(); })};
}

} // namespace

BackupsPage::BackupsPage(Session& session)
    : Page(session, QStringLiteral("backups"))
    , m_runner(new TaskRunner(session.pool(), this))
    , m_verifier(new TaskRunner(session.pool(), this))
    , m_planner(new TaskRunner(session.pool(), this))
    , m_model(new TableModel<Backup>([](const Backup& row) { return qstr(row.name); }, columns(), this))
    , m_table(new TableView)
    , m_filter(new SearchField)
    , m_result(new Banner)
    , m_details(new SidePanel(this))
    , m_backUp(new QPushButton)
    , m_restore(new QPushButton)
    , m_verify(new QPushButton)
{
    m_table->setModel(m_model);
    m_table->setFilterField(m_filter);
    auto* tools = new QHBoxLayout;
    tools->setSpacing(tokens::kSpaceS);
    tools->addWidget(m_filter, 1);
    tools->addWidget(m_verify);
    tools->addWidget(m_restore);
    body()->addLayout(tools);
    m_result->setClosable(true);
    m_result->hide();
    body()->addWidget(m_result);
    body()->addWidget(m_table, 1);
    addHeadWidget(m_backUp);
    setButtonKind(*m_backUp, ButtonKind::Primary);
    connect(m_backUp, &QPushButton::clicked, this, &BackupsPage::backUp);
    connect(m_restore, &QPushButton::clicked, this, &BackupsPage::restore);
    connect(m_verify, &QPushButton::clicked, this, &BackupsPage::verify);
    connect(m_result, &Banner::closed, m_result, &QWidget::hide);
    connect(m_table, &TableView::currentKeyChanged, this, &BackupsPage::updateButtons);
    connect(m_table, &TableView::activated, this, &BackupsPage::openDetails);
    connect(m_table->statePanel(), &StatePanel::retryRequested, this, &BackupsPage::refresh);
}

QString BackupsPage::title() const
{
    return Tr::tr("Backups");
}

void BackupsPage::retranslate()
{
    m_backUp->setText(Tr::tr("Back up now"));
    m_restore->setText(Tr::tr("Restore this backup"));
    m_verify->setText(m_verifier->isBusy() ? Tr::tr("Stop verifying") : Tr::tr("Verify this backup"));
    m_filter->setPlaceholderText(Tr::tr("Filter by name, label or state"));
    m_table->view()->setAccessibleName(Tr::tr("Backups"));
    m_table->setEmptyText(Tr::tr("There is no backup yet"), Tr::tr("\"Back up now\" makes the first one in %1.").arg(qstr(session().services().backups->folder())));
    updateButtons();
    if (m_settled)
        updateSentence();
    if (m_details->isOpen())
        openDetails(m_detailsOf);
}

void BackupsPage::refresh()
{
    m_runner->start<Contents>(
        [service = session().services().backups](TaskContext& context) -> Result<Contents> {
            Contents contents;
            QBM_TRY(backups, service->list(context));
            QBM_TRY(facts, service->facts(context));
            contents.backups = std::move(backups);
            contents.facts = std::move(facts);
            return contents;
        },
        [this](Result<Contents> contents) {
            m_settled = true;
            if (contents)
                fill(*contents);
            else if (m_contents.facts.at != TimePoint{})
                m_table->statePanel()->showStale(translated(contents.error().message), m_contents.facts.at);
            else
                m_table->statePanel()->showError(contents.error());
        });
}

void BackupsPage::fill(const Contents& contents)
{
    m_contents = contents;
    m_model->setRows(contents.backups);
    updateSentence();
    updateButtons();
}

/// NB3: what a restore would lose now and how long it would take, from what was measured.
void BackupsPage::updateSentence()
{
    const service::BackupFacts& facts = m_contents.facts;
    if (!facts.newestGood) {
        setSentence(Tr::tr("Nothing can be restored: there is no usable backup in %1.").arg(qstr(session().services().backups->folder())));
        setAttention(State::Danger, Tr::tr("no backup"));
        return;
    }
    QString sentence = Tr::tr("A restore now loses %1").arg(qstr(formatDuration(facts.age.value_or(std::chrono::seconds(0)))));
    sentence += facts.lastRestoreTook ? Tr::tr(" and takes about %1.").arg(qstr(formatDuration(*facts.lastRestoreTook)))
                                      : Tr::tr("; how long it takes is not known until one was made.");
    sentence += QLatin1Char(' ') + Tr::tr("%n usable backup(s), %1 in %2.", nullptr, static_cast<int>(facts.count)).arg(qstr(formatBytes(facts.totalBytes)), qstr(session().services().backups->folder()));
    setSentence(sentence);
    setAttention(facts.broken > 0 ? std::optional(State::Warning) : std::nullopt, Tr::tr("broken files in the backup folder"));
}

const Backup* BackupsPage::selected() const
{
    const std::string name = m_table->currentKey().toStdString();
    const auto found = std::ranges::find(m_contents.backups, name, &Backup::name);
    return found == m_contents.backups.end() ? nullptr : &*found;
}

void BackupsPage::updateButtons()
{
    const Backup* backup = selected();
    const bool usable = backup != nullptr && backup->usable();
    const QString choose = Tr::tr("Choose a usable backup in the table first.");
    m_verify->setEnabled(usable || m_verifier->isBusy());
    m_verify->setToolTip(usable ? Tr::tr("Reads it from end to end and compares it with its checksum") : choose);
    m_restore->setEnabled(usable && !session().isReadOnly());
    m_restore->setToolTip(session().isReadOnly() ? Tr::tr("This window is read-only.") : usable ? QString() : choose);
    m_backUp->setEnabled(!session().isReadOnly());
    m_backUp->setToolTip(session().isReadOnly() ? Tr::tr("This window is read-only.") : QString());
}

void BackupsPage::backUp()
{
    OperationDialog::propose(session(), window(), session().services().backups->makeBackupOperation({}));
}

void BackupsPage::restore()
{
    const Backup* backup = selected();
    if (backup == nullptr)
        return;
    using Made = std::shared_ptr<operation::Operation>;
    backup::RestoreOptions options;
    options.stopApplication = session().profile().kubernetes.has_value(); // without a cluster there is nothing to scale; the plan says so
    m_planner->start<Made>(
        [service = session().services().backups, name = backup->name, options](TaskContext& context) -> Result<Made> {
            QBM_TRY(operation, service->makeRestoreOperation(name, options, context));
            return Made(std::move(operation));
        },
        [this](Result<Made> made) {
            if (made)
                OperationDialog::propose(session(), window(), std::move(*made));
            else
                tell(window(), State::Danger, Tr::tr("This backup cannot be restored"), translated(made.error().message), qstr(made.error().detail));
        });
}

void BackupsPage::verify()
{
    if (m_verifier->isBusy()) {
        m_verifier->requestStop();
        return;
    }
    const Backup* backup = selected();
    if (backup == nullptr)
        return;
    m_result->setMessage(State::Info, Tr::tr("Reading %1 from end to end").arg(qstr(backup->name)));
    m_result->show();
    m_verifier->start<backup::VerifyReport>(
        [service = session().services().backups, name = backup->name](TaskContext& context) { return service->verify(name, context); },
        [this](Result<backup::VerifyReport> report) { showVerified(report); });
    retranslate();
}

void BackupsPage::showVerified(const Result<backup::VerifyReport>& report)
{
    if (!report) {
        m_result->setMessage(report.error().kind == ErrorKind::Cancelled ? State::Info : State::Danger, translated(report.error().message));
    } else {
        const QString size = qstr(formatBytes(report->sizeBytes));
        m_result->setMessage(State::Ok,
            report->checksumKnown
                ? Tr::tr("%1 is in order: its checksum is the one taken when it was made (%2, %n table(s)).", nullptr, report->tables).arg(qstr(report->name), size)
                : Tr::tr("%1 can be read to its end (%2, %n table(s)). There is no checksum to hold it against.", nullptr, report->tables).arg(qstr(report->name), size));
    }
    m_result->show();
    retranslate();
    refresh();
}

void BackupsPage::openDetails(const QString& name)
{
    const auto found = std::ranges::find(m_contents.backups, name.toStdString(), &Backup::name);
    if (found == m_contents.backups.end())
        return;
    m_detailsOf = name;
    m_details->setTitle(name);
    m_details->setContent(scrolled(new BackupDetails(*found)));
    m_details->openPanel();
}

void BackupsPage::showObject(const QString& object)
{
    m_table->selectKey(object);
}

std::vector<Command> BackupsPage::commands()
{
    std::vector<Command> commands;
    if (m_backUp->isEnabled())
        commands.push_back({Tr::tr("Back up now"), {}, icon(QStringLiteral("document-save"), TextTone::Secondary), [this] { backUp(); }});
    return commands;
}

} // namespace qbm::ui
