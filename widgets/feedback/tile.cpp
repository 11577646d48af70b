// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/feedback/tile.h"

#include "widgets/chart/sparkline.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/tr.h"

#include <QKeyEvent>
#include <QPainter>
#include <QTextLayout>

namespace qbm::widgets {

namespace {

constexpr int kHeight = 124;
constexpr int kLabelTop = tokens::kSpaceM;
constexpr int kValueTop = 34;
constexpr int kValueHeight = 40;
constexpr int kFooterHeight = 18;
constexpr int kMaxSparklineWidth = 120;
/// The sparkline gets what the value leaves, but is no use below this.
constexpr int kMinSparklineWidth = 48;
constexpr int kReasonLines = 3;

} // namespace

Tile::Tile(const QString& label, QWidget* parent, const qbm::Clock& clock)
    : QAbstractButton(parent)
    , m_clock(clock)
    , m_sparkline(new Sparkline(this))
{
    m_sparkline->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_sparkline->hide();
    setText(label);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
    refresh();
}

void Tile::setLabel(const QString& label)
{
    setText(label);
    refresh();
}

void Tile::setReading(const qbm::Reading& reading)
{
    m_reading = reading;
    refresh();
}

void Tile::setValueText(const QString& value)
{
    m_valueText = value;
    refresh();
}

void Tile::setState(std::optional<State> state, const QString& word)
{
    m_state = state;
    m_stateWord = word;
    refresh();
}

void Tile::setDetail(const QString& sentence)
{
    m_detail = sentence;
    refresh();
}

void Tile::setTrend(std::vector<double> times, std::vector<double> values)
{
    m_sparkline->setData(std::move(times), std::move(values));
    refresh();
}

QString Tile::valueText() const
{
    const ReadingText text = describe(m_reading, m_clock.now());
    if (m_reading.hasValue() && !m_valueText.isEmpty())
        return m_valueText;
    return text.unit.isEmpty() ? text.number : text.number + QLatin1Char(' ') + text.unit;
}

QStringList Tile::sourceText() const
{
    const ReadingText text = describe(m_reading, m_clock.now());
    QStringList parts;
    if (!m_reading.source.empty())
        parts << translated(Text(m_reading.source)); // most are names and stay as they are
    if (!text.stateWord.isEmpty())
        parts << text.stateWord; // says the age itself where the value is stale
    else if (m_reading.at != TimePoint{})
        parts << ageText(m_reading.at, m_clock.now());
    return parts;
}

QString Tile::footerText() const
{
    QStringList parts = sourceText();
    if (m_reading.state == ReadingState::Value && !m_stateWord.isEmpty())
        parts << m_stateWord;
    return parts.join(QStringLiteral(" · "));
}

State Tile::shownState() const
{
    if (m_reading.state == ReadingState::Stale)
        return State::Stale;
    // A judgement says nothing about a value that is not there, and a value that nobody judged is not well by itself.
    return m_state && m_reading.state == ReadingState::Value ? *m_state : State::Unknown;
}

QSize Tile::sizeHint() const
{
    return {tokens::kTileMinWidth + tokens::kSpaceXxl, kHeight};
}

QSize Tile::minimumSizeHint() const
{
    return {tokens::kTileMinWidth, kHeight};
}

void Tile::refresh()
{
    const QString detail = m_detail.isEmpty() ? QString() : m_detail + QLatin1Char('\n');
    setToolTip(detail + describe(m_reading, m_clock.now()).toolTip);
    setAccessibleName(text() + QStringLiteral(": ") + valueText());
    setAccessibleDescription(word(shownState()) + QStringLiteral(", ") + footerText()
        + (m_detail.isEmpty() ? QString() : QStringLiteral(". ") + m_detail));
    resizeEvent(nullptr);
    update();
}

void Tile::resizeEvent(QResizeEvent*)
{
    const ReadingText text = describe(m_reading, m_clock.now());
    const bool words = m_reading.hasValue() && !m_valueText.isEmpty();
    int used = QFontMetrics(Theme::font(TypeRole::TileValue, tokens::kWeightSemibold)).horizontalAdvance(words ? m_valueText : text.number);
    if (!words && !text.unit.isEmpty())
        used += tokens::kSpaceXs + QFontMetrics(Theme::font(TypeRole::Section)).horizontalAdvance(text.unit);
    const int room = width() - 2 * tokens::kSpaceL - used - tokens::kSpaceM;
    const int wide = std::min(room, kMaxSparklineWidth);
    m_sparkline->setVisible(!m_sparkline->isEmpty() && wide >= kMinSparklineWidth);
    m_sparkline->setGeometry(width() - tokens::kSpaceL - wide, kValueTop + (kValueHeight - tokens::kSparklineHeight) / 2, wide, tokens::kSparklineHeight);
}

void Tile::paintEvent(QPaintEvent*)
{
    const auto& colors = Theme::current().colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focused = hasFocus();
    const double line = focused ? tokens::kFocusRing : tokens::kBorder;
    painter.setPen(QPen(focused ? colors.accent : underMouse() ? colors.borderStrong : colors.border, line));
    painter.setBrush(isDown() ? colors.selection : colors.surface);
    const QRectF frame = QRectF(rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2);
    painter.drawRoundedRect(frame, tokens::kRadiusCard, tokens::kRadiusCard);

    const int left = tokens::kSpaceL;
    const int room = width() - 2 * tokens::kSpaceL;
    painter.setFont(Theme::font(TypeRole::Body));
    painter.setPen(colors.textSecondary);
    const QFontMetrics body(painter.font());
    painter.drawText(QRect(left, kLabelTop, room, body.height()), Qt::AlignLeft | Qt::AlignVCenter, body.elidedText(text(), Qt::ElideRight, room));

    const ReadingText reading = describe(m_reading, m_clock.now());
    const bool words = m_reading.hasValue() && !m_valueText.isEmpty();
    const QString big = words ? m_valueText : reading.number;
    QFont bigFont = Theme::font(TypeRole::TileValue, tokens::kWeightSemibold);
    if (QFontMetrics(bigFont).horizontalAdvance(big) > room) // "3 h 12 min ago" in a narrow tile
        bigFont = Theme::font(TypeRole::Page, tokens::kWeightSemibold);
    const QFontMetrics metrics(bigFont);
    const int baseline = kValueTop + (kValueHeight + metrics.capHeight()) / 2;
    painter.setFont(bigFont);
    painter.setPen(m_reading.hasValue() ? colors.text : colors.textMuted);
    const QString shown = metrics.elidedText(big, Qt::ElideRight, room);
    painter.drawText(left, baseline, shown);
    if (!m_reading.hasValue() && !m_detail.isEmpty())
        paintReason(painter, QRect(left + metrics.horizontalAdvance(shown) + tokens::kSpaceM, kValueTop,
            room - metrics.horizontalAdvance(shown) - tokens::kSpaceM, kValueHeight));
    if (!words && !reading.unit.isEmpty()) {
        painter.setFont(Theme::font(TypeRole::Section));
        painter.setPen(colors.textMuted);
        painter.drawText(left + metrics.horizontalAdvance(shown) + tokens::kSpaceXs, baseline, reading.unit);
    }

    paintFooter(painter, QRect(left, height() - tokens::kSpaceM - kFooterHeight, room, kFooterHeight));
}

/// The judgement with its word, and under it source and age; one line where there is no word.
void Tile::paintFooter(QPainter& painter, const QRect& footer) const
{
    const State state = shownState();
    const bool calm = state == State::Ok || state == State::Unknown || state == State::Stale;
    const bool judged = !m_stateWord.isEmpty() && m_reading.state == ReadingState::Value;
    const QRect first = judged ? footer.translated(0, -kFooterHeight + 2) : footer;
    paintStateGlyph(painter, QRectF(first.left(), first.top(), tokens::kGlyph, first.height()), state);
    painter.setFont(Theme::font(TypeRole::Caption));
    const auto line = [&](const QRect& row, const QString& text) {
        const QRect box = row.adjusted(tokens::kGlyph + tokens::kSpaceXs + 2, 0, 0, 0);
        painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(text, Qt::ElideRight, box.width()));
    };
    const auto& colors = Theme::current().colors();
    painter.setPen(calm ? colors.textMuted : color(state));
    line(first, judged ? m_stateWord : footerText());
    if (!judged)
        return;
    painter.setPen(colors.textMuted);
    line(footer, sourceText().join(QStringLiteral(" · ")));
}

