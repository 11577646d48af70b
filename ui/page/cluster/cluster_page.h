// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/cluster_service.h"
#include "ui/page/page.h"
#include "widgets/table/table_model.h"

class QLabel;
class QPushButton;
class QTabWidget;

namespace qbm::widgets {
class Banner;
class SearchField;
class SidePanel;
class TableView;
}

namespace qbm::ui {

class TaskRunner;

/// Workloads, pods, events, nodes and autoscalers of the namespace, live; scaling a deployment.
class ClusterPage : public Page {
    Q_OBJECT
public:
    explicit ClusterPage(Session& session);

    QString title() const override;
    void refresh() override;
    bool isSettled() const override { return m_settled; }
    /// A deployment's name.
    void showObject(const QString& object) override;
    std::vector<Command> commands() override;

private:
    template <class Row>
    struct Tab {
        std::shared_ptr<kubernetes::Live<Row>> live;
        widgets::TableModel<std::shared_ptr<const Row>>* model = nullptr;
        widgets::TableView* table = nullptr;
    };
    template <class Row>
    void addTab(Tab<Row>& tab, std::shared_ptr<kubernetes::Live<Row>> live, std::vector<widgets::TableColumn<std::shared_ptr<const Row>>> columns);
    template <class Row>
    void deliver(Tab<Row>& tab);

    void retranslate() override;
    void updateSentence();
    void updateScaleButton();
    void askPermission();
    const kubernetes::Deployment* selectedDeployment() const;
    void chooseReplicas();
    void openDeployment(const QString& key);
    void openPod(const QString& key);

    TaskRunner* m_permissionRunner;
    TaskRunner* m_versionRunner;
    QTabWidget* m_tabs;
    widgets::Banner* m_warning;
    widgets::SearchField* m_filter;
    widgets::SidePanel* m_details;
    QPushButton* m_scale;
    Tab<kubernetes::Deployment> m_deployments;
    Tab<kubernetes::Pod> m_pods;
    Tab<kubernetes::Event> m_events;
    Tab<kubernetes::Node> m_nodes;
    Tab<kubernetes::HorizontalPodAutoscaler> m_autoscalers;
    std::function<void()> m_fillDetails; ///< the side panel again, in another language
    std::string m_serverVersion;
    std::optional<service::Permission> m_mayScale;
    bool m_settled = false;
};

} // namespace qbm::ui
