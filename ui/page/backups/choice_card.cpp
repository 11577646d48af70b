// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/choice_card.h"

#include "widgets/theme/style.h"

#include <QButtonGroup>
#include <QMouseEvent>
#include <QPainter>
#include <QRadioButton>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

/// Where the radio button's words begin: what stands under them is aligned to it.
constexpr int kIndent = 26;

TextTone toneOf(std::optional<State> state)
{
    if (state == State::Danger)
        return TextTone::Danger;
    return state == State::Warning ? TextTone::Warning : TextTone::Muted;
}

} // namespace

ChoiceCard::ChoiceCard(const QString& title, const QString& description, QButtonGroup& group, QWidget* parent)
    : QFrame(parent)
    , m_button(new QRadioButton(title))
    , m_description(makeLabel(description, TypeRole::Body, TextTone::Secondary))
    , m_note(makeLabel({}, TypeRole::Caption, TextTone::Muted))
{
    group.addButton(m_button);
    m_button->setFont(Theme::font(TypeRole::Body, tokens::kWeightSemibold));
    m_button->setAccessibleDescription(description);
    m_note->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::kSpaceM, tokens::kSpaceS, tokens::kSpaceM, tokens::kSpaceM);
    column->setSpacing(tokens::kSpaceXs);
    column->addWidget(m_button);
    for (QLabel* label : {m_description, m_note}) {
        label->setWordWrap(true);
        label->setContentsMargins(kIndent, 0, 0, 0);
        column->addWidget(label);
    }
    connect(m_button, &QRadioButton::toggled, this, qOverload<>(&QWidget::update));
}

void ChoiceCard::setNote(const QString& note, std::optional<State> state)
{
    m_note->setText(state ? glyph(*state) + QLatin1Char(' ') + note : note);
    setTextStyle(*m_note, TypeRole::Caption, toneOf(state));
    m_note->setVisible(!note.isEmpty());
    m_button->setAccessibleDescription(m_description->text() + QLatin1Char(' ') + note);
}

bool ChoiceCard::isChosen() const
{
    return m_button->isChecked();
}

void ChoiceCard::choose()
{
    m_button->setChecked(true);
}

void ChoiceCard::paintEvent(QPaintEvent*)
{
    const auto& colors = Theme::current().colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(isChosen() ? colors.accent : colors.border, tokens::kBorder));
    painter.setBrush(isChosen() ? colors.selection : colors.surface);
    painter.drawRoundedRect(
        QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), tokens::kRadiusControl, tokens::kRadiusControl);
}

void ChoiceCard::mouseReleaseEvent(QMouseEvent* event)
{
    if (isEnabled() && rect().contains(event->position().toPoint())) {
        m_button->setFocus(Qt::MouseFocusReason);
        choose();
    }
}

} // namespace qbm::ui
