// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/state.h"

#include <QObject>
#include <QString>
#include <vector>

namespace qbm::widgets {

/// A line of a chart in flat arrays.
struct ChartSeries {
    QString name;
    std::vector<double> times; ///< seconds since 1970, ascending
    std::vector<double> values; ///< same length; NaN = gap
    int colorIndex = -1; ///< place in the series colours; -1: its place in the list
    bool dashed = false; ///< a prediction or a comparison
};

/// A level worth knowing: a horizontal line with a tint on its bad side.
struct ChartThreshold {
    double value = 0;
    State state = State::Warning;
    QString label; ///< may be empty
    bool above = true; ///< bad above it, else below
};

/// Something that happened: a thin vertical line with a glyph at the axis and a tooltip.
struct ChartMark {
    double time = 0; ///< seconds since 1970
    QString title; ///< "Scale backend 3 → 5"
    QString detail; ///< who, result
    State state = State::Info;
    QString id; ///< given back by markActivated()
};

/// The time under the pointer, shared by the charts of a page.
class ChartCrosshair : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    bool isActive() const { return m_active; }
    double time() const { return m_time; }
    void moveTo(double time);
    void leave();

Q_SIGNALS:
    void moved();

private:
    bool m_active = false;
    double m_time = 0;
};

} // namespace qbm::widgets
