// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/program_log.h"
#include "app/compose/program_start.h"
#include "app/console/console.h"
#include "core/base/log.h"
#include "core/base/reaper.h"
#include "core/base/version.h"
#include "ui/page/pages.h"

#include <QApplication>
#include <QCommandLineParser>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <string_view>

namespace {

/// "1280x800"; an invalid size where it is none.
QSize parseSize(const QString& text)
{
    const QStringList parts = text.split(QLatin1Char('x'));
    return parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
}

[[noreturn]] void refuse(const QString& sentence)
{
    std::fprintf(stderr, "%s\n", qUtf8Printable(sentence));
    std::exit(2);
}

/// `page` may hold what the page shows first, after a slash.
void requirePage(const QString& page)
{
    QStringList known;
    for (const qbm::ui::PageEntry& entry : qbm::ui::pageEntries())
        known += entry.id;
    if (!known.contains(page.section(QLatin1Char('/'), 0, 0)))
        refuse(QStringLiteral("--page: there is no page \"%1\"; there are %2.").arg(page, known.join(QStringLiteral(", "))));
}

qbm::console::Options parseOptions(const QApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Operations console of the QBM AI system."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption profile(QStringLiteral("profile"),
        QStringLiteral("A profile file, or the name of a saved one."), QStringLiteral("FILE|NAME"));
    const QCommandLineOption page(QStringLiteral("page"),
        QStringLiteral("The page to show: overview, dashboards, cluster, backups, analysis, alerts, activity; and what it "
                       "shows first, such as backups/retention."),
        QStringLiteral("PAGE[/VIEW]"));
    const QCommandLineOption language(QStringLiteral("lang"), QStringLiteral("en or zh_CN."), QStringLiteral("LANG"));
    const QCommandLineOption theme(QStringLiteral("theme"), QStringLiteral("light or dark."), QStringLiteral("THEME"));
    const QCommandLineOption size(
        QStringLiteral("size"), QStringLiteral("The window's size, such as 1280x800."), QStringLiteral("WxH"));
    const QCommandLineOption readOnly(QStringLiteral("read-only"), QStringLiteral("Refuse every change."));
    const QCommandLineOption screenshot(QStringLiteral("screenshot"),
        QStringLiteral("Write a picture of the page once it has content, then end."), QStringLiteral("OUT.png"));
    parser.addOptions({profile, page, language, theme, size, readOnly, screenshot});
    parser.process(application);

    qbm::console::Options options;
    options.profile = parser.value(profile);
    options.page = parser.value(page);
    if (!options.page.isEmpty())
        requirePage(options.page);
    options.language = parser.value(language);
    options.theme = parser.value(theme);
    options.readOnly = parser.isSet(readOnly);
    options.screenshot = parser.value(screenshot);
    if (parser.isSet(size)) {
        options.size = parseSize(parser.value(size));
        if (options.size.isEmpty()) {
            refuse(QStringLiteral("--size: expected WIDTHxHEIGHT such as 1280x800, found \"%1\".").arg(parser.value(size)));
        }
    }
    return options;
}

QtMessageHandler g_handler = nullptr;

/// Qt says these two at every window where there is no desktop (offscreen, a service's shell); there they mean nothing.
void handleMessage(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    const bool noise = message.startsWith(QLatin1String("This plugin does not support propagateSizeHints"))
        || message.startsWith(QLatin1String("QStandardPaths: XDG_RUNTIME_DIR not set"));
    if (!noise)
        g_handler(type, context, message);
}

bool isGiven(int argc, char** argv, std::initializer_list<std::string_view> options)
{
    return std::any_of(argv + 1, argv + argc, [&](const char* argument) {
        const std::string_view name = std::string_view(argument).substr(0, std::string_view(argument).find('='));
        return std::ranges::find(options, name) != options.end();
    });
}

/// Whether there is a desktop to open the window on. Help and pictures need none; without this Qt would abort.
bool haveDisplay(int argc, char** argv)
{
    if (!qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")
        || !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") || isGiven(argc, argv, {"-platform", "--platform"}))
        return true;
    if (!isGiven(argc, argv, {"--help", "-h", "--help-all", "--screenshot"}))
        return false;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return true;
}

/// No operation runs any more; calls that only read were asked to stop. One whose server is frozen may not hear it.
int end(int code)
{
    using namespace std::chrono_literals;
    if (qbm::Reaper::instance().waitUntilIdle(3s))
        return code;
    qbm::log::info("console", "Ended while calls to servers that do not answer were still under way.");
    std::fflush(nullptr);
    std::_Exit(code);
}

} // namespace

int main(int argc, char** argv)
{
    qbm::compose::settleProgram();
    if (isGiven(argc, argv, {"--version", "-v"})) { // needs no display
        std::printf("qbm-console %s\n", qbm::kVersion);
        return std::fflush(stdout) == 0 ? 0 : 1;
    }
    if (!haveDisplay(argc, argv)) {
        std::fputs("qbm-console found no desktop: neither DISPLAY nor WAYLAND_DISPLAY is set. Start it in a desktop "
                   "session; without one, "
                   "qbmctl does the same work and --screenshot FILE makes a picture.\n",
            stderr);
        return 1;
    }
    g_handler = qInstallMessageHandler(handleMessage);
    QApplication application(argc, argv);
    qbm::compose::settleNumbers();
    QApplication::setApplicationName(QStringLiteral("qbm-console"));
    QApplication::setOrganizationName(QStringLiteral("qbm-console"));
    QApplication::setApplicationVersion(QString::fromLatin1(qbm::kVersion));
    QApplication::setDesktopFileName(QStringLiteral("qbm-console"));
    const qbm::console::Options options = parseOptions(application);
    if (auto opened = qbm::compose::openProgramLog("qbm-console"); !opened)
        std::fprintf(stderr, "%s\n", opened.error().english().c_str()); // the console works without its log
    int code = 0;
    {
        qbm::console::Console console(application, options);
        console.start();
        code = QApplication::exec();
    }
    return end(code);
}
