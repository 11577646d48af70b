// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/theme.h"

#include <QLabel>

class QAbstractButton;

namespace qbm::widgets {

/// How strong a button is: one Primary a view; Danger only in the dialog that does the damage; Flat in bars.
enum class ButtonKind { Default, Primary, Danger, Flat };
void setButtonKind(QAbstractButton& button, ButtonKind kind);

/// Which colour a text has.
enum class TextTone { Primary, Secondary, Muted, Accent, Ok, Warning, Danger };
QColor toneColor(TextTone tone);

/// Gives a label a size of the scale, a weight and a tone; it follows theme changes.
void setTextStyle(QLabel& label, TypeRole role, TextTone tone = TextTone::Primary, int weight = tokens::kWeightNormal);
/// A new label in that style. Plain text: no markup is interpreted.
QLabel* makeLabel(const QString& text, TypeRole role = TypeRole::Body, TextTone tone = TextTone::Primary,
    int weight = tokens::kWeightNormal, QWidget* parent = nullptr);
/// The same for code, PromQL and paths, selectable with the mouse.
QLabel* makeCodeLabel(const QString& text, QWidget* parent = nullptr, TypeRole role = TypeRole::Body);

/// A horizontal one-pixel line in the border colour.
QWidget* makeSeparator(QWidget* parent = nullptr);

/// The application's style sheet for the given colours.
QString styleSheet(const tokens::Colors& colors);
/// The palette for the given colours.
QPalette palette(const tokens::Colors& colors);

} // namespace qbm::widgets
