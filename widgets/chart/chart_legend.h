// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QWidget>
#include <vector>

namespace qbm::widgets {

/// The key under a chart: swatch, name, last and highest value, as columns that line up. A click or Space hides a line.
class ChartLegend : public QWidget {
    Q_OBJECT
public:
    struct Item {
        QString name;
        QString last;
        QString max;
        QColor color;
        bool hidden = false;
        bool dashed = false;
    };
    explicit ChartLegend(QWidget* parent = nullptr);
    void setItems(std::vector<Item> items);
    const std::vector<Item>& items() const { return m_items; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

Q_SIGNALS:
    void toggled(const QString& name, bool hidden);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    int cellWidth() const;
    int columns(int width) const;
    QRect cell(int index) const;
    int shownItems() const;
    int itemAt(const QPoint& position) const;
    void toggle(int index);
    std::vector<Item> m_items;
    int m_current = 0;
};

} // namespace qbm::widgets
