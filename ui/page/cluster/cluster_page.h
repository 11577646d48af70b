// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/cluster_service.h"
#include "ui/page/cluster/object_table.h"
#include "ui/page/page.h"

#include <map>

class QLabel;
class QStackedWidget;

namespace qbm::widgets {
class Banner;
class SearchField;
class SidePanel;
}

namespace qbm::ui {

class ActionBar;
class ClusterUsage;
class Feed;
class KindRail;
class ObjectActions;
class ObjectPanel;
class ScopePicker;
class SubView;
class TaskRunner;

/// Everything of one namespace of the cluster, live: the kinds of objects at the left, one kind's table beside them,
/// one object in the side panel; rollouts and logs as views of their own. What can be done with an object stands above
/// it.
class ClusterPage : public Page {
    Q_OBJECT
public:
    explicit ClusterPage(Session& session);
    ~ClusterPage() override;

    QString title() const override;
    void refresh() override;
    bool isSettled() const override;
    /// A Deployment by its name, or anything as "Kind/name".
    void showObject(const QString& object) override;
    std::vector<Command> commands() override;
    void setCommandsWanted(bool wanted) override;

    ObjectTable* table() const; ///< of the kind shown
    KindRail* rail() const { return m_rail; }
    ObjectPanel* panel() const { return m_panel; }
    SubView* subView() const { return m_subView; }

private:
    QWidget* makeBrowser();
    void connectBrowser();
    void retranslate() override;

    void openScope(const service::ClusterScope& scope);
    void showScope(std::shared_ptr<service::ClusterService> cluster);
    void showProblem(const QString& sentence);
    bool isOwnScope() const;
    void updateScopeBanner();

    void showKind(const ClusterKind& kind);
    ObjectTable* makeTable(const ClusterKind& kind);
    void tableDelivered(ObjectTable* table);
    void updateSentence();
    void updateActions();
    void updateCount();
    void takeFilterOf(ObjectTable* table);
    std::optional<ChosenObject> chosen() const;

    void openPanel(const ChosenObject& object);
    void panelFollows();
    void selectObject(const QString& name);
    void openByName(const QString& kind, const QString& name);
    void openOfKind(const ClusterKind& kind, const QString& name);
    void openMenu(const QString& key, const QPoint& position);
    void chooseKind();
    void openRollouts(const QString& deployment);
    void openLogs(const QString& workload);
    void openSubView(SubView* view);
    void closeSubView();

    std::shared_ptr<service::ClusterService> m_cluster; ///< of the scope shown
    std::shared_ptr<ClusterUsage> m_usage;
    std::shared_ptr<kubernetes::Live<kubernetes::Deployment>> m_deployments; ///< what the sentence tells of
    Subscription m_commandsWatch; ///< while the palette is open
    Feed* m_deploymentFeed = nullptr;
    TaskRunner* m_scopeRunner;
    TaskRunner* m_versionRunner;
    TaskRunner* m_kindRunner;
    ObjectActions* m_actions;
    ScopePicker* m_scope;
    ActionBar* m_scopeActions;
    widgets::Banner* m_warning; ///< an unverified server
    widgets::Banner* m_otherScope;
    widgets::Banner* m_problem; ///< a scope or an object that could not be opened
    QStackedWidget* m_views; ///< the browser, or a view over it
    KindRail* m_rail;
    widgets::SearchField* m_filter;
    QLabel* m_count;
    ActionBar* m_bar;
    QLabel* m_whyNot;
    QStackedWidget* m_tables;
    std::map<QString, ObjectTable*> m_tableOf; ///< by kind
    ObjectTable* m_filterOf = nullptr; ///< whose filter the field shows
    widgets::SidePanel* m_side;
    ObjectPanel* m_panel;
    SubView* m_subView = nullptr;
    std::string m_serverVersion;
};

} // namespace qbm::ui
