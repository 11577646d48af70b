// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace qbm::widgets {

/// The SVG file of a breeze icon drawn for `pixels` (16, 22 or 32, nearest above) in the ink for a light or dark surface;
/// empty if it is not installed.
QString iconFile(const QString& name, int pixels, bool dark = false);

} // namespace qbm::widgets
