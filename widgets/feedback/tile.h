// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/reading.h"
#include "widgets/theme/state.h"

#include <QAbstractButton>
#include <QBasicTimer>
#include <optional>
#include <vector>

namespace qbm::widgets {

class Sparkline;

/// One number of the overview: label, value with unit, sparkline, footer "● judgement" over "source · age". Click or Return opens what is behind it.
///
/// Without a value it shows a dash and the reason in a word, never 0 and never NaN. The age advances by itself while shown.
class Tile : public QAbstractButton {
    Q_OBJECT
public:
    explicit Tile(const QString& label, QWidget* parent = nullptr, const qbm::Clock& clock = qbm::systemClock());

    void setLabel(const QString& label);
    QString label() const { return text(); }
    void setReading(const qbm::Reading& reading);
    const qbm::Reading& reading() const { return m_reading; }
    /// Words in place of number and unit, for values that are not numbers ("3 h 12 min ago", "1 firing"); the reading still
    /// gives source, query and age. Empty goes back to the number.
    void setValueText(const QString& value);
    /// How the value was judged, and a word for it; nullopt: nobody has judged it, which is not well but unknown.
    void setState(std::optional<State> state, const QString& word = {});
    /// A sentence that stands above source and query in the tooltip, and beside the dash where there is no value; empty: none.
    void setDetail(const QString& sentence);
    /// The shown range; NaN values are gaps. Empty hides the sparkline.
    void setTrend(std::vector<double> times, std::vector<double> values);

    QString valueText() const; ///< as shown: "184 ms" or "–"
    QString footerText() const; ///< "Prometheus · 4 s", "Prometheus · source down"
    State shownState() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void refresh();
    QStringList sourceText() const; ///< source, and age or what there is instead of a fresh value
    void paintFooter(QPainter& painter, const QRect& footer) const;
    void paintReason(QPainter& painter, const QRect& box) const;
    qbm::Reading m_reading;
    QString m_valueText;
    std::optional<State> m_state;
    QString m_stateWord;
    QString m_detail;
    const qbm::Clock& m_clock;
    Sparkline* m_sparkline;
    QBasicTimer m_ageTimer;
};

} // namespace qbm::widgets
