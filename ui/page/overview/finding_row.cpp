// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/overview/finding_row.h"

#include "ui/model/health_text.h"
#include "ui/text/tr.h"
#include "widgets/feedback/elided_label.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/theme/style.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kRowHeight = 28;

TextTone toneOf(State state)
{
    switch (state) {
    case State::Ok: return TextTone::Ok;
    case State::Warning: return TextTone::Warning;
    case State::Danger: return TextTone::Danger;
    default: return TextTone::Primary;
    }
}

/// Clicks go to the button below.
template <class Label>
Label* inButton(Label* label)
{
    label->setAttribute(Qt::WA_TransparentForMouseEvents);
    return label;
}

QLabel* wrapped(QLabel* label)
{
    label->setWordWrap(true);
    return inButton(label);
}

} // namespace

LeadingButton::LeadingButton(QWidget* parent)
    : QAbstractButton(parent)
{
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
    setLeads(true);
}

void LeadingButton::setLeads(bool leads)
{
    setEnabled(leads);
    setFocusPolicy(leads ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(leads ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void LeadingButton::setShownState(State state)
{
    m_state = state;
    update();
}

void LeadingButton::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void LeadingButton::paintEvent(QPaintEvent*)
{
    const auto& colors = Theme::current().colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setPen(Qt::NoPen);
    if (isEnabled() && (underMouse() || isDown())) {
        painter.setBrush(isDown() ? colors.selection : colors.hover);
        painter.drawRoundedRect(frame, tokens::kRadiusControl, tokens::kRadiusControl);
    }
    if (hasFocus()) {
        painter.setPen(QPen(colors.accent, tokens::kFocusRing));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame, tokens::kRadiusControl, tokens::kRadiusControl);
    }
    const QRectF box = glyphBox();
    paintStateGlyph(painter, box, m_state, box.width());
}

void LeadingButton::enterEvent(QEnterEvent*)
{
    update();
}

void LeadingButton::leaveEvent(QEvent*)
{
    update();
}

HeadlineButton::HeadlineButton(QWidget* parent)
    : LeadingButton(parent)
    , m_what(wrapped(makeLabel({}, TypeRole::TileValue, TextTone::Primary, tokens::kWeightSemibold)))
    , m_why(wrapped(makeLabel({}, TypeRole::Section)))
    , m_when(inButton(makeLabel({}, TypeRole::Body, TextTone::Secondary)))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::kSpaceS + tokens::kGlyphLarge + tokens::kSpaceM, tokens::kSpaceXs, tokens::kSpaceS, tokens::kSpaceS);
    column->setSpacing(tokens::kSpaceXs);
    column->addWidget(m_what);
    column->addWidget(m_why);
    column->addWidget(m_when);
}

void HeadlineButton::setTexts(const QString& what, const QString& why, const QString& when)
{
    setTextStyle(*m_what, TypeRole::TileValue, toneOf(shownState()), tokens::kWeightSemibold);
    m_what->setText(what);
    m_why->setText(why);
    m_why->setVisible(!why.isEmpty());
    m_when->setText(when);
    m_when->setVisible(!when.isEmpty());
    setText(what);
    setAccessibleName(QStringLiteral("%1: %2").arg(widgets::word(shownState()), what));
    setAccessibleDescription(QStringList{why, when}.join(QStringLiteral(". ")));
}

QRectF HeadlineButton::glyphBox() const
{
    // On the height of the first line, however many there are.
    const int line = m_what->fontMetrics().height();
    return {double(tokens::kSpaceS), m_what->y() + (line - tokens::kGlyphLarge) / 2.0, double(tokens::kGlyphLarge), double(tokens::kGlyphLarge)};
}

FindingRow::FindingRow(QWidget* parent)
    : LeadingButton(parent)
    , m_what(inButton(makeLabel({}, TypeRole::Body, TextTone::Primary, tokens::kWeightMedium)))
    , m_why(inButton(new ElidedLabel))
    , m_since(inButton(makeLabel({}, TypeRole::Caption, TextTone::Muted)))
{
    setTextStyle(*m_why, TypeRole::Body, TextTone::Secondary);
    m_why->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(tokens::kSpaceS + tokens::kGlyphLarge + tokens::kSpaceM, 0, tokens::kSpaceS, 0);
    row->setSpacing(tokens::kSpaceM);
    row->addWidget(m_what);
    row->addWidget(m_why, 1);
    row->addWidget(m_since);
    setFixedHeight(kRowHeight);
}

void FindingRow::setFinding(const health::Finding& finding, TimePoint now)
{
    m_address = finding.leadsTo;
    setShownState(toState(finding.severity));
    m_what->setText(translated(finding.what));
    m_why->setText(translated(finding.why));
    m_since->setText(finding.since ? Tr::tr("for %1").arg(ageText(*finding.since, now)) : QString());
    setText(translated(finding.sentence()));
    setAccessibleName(QStringLiteral("%1: %2").arg(word(finding.severity), text()));
    QStringList more{text()};
    if (!finding.detail.empty())
        more << qstr(finding.detail);
    if (!finding.source.empty())
        more << Tr::tr("%1, checked at %2").arg(translated(Text(finding.source)), localTimeText(finding.at));
    setToolTip(more.join(QLatin1Char('\n')));
}

QRectF FindingRow::glyphBox() const
{
    const double side = tokens::kGlyph;
    return {tokens::kSpaceS + (tokens::kGlyphLarge - side) / 2, (height() - side) / 2, side, side};
}

} // namespace qbm::ui
