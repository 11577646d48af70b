// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/backup_service.h"
#include "ui/page/page.h"

class QPushButton;
class QStackedWidget;
class QTabBar;

namespace qbm::widgets {
class SidePanel;
}

namespace qbm::ui {

class BackupActions;
class BackupPanel;
class BackupProposer;
class BackupsView;
class CatalogueView;
class CopiesView;
class DrillsView;
class FactsStrip;
class HoldersView;
class KeptDatabasesView;
class PageBanners;
class RetentionView;
class SchedulesView;
class TaskRunner;

/// Backups of the system: the few facts that matter on top, then one view of them at a time: the catalogue, schedules,
/// retention, databases that restores kept, drills, copies, and who is connected.
class BackupsPage : public Page {
    Q_OBJECT
public:
    explicit BackupsPage(Session& session);

    enum View { Catalogue, Schedules, Retention, Kept, Drills, Copies, Sessions };

    QString title() const override;
    void refresh() override;
    bool isSettled() const override;
    int refreshIntervalMs() const override { return 15'000; }
    /// A backup's name, or a view's: "schedules", "retention", "kept", "drills", "copies", "sessions".
    void showObject(const QString& object) override;
    std::vector<Command> commands() override;
    void setCommandsWanted(bool wanted) override;

    void showView(View view);
    CatalogueView* catalogue() const { return m_catalogue; }
    SchedulesView* schedules() const { return m_schedules; }
    // Made when first asked for:
    RetentionView* retention();
    KeptDatabasesView* kept();
    DrillsView* drills();
    CopiesView* copies();
    HoldersView* sessions();
    BackupPanel* panel();

    struct Contents {
        std::vector<backup::Backup> backups;
        service::BackupFacts facts;
    };

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    void retranslate() override;
    void connectViews();
    template <class Kind, class... Arguments>
    Kind* made(Kind*& view, Arguments&... arguments);
    BackupsView* make(int view);
    BackupsView* view() const;
    void askSchedules();
    void fill(Contents contents);
    void updateFacts();
    void openPanel(const QString& backup);
    void panelFollows();

    TaskRunner* m_runner;
    TaskRunner* m_scheduleRunner;
    BackupProposer* m_proposer;
    BackupActions* m_actions;
    QPushButton* m_backUp;
    PageBanners* m_banners;
    FactsStrip* m_strip;
    QTabBar* m_tabs;
    QStackedWidget* m_views;
    CatalogueView* m_catalogue;
    SchedulesView* m_schedules;
    RetentionView* m_retention = nullptr;
    KeptDatabasesView* m_kept = nullptr;
    DrillsView* m_drills = nullptr;
    CopiesView* m_copies = nullptr;
    HoldersView* m_sessions = nullptr;
    widgets::SidePanel* m_side;
    BackupPanel* m_panel = nullptr;
    std::vector<backup::Backup> m_backups;
    service::BackupFacts m_facts; ///< `at` is the epoch before the first answer
    std::optional<std::vector<backup::ScheduleState>> m_scheduleStates; ///< nullopt: not known
    bool m_byClock = false; ///< refresh() was called by the page's clock, not by a person or an operation that ended
};

} // namespace qbm::ui
