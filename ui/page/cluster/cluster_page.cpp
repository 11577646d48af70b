// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/cluster_page.h"

#include "ui/async/feed.h"
#include "ui/async/task_runner.h"
#include "ui/layout/scrolled.h"
#include "ui/operation/operation_dialog.h"
#include "ui/page/cluster/cluster_columns.h"
#include "ui/page/cluster/object_details.h"
#include "ui/page/cluster/scale_dialog.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/feedback/banner.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/form/form.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/icons.h"

#include <QBoxLayout>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;
using kubernetes::LiveState;

namespace {

enum TabIndex { DeploymentsTab, PodsTab, EventsTab, NodesTab, AutoscalersTab };
constexpr int kFilterWidth = 240;

} // namespace

template <class Row>
void ClusterPage::addTab(Tab<Row>& tab, std::shared_ptr<kubernetes::Live<Row>> live, std::vector<TableColumn<std::shared_ptr<const Row>>> columns)
{
    using Shared = std::shared_ptr<const Row>;
    tab.live = std::move(live);
    tab.model = new TableModel<Shared>([](const Shared& row) { return qstr(row->meta.nameSpace + "/" + row->meta.name); }, std::move(columns), this);
    tab.table = new TableView;
    tab.table->setModel(tab.model);
    m_tabs->addTab(tab.table, {});
    // Followed only while its tab is on the screen.
    new Feed(tab.table, [live = tab.live](std::function<void()> changed) { return live->subscribe(std::move(changed)); }, [this, &tab] { deliver(tab); });
}

template <class Row>
void ClusterPage::deliver(Tab<Row>& tab)
{
    const auto snapshot = tab.live->snapshot();
    StatePanel* panel = tab.table->statePanel();
    const bool known = snapshot->heardAt != TimePoint{} || !snapshot->rows.empty();
    if (known)
        tab.model->setRows(snapshot->rows);
    switch (snapshot->state) {
    case LiveState::Live: break; // the table shows its rows, or that there are none
    case LiveState::Idle:
    case LiveState::Loading:
        if (!known)
            panel->showLoading();
        break;
    case LiveState::Interrupted:
        if (known && snapshot->error)
            panel->showStale(translated(snapshot->error->message), snapshot->heardAt);
        else if (snapshot->error)
            panel->showError(*snapshot->error);
        break;
    }
    m_settled = m_settled || snapshot->state == LiveState::Live || snapshot->state == LiveState::Interrupted;
    updateSentence();
    updateScaleButton();
}

ClusterPage::ClusterPage(Session& session)
    : Page(session, QStringLiteral("cluster"))
    , m_permissionRunner(new TaskRunner(session.pool(), this))
    , m_versionRunner(new TaskRunner(session.pool(), this))
    , m_tabs(new QTabWidget)
    , m_warning(new Banner)
    , m_filter(new SearchField)
    , m_details(new SidePanel(this))
    , m_scale(new QPushButton)
{
    service::ClusterService& cluster = *session.services().cluster;
    m_warning->hide();
    body()->addWidget(m_warning);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    addTab(m_deployments, cluster.deployments(), deploymentColumns());
    addTab(m_pods, cluster.pods(), podColumns());
    addTab(m_events, cluster.events(), eventColumns());
    addTab(m_nodes, cluster.nodes(), nodeColumns());
    addTab(m_autoscalers, cluster.horizontalPodAutoscalers(), autoscalerColumns());
    m_events.model->sort(1, Qt::AscendingOrder); // the newest first
    m_filter->setFixedWidth(kFilterWidth);
    body()->addWidget(m_tabs, 1);
    addHeadWidget(m_filter);
    addHeadWidget(m_scale);
    setButtonKind(*m_scale, ButtonKind::Primary);

    connect(m_filter, &SearchField::searched, this, [this](const QString& text) {
        for (TableView* table : {m_deployments.table, m_pods.table, m_events.table, m_nodes.table, m_autoscalers.table})
            table->model()->setFilterText(text);
    });
    connect(m_scale, &QPushButton::clicked, this, &ClusterPage::chooseReplicas);
    connect(m_deployments.table, &TableView::currentKeyChanged, this, &ClusterPage::updateScaleButton);
    connect(m_deployments.table, &TableView::activated, this, &ClusterPage::openDeployment);
    connect(m_pods.table, &TableView::activated, this, &ClusterPage::openPod);
    connect(m_tabs, &QTabWidget::currentChanged, this, &ClusterPage::updateScaleButton);
    for (TableView* table : {m_deployments.table, m_pods.table, m_events.table, m_nodes.table, m_autoscalers.table})
        table->statePanel()->setRetryVisible(false); // the watch tries again by itself
}