/// Lines beside the dash: there is room where no number is.
void Tile::paintReason(QPainter& painter, const QRect& box) const
{
    const QFont font = Theme::font(TypeRole::Caption);
    const QFontMetrics metrics(font);
    QTextLayout layout(m_detail, font);
    QStringList lines;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid() && lines.size() < kReasonLines; line = layout.createLine()) {
        line.setLineWidth(box.width());
        const bool last = lines.size() + 1 == kReasonLines;
        lines << (last ? metrics.elidedText(m_detail.mid(line.textStart()), Qt::ElideRight, box.width())
                       : m_detail.mid(line.textStart(), line.textLength()).trimmed());
    }
    layout.endLayout();
    painter.setFont(font);
    painter.setPen(Theme::current().colors().textSecondary);
    int y = box.top() + (box.height() - static_cast<int>(lines.size()) * metrics.height()) / 2;
    for (const QString& line : lines) {
        painter.drawText(QRect(box.left(), y, box.width(), metrics.height()), Qt::AlignLeft | Qt::AlignVCenter, line);
        y += metrics.height();
    }
}

void Tile::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QAbstractButton::changeEvent(event);
}

void Tile::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_ageTimer.timerId()) {
        QAbstractButton::timerEvent(event);
        return;
    }
    update(QRect(0, height() - tokens::kSpaceM - kFooterHeight, width(), kFooterHeight)); // only the age moved
}

void Tile::showEvent(QShowEvent*)
{
    m_ageTimer.start(1000, Qt::CoarseTimer, this);
}

void Tile::hideEvent(QHideEvent*)
{
    m_ageTimer.stop();
}

void Tile::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

void Tile::enterEvent(QEnterEvent*)
{
    update();
}

void Tile::leaveEvent(QEvent*)
{
    update();
}

} // namespace qbm::widgets
