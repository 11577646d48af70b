// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chart/stat_panel.h"

#include "widgets/chart/sparkline.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QPainter>

namespace qbm::widgets {

namespace {

/// Which of two states asks for more attention.
int severity(State state)
{
    return state == State::Danger ? 2 : state == State::Warning ? 1 : 0;
}

} // namespace

StatPanel::StatPanel(QWidget* parent)
    : QWidget(parent)
    , m_sparkline(new Sparkline(this))
{
    connect(&Theme::current(), &Theme::changed, this, &StatPanel::refresh);
    refresh();
}

void StatPanel::setTitle(const QString& title)
{
    m_title = title;
    refresh();
}

void StatPanel::setReading(const qbm::Reading& reading, qbm::TimePoint now)
{
    m_reading = reading;
    m_now = now;
    refresh();
}

void StatPanel::setThresholds(std::vector<ChartThreshold> thresholds)
{
    m_thresholds = std::move(thresholds);
    refresh();
}

void StatPanel::setTrend(std::vector<double> times, std::vector<double> values)
{
    m_sparkline->setData(std::move(times), std::move(values));
    refresh();
}

State StatPanel::shownState() const
{
    if (m_reading.state != ReadingState::Value)
        return stateOf(m_reading.state);
    State worst = State::Ok;
    for (const ChartThreshold& threshold : m_thresholds) {
        const bool passed = threshold.above ? m_reading.value >= threshold.value : m_reading.value < threshold.value;
        if (passed && severity(threshold.state) > severity(worst))
            worst = threshold.state;
    }
    return worst;
}

QSize StatPanel::sizeHint() const
{
    return {260, 180};
}

QSize StatPanel::minimumSizeHint() const
{
    return {160, 110};
}

void StatPanel::refresh()
{
    const ReadingText text = describe(m_reading, m_now);
    setToolTip(text.toolTip);
    setAccessibleName(m_title + QStringLiteral(": ") + text.number + QLatin1Char(' ') + text.unit);
    setAccessibleDescription(text.stateWord.isEmpty() ? word(shownState()) : text.stateWord);
    const State state = shownState();
    m_sparkline->setColor(severity(state) > 0 ? std::optional(color(state)) : std::nullopt);
    resizeEvent(nullptr);
    update();
}

void StatPanel::resizeEvent(QResizeEvent*)
{
    const int tall = height() / 4;
    m_sparkline->setVisible(!m_sparkline->isEmpty() && height() >= 140);
    m_sparkline->setGeometry(0, height() - tall, width(), tall);
}

void StatPanel::paintEvent(QPaintEvent*)
{
    const auto& colors = Theme::current().colors();
    const ReadingText text = describe(m_reading, m_now);
    const State state = shownState();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    int top = 0;
    if (!m_title.isEmpty()) {
        painter.setFont(Theme::font(TypeRole::Body, tokens::kWeightSemibold));
        painter.setPen(colors.text);
        const QFontMetrics metrics = painter.fontMetrics();
        painter.drawText(QRect(0, 0, width(), metrics.height()), Qt::AlignLeft, metrics.elidedText(m_title, Qt::ElideRight, width()));
        top = metrics.height() + tokens::kSpaceXs;
    }
    const int bottom = m_sparkline->isHidden() ? height() : m_sparkline->y() - tokens::kSpaceXs;
    const QFont small = Theme::font(TypeRole::Section);
    QFont big = Theme::font(TypeRole::Hero, tokens::kWeightSemibold);
    const int unitWidth = text.unit.isEmpty() ? 0 : tokens::kSpaceXs + QFontMetrics(small).horizontalAdvance(text.unit);
    if (QFontMetrics(big).horizontalAdvance(text.number) + unitWidth > width() || bottom - top < 80)
        big = Theme::font(TypeRole::TileValue, tokens::kWeightSemibold);
    const QFontMetrics metrics(big), note(Theme::font(TypeRole::Caption));
    const int block = metrics.capHeight() + tokens::kSpaceS + note.height();
    const int baseline = top + std::max(0, bottom - top - block) / 2 + metrics.capHeight();
    const int used = metrics.horizontalAdvance(text.number) + unitWidth;
    const int left = std::max(0, (width() - used) / 2);
    painter.setFont(big);
    painter.setPen(!m_reading.hasValue() ? colors.textMuted : severity(state) > 0 ? color(state) : colors.text);
    painter.drawText(left, baseline, text.number);
    if (unitWidth > 0) {
        painter.setFont(small);
        painter.setPen(colors.textMuted);
        painter.drawText(left + metrics.horizontalAdvance(text.number) + tokens::kSpaceXs, baseline, text.unit);
    }
    // A fresh number that nothing judges needs no word.
    if (m_thresholds.empty() && m_reading.state == ReadingState::Value)
        return;
    // The state is never colour alone: glyph and word under the number.
    const QString words = text.stateWord.isEmpty() ? word(state) : text.stateWord;
    const int wordsWidth = tokens::kGlyph + tokens::kSpaceXs + note.horizontalAdvance(words);
    const QRect line((width() - wordsWidth) / 2, baseline + tokens::kSpaceS, wordsWidth + 2, note.height());
    paintStateGlyph(painter, QRectF(line.left(), line.top(), tokens::kGlyph, line.height()), state);
    painter.setFont(Theme::font(TypeRole::Caption));
    painter.setPen(severity(state) > 0 ? color(state) : colors.textMuted);
    painter.drawText(line.adjusted(tokens::kGlyph + tokens::kSpaceXs, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, words);
}

void StatPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

} // namespace qbm::widgets
