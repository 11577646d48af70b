// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chart/time_series_chart.h"

#include "core/base/clock.h"
#include "widgets/chart/chart_legend.h"
#include "widgets/chart/chart_view.h"
#include "widgets/feedback/elided_label.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/theme/style.h"
#include "widgets/theme/tr.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <map>

namespace qbm::widgets {

namespace {

QString csvField(QString text)
{
    if (text.contains(QLatin1Char(',')) || text.contains(QLatin1Char('"')) || text.contains(QLatin1Char('\n')))
        return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
    return text;
}

QString rfc3339(double seconds)
{
    return qstr(formatRfc3339(TimePoint(std::chrono::duration_cast<TimePoint::duration>(std::chrono::duration<double>(seconds)))));
}

} // namespace

TimeSeriesChart::TimeSeriesChart(QWidget* parent)
    : QWidget(parent)
    , m_title(new ElidedLabel)
    , m_unit(makeLabel({}, TypeRole::Caption, TextTone::Muted))
    , m_view(new ChartView)
    , m_legend(new ChartLegend)
    , m_panel(new StatePanel(m_view))
{
    setTextStyle(*m_title, TypeRole::Body, TextTone::Primary, tokens::kWeightSemibold);
    auto* heading = new QHBoxLayout;
    heading->setSpacing(tokens::kSpaceS);
    heading->addWidget(m_title, 0);
    heading->addWidget(m_unit, 0, Qt::AlignBottom);
    heading->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceXs);
    column->addLayout(heading);
    column->addWidget(m_panel, 1);
    column->addWidget(m_legend);
    m_title->hide();
    m_legend->hide();
    connect(m_view, &ChartView::rangeSelected, this, &TimeSeriesChart::rangeSelected);
    connect(m_view, &ChartView::rangeSelected, this, &TimeSeriesChart::updateLegend);
    connect(m_view, &ChartView::rangeReset, this, &TimeSeriesChart::rangeReset);
    connect(m_view, &ChartView::rangeReset, this, &TimeSeriesChart::updateLegend);
    connect(m_view, &ChartView::markActivated, this, &TimeSeriesChart::markActivated);
    connect(m_view, &ChartView::axisUnitChanged, this, &TimeSeriesChart::updateUnit);
    connect(m_panel, &StatePanel::retryRequested, this, &TimeSeriesChart::retryRequested);
    connect(m_legend, &ChartLegend::toggled, this, [this](const QString& name, bool hidden) {
        m_view->setHidden(name, hidden);
        updateLegend();
    });
    connect(&Theme::current(), &Theme::changed, this, &TimeSeriesChart::updateLegend);
}

void TimeSeriesChart::setTitle(const QString& title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    m_view->setAccessibleName(title);
}

QString TimeSeriesChart::title() const
{
    return m_title->text();
}

void TimeSeriesChart::setUnit(qbm::Unit unit)
{
    m_valueUnit = unit;
    m_view->setUnit(unit);
    updateUnit();
    updateLegend();
}

void TimeSeriesChart::updateUnit()
{
    m_unit->setText(m_panel->face() == StatePanel::Face::Content ? m_view->axisUnit() : QString());
}

void TimeSeriesChart::setSeries(std::vector<ChartSeries> series)
{
    m_view->setSeries(std::move(series));
    bool any = false;
    for (std::size_t i = 0; i < m_view->series().size(); ++i)
        any = any || !std::isnan(m_view->shownValues(int(i)).first);
    if (!any) {
        showNoData();
        return;
    }
    m_notice = Notice::None;
    m_panel->showContent();
    updateUnit();
    updateLegend();
}

const std::vector<ChartSeries>& TimeSeriesChart::series() const
{
    return m_view->series();
}

void TimeSeriesChart::setTimeRange(double from, double to)
{
    m_view->setLoadedRange(from, to);
    updateLegend();
}

std::pair<double, double> TimeSeriesChart::timeRange() const
{
    return m_view->shownRange();
}

void TimeSeriesChart::setValueRange(std::optional<double> low, std::optional<double> high)
{
    m_view->setValueRange(low, high);
}

void TimeSeriesChart::setThresholds(std::vector<ChartThreshold> thresholds)
{
    m_view->setThresholds(std::move(thresholds));
}

void TimeSeriesChart::setMarks(std::vector<ChartMark> marks)
{
    m_view->setMarks(std::move(marks));
}

void TimeSeriesChart::setFilled(bool filled)
{
    m_view->setFilled(filled);
}

