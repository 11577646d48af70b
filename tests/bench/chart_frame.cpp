// SPDX-License-Identifier: GPL-3.0-or-later
// One frame of a pan over series of 100,000 points, 1,240 x 660 pixels: TimeSeriesChart against Qt Charts given all points.
#include "tests/bench/measure.h"
#include "widgets/chart/chart_view.h"
#include "widgets/chart/line_picture.h"
#include "widgets/chart/time_series_chart.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QChart>
#include <QChartView>
#include <QElapsedTimer>
#include <QLineSeries>
#include <QValueAxis>
#include <algorithm>
#include <cmath>
#include <string>

namespace {

using namespace qbm;
using namespace qbm::widgets;

constexpr int kPoints = 100'000;
constexpr int kPairs = 9;
constexpr double kStart = 1795342500, kStep = 15;
constexpr double kShown = 1'200'000; ///< seconds: 80,000 of the points

std::vector<ChartSeries> makeSeries(int count)
{
    std::vector<ChartSeries> all(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        auto& series = all[static_cast<std::size_t>(i)];
        series.name = QString::number(i);
        for (int k = 0; k < kPoints; ++k) {
            series.times.push_back(kStart + k * kStep);
            series.values.push_back(std::sin(k / 700.0 + i) + 0.2 * std::sin(k * 12.9898));
        }
    }
    return all;
}

/// Qt Charts as its own examples use it, with a thin pen.
class PlainChart {
public:
    explicit PlainChart(const std::vector<ChartSeries>& data)
    {
        auto* chart = m_view.chart();
        chart->legend()->hide();
        chart->addAxis(&m_time, Qt::AlignBottom);
        chart->addAxis(&m_value, Qt::AlignLeft);
        m_value.setRange(-1.5, 1.5);
        for (const ChartSeries& from : data) {
            auto* line = new QLineSeries(chart);
            line->setPen(QPen(Qt::darkBlue, 1));
            chart->addSeries(line);
            line->attachAxis(&m_time);
            line->attachAxis(&m_value);
            QList<QPointF> points;
            for (std::size_t k = 0; k < from.times.size(); ++k)
                points.append({from.times[k], from.values[k]});
            m_lines.push_back(line);
            m_points.push_back(std::move(points));
        }
        m_view.setRenderHint(QPainter::Antialiasing);
        m_view.resize(1240, 660);
        m_view.show();
    }
    ~PlainChart()
    {
        m_view.chart()->removeAxis(&m_time);
        m_view.chart()->removeAxis(&m_value);
    }
    PlainChart(const PlainChart&) = delete;
    PlainChart& operator=(const PlainChart&) = delete;

    void showFrom(double from)
    {
        m_time.setRange(from, from + kShown);
        for (std::size_t i = 0; i < m_lines.size(); ++i)
            m_lines[i]->replace(m_points[i]);
        m_view.viewport()->repaint();
    }

private:
    QValueAxis m_time, m_value;
    QChartView m_view;
    std::vector<QLineSeries*> m_lines;
    std::vector<QList<QPointF>> m_points;
};

/// How long after a new range the picture of that range itself is on the screen.
void measureSharp(TimeSeriesChart& chart, const std::string& name)
{
    std::vector<double> seconds;
    for (int frame = 0; frame < 2 * kPairs; ++frame) {
        seconds.push_back(bench::secondsOf([&] {
            chart.setTimeRange(kStart + 500 + frame * 1000, kStart + 500 + frame * 1000 + kShown);
            QElapsedTimer limit;
            limit.start();
            while (!chart.view()->picture()->isCurrent() && limit.elapsed() < 5000)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            chart.view()->viewport()->repaint();
        }));
    }
    std::ranges::sort(seconds);
    bench::printFigure((name + "_sharp").c_str(), seconds[seconds.size() / 2] * 1e3, "ms");
}

void measure(const char* name, int count)
{
    const auto data = makeSeries(count);
    TimeSeriesChart chart;
    chart.resize(1240, 660);
    chart.show();
    chart.setSeries(data);
    PlainChart plain(data);
    QCoreApplication::processEvents();
    int oursFrame = 0, peerFrame = 0;
    const auto took = bench::compareInTurn(
        kPairs,
        [&] {
            const double from = kStart + ++oursFrame * 1000;
            return bench::secondsOf([&] {
                chart.setTimeRange(from, from + kShown);
                chart.view()->viewport()->repaint();
            });
        },
        [&] {
            const double from = kStart + ++peerFrame * 1000;
            return bench::secondsOf([&] { plain.showFrom(from); });
        });
    if (chart.view()->drawnPoints(count - 1).isEmpty())
        bench::giveUp("The chart drew nothing.");
    bench::printFigure(name, took.ours * 1e3, "ms", "Qt Charts with all points", took.peer * 1e3);
    measureSharp(chart, name);
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    Theme::current().setReducedMotion(true);
    Theme::current().apply(application, ThemeChoice::Light);
    measure("chart_frame_1", 1);
    measure("chart_frame_10", 10);
}
