// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/tier.h"
#include "core/base/worker_pool.h"
#include "widgets/theme/theme.h"

#include <QObject>
#include <QSize>
#include <QString>
#include <filesystem>
#include <memory>

class QApplication;
class QSessionManager;

namespace qbm::ui {
class MainWindow;
class TaskRunner;
}

namespace qbm::console {

class ProfileMenu;

/// What the command line asks for; empty fields mean "as the last time".
struct Options {
    QString profile; ///< a file or a name
    QString page;
    QString language;
    QString theme;
    QSize size;
    bool readOnly = false;
    QString screenshot; ///< write this picture when the page has content, then end
};

/// The program behind the window: settings, connecting to a profile, switching between them, the screenshot mode.
class Console : public QObject {
    Q_OBJECT
public:
    Console(QApplication& application, Options options);
    ~Console() override;

    void start();

private:
    void applySettings();
    void fillSystemMenu();
    void showWelcome();
    void openLab();
    std::filesystem::path currentProfile() const;
    void showConnecting(const QString& profile);
    /// Leaves the present system, if it may, for another; also for the same one with changed settings.
    void connectTo(const QString& fileOrName);
    void open(const QString& fileOrName);
    void endWithDesktop(QSessionManager& manager);
    void editProfile(const std::filesystem::path& file);
    void setTheme(widgets::ThemeChoice choice);
    void setLanguage(const QString& language);
    void showAbout();
    void awaitScreenshot();
    void takeScreenshot();

    QApplication& m_application;
    Options m_options;
    std::unique_ptr<WorkerPool> m_pool;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<ui::TaskRunner> m_connector; // before the window ends, after it begins
    std::unique_ptr<ProfileMenu> m_profiles; // likewise
    int m_waitedMs = 0;
};

} // namespace qbm::console
