// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QWidget>
#include <optional>
#include <vector>

namespace qbm::widgets {

/// A line without axes: the shape of a quantity over the shown range. Gaps (NaN) stay open.
class Sparkline : public QWidget {
    Q_OBJECT
public:
    explicit Sparkline(QWidget* parent = nullptr);
    /// Times in seconds, ascending; NaN values are gaps.
    void setData(std::vector<double> times, std::vector<double> values);
    /// nullopt: the theme's accent.
    void setColor(std::optional<QColor> color);
    bool isEmpty() const { return m_values.empty(); }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<double> m_times;
    std::vector<double> m_values;
    std::optional<QColor> m_color;
};

} // namespace qbm::widgets
