// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page/overview/map_layout.h"

#include <QBasicTimer>
#include <QWidget>
#include <map>

namespace qbm::ui {

class NodeCard;

/// The living map: every part of the system as a card, and lines for who depends on whom, in the colour of their state.
///
/// Tab and the arrow keys move between the cards; Return or a click opens one. Ages advance by themselves while it is shown.
class SystemMap : public QWidget {
    Q_OBJECT
public:
    explicit SystemMap(QWidget* parent = nullptr);
    void setOverview(const health::Overview& overview);
    /// nullptr if there is no such node.
    NodeCard* card(const std::string& nodeId) const;

    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void nodeActivated(const QString& nodeId);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    NodeCard* makeCard(const std::string& nodeId);
    void arrange();
    void moveFocusFrom(const NodeCard& card, int key);
    health::State stateOf(const MapGeometry::Edge& edge) const;
    void paintEdge(QPainter& painter, const MapGeometry::Edge& edge) const;
    void paintLabel(QPainter& painter, const MapGeometry::Edge& edge) const;
    void paintLegend(QPainter& painter) const;

    health::Overview m_overview;
    MapGeometry m_geometry;
    std::map<std::string, NodeCard*> m_cards;
    QBasicTimer m_ageTimer;
};

} // namespace qbm::ui
