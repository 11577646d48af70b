// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/console.h"

#include "app/compose/compose.h"
#include "app/console/lab.h"
#include "app/console/profile_menu.h"
#include "core/base/reaper.h"
#include "core/base/version.h"
#include "ui/async/task_runner.h"
#include "ui/page/connection/connection_dialog.h"
#include "ui/page/page.h"
#include "ui/session/session.h"
#include "ui/session/sessions.h"
#include "ui/text/tr.h"
#include "ui/window/header_bar.h"
#include "ui/window/language.h"
#include "ui/window/main_window.h"
#include "ui/window/welcome_panel.h"
#include "widgets/feedback/dialog.h"
#include "widgets/feedback/state_panel.h"

#include <QApplication>
#include <QMenu>
#include <QSessionManager>
#include <QSettings>
#include <QTimer>
#include <cstdio>

namespace qbm::console {

using namespace ui;
using namespace widgets;
using ui::Tr; // the widgets have a context of their own

namespace {

const auto kThemeKey = QStringLiteral("look/theme");
const auto kDenseKey = QStringLiteral("look/dense");
const auto kLanguageKey = QStringLiteral("look/language");
const auto kProfileKey = QStringLiteral("connection/profile");

constexpr int kScreenshotPollMs = 100;
constexpr int kScreenshotLimitMs = 20'000;
constexpr int kScreenshotSettleMs = 700; // charts lay out, panels fade in

ThemeChoice themeChoice(const QString& name)
{
    if (name == QStringLiteral("light"))
        return ThemeChoice::Light;
    if (name == QStringLiteral("dark"))
        return ThemeChoice::Dark;
    return ThemeChoice::System;
}

QString themeName(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::Light: return QStringLiteral("light");
    case ThemeChoice::Dark: return QStringLiteral("dark");
    case ThemeChoice::System: return QStringLiteral("system");
    }
    return {};
}

/// More than one profile is opened and tested at a time: one whose secrets lie on a server that hangs must not keep
/// the next from being opened.
constexpr std::size_t kThreads = 8;

struct Connected {
    std::filesystem::path file;
    std::shared_ptr<Connection> connection; ///< ends elsewhere, also where nobody waits for it any more
};

Result<Connected> connectServices(const std::string& fileOrName, AccessMode access, TaskContext& context)
{
    QBM_TRY(file, config::findProfile(fileOrName));
    QBM_TRY(profile, config::loadProfile(file));
    QBM_TRY(services, compose::makeServices(profile, access, "qbm-console", context, file));
    return Connected{std::move(file), makeConnection(std::move(services))};
}

} // namespace

Console::Console(QApplication& application, Options options)
    : m_application(application)
    , m_options(std::move(options))
    , m_pool(std::make_unique<WorkerPool>(kThreads))
{
    applySettings();
    m_window = std::make_unique<MainWindow>(pageEntries());
    m_connector = std::make_unique<TaskRunner>(*m_pool);
    m_profiles = std::make_unique<ProfileMenu>(*m_pool, nullptr);
    connect(m_profiles.get(), &ProfileMenu::chosen, this, &Console::connectTo);
    connect(m_profiles.get(), &ProfileMenu::changed, this, &Console::fillSystemMenu);
    connect(m_window.get(), &MainWindow::themeChosen, this, [this](int choice) { setTheme(static_cast<ThemeChoice>(choice)); });
    connect(m_window.get(), &MainWindow::languageChosen, this, &Console::setLanguage);
    connect(m_window.get(), &MainWindow::aboutRequested, this, &Console::showAbout);
    connect(m_window->header()->systemMenu(), &QMenu::aboutToShow, this, [this] {
        fillSystemMenu();
        m_profiles->refresh(currentProfile());
    });
    connect(&application, &QGuiApplication::commitDataRequest, this, &Console::endWithDesktop, Qt::DirectConnection);
}

/// What still asks a server was told to stop; how long that may take is up to main().
Console::~Console()
{
    m_connector.reset();
    m_profiles.reset();
    m_window.reset();
    Reaper::instance().end(std::move(m_pool));
}

void Console::applySettings()
{
    const QSettings settings;
    Theme::current().setDense(settings.value(kDenseKey).toBool());
    const QString theme = m_options.theme.isEmpty() ? settings.value(kThemeKey, QStringLiteral("system")).toString() : m_options.theme;
    Theme::current().apply(m_application, themeChoice(theme));
    ui::setLanguage(m_application, m_options.language.isEmpty() ? settings.value(kLanguageKey, systemLanguage()).toString() : m_options.language);
}

void Console::start()
{
    m_window->restoreWindowState();
    if (!m_options.page.isEmpty())
        m_window->showPage(m_options.page.section(QLatin1Char('/'), 0, 0), m_options.page.section(QLatin1Char('/'), 1));
    if (m_options.size.isValid())
        m_window->resize(m_options.size);
    const QString profile = m_options.profile.isEmpty() ? QSettings().value(kProfileKey).toString() : m_options.profile;
    m_profiles->refresh({});
    if (profile.isEmpty())
        showWelcome();
    else
        connectTo(profile);
    m_window->show();
    if (!m_options.screenshot.isEmpty())
        awaitScreenshot();
}

void Console::fillSystemMenu()
{
    QMenu* menu = m_window->header()->systemMenu();
    menu->clear();
    m_profiles->fill(*menu);
    if (!menu->isEmpty())
        menu->addSeparator();
    connect(menu->addAction(Tr::tr("Open a profile file…")), &QAction::triggered, this, [this] {
        chooseFile(m_window.get(), {.title = Tr::tr("Open a profile file"), .nameFilters = {Tr::tr("Profiles (*.yaml)")}},
            [this](const QString& path) { connectTo(path); });
    });
    connect(menu->addAction(Tr::tr("New connection…")), &QAction::triggered, this, [this] { editProfile({}); });
    if (const Session* session = m_window->session())
        connect(menu->addAction(Tr::tr("Edit this connection…")), &QAction::triggered, this, [this, file = session->profileFile()] { editProfile(file); });
}

