// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/journal.h"
#include "ui/page/command.h"
#include "ui/page/pages.h"

#include <QMainWindow>
#include <functional>
#include <memory>

class QAction;
class QActionGroup;
class QLabel;
class QStackedWidget;
class QTimer;

namespace qbm::widgets {
class Banner;
}

namespace qbm::ui {

class DepartureBanner;
class HeaderBar;
class ManualWindow;
class Navigation;
class NavigationItem;
class Page;
class RunningOperation;
class Session;
class Sessions;
class TaskRunner;

/// The window: tier frame, header, navigation, pages, status line. It knows pages only by their base class.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(std::vector<PageEntry> entries);
    ~MainWindow() override;

    /// Shows a system; the pages of the one before are destroyed first. What the one before runs goes on.
    void setSession(std::unique_ptr<Session> session);
    /// While no system is connected: `content` fills the window (welcome, connecting, error).
    void showPlain(QWidget* content);
    /// Does `go` once the window may leave its system for `to`: at once where nothing runs, else as the answer says.
    /// A newer wish to switch or to close takes its place.
    void leaveFor(const QString& to, std::function<void()> go);

    Session* session() const;
    Sessions& sessions() { return *m_sessions; }
    Page* currentPage() const;
    /// By id; an unknown one shows the first. Before a system is connected: the page it begins with.
    void showPage(const QString& id, const QString& object = {});
    HeaderBar* header() const { return m_header; }
    /// Also restores geometry and page of the last time.
    void restoreWindowState();
    void openManual();

Q_SIGNALS:
    void languageChosen(const QString& language);
    void themeChosen(int choice);
    void connectRequested();
    void aboutRequested();

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void buildMenu();
    void addShortcuts();
    void retranslate();
    void makePages();
    Page* makePage(std::size_t index);
    void makeNextPage();
    void showAwaited();
    void removePages();
    void selectPage(int index);
    void updateAttention(Page* page, NavigationItem* item);
    void openPalette();
    void openTasks();
    void findInterrupted();
    void announceInterrupted(const std::vector<operation::Record>& records);
    std::vector<Command> commands();
    void announceEnd(RunningOperation* operation);
    void updateRunning();
    void saveWindowState() const;

    std::vector<PageEntry> m_entries;
    std::unique_ptr<Sessions> m_sessions;
    std::vector<Page*> m_pages; ///< of the system shown; nullptr: not made yet
    std::vector<NavigationItem*> m_items;
    std::size_t m_index = 0; ///< of the page shown
    QString m_firstObject; ///< what that page shows first; empty: its usual beginning
    QString m_firstPage; ///< where the next session begins: as asked for, else where the last one was
    HeaderBar* m_header;
    Navigation* m_navigation;
    widgets::Banner* m_banner;
    DepartureBanner* m_departures;
    QStackedWidget* m_stack;
    QWidget* m_plain = nullptr;
    QLabel* m_status;
    ManualWindow* m_manual = nullptr;
    TaskRunner* m_journalReader = nullptr;
    std::vector<std::pair<QAction*, const char*>> m_texts; // actions and their English texts
    QActionGroup* m_themes;
    QActionGroup* m_languages;
    QString m_awaited; ///< what the page shown is to open as soon as it has content
    QTimer* m_awaiter;
    QTimer* m_maker; ///< makes the pages that nobody has asked for yet, one at a time
};

} // namespace qbm::ui
