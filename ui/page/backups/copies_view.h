// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/copy/backup_copies.h"
#include "ui/page/backups/backups_view.h"
#include "widgets/table/table_model.h"

#include <set>

class QComboBox;
class QLabel;

namespace qbm::widgets {
class StatePanel;
class TableView;
}

namespace qbm::ui {

class ActionBar;
class BackupProposer;
class Session;
class TaskRunner;

/// What lies in a second place: a folder or a bucket the profile names. Backups can be fetched from there.
class CopiesView : public BackupsView {
    Q_OBJECT
public:
    static constexpr std::chrono::minutes kRemoteAge{5};

    CopiesView(Session& session, BackupProposer& proposer, QWidget* parent = nullptr);
    /// Another clock than the machine's, for tests.
    void setClock(const Clock& clock) { m_clock = &clock; }

    /// The backups of the catalogue, to tell which of the copies are here too.
    void setBackups(const std::vector<backup::Backup>& backups);
    void refresh() override;
    /// A remote place is listed again only when its last listing is older than kRemoteAge.
    void refreshByClock() override;
    void retranslate() override;
    bool isSettled() const override { return m_settled; }
    QComboBox* places() const { return m_place; }
    widgets::TableView* table() const { return m_table; }
    QLabel* age() const { return m_age; }
    ActionBar* actionBar() const { return m_bar; }

private:
    const backup::CopyPlace* place() const;
    void placeChosen();
    void fill(Result<std::vector<backup::PlacedCopy>> copies);
    void updateWords();
    void updateAge();

    Session& m_session;
    BackupProposer& m_proposer;
    TaskRunner* m_runner;
    QComboBox* m_place;
    QLabel* m_location;
    QLabel* m_age;
    ActionBar* m_bar;
    widgets::TableModel<backup::PlacedCopy>* m_model;
    widgets::TableView* m_table;
    widgets::StatePanel* m_state; ///< around everything: there may be no place at all
    std::shared_ptr<std::set<std::string>> m_here; ///< names of the catalogue, read by a column
    std::string m_newestHere; ///< usable and no safety dump
    const Clock* m_clock;
    TimePoint m_askedAt{}, m_heardAt{};
    bool m_settled = false;
};

} // namespace qbm::ui