void TimeSeriesChart::setCrosshair(ChartCrosshair* crosshair)
{
    m_view->setCrosshair(crosshair);
}

void TimeSeriesChart::setLegendVisible(bool visible)
{
    m_legendVisible = visible;
    updateLegend();
}

void TimeSeriesChart::setLocalZoom(bool local)
{
    m_view->setLocalZoom(local);
}

void TimeSeriesChart::updateLegend()
{
    const bool content = m_panel->face() == StatePanel::Face::Content || m_panel->face() == StatePanel::Face::Stale;
    m_legend->setVisible(m_legendVisible && content);
    if (m_legend->isHidden())
        return;
    const auto [from, to] = m_view->shownRange();
    const auto format = [this](double value) { return qstr(formatQuantity(value, m_valueUnit).joined()); };
    std::vector<ChartLegend::Item> items;
    for (std::size_t i = 0; i < m_view->series().size(); ++i) {
        const ChartSeries& s = m_view->series()[i];
        const double high = m_view->shownValues(int(i)).second;
        double last = std::nan("");
        for (auto at = static_cast<std::size_t>(std::upper_bound(s.times.begin(), s.times.end(), to) - s.times.begin()); at-- > 0 && s.times[at] >= from;) {
            if (std::isfinite(s.values[at])) {
                last = s.values[at];
                break;
            }
        }
        items.push_back({s.name, format(last), std::isnan(high) ? QString() : format(high), m_view->colorOf(int(i)), m_view->isHidden(s.name), s.dashed});
    }
    m_legend->setItems(std::move(items));
}

void TimeSeriesChart::showLoading()
{
    m_notice = Notice::None;
    m_panel->showLoading();
    updateUnit();
    updateLegend();
}

void TimeSeriesChart::showError(const qbm::Error& error)
{
    m_notice = Notice::None;
    m_panel->showError(error);
    updateUnit();
    updateLegend();
}

void TimeSeriesChart::showNoTraffic()
{
    m_notice = Notice::NoTraffic;
    showNotice();
}

void TimeSeriesChart::showNoData(const QString& advice)
{
    m_notice = Notice::NoData;
    m_advice = advice;
    showNotice();
}

void TimeSeriesChart::showNotice()
{
    if (m_notice == Notice::NoTraffic)
        m_panel->showEmpty(Tr::tr("No traffic"), Tr::tr("The source answers, but there was nothing to measure in this range."));
    else if (m_notice == Notice::NoData)
        m_panel->showEmpty(Tr::tr("No data"), m_advice.isEmpty() ? Tr::tr("The source has no values in this range.") : m_advice);
    updateUnit();
    updateLegend();
}

QImage TimeSeriesChart::toImage(double scale) const
{
    auto* self = const_cast<TimeSeriesChart*>(this); // QWidget::render is not const, but changes nothing that is seen
    QImage image(size() * scale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(Theme::current().colors().surface);
    const bool pointed = m_view->beginExport();
    self->render(&image, {}, {}, QWidget::DrawChildren);
    m_view->endExport(pointed);
    return image;
}

QString TimeSeriesChart::toCsv() const
{
    const auto [from, to] = m_view->shownRange();
    std::map<double, std::vector<double>> rows; // series may have different times
    const auto& all = m_view->series();
    QString csv = QStringLiteral("time");
    for (std::size_t i = 0; i < all.size(); ++i) {
        csv += QLatin1Char(',') + csvField(all[i].name);
        for (std::size_t k = 0; k < all[i].times.size(); ++k) {
            if (all[i].times[k] < from || all[i].times[k] > to)
                continue;
            auto& row = rows[all[i].times[k]];
            row.resize(all.size(), std::nan(""));
            row[i] = all[i].values[k];
        }
    }
    csv += QLatin1Char('\n');
    for (const auto& [time, values] : rows) {
        csv += rfc3339(time);
        for (const double value : values)
            csv += QLatin1Char(',') + (std::isfinite(value) ? QString::number(value, 'g', 17) : QString());
        csv += QLatin1Char('\n');
    }
    return csv;
}

QSize TimeSeriesChart::minimumSizeHint() const
{
    return {240, tokens::kChartMinHeight};
}

QSize TimeSeriesChart::sizeHint() const
{
    return {480, 280};
}

void TimeSeriesChart::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        if (m_notice != Notice::None)
            showNotice();
        updateLegend();
    }
    QWidget::changeEvent(event);
}

} // namespace qbm::widgets
