// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/archive/verify.h"
#include "ui/page/backups/backups_view.h"
#include "widgets/table/table_model.h"

#include <optional>

class QLabel;

namespace qbm::widgets {
class Banner;
class SearchField;
class TableView;
}

namespace qbm::ui {

class ActionBar;
class BackupActions;
class Session;
class TaskRunner;

/// The table of backups with what can be done with one, and how the last verification went.
class CatalogueView : public BackupsView {
    Q_OBJECT
public:
    CatalogueView(Session& session, BackupActions& actions, QWidget* parent = nullptr);
    ~CatalogueView() override;

    void setBackups(std::vector<backup::Backup> backups, TimePoint at);
    void setError(const Error& error);
    /// Why there is none although there were some; nullopt: there never was one. See service::BackupService::whyFolderIsGone().
    void setFolderGone(const std::optional<Text>& why);
    /// The catalogue comes from the page, with the facts.
    void refresh() override { Q_EMIT refreshRequested(); }
    void retranslate() override;
    bool isSettled() const override { return m_settled; }

    std::optional<backup::Backup> backup(const QString& name) const;
    /// The one chosen in the table.
    std::optional<backup::Backup> chosen() const;
    const std::vector<backup::Backup>& backups() const { return m_model->rows(); }
    /// One that the filter hides ends the filter.
    void select(const QString& name);
    void verify(const QString& name);
    void updateActions();
    widgets::TableView* table() const { return m_table; }

Q_SIGNALS:
    void refreshRequested();
    void verified();
    /// Another one is chosen, or none.
    void chosenChanged();

private:
    void showWhyEmpty();
    void showVerified(const Result<backup::VerifyReport>& report);
    void updateCount();
    void openMenu(const QString& name, const QPoint& position);

    BackupActions& m_actions;
    Session& m_session;
    TaskRunner* m_verifier;
    widgets::TableModel<backup::Backup>* m_model;
    widgets::SearchField* m_filter;
    QLabel* m_count;
    ActionBar* m_bar;
    widgets::Banner* m_result;
    widgets::TableView* m_table;
    std::optional<Text> m_gone;
    TimePoint m_heardAt{};
    bool m_settled = false;
};

} // namespace qbm::ui
