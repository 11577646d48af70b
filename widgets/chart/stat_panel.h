// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/reading.h"
#include "widgets/chart/chart_data.h"

#include <QWidget>
#include <vector>

namespace qbm::widgets {

class Sparkline;

/// Grafana's singlestat: one big value with unit, a sparkline under it, coloured by the thresholds it has passed.
class StatPanel : public QWidget {
    Q_OBJECT
public:
    explicit StatPanel(QWidget* parent = nullptr);
    void setTitle(const QString& title);
    QString title() const { return m_title; }
    void setReading(const qbm::Reading& reading, qbm::TimePoint now);
    /// The worst threshold the value has passed gives its colour, glyph and word.
    void setThresholds(std::vector<ChartThreshold> thresholds);
    void setTrend(std::vector<double> times, std::vector<double> values);
    State shownState() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    QString m_title;
    qbm::Reading m_reading;
    qbm::TimePoint m_now{};
    std::vector<ChartThreshold> m_thresholds;
    Sparkline* m_sparkline;
};

} // namespace qbm::widgets
