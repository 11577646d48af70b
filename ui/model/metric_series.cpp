// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/metric_series.h"

#include "ui/text/tr.h"

#include <QHash>
#include <limits>
#include <set>

namespace qbm::ui {

namespace {

/// A sample may come late by this share of a step before it counts as missing.
constexpr double kGapInSteps = 1.5;

/// Names of the labels whose values are not the same in all of `series`.
std::set<std::string> differingLabels(const std::vector<const prometheus::Series*>& series)
{
    std::set<std::string> names;
    for (const prometheus::Series* one : series) {
        for (const auto& [name, value] : one->labels) {
            for (const prometheus::Series* other : series) {
                if (prometheus::labelValue(other->labels, name) != value)
                    names.insert(name);
            }
        }
    }
    return names;
}

QString withLabels(const QString& name, const prometheus::Series& series, const std::set<std::string>& labels)
{
    QStringList values;
    for (const std::string& label : labels) {
        if (const auto value = prometheus::labelValue(series.labels, label); !value.empty())
            values << qstr(value);
    }
    return values.isEmpty() ? name : name + QStringLiteral(" · ") + values.join(QStringLiteral(", "));
}

} // namespace

widgets::ChartSeries toChartSeries(const QString& name, const prometheus::Series& series, std::chrono::milliseconds step)
{
    widgets::ChartSeries out;
    out.name = name;
    out.times.reserve(series.times.size());
    out.values.reserve(series.values.size());
    const double width = std::chrono::duration<double>(step).count();
    for (std::size_t i = 0; i < series.times.size(); ++i) {
        const bool gap = i > 0 && width > 0 && series.times[i] - series.times[i - 1] > kGapInSteps * width;
        if (gap) {
            out.times.push_back(series.times[i - 1] + width);
            out.values.push_back(std::numeric_limits<double>::quiet_NaN());
        }
        out.times.push_back(series.times[i]);
        out.values.push_back(series.values[i]);
    }
    return out;
}

std::vector<widgets::ChartSeries> toChartSeries(const dashboard::Frame& frame)
{
    QHash<QString, std::vector<const prometheus::Series*>> byName;
    for (const dashboard::FrameSeries& series : frame.series)
        byName[qstr(series.name)].push_back(&series.series);
    std::vector<widgets::ChartSeries> out;
    for (const dashboard::FrameSeries& series : frame.series) {
        const QString name = qstr(series.name);
        const auto& same = byName[name];
        const QString shown = same.size() > 1 ? withLabels(name, series.series, differingLabels(same)) : name;
        out.push_back(toChartSeries(shown, series.series, frame.step));
    }
    return out;
}

} // namespace qbm::ui
