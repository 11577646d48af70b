// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/overview/node_card.h"

#include "ui/model/health_text.h"
#include "ui/text/tr.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QTextLayout>
#include <QToolTip>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kHeadingHeight = 20;
constexpr int kLineHeight = 19;
constexpr int kCalmSentenceLines = 2;
/// A part in trouble says why before it shows its numbers; one of them stays.
constexpr int kLinesForFacts = 1;

bool isCalm(health::State state)
{
    return state == health::State::Ok || state == health::State::NotConfigured;
}

} // namespace

NodeCard::NodeCard(QWidget* parent)
    : QAbstractButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void NodeCard::setNode(const health::Node& node)
{
    m_node = node;
    retranslate();
}

void NodeCard::retranslate()
{
    setText(qstr(m_node.title));
    setAccessibleName(QStringLiteral("%1: %2").arg(qstr(m_node.title), word(m_node.state)));
    QStringList parts{sentence()};
    for (const health::Fact& fact : m_node.facts)
        parts << QStringLiteral("%1: %2").arg(translated(fact.label), factText(fact, systemClock().now()));
    setAccessibleDescription(parts.join(QStringLiteral(". ")));
    update();
}

QSize NodeCard::sizeHint() const
{
    return {260, 120};
}

QRect NodeCard::contentBox() const
{
    return rect().adjusted(tokens::kSpaceM, tokens::kSpaceM, -tokens::kSpaceM, -tokens::kSpaceS);
}

QString NodeCard::sentence() const
{
    return translated(m_node.sentence);
}

QStringList NodeCard::sentenceLines() const
{
    if (m_node.state == health::State::Ok)
        return {}; // the facts say it better
    const QRect box = contentBox();
    const int room = (box.height() - kHeadingHeight - tokens::kSpaceXs) / kLineHeight;
    const int most = m_node.facts.empty() ? room
        : isCalm(m_node.state)            ? std::min(room, kCalmSentenceLines)
                                          : std::max(kCalmSentenceLines, room - kLinesForFacts);
    const QString all = sentence();
    const QFont font = Theme::font(TypeRole::Body);
    QTextLayout layout(all, font);
    QStringList lines;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid() && lines.size() < most; line = layout.createLine()) {
        line.setLineWidth(box.width());
        const bool last = lines.size() + 1 == most;
        const QString part = last ? all.mid(line.textStart()) : all.mid(line.textStart(), line.textLength());
        lines << (last ? QFontMetrics(font).elidedText(part, Qt::ElideRight, box.width()) : part.trimmed());
    }
    layout.endLayout();
    return lines;
}

std::vector<NodeCard::FactLine> NodeCard::factLines() const
{
    const QRect box = contentBox();
    int y = box.top() + kHeadingHeight + tokens::kSpaceXs + static_cast<int>(sentenceLines().size()) * kLineHeight;
    std::vector<FactLine> lines;
    for (const health::Fact& fact : m_node.facts) {
        if (y + kLineHeight > box.bottom() + tokens::kSpaceXs)
            break;
        lines.push_back({&fact, QRect(box.left(), y, box.width(), kLineHeight)});
        y += kLineHeight;
    }
    return lines;
}

void NodeCard::paintFrame(QPainter& painter) const
{
    const auto& colors = Theme::current().colors();
    const bool focused = hasFocus();
    QPen pen(focused ? colors.accent : underMouse() ? colors.borderStrong : colors.border, focused ? tokens::kFocusRing : tokens::kBorder);
    if (!focused && !isCalm(m_node.state))
        pen.setColor(color(toState(m_node.state)));
    if (m_node.state == health::State::NotConfigured) {
        pen.setStyle(Qt::DashLine);
        if (!focused)
            pen.setColor(colors.borderStrong);
    }
    painter.setPen(pen);
    painter.setBrush(isDown() ? colors.selection : underMouse() ? colors.hover : colors.surface);
    const double inset = pen.widthF() / 2;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), tokens::kRadiusCard, tokens::kRadiusCard);
}

