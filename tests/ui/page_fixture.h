// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/reaper.h"
#include "tests/fakes/fake_services.h"
#include "ui/page/page.h"
#include "ui/session/session.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

namespace qbm::tests {

/// Makes every sentence of the screens longer, as another language may: "Overview" -> "[Overview ~~~]".
class LongWords final : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* source, const char*, int) const override
    {
        const QString text = QString::fromUtf8(source);
        return QLatin1Char('[') + text + QLatin1Char(' ') + QString(text.size() / 3 + 1, QLatin1Char('~')) + QLatin1Char(']');
    }
};

/// A session ends elsewhere; what a test lent to its fakes must live until then.
inline void waitForThreads()
{
    if (!Reaper::instance().waitUntilIdle(std::chrono::seconds(60)))
        qFatal("A session does not end.");
}

/// A page in a session of fakes, shown off screen.
template <class PageKind>
struct PageFixture {
    fakes::Fakes fakes;
    QTemporaryDir folder;
    std::unique_ptr<ui::Session> session;
    std::unique_ptr<PageKind> page;

    void open(QSize size = {1072, 720})
    {
        const std::filesystem::path state = folder.path().toStdString();
        session = std::make_unique<ui::Session>(fakes.services(state), state / "profile.yaml");
        page = std::make_unique<PageKind>(*session);
        page->setAttribute(Qt::WA_StyledBackground);
        page->resize(size);
        page->show();
    }
    bool settle()
    {
        return QTest::qWaitFor([this] { return page->isSettled(); }, 10'000);
    }
    /// A picture for people, kept where QBM_TEST_PICTURES names a folder.
    void picture(const QString& name)
    {
        const QString to = qEnvironmentVariable("QBM_TEST_PICTURES");
        QTest::qWait(to.isEmpty() ? 10 : 400);
        const QPixmap taken = page->grab();
        QVERIFY(!taken.isNull());
        QVERIFY(taken.save((to.isEmpty() ? folder.path() : to) + QLatin1Char('/') + name + QStringLiteral(".png")));
    }
    ~PageFixture()
    {
        page.reset();
        session.reset();
        waitForThreads();
    }
};

inline void useTheme(widgets::ThemeChoice choice)
{
    widgets::Theme::current().apply(*qApp, choice);
}

} // namespace qbm::tests
