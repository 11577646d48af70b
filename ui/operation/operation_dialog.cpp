// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/operation/operation_dialog.h"

#include "ui/async/task_runner.h"
#include "ui/layout/scrolled.h"
#include "ui/operation/plan_view.h"
#include "ui/operation/run_view.h"
#include "ui/operation/task_center.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/feedback/state_panel.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kWidth = 680;
constexpr int kBodyHeight = 400;

} // namespace

OperationDialog* OperationDialog::propose(Session& session, QWidget* parent, std::shared_ptr<operation::Operation> operation)
{
    auto* dialog = new OperationDialog(parent);
    dialog->m_session = &session;
    dialog->m_runner = new TaskRunner(session.pool(), dialog);
    dialog->m_operation = std::move(operation);
    dialog->setHeading(Tr::tr("Making the plan"));
    dialog->loadPlan();
    dialog->open();
    return dialog;
}

OperationDialog* OperationDialog::follow(QWidget* parent, RunningOperation* operation)
{
    auto* dialog = new OperationDialog(parent);
    if (operation->session().isLeft())
        dialog->setSentence(Tr::tr("In %1, which this window shows no more.").arg(qstr(operation->session().profile().name)));
    dialog->showRun(operation);
    dialog->open();
    return dialog;
}

OperationDialog::OperationDialog(QWidget* parent)
    : Dialog(parent)
    , m_previewHost(new QWidget)
    , m_why(makeLabel({}, TypeRole::Body, TextTone::Secondary))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kWidth);
    new QVBoxLayout(m_previewHost);
    m_previewHost->layout()->setContentsMargins(0, 0, 0, 0);
    m_panel = new StatePanel(m_previewHost);
    m_panel->setMinimumHeight(kBodyHeight);
    auto* host = new QWidget;
    m_stack = new QStackedLayout(host);
    m_stack->addWidget(m_panel);
    body()->addWidget(host, 1);
    m_why->hide();
    body()->addWidget(m_why);
    m_close = addButton(Tr::tr("Cancel"));
    m_stop = addButton(Tr::tr("Stop"), ButtonKind::Danger);
    m_run = addButton({}, ButtonKind::Primary);
    m_stop->hide();
    m_run->hide();
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
    connect(m_run, &QPushButton::clicked, this, &OperationDialog::begin);
    connect(m_panel, &StatePanel::retryRequested, this, &OperationDialog::loadPlan);
}

bool OperationDialog::isSettled() const
{
    return m_stack->currentIndex() != 0 || m_panel->face() != StatePanel::Face::Loading;
}

/// Its system is shown no more: nothing may begin there.
bool OperationDialog::isLeft() const
{
    return !m_session || m_session->isLeft();
}

void OperationDialog::loadPlan()
{
    if (isLeft()) {
        close();
        return;
    }
    m_panel->showLoading(Tr::tr("Reading what would change, and checking whether it may"));
    m_run->hide();
    m_runner->start<Preview>(
        [operation = m_operation](TaskContext& context) -> Result<Preview> {
            QBM_TRY(plan, operation->plan(context));
            QBM_TRY(checks, operation->check(context));
            return Preview{std::move(plan), std::move(checks)};
        },
        [this](Result<Preview> preview) {
            if (preview)
                showPreview(*preview);
            else
                showNoPlan(preview.error());
        });
}

void OperationDialog::showNoPlan(const Error& error)
{
    setHeading(Tr::tr("There is no plan"));
    m_panel->showError(error);
    m_close->setText(Tr::tr("Close"));
}