void NodeCard::paintHeading(QPainter& painter) const
{
    const auto& colors = Theme::current().colors();
    const QRect row(contentBox().left(), contentBox().top(), contentBox().width(), kHeadingHeight);
    const State state = toState(m_node.state);
    paintStateGlyph(painter, QRectF(row.left(), row.top(), tokens::kGlyph, row.height()), state);

    const QFont nameFont = Theme::font(TypeRole::Section, tokens::kWeightSemibold);
    const QFontMetrics small(Theme::font(TypeRole::Caption));
    const int wordWidth = small.horizontalAdvance(word(m_node.state));
    const bool told = m_node.state != health::State::NotConfigured && m_node.checkedAt != TimePoint{};
    QString age = told ? QStringLiteral(" · ") + ageText(m_node.checkedAt, systemClock().now()) : QString();
    const int room = row.width() - tokens::kGlyph - 2 * tokens::kSpaceS - wordWidth;
    if (QFontMetrics(nameFont).horizontalAdvance(text()) > room - small.horizontalAdvance(age) - tokens::kSpaceXs)
        age.clear(); // the name comes first; the age is in the tooltip
    const int ageWidth = small.horizontalAdvance(age);
    painter.setFont(Theme::font(TypeRole::Caption));
    painter.setPen(colors.textMuted);
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, age);
    painter.setPen(isCalm(m_node.state) ? colors.textMuted : color(state));
    painter.drawText(row.adjusted(0, 0, -ageWidth, 0), Qt::AlignRight | Qt::AlignVCenter, word(m_node.state));

    const QRect name = row.adjusted(tokens::kGlyph + tokens::kSpaceS, 0, -ageWidth - wordWidth - tokens::kSpaceS, 0);
    painter.setFont(nameFont);
    painter.setPen(m_node.state == health::State::NotConfigured ? colors.textMuted : colors.text);
    painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(text(), Qt::ElideRight, name.width()));
}

void NodeCard::paintFact(QPainter& painter, const FactLine& line) const
{
    const auto& colors = Theme::current().colors();
    const health::Fact& fact = *line.fact;
    const ReadingText reading = describe(fact.reading, systemClock().now());
    const QFontMetrics body(Theme::font(TypeRole::Body, tokens::kWeightMedium));
    const int wordsRoom = line.box.width() - body.horizontalAdvance(translated(fact.label)) - tokens::kSpaceS;
    // "17.4 MiB of 256 MiB" gives way to "17.4 MiB" before the label does; words without a number stay.
    const bool wordsFit = fact.reading.unit == Unit::None || body.horizontalAdvance(translated(fact.words)) <= wordsRoom;
    const bool plain = (fact.words.empty() || !wordsFit) && fact.reading.hasValue() && reading.stateWord.isEmpty();
    const QString value = plain ? reading.number : factText(fact, systemClock().now());
    const QString unit = plain && !reading.unit.isEmpty() ? QLatin1Char(' ') + reading.unit : QString();
    painter.setFont(Theme::font(TypeRole::Caption));
    const int unitWidth = painter.fontMetrics().horizontalAdvance(unit);
    painter.setPen(colors.textMuted);
    painter.drawText(line.box, Qt::AlignRight | Qt::AlignVCenter, unit);
    painter.setFont(Theme::font(TypeRole::Body, tokens::kWeightMedium));
    painter.setPen(fact.reading.hasValue() ? colors.text : colors.textMuted); // not known, and no fault of this part
    const QRect number = line.box.adjusted(0, 0, -unitWidth, 0);
    painter.drawText(number, Qt::AlignRight | Qt::AlignVCenter, value);
    const int used = painter.fontMetrics().horizontalAdvance(value) + unitWidth + tokens::kSpaceS;
    painter.setFont(Theme::font(TypeRole::Body));
    painter.setPen(colors.textSecondary);
    painter.drawText(line.box, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(translated(fact.label), Qt::ElideRight, line.box.width() - used));
}

void NodeCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintFrame(painter);
    paintHeading(painter);
    painter.setFont(Theme::font(TypeRole::Body));
    painter.setPen(isCalm(m_node.state) ? Theme::current().colors().textMuted : Theme::current().colors().textSecondary);
    QRect row(contentBox().left(), contentBox().top() + kHeadingHeight + tokens::kSpaceXs, contentBox().width(), kLineHeight);
    for (const QString& line : sentenceLines()) {
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, line);
        row.translate(0, kLineHeight);
    }
    for (const FactLine& line : factLines())
        paintFact(painter, line);
}

QString NodeCard::toolTipAt(const QPoint& position) const
{
    for (const FactLine& line : factLines()) {
        if (line.box.contains(position))
            return translated(line.fact->label) + QLatin1Char('\n') + describe(line.fact->reading, systemClock().now()).toolTip;
    }
    QStringList lines{sentence()};
    if (m_node.checkedAt != TimePoint{})
        lines << Tr::tr("Checked: %1").arg(localTimeText(m_node.checkedAt));
    return lines.join(QLatin1Char('\n'));
}

bool NodeCard::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), toolTipAt(help->pos()), this);
        return true;
    }
    return QAbstractButton::event(event);
}

void NodeCard::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down: Q_EMIT arrowPressed(event->key()); return;
    case Qt::Key_Return:
    case Qt::Key_Enter: click(); return;
    default: QAbstractButton::keyPressEvent(event);
    }
}

void NodeCard::enterEvent(QEnterEvent*)
{
    update();
}

void NodeCard::leaveEvent(QEvent*)
{
    update();
}

} // namespace qbm::ui
