// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dashboard/frame.h"

#include <QImage>
#include <QString>

class QWidget;

namespace qbm::ui {

/// Asks for a file and writes the picture; a failure is told.
void savePicture(QWidget* parent, const QString& title, const QImage& picture);
/// Asks for a file and writes the text as UTF-8; a failure is told.
void saveCsv(QWidget* parent, const QString& title, const QString& csv);
/// Times as RFC 3339 UTC, one row a sample: time, series, value. A series that a spreadsheet would take for a formula gets
/// an apostrophe in front.
QString frameToCsv(const dashboard::Frame& frame);

} // namespace qbm::ui
