// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/language.h"

#include "widgets/theme/theme.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace qbm::ui {

QStringList languages()
{
    return {QStringLiteral("en"), QStringLiteral("zh_CN")};
}

QString languageName(const QString& language)
{
    return language == QStringLiteral("zh_CN") ? QStringLiteral("简体中文") : QStringLiteral("English");
}

QString systemLanguage()
{
    return QLocale::system().language() == QLocale::Chinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
}

void setLanguage(QApplication& application, const QString& language)
{
    static QTranslator ours;
    static QTranslator qts;
    application.removeTranslator(&ours);
    application.removeTranslator(&qts);
    QLocale::setDefault(QLocale(language));
    // English too: its catalogue holds the plural forms.
    if (ours.load(QStringLiteral("qbm_") + language, QStringLiteral(":/i18n")))
        application.installTranslator(&ours);
    widgets::Theme::current().setChinese(application, QLocale().language() == QLocale::Chinese);
    if (qts.load(QStringLiteral("qtbase_") + language, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        application.installTranslator(&qts);
}

} // namespace qbm::ui
