// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace qbm::widgets {
class ChartCrosshair;
}

/// Sample pages that show every widget with plausible content.
namespace gallery {

/// Which language the sample content speaks; the widgets' own words come from the translator.
extern bool chinese;
QString say(const char* english, const char* chineseText);

QWidget* buttonsPage();
/// `owner` keeps the table's model.
QWidget* feedbackPage(QObject* owner);
QWidget* chartsPage(qbm::widgets::ChartCrosshair* crosshair);
/// A page under a heading, as the main window frames it.
QWidget* window(QWidget* content, const QSize& size);

} // namespace gallery