QString ClusterPage::title() const
{
    return Tr::tr("Cluster");
}

void ClusterPage::retranslate()
{
    m_tabs->setTabText(DeploymentsTab, Tr::tr("Deployments"));
    m_tabs->setTabText(PodsTab, Tr::tr("Pods"));
    m_tabs->setTabText(EventsTab, Tr::tr("Events"));
    m_tabs->setTabText(NodesTab, Tr::tr("Nodes"));
    m_tabs->setTabText(AutoscalersTab, Tr::tr("Autoscalers"));
    m_filter->setPlaceholderText(Tr::tr("Filter"));
    const QString nameSpace = qstr(session().services().cluster->identity().nameSpace);
    m_deployments.table->setEmptyText(Tr::tr("No deployments in %1").arg(nameSpace));
    m_pods.table->setEmptyText(Tr::tr("No pods in %1").arg(nameSpace));
    m_events.table->setEmptyText(Tr::tr("No events in %1").arg(nameSpace), Tr::tr("The server forgets events after an hour."));
    m_nodes.table->setEmptyText(Tr::tr("No nodes"));
    m_autoscalers.table->setEmptyText(Tr::tr("No autoscalers in %1").arg(nameSpace));
    for (int i = 0; i < m_tabs->count(); ++i)
        static_cast<TableView*>(m_tabs->widget(i))->view()->setAccessibleName(m_tabs->tabText(i));
    const auto warnings = session().services().cluster->identity().warnings;
    m_warning->setVisible(!warnings.empty());
    if (!warnings.empty())
        m_warning->setMessage(State::Warning, translated(warnings.front()));
    updateSentence();
    updateScaleButton();
    if (m_details->isOpen())
        m_fillDetails();
}

/// The tables follow by themselves; what is asked for is the version and what this user may do.
void ClusterPage::refresh()
{
    m_versionRunner->start<std::string>([cluster = session().services().cluster](TaskContext& context) { return cluster->fetchServerVersion(context); },
        [this](Result<std::string> version) {
            m_serverVersion = version.value_or("");
            updateSentence();
        });
    askPermission();
}

void ClusterPage::askPermission()
{
    m_permissionRunner->start<service::Permission>(
        [cluster = session().services().cluster](TaskContext& context) {
            return cluster->fetchPermission({"patch", "deployments/scale", {}}, context);
        },
        [this](Result<service::Permission> permission) {
            m_mayScale = permission ? std::optional(*permission) : std::nullopt;
            updateScaleButton();
        });
}

void ClusterPage::updateSentence()
{
    const service::ClusterIdentity identity = session().services().cluster->identity();
    const auto& rows = m_deployments.model->rows();
    const auto troubled = std::ranges::count_if(rows, [](const auto& row) { return stateOf(*row) != State::Ok; });
    if (rows.empty()) {
        setSentence(identity.server.empty() ? QString() : Tr::tr("%1 at %2").arg(qstr(identity.context), qstr(identity.server)));
        setAttention(std::nullopt);
        return;
    }
    const QString where = Tr::tr("%1 in context %2").arg(qstr(identity.nameSpace), qstr(identity.context))
        + (m_serverVersion.empty() ? QString() : QStringLiteral(" · Kubernetes ") + qstr(m_serverVersion));
    setSentence((troubled == 0 ? Tr::tr("All %n deployments are ready.", nullptr, static_cast<int>(rows.size()))
                               : Tr::tr("%n deployment(s) are not as they should be.", nullptr, static_cast<int>(troubled)))
        + QLatin1Char(' ') + where);
    setAttention(troubled == 0 ? std::nullopt : std::optional(State::Warning), Tr::tr("a deployment is not ready"));
}

