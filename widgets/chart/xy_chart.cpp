// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chart/xy_chart.h"

#include "widgets/chart/xy_view.h"
#include "widgets/feedback/elided_label.h"
#include "widgets/theme/style.h"

#include <QEvent>
#include <QHBoxLayout>

namespace qbm::widgets {

XYChart::XYChart(QWidget* parent)
    : QWidget(parent)
    , m_title(new ElidedLabel)
    , m_unit(makeLabel({}, TypeRole::Caption, TextTone::Muted))
    , m_view(new XYView)
{
    setTextStyle(*m_title, TypeRole::Body, TextTone::Primary, tokens::kWeightSemibold);
    auto* heading = new QHBoxLayout;
    heading->setSpacing(tokens::kSpaceS);
    heading->addWidget(m_title);
    heading->addWidget(m_unit, 0, Qt::AlignBottom);
    heading->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceXs);
    column->addLayout(heading);
    column->addWidget(m_view, 1);
    m_title->hide();
    connect(m_view, &XYView::pointSelected, this, &XYChart::pointSelected);
}

void XYChart::setTitle(const QString& title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    m_view->setAccessibleName(title);
}

void XYChart::setXAxis(const QString& xTitle, bool integers)
{
    m_view->xTitle = xTitle;
    m_view->integers = integers;
    m_view->rebuild();
}

void XYChart::setUnit(qbm::Unit unit)
{
    m_view->unit = unit;
    updateHeading();
}

void XYChart::setSeries(std::vector<XYSeries> series)
{
    m_view->series = std::move(series);
    updateHeading();
}

void XYChart::setCurrent(std::optional<double> x, const QString& label)
{
    m_view->current = x;
    m_view->currentLabel = label;
    m_view->rebuild();
}

void XYChart::setSelected(std::optional<double> x)
{
    m_view->selected = x;
    m_view->update();
}

void XYChart::setTarget(std::optional<double> y, const QString& label)
{
    m_view->target = y;
    m_view->targetLabel = label;
    updateHeading();
}

void XYChart::updateHeading()
{
    m_view->rebuild();
    m_unit->setText(m_view->axisUnit());
}

QImage XYChart::toImage(double scale) const
{
    QImage image(size() * scale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(Theme::current().colors().surface);
    const_cast<XYChart*>(this)->render(&image, {}, {}, QWidget::DrawChildren);
    return image;
}

QSize XYChart::minimumSizeHint() const
{
    return {240, tokens::kChartMinHeight};
}

QSize XYChart::sizeHint() const
{
    return {480, 280};
}

void XYChart::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        m_view->update();
    QWidget::changeEvent(event);
}

} // namespace qbm::widgets