void Console::editProfile(const std::filesystem::path& file)
{
    ConnectionDialog* dialog = ConnectionDialog::edit(*m_pool, m_window.get(), file,
        [](const config::Profile& profile, TaskContext& context) { return compose::makeServices(profile, AccessMode::ReadOnly, "qbm-console", context); });
    // Queued: that dialog is closed before another asks.
    connect(dialog, &ConnectionDialog::saved, this, [this](const QString& path) { connectTo(path); }, Qt::QueuedConnection);
}

void Console::showWelcome()
{
    auto* panel = new WelcomePanel(findLab().has_value());
    connect(panel, &WelcomePanel::newConnectionRequested, this, [this] { editProfile({}); });
    connect(panel, &WelcomePanel::labRequested, this, &Console::openLab, Qt::QueuedConnection); // which replaces the panel
    connect(panel, &WelcomePanel::manualRequested, m_window.get(), &MainWindow::openManual);
    m_window->showPlain(panel);
}

void Console::openLab()
{
    const auto program = findLab();
    if (!program)
        return showWelcome();
    auto* panel = new StatePanel(new QWidget);
    panel->showLoading(Tr::tr("Starting the lab: servers, months of data and a simulated cluster"));
    m_window->showPlain(panel);
    m_connector->start<std::filesystem::path>([program = *program](TaskContext& context) { return startLab(program, context); },
        [this](Result<std::filesystem::path> profile) {
            if (profile)
                return connectTo(qstr(profile->string()));
            auto* failed = new StatePanel(new QWidget);
            failed->showError(Tr::tr("The lab did not start"), translated(profile.error().message), qstr(profile.error().detail));
            connect(failed, &StatePanel::retryRequested, this, &Console::openLab, Qt::QueuedConnection);
            m_window->showPlain(failed);
        });
}

/// The connected one's file, or empty.
std::filesystem::path Console::currentProfile() const
{
    return m_window->session() != nullptr ? m_window->session()->profileFile() : std::filesystem::path();
}

void Console::showConnecting(const QString& profile)
{
    auto* panel = new StatePanel(new QWidget);
    panel->showLoading(Tr::tr("Opening %1").arg(profile));
    m_window->showPlain(panel);
}

void Console::connectTo(const QString& fileOrName)
{
    m_window->leaveFor(fileOrName, [this, fileOrName] { open(fileOrName); });
}

/// The desktop ends its programs: it waits where operations run, and the window asks as it does for every close.
void Console::endWithDesktop(QSessionManager& manager)
{
    if (m_window->sessions().running().empty() || !manager.allowsInteraction())
        return;
    manager.cancel();
    manager.release();
    QMetaObject::invokeMethod(m_window.get(), &QWidget::close, Qt::QueuedConnection);
}

void Console::open(const QString& fileOrName)
{
    showConnecting(fileOrName);
    const AccessMode access = m_options.readOnly ? AccessMode::ReadOnly : AccessMode::ReadWrite;
    m_connector->start<Connected>(
        [name = fileOrName.toStdString(), access](TaskContext& context) { return connectServices(name, access, context); },
        [this, fileOrName](Result<Connected> connected) {
            if (!connected) {
                auto* panel = new StatePanel(new QWidget);
                // Nothing was asked of a server yet: it is the profile that is at fault.
                panel->showError(Tr::tr("The profile %1 cannot be used").arg(fileOrName), translated(connected.error().message), qstr(connected.error().detail));
                connect(panel, &StatePanel::retryRequested, this, [this, fileOrName] { connectTo(fileOrName); }, Qt::QueuedConnection);
                m_window->showPlain(panel);
                return;
            }
            if (m_options.screenshot.isEmpty())
                QSettings().setValue(kProfileKey, fileOrName);
            m_window->setSession(std::make_unique<Session>(std::move(connected->connection), connected->file));
        });
}

void Console::setTheme(ThemeChoice choice)
{
    Theme::current().apply(m_application, choice);
    QSettings().setValue(kThemeKey, themeName(choice));
}

void Console::setLanguage(const QString& language)
{
    ui::setLanguage(m_application, language);
    QSettings().setValue(kLanguageKey, language);
}

void Console::showAbout()
{
    tell(m_window.get(), State::Info, QStringLiteral("QBM Console %1").arg(QLatin1String(kVersion)),
        Tr::tr("Operations console of the QBM AI system. Free software under the GNU General Public License, version 3 or later, without any warranty."),
        QStringLiteral("Qt %1").arg(QLatin1String(qVersion())));
}

void Console::awaitScreenshot()
{
    const Page* page = m_window->currentPage();
    const bool settled = page != nullptr && page->isSettled();
    m_waitedMs += kScreenshotPollMs;
    if (settled || m_waitedMs >= kScreenshotLimitMs)
        QTimer::singleShot(kScreenshotSettleMs, this, &Console::takeScreenshot);
    else
        QTimer::singleShot(kScreenshotPollMs, this, &Console::awaitScreenshot);
}

void Console::takeScreenshot()
{
    const bool written = m_window->grab().save(m_options.screenshot);
    if (!written)
        std::fprintf(stderr, "The picture %s cannot be written.\n", qUtf8Printable(m_options.screenshot));
    m_application.exit(written ? 0 : 1);
}

} // namespace qbm::console
