// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/keep/schedule.h"
#include "ui/page/backups/backups_view.h"
#include "ui/page/backups/facts_strip.h"
#include "widgets/theme/state.h"

#include <optional>

class QVBoxLayout;

namespace qbm::widgets {
class StatePanel;
}

namespace qbm::ui {

class BackupProposer;
class Session;

/// When it runs next and how its last run went: the tiles of the page and the cards of the view show the same.
StripFact nextRunFact(const backup::ScheduleState& schedule);
StripFact resultFact(const backup::ScheduleState& schedule);

/// One card a kind of schedule: how it stands, or what it is for where there is none.
class SchedulesView : public BackupsView {
    Q_OBJECT
public:
    SchedulesView(Session& session, BackupProposer& proposer, QWidget* parent = nullptr);

    void setSchedules(const Result<std::vector<backup::ScheduleState>>& schedules);
    /// The schedules come from the page, which shows the next run too.
    void refresh() override { Q_EMIT refreshRequested(); }
    void retranslate() override;
    bool isSettled() const override { return m_settled; }
    /// Opens the form for a kind, with what is set up or the defaults.
    void edit(backup::ScheduleKind kind);

Q_SIGNALS:
    void refreshRequested();

private:
    void rebuild();
    QWidget* makeCard(backup::ScheduleKind kind);
    const backup::ScheduleState* stateOf(backup::ScheduleKind kind) const;
    QString whyNot(backup::ScheduleKind kind) const;

    Session& m_session;
    BackupProposer& m_proposer;
    QVBoxLayout* m_cards;
    widgets::StatePanel* m_panel;
    std::vector<backup::ScheduleState> m_schedules;
    TimePoint m_heardAt{};
    bool m_settled = false;
};

/// How a schedule goes, in a state and a word: "on time", "run missed", "last run failed".
widgets::State stateOf(const backup::ScheduleState& schedule);
QString word(const backup::ScheduleState& schedule);

} // namespace qbm::ui
