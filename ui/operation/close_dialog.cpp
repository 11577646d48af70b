// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/operation/close_dialog.h"

#include "core/service/operation_service.h"
#include "ui/async/task_runner.h"
#include "ui/operation/task_center.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/form/form.h"
#include "widgets/theme/style.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

/// The steps whose changes stay; one that was under way may have done its work.
QString doneSteps(const operation::Record& record)
{
    using operation::StepState;
    QStringList titles;
    for (const operation::StepRecord& step : record.steps) {
        if (step.state != StepState::Pending && step.state != StepState::Undone)
            titles << QStringLiteral("• ") + translated(step.title);
    }
    return titles.isEmpty() ? QString() : Tr::tr("Done or begun, and not taken back:") + QLatin1Char('\n') + titles.join(QLatin1Char('\n'));
}

} // namespace

CloseDialog* CloseDialog::propose(Session& session, QWidget* parent, const operation::Record& record)
{
    auto* dialog = new CloseDialog(session, parent, record);
    dialog->open();
    return dialog;
}

CloseDialog::CloseDialog(Session& session, QWidget* parent, operation::Record record)
    : Dialog(parent)
    , m_session(&session)
    , m_connection(session.connection())
    , m_record(std::move(record))
    , m_reader(new TaskRunner(m_connection->calls, this))
    , m_writer(new TaskRunner(m_connection->calls, this))
    , m_now(makeLabel({}))
    , m_reason(new QLineEdit)
    , m_error(makeLabel({}, TypeRole::Body, TextTone::Danger))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setHeading(Tr::tr("Close \"%1\"").arg(translated(m_record.title)));
    setSentence(Tr::tr("Closing changes nothing in the system: what the operation had done and not taken back stays. It is "
                       "neither continued nor taken back afterwards; who closed it, when and why stands in the ledger."));
    for (QLabel* label : {m_now, m_error}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->hide();
        body()->addWidget(label);
    }
    if (const QString done = doneSteps(m_record); !done.isEmpty()) {
        QLabel* steps = makeLabel(done, TypeRole::Body, TextTone::Secondary);
        steps->setWordWrap(true);
        body()->addWidget(steps);
    }
    auto* form = new Form;
    FormRow* row = form->addRow(Tr::tr("Reason"), m_reason);
    row->setHint(Tr::tr("Written into the ledger"));
    body()->addWidget(form);
    addCancelButton();
    m_close = addButton(Tr::tr("Close operation"), ButtonKind::Primary);
    connect(m_reason, &QLineEdit::textChanged, this, &CloseDialog::updateButton);
    connect(m_close, &QPushButton::clicked, this, &CloseDialog::closeOperation);
    updateButton();
    m_reason->setFocus();
    askWhatIsThere();
}

void CloseDialog::askWhatIsThere()
{
    m_now->setText(Tr::tr("Looking at what is there now…"));
    m_now->show();
    m_reader->start<Text>(
        [operations = m_connection->services.operations, record = m_record](TaskContext& context) { return operations->standing(record, context); },
        [this](Result<Text> standing) {
            const QString now = standing ? translated(*standing)
                                         : Tr::tr("What is there now cannot be told: %1").arg(translated(standing.error().message));
            m_now->setText(now);
            m_now->setVisible(!now.isEmpty());
            fitToContent();
        });
}

void CloseDialog::updateButton()
{
    const QString why = m_connection->services.access == AccessMode::ReadOnly ? Tr::tr("This window is read-only.")
        : m_reason->text().trimmed().isEmpty()                             ? Tr::tr("Say why first.")
                                                                           : QString();
    m_close->setEnabled(why.isEmpty());
    m_close->setToolTip(why);
    m_close->setAccessibleDescription(why);
}

void CloseDialog::closeOperation()
{
    m_close->setEnabled(false);
    m_writer->start<operation::Record>(
        [operations = m_connection->services.operations, id = m_record.id, reason = m_reason->text().toStdString()](
            TaskContext&) { return operations->close(id, reason); },
        [this](Result<operation::Record> record) {
            if (!record) {
                m_error->setText(translated(record.error().message));
                m_error->show();
                updateButton();
                fitToContent();
                return;
            }
            if (m_session)
                m_session->tasks().noteClosed(*record);
            Q_EMIT closed(*record);
            accept();
        });
}

} // namespace qbm::ui
