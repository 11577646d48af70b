// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page/cluster/object_table.h"
#include "ui/page/cluster/revision_effects.h"
#include "widgets/table/table_model.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QTabWidget;

namespace qbm::widgets {
class Card;
class DiffView;
class StatePanel;
class TableView;
}

namespace qbm::ui {

class ActionBar;
class ObjectActions;
class RolloutProgress;
class Session;
class TaskRunner;

/// The rollouts of one deployment: its live progress, the revisions it keeps, what distinguishes two of them, and how
/// the system did while each served.
class RolloutsView : public QWidget {
    Q_OBJECT
public:
    RolloutsView(Session& session, ObjectActions& actions, std::shared_ptr<service::ClusterService> cluster,
        const QString& deployment, QWidget* parent = nullptr);

    const QString& deployment() const { return m_name; }
    bool isSettled() const;
    void refresh();
    void retranslate();
    /// What can be done with the rollout; whoever shows the view places it.
    ActionBar* actionBar() const { return m_bar; }
    widgets::TableView* revisions() const { return m_revisions; }
    widgets::TableView* effects() const { return m_effects; }
    widgets::DiffView* difference() const { return m_difference; }

private:
    void deliver();
    void showProgress();
    Text trouble() const;
    std::int64_t lastReadyRevision() const; ///< 0: none is known
    bool doesNotComeOn() const;
    void askRevisions();
    void askEffects();
    void setRevisions(std::vector<service::Revision> revisions);
    void compareNewest();
    void compareSelected();
    void compare();
    void updateActions();
    const service::Revision* revision(std::int64_t number) const;
    const service::Revision* selected() const;

    ObjectActions& m_actions;
    std::shared_ptr<service::ClusterService> m_cluster;
    std::shared_ptr<kubernetes::Live<kubernetes::Deployment>> m_live;
    std::shared_ptr<kubernetes::Live<kubernetes::Pod>> m_livePods;
    QString m_name;
    std::shared_ptr<const kubernetes::Deployment> m_deployment;
    std::vector<service::Revision> m_known;
    TaskRunner* m_revisionRunner;
    TaskRunner* m_effectRunner;
    ActionBar* m_bar;
    widgets::StatePanel* m_progressState;
    RolloutProgress* m_progress;
    widgets::TableModel<service::Revision>* m_revisionModel;
    widgets::TableModel<EffectPeriod>* m_effectModel;
    widgets::TableView* m_revisions;
    widgets::TableView* m_effects;
    QTabWidget* m_tabs;
    QLabel* m_fromLabel;
    QLabel* m_toLabel;
    QComboBox* m_from;
    QComboBox* m_to;
    widgets::DiffView* m_difference;
};

} // namespace qbm::ui