void OperationDialog::showPreview(const Preview& preview)
{
    m_preview = preview;
    setHeading(translated(preview.plan.title));
    setSentence(translated(preview.plan.consequence));
    auto* content = new PlanView(preview.plan, preview.checks);
    content->layout()->setContentsMargins(0, 0, tokens::kSpaceM, 0); // beside the scroll bar
    auto* consent = new QWidget; // under the plan, never scrolled away
    auto* form = new QFormLayout(consent);
    form->setContentsMargins(0, tokens::kSpaceM, 0, 0);
    form->setLabelAlignment(Qt::AlignLeft);
    form->setHorizontalSpacing(tokens::kSpaceL);
    m_reason = new QLineEdit;
    m_reason->setPlaceholderText(Tr::tr("Written into the ledger"));
    form->addRow(Tr::tr("Reason"), m_reason);
    m_target = nullptr;
    m_hasRead = nullptr;
    const operation::Confirmation confirmation = operation::requiredConfirmation(m_session ? m_session->profile().tier : Tier::Production);
    if (confirmation == operation::Confirmation::ButtonAfterReading) {
        m_hasRead = new QCheckBox(Tr::tr("I have read the plan"));
        form->addRow(QString(), m_hasRead);
        connect(m_hasRead, &QCheckBox::toggled, this, &OperationDialog::updateRunButton);
    }
    if (confirmation == operation::Confirmation::TypeTarget) {
        m_target = new QLineEdit;
        m_target->setAccessibleName(Tr::tr("Name of what will be changed"));
        form->addRow(Tr::tr("Type %1 to confirm").arg(qstr(preview.plan.target)), m_target);
        connect(m_target, &QLineEdit::textChanged, this, &OperationDialog::updateRunButton);
    }
    while (QLayoutItem* item = m_previewHost->layout()->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_previewHost->layout()->addWidget(scrolled(content));
    m_previewHost->layout()->addWidget(makeSeparator());
    m_previewHost->layout()->addWidget(consent);
    m_panel->showContent();
    m_run->setText(translated(preview.plan.title));
    setButtonKind(*m_run, preview.plan.destructive ? ButtonKind::Danger : ButtonKind::Primary);
    m_run->show();
    m_close->setText(Tr::tr("Cancel"));
    updateRunButton();
    (m_target != nullptr ? m_target : m_reason)->setFocus();
}

void OperationDialog::updateRunButton()
{
    QString why;
    if (!m_session || m_session->isReadOnly())
        why = Tr::tr("This window is read-only.");
    else if (!operation::mayRun(m_preview.checks))
        why = Tr::tr("A check says no; its reason stands above.");
    else if (m_hasRead && !m_hasRead->isChecked())
        why = Tr::tr("Read the plan first.");
    else if (m_target && m_target->text() != qstr(m_preview.plan.target))
        why = Tr::tr("Type %1 above to confirm.").arg(qstr(m_preview.plan.target));
    m_run->setEnabled(why.isEmpty());
    m_run->setToolTip(why);
    m_run->setAccessibleDescription(why);
    m_why->setText(why);
    m_why->setVisible(!why.isEmpty());
}

void OperationDialog::begin()
{
    if (isLeft()) {
        close();
        return;
    }
    RunningOperation* operation = m_session->tasks().run(std::move(m_operation), m_preview.plan, m_reason->text());
    Q_EMIT began(operation);
    showRun(operation);
}

void OperationDialog::showRun(RunningOperation* operation)
{
    setHeading(translated(operation->record().title));
    m_stack->addWidget(new RunView(operation));
    m_stack->setCurrentIndex(m_stack->count() - 1);
    m_run->hide();
    m_why->hide();
    const auto update = [this, operation] {
        m_stop->setVisible(operation->isRunning());
        m_stop->setEnabled(!operation->isStopRequested());
        m_close->setText(operation->isRunning() ? Tr::tr("Continue in the background") : Tr::tr("Close"));
        if (!operation->isRunning())
            m_close->setFocus();
    };
    m_stop->setText(Tr::tr("Stop"));
    connect(m_stop, &QPushButton::clicked, operation, &RunningOperation::requestStop);
    connect(operation, &RunningOperation::changed, this, [this, operation] { m_stop->setEnabled(!operation->isStopRequested()); });
    connect(operation, &RunningOperation::ended, this, update);
    update();
}

void OperationDialog::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    Dialog::keyPressEvent(event);
}

} // namespace qbm::ui
