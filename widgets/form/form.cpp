// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/form.h"

#include "widgets/theme/state.h"
#include "widgets/theme/style.h"

#include <QAccessible>
#include <QStyle>
#include <QVBoxLayout>

namespace qbm::widgets {

FormRow::FormRow(const QString& label, QWidget* field, QWidget* parent)
    : QWidget(parent)
    , m_label(makeLabel(label, TypeRole::Body, TextTone::Secondary, tokens::kWeightMedium))
    , m_field(field)
    , m_note(makeLabel({}, TypeRole::Caption, TextTone::Muted))
{
    m_note->setWordWrap(true);
    m_label->setBuddy(field);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceXs);
    column->addWidget(m_label);
    column->addWidget(field);
    column->addWidget(m_note);
    setLabel(label);
    updateNote();
}

void FormRow::setLabel(const QString& label)
{
    m_label->setText(label);
    m_label->setVisible(!label.isEmpty());
    m_field->setAccessibleName(label);
}

void FormRow::setHint(const QString& hint)
{
    m_hint = hint;
    updateNote();
}

void FormRow::setError(const QString& message)
{
    if (m_error == message)
        return;
    m_error = message;
    updateNote();
    m_field->setProperty("invalid", hasError());
    m_field->style()->unpolish(m_field);
    m_field->style()->polish(m_field);
    QAccessibleEvent changed(m_field, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

void FormRow::updateNote()
{
    const QString& note = hasError() ? m_error : m_hint;
    m_note->setText(hasError() ? glyph(State::Danger) + QLatin1Char(' ') + note : note);
    setTextStyle(*m_note, TypeRole::Caption, hasError() ? TextTone::Danger : TextTone::Muted);
    m_note->setVisible(!note.isEmpty());
    m_field->setAccessibleDescription(note);
}

Form::Form(QWidget* parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins({});
    m_column->setSpacing(tokens::kSpaceM);
    m_column->addStretch(1);
}

FormRow* Form::addRow(const QString& label, QWidget* field)
{
    auto* row = new FormRow(label, field);
    m_column->insertWidget(m_column->count() - 1, row);
    m_rows.append(row);
    return row;
}

void Form::addSection(const QString& title)
{
    if (!m_rows.isEmpty())
        m_column->insertSpacing(m_column->count() - 1, tokens::kSpaceS);
    m_column->insertWidget(m_column->count() - 1, makeLabel(title, TypeRole::Section, TextTone::Primary, tokens::kWeightSemibold));
}

bool Form::focusFirstError()
{
    for (FormRow* row : std::as_const(m_rows)) {
        if (row->hasError()) {
            row->field()->setFocus(Qt::OtherFocusReason);
            return true;
        }
    }
    return false;
}

} // namespace qbm::widgets
