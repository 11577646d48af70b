// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/theme.h"

#include <QPainter>
#include <QWidget>

namespace qbm::ui {

/// The surface and edge of a popup, which has no frame of the window manager; from its paintEvent().
inline void paintPopup(QWidget& popup)
{
    const auto& colors = widgets::Theme::current().colors();
    QPainter painter(&popup);
    painter.setPen(colors.borderStrong);
    painter.setBrush(colors.raised);
    painter.drawRect(popup.rect().adjusted(0, 0, -1, -1));
}

} // namespace qbm::ui
