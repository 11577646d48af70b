// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/backup_service.h"
#include "ui/page/page.h"
#include "widgets/table/table_model.h"

class QPushButton;

namespace qbm::widgets {
class Banner;
class SearchField;
class SidePanel;
class TableView;
}

namespace qbm::ui {

class TaskRunner;

/// The catalogue of backups: make one, verify one, restore one, look into one.
class BackupsPage : public Page {
    Q_OBJECT
public:
    explicit BackupsPage(Session& session);

    QString title() const override;
    void refresh() override;
    bool isSettled() const override { return m_settled; }
    int refreshIntervalMs() const override { return 15'000; }
    /// A backup's name.
    void showObject(const QString& object) override;
    std::vector<Command> commands() override;

    struct Contents {
        std::vector<backup::Backup> backups;
        service::BackupFacts facts;
    };

private:
    void retranslate() override;
    void fill(const Contents& contents);
    void updateSentence();
    void updateButtons();
    const backup::Backup* selected() const;
    void backUp();
    void restore();
    void verify();
    void showVerified(const Result<backup::VerifyReport>& report);
    void openDetails(const QString& name);

    TaskRunner* m_runner;
    TaskRunner* m_verifier;
    TaskRunner* m_planner;
    widgets::TableModel<backup::Backup>* m_model;
    widgets::TableView* m_table;
    widgets::SearchField* m_filter;
    widgets::Banner* m_result;
    widgets::SidePanel* m_details;
    QPushButton* m_backUp;
    QPushButton* m_restore;
    QPushButton* m_verify;
    Contents m_contents;
    QString m_detailsOf;
    bool m_settled = false;
};

} // namespace qbm::ui
