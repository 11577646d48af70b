// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/feedback/reading_label.h"

#include "widgets/theme/state.h"
#include "widgets/theme/style.h"
#include "widgets/theme/tr.h"

#include <QDateTime>
#include <QEvent>
#include <QLocale>
#include <QPainter>
#include <QTimeZone>

namespace qbm::widgets {

namespace {

QFont unitFont(TypeRole role)
{
    return Theme::font(role >= TypeRole::Page ? TypeRole::Section : TypeRole::Caption);
}

/// All digits, so that 0.9312847 behind "0.931" can be read.
QString exactText(const qbm::Reading& reading)
{
    return QString::number(reading.value, 'g', 12);
}

} // namespace

ReadingText describe(const qbm::Reading& reading, qbm::TimePoint now)
{
    ReadingText text;
    const auto formatted = qbm::formatQuantity(reading.hasValue() ? reading.value : std::numeric_limits<double>::quiet_NaN(), reading.unit);
    text.number = qstr(formatted.number);
    text.unit = qstr(formatted.unit);
    text.stateWord = word(reading.state);
    if (reading.state == ReadingState::Stale)
        text.stateWord += QLatin1Char(' ') + ageText(reading.at, now);

    QStringList lines;
    if (reading.hasValue()) {
        const QString shown = qstr(formatted.joined());
        const QString exact = exactText(reading);
        const bool rounded = shown != exact && reading.unit != Unit::Count;
        lines << (rounded ? Tr::tr("%1 (exactly %2)").arg(shown, exact) : shown);
    } else {
        lines << text.stateWord;
    }
    if (reading.error)
        lines << translated(reading.error->message);
    if (!reading.source.empty())
        lines << Tr::tr("Source: %1").arg(translated(Text(reading.source)));
    if (!reading.query.empty())
        lines << Tr::tr("Query: %1").arg(qstr(reading.query));
    if (reading.at != TimePoint{})
        lines << Tr::tr("Time: %1").arg(localTimeText(reading.at));
    text.toolTip = lines.join(QLatin1Char('\n'));
    return text;
}

QString ageText(qbm::TimePoint at, qbm::TimePoint now)
{
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - at);
    // Stands in front of "ago" and "old" as well.
    return age.count() < 1 ? Tr::tr("< 1 s") : translated(qbm::ageText(age));
}

QString localTimeText(qbm::TimePoint at)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
    const QDateTime local = QDateTime::fromSecsSinceEpoch(seconds);
    return local.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss ")) + local.timeZoneAbbreviation();
}

ReadingLabel::ReadingLabel(TypeRole role, QWidget* parent)
    : QWidget(parent)
    , m_role(role)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    refresh();
}

void ReadingLabel::setReading(const qbm::Reading& reading, qbm::TimePoint now)
{
    m_reading = reading;
    m_now = now;
    refresh();
}

void ReadingLabel::setAlignment(Qt::Alignment alignment)
{
    m_alignment = alignment;
    update();
}

QString ReadingLabel::text() const
{
    return m_text.unit.isEmpty() ? m_text.number : m_text.number + QLatin1Char(' ') + m_text.unit;
}

void ReadingLabel::refresh()
{
    m_text = describe(m_reading, m_now);
    setToolTip(m_text.toolTip);
    setAccessibleName(m_text.stateWord.isEmpty() ? text() : text() + QStringLiteral(", ") + m_text.stateWord);
    updateGeometry();
    update();
}

QSize ReadingLabel::sizeHint() const
{
    const QFontMetrics number(Theme::font(m_role, tokens::kWeightMedium));
    const QFontMetrics small(unitFont(m_role));
    int width = number.horizontalAdvance(m_text.number);
    for (const QString& part : {m_text.unit, m_text.stateWord}) {
        if (!part.isEmpty())
            width += tokens::kSpaceXs + small.horizontalAdvance(part);
    }
    return {width + 2, number.height()};
}

QSize ReadingLabel::minimumSizeHint() const
{
    return sizeHint();
}

void ReadingLabel::paintEvent(QPaintEvent*)
{
    const auto& colors = Theme::current().colors();
    QPainter painter(this);
    const QFont numberFont = Theme::font(m_role, tokens::kWeightMedium);
    const QFontMetrics metrics(numberFont);
    const int used = sizeHint().width();
    int x = m_alignment.testFlag(Qt::AlignRight) ? width() - used : m_alignment.testFlag(Qt::AlignHCenter) ? (width() - used) / 2 : 0;
    const int baseline = (height() + metrics.ascent() - metrics.descent()) / 2;
    painter.setFont(numberFont);
    painter.setPen(m_reading.hasValue() ? colors.text : colors.textMuted);
    painter.drawText(x, baseline, m_text.number);
    x += metrics.horizontalAdvance(m_text.number);
    painter.setFont(unitFont(m_role));
    painter.setPen(colors.textMuted);
    for (const QString& part : {m_text.unit, m_text.stateWord}) {
        if (part.isEmpty())
            continue;
        x += tokens::kSpaceXs;
        painter.drawText(x, baseline, part);
        x += painter.fontMetrics().horizontalAdvance(part);
    }
}

void ReadingLabel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

} // namespace qbm::widgets
