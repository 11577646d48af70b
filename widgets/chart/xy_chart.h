// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/unit.h"

#include <QWidget>
#include <optional>
#include <vector>

class QLabel;

namespace qbm::widgets {

class XYView;

/// A line over a number, such as p95 over replicas.
struct XYSeries {
    QString name;
    std::vector<double> x; ///< ascending
    std::vector<double> y; ///< same length; NaN = gap (no finite answer there)
    std::vector<double> low; ///< error band; empty or same length
    std::vector<double> high;
    int colorIndex = -1;
};

/// Lines with points over a numeric axis, a marked current point and a target line: what-if answers.
class XYChart : public QWidget {
    Q_OBJECT
public:
    explicit XYChart(QWidget* parent = nullptr);
    void setTitle(const QString& title);
    /// `xTitle` names the axis ("Replicas"); `integers` keeps its ticks whole.
    void setXAxis(const QString& xTitle, bool integers = true);
    void setUnit(qbm::Unit unit);
    void setSeries(std::vector<XYSeries> series);
    /// The present place on the x axis: a vertical line, "now".
    void setCurrent(std::optional<double> x, const QString& label = {});
    /// The chosen place, emphasised.
    void setSelected(std::optional<double> x);
    /// A horizontal line: "target 250 ms".
    void setTarget(std::optional<double> y, const QString& label = {});
    QImage toImage(double scale = 2) const;
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

Q_SIGNALS:
    /// A point was clicked or reached by arrow keys.
    void pointSelected(double x);

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateHeading();
    QLabel* m_title;
    QLabel* m_unit;
    XYView* m_view;
};

} // namespace qbm::widgets
