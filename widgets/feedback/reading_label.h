// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/reading.h"
#include "widgets/theme/theme.h"

#include <QWidget>

namespace qbm::widgets {

/// How a reading is put into words, shared by ReadingLabel, Tile and tooltips.
struct ReadingText {
    QString number; ///< "184", or a dash where there is no value
    QString unit; ///< "ms" or empty
    QString stateWord; ///< "no traffic", "source down", "stale 3 min", "no data"; empty while fresh
    QString toolTip; ///< exact value, source, query, local time with zone, and the reason where it is down
};
ReadingText describe(const qbm::Reading& reading, qbm::TimePoint now);
/// "4 s", "3 min": how long ago; "now" under one second or in the future.
QString ageText(qbm::TimePoint at, qbm::TimePoint now);
/// Local date and time with the zone: "2026-11-22 10:00:00 CST".
QString localTimeText(qbm::TimePoint at);

/// One number with its unit smaller and muted, and its state where it is not a fresh value.
class ReadingLabel : public QWidget {
    Q_OBJECT
public:
    explicit ReadingLabel(TypeRole role = TypeRole::Body, QWidget* parent = nullptr);
    void setReading(const qbm::Reading& reading, qbm::TimePoint now);
    const qbm::Reading& reading() const { return m_reading; }
    void setAlignment(Qt::Alignment alignment);
    QString text() const; ///< as shown, number and unit
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    TypeRole m_role;
    Qt::Alignment m_alignment = Qt::AlignLeft | Qt::AlignVCenter;
    qbm::Reading m_reading;
    qbm::TimePoint m_now{};
    ReadingText m_text;
};

} // namespace qbm::widgets
