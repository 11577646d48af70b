// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/theme.h"

#include <QApplication>
#include <QTest>

/// The main of a widget test: the house's theme, without fades, so that nothing has to be waited for.
#define QBM_WIDGET_TEST_MAIN(TestClass) \
    int main(int argc, char** argv) \
    { \
        QApplication application(argc, argv); \
        QApplication::setApplicationName(QStringLiteral("qbm-widget-test")); \
        QApplication::setOrganizationName(QStringLiteral("qbm-widget-test")); \
        qbm::widgets::Theme::current().setReducedMotion(true); \
        qbm::widgets::Theme::current().apply(application, qbm::widgets::ThemeChoice::Light); \
        TestClass test; \
        return QTest::qExec(&test, argc, argv); \
    }
