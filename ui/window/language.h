// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

class QApplication;

namespace qbm::ui {

/// Languages the program is complete in: "en", "zh_CN".
QStringList languages();
/// "English", "简体中文": a language's own name.
QString languageName(const QString& language);
/// The desktop's language if we have it, else "en".
QString systemLanguage();
/// Switches all open windows (they get QEvent::LanguageChange).
void setLanguage(QApplication& application, const QString& language);

} // namespace qbm::ui
