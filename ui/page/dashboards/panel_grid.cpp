// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/dashboards/panel_grid.h"

#include "widgets/theme/tokens.h"

#include <algorithm>

namespace qbm::ui {

namespace tokens = widgets::tokens;

namespace {

constexpr int kColumns = 24;
constexpr int kMinRowHeight = 36; ///< Grafana's 30 px and a part of the gap
constexpr int kMaxRowHeight = 130;
constexpr int kGap = tokens::kSpaceL;
/// Below this two panels side by side cannot be read.
constexpr int kNarrow = 640;

} // namespace

PanelGrid::PanelGrid(QWidget* parent)
    : QWidget(parent)
{
}

void PanelGrid::add(QWidget* widget, const dashboard::GridPosition& place)
{
    widget->setParent(this);
    widget->show();
    m_items.push_back({widget, place});
    arrange();
}

void PanelGrid::clear()
{
    for (const Item& item : m_items)
        item.widget->deleteLater();
    m_items.clear();
    arrange();
}

void PanelGrid::setViewportHeight(int height)
{
    if (m_viewportHeight == height)
        return;
    m_viewportHeight = height;
    arrange();
}

void PanelGrid::resizeEvent(QResizeEvent*)
{
    arrange();
}

void PanelGrid::arrange()
{
    int rows = 1;
    for (const Item& item : m_items)
        rows = std::max(rows, item.place.y + item.place.height);
    const int rowHeight = std::clamp((m_viewportHeight + kGap) / rows, kMinRowHeight, kMaxRowHeight);
    setMinimumHeight(width() < kNarrow ? arrangeInColumn(rowHeight) : arrangeOnGrid(rowHeight));
}

int PanelGrid::arrangeOnGrid(int rowHeight)
{
    const double column = static_cast<double>(width() + kGap) / kColumns;
    int bottom = 0;
    for (const Item& item : m_items) {
        const int left = static_cast<int>(item.place.x * column), right = static_cast<int>((item.place.x + item.place.width) * column) - kGap;
        const int top = item.place.y * rowHeight, height = item.place.height * rowHeight - kGap;
        item.widget->setGeometry(left, top, right - left, height);
        bottom = std::max(bottom, top + height);
    }
    return bottom;
}

int PanelGrid::arrangeInColumn(int rowHeight)
{
    int top = 0;
    for (const Item& item : m_items) {
        const int height = item.place.height * rowHeight - kGap;
        item.widget->setGeometry(0, top, width(), height);
        top += height + kGap;
    }
    return std::max(0, top - kGap);
}

} // namespace qbm::ui
