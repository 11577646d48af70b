// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dashboard/model.h"

#include <QWidget>
#include <vector>

namespace qbm::ui {

/// Lays widgets out on Grafana's grid of 24 columns; one under another where the room is narrow. A dashboard lower than the
/// room is stretched a little to fill it.
class PanelGrid : public QWidget {
    Q_OBJECT
public:
    explicit PanelGrid(QWidget* parent = nullptr);
    /// Takes `widget` over.
    void add(QWidget* widget, const dashboard::GridPosition& place);
    void clear();
    /// Height of what the grid is looked at through.
    void setViewportHeight(int height);

    bool hasHeightForWidth() const override { return false; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Item {
        QWidget* widget;
        dashboard::GridPosition place;
    };
    void arrange();
    int arrangeOnGrid(int rowHeight);
    int arrangeInColumn(int rowHeight);

    std::vector<Item> m_items;
    int m_viewportHeight = 0;
};

} // namespace qbm::ui
