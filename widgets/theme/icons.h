// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/style.h"

#include <QIcon>

namespace qbm::widgets {

/// An icon of breeze-icon-theme ("view-refresh", "edit-find", ...) tinted with a text colour of the theme in force: crisp at
/// any scale factor, and repainted in the new colour after a theme change without being set again.
/// An unknown name gives an empty square and one line in the log.
QIcon icon(const QString& name, TextTone tone = TextTone::Primary);
/// The same for an icon on an accent or danger button.
QIcon iconOnAccent(const QString& name);
/// A plain cross; breeze's own sits on a filled disc, too loud for a corner.
QIcon closeIcon();
/// Whether the theme has that icon, for tests.
bool hasIcon(const QString& name);

/// The product's own mark: a pod grid with a pulse, drawn by code.
QIcon productIcon();
void paintProductMark(QPainter& painter, const QRectF& box);

} // namespace qbm::widgets