const kubernetes::Deployment* ClusterPage::selectedDeployment() const
{
    const int row = m_deployments.model->rowOfKey(m_deployments.table->currentKey());
    return row < 0 ? nullptr : m_deployments.model->rowAt(row).get();
}

void ClusterPage::updateScaleButton()
{
    const kubernetes::Deployment* deployment = selectedDeployment();
    const bool onTab = m_tabs->currentIndex() == DeploymentsTab;
    m_scale->setVisible(onTab);
    m_scale->setText(deployment == nullptr ? Tr::tr("Scale deployment") : Tr::tr("Scale %1").arg(qstr(deployment->meta.name)));
    QString why;
    if (session().isReadOnly())
        why = Tr::tr("This window is read-only.");
    else if (m_mayScale && !m_mayScale->allowed)
        why = translated(m_mayScale->reason);
    else if (deployment == nullptr)
        why = Tr::tr("Choose a deployment in the table first.");
    m_scale->setEnabled(why.isEmpty());
    m_scale->setToolTip(why);
}

void ClusterPage::chooseReplicas()
{
    const kubernetes::Deployment* deployment = selectedDeployment();
    if (deployment == nullptr)
        return;
    auto* dialog = new ScaleDialog(qstr(deployment->meta.name), deployment->desired, window());
    connect(dialog, &ScaleDialog::chosen, this, [this, name = deployment->meta.name](int replicas) {
        OperationDialog::propose(session(), window(), session().services().cluster->makeScaleOperation(name, replicas));
    });
    dialog->open();
}

void ClusterPage::openDeployment(const QString& key)
{
    const int row = m_deployments.model->rowOfKey(key);
    if (row < 0)
        return;
    const kubernetes::Deployment& deployment = *m_deployments.model->rowAt(row);
    m_fillDetails = [this, key] { openDeployment(key); };
    m_details->setTitle(qstr(deployment.meta.name));
    m_details->setContent(scrolled(makeDeploymentDetails(deployment)));
    m_details->openPanel();
}

void ClusterPage::openPod(const QString& key)
{
    const int row = m_pods.model->rowOfKey(key);
    if (row < 0)
        return;
    const kubernetes::Pod& pod = *m_pods.model->rowAt(row);
    m_fillDetails = [this, key] { openPod(key); };
    m_details->setTitle(qstr(pod.meta.name));
    m_details->setContent(scrolled(makePodDetails(pod)));
    m_details->openPanel();
}

void ClusterPage::showObject(const QString& object)
{
    m_tabs->setCurrentIndex(DeploymentsTab);
    m_deployments.table->selectKey(qstr(session().services().cluster->identity().nameSpace) + QLatin1Char('/') + object);
}

std::vector<Command> ClusterPage::commands()
{
    std::vector<Command> commands;
    for (const auto& row : m_deployments.model->rows()) {
        const QString name = qstr(row->meta.name);
        commands.push_back({Tr::tr("Show deployment %1").arg(name), Tr::tr("Cluster"), icon(QStringLiteral("view-list-tree"), TextTone::Secondary), [this, name] {
                                Q_EMIT navigationRequested(id(), name);
                            }});
        if (session().isReadOnly() || (m_mayScale && !m_mayScale->allowed))
            continue;
        commands.push_back({Tr::tr("Scale %1").arg(name), Tr::tr("Cluster"), icon(QStringLiteral("distribute-graph"), TextTone::Secondary), [this, name] {
                                Q_EMIT navigationRequested(id(), name);
                                chooseReplicas();
                            }});
    }
    return commands;
}

} // namespace qbm::ui
