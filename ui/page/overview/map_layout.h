// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/overview.h"

#include <QPolygonF>
#include <QRect>
#include <map>
#include <vector>

namespace qbm::ui {

/// Where everything of the living map lies.
struct MapGeometry {
    struct Edge {
        const health::Link* link = nullptr;
        QPolygonF line; ///< from the edge of one card to the edge of the other, horizontal and vertical parts only
        QPointF labelCentre; ///< on the longest part
    };
    std::map<std::string, QRect> cards; ///< by node id
    std::vector<Edge> edges; ///< links whose ends are both shown
    QSize minimumSize; ///< below it cards would lose lines
    QRect legend; ///< free room at the lower left
};

/// Lays the system out as the deployment guide draws it: ingress, applications, stores, replicas from left to right,
/// monitoring below. `overview` has to outlive the result, which points to its links.
MapGeometry layoutMap(const health::Overview& overview, QSize room);

} // namespace qbm::ui
