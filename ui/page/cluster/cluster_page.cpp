// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/cluster_page.h"

#include "core/base/unit.h"
#include "ui/async/feed.h"
#include "ui/async/task_runner.h"
#include "ui/layout/action_bar.h"
#include "ui/page/cluster/cluster_columns.h"
#include "ui/page/cluster/kind_chooser.h"
#include "ui/page/cluster/kind_rail.h"
#include "ui/page/cluster/log_panel.h"
#include "ui/page/cluster/object_actions.h"
#include "ui/page/cluster/object_panel.h"
#include "ui/page/cluster/rollouts_view.h"
#include "ui/page/cluster/scope_picker.h"
#include "ui/page/cluster/sub_view.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/feedback/banner.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/form/form.h"
#include "widgets/table/table_model.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/icons.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QMenu>
#include <QShortcut>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kFilterWidth = 220;

const ClusterKind& deploymentKind()
{
    return clusterSections().front().kinds.front();
}

/// What cannot be done with an object, one line a reason: "Scale…, Restart…: patch deployments in qbm: denied to
/// viewer".
QString denials(const std::vector<ObjectAction>& actions)
{
    QStringList reasons;
    std::map<QString, QStringList> labels;
    for (const ObjectAction& action : actions) {
        if (action.whyNot.isEmpty())
            continue;
        if (!labels.contains(action.whyNot))
            reasons << action.whyNot;
        labels[action.whyNot] << action.label;
    }
    QStringList lines;
    for (const QString& reason : std::as_const(reasons))
        lines << labels[reason].join(QStringLiteral(", ")) + QStringLiteral(": ") + reason;
    return lines.join(QLatin1Char('\n'));
}

} // namespace

ClusterPage::ClusterPage(Session& session)
    : Page(session, QStringLiteral("cluster"))
    , m_scopeRunner(new TaskRunner(session.pool(), this))
    , m_versionRunner(new TaskRunner(session.pool(), this))
    , m_kindRunner(new TaskRunner(session.pool(), this))
    , m_actions(new ObjectActions(session, this))
    , m_scope(new ScopePicker(session.pool()))
    , m_scopeActions(new ActionBar)
    , m_warning(new Banner)
    , m_otherScope(new Banner)
    , m_problem(new Banner)
    , m_views(new QStackedWidget)
    , m_rail(new KindRail)
    , m_filter(new SearchField)
    , m_count(makeLabel({}, TypeRole::Caption, TextTone::Muted))
    , m_bar(new ActionBar)
    , m_whyNot(makeLabel({}, TypeRole::Caption, TextTone::Muted))
    , m_tables(new QStackedWidget)
    , m_side(new SidePanel(this))
    , m_panel(new ObjectPanel(session, *m_actions))
{
    addHeadWidget(m_scope);
    m_scopeActions->setMenuLabel(QT_TRANSLATE_NOOP("Ui", "Create"));
    addHeadWidget(m_scopeActions);
    m_problem->setClosable(true);
    for (Banner* banner : {m_warning, m_problem, m_otherScope}) {
        banner->hide();
        body()->addWidget(banner);
    }
    m_views->addWidget(makeBrowser());
    body()->addWidget(m_views, 1);
    m_side->setContent(m_panel);
    connectBrowser();
    showScope(session.services().cluster);
    m_rail->choose(deploymentKind());
}

ClusterPage::~ClusterPage()
{
    for (const auto& [id, table] : m_tableOf)
        table->saveLook();
}

QWidget* ClusterPage::makeBrowser()
{
    m_filter->setObjectName(QStringLiteral("objectFilter"));
    m_filter->setFixedWidth(kFilterWidth);
    m_bar->setObjectName(QStringLiteral("objectActions"));
    m_scopeActions->setObjectName(QStringLiteral("scopeActions"));
    m_whyNot->setWordWrap(true);
    m_whyNot->hide();
    auto* tools = new QHBoxLayout;
    tools->setSpacing(tokens::kSpaceS);
    tools->addWidget(m_filter);
    tools->addWidget(m_count, 1);
    tools->addWidget(m_bar);
    auto* right = new QVBoxLayout;
    right->setSpacing(tokens::kSpaceS);
    right->addLayout(tools);
    right->addWidget(m_whyNot);
    right->addWidget(m_tables, 1);
    auto* browser = new QWidget;
    auto* row = new QHBoxLayout(browser);
    row->setContentsMargins({});
    row->setSpacing(tokens::kSpaceL);
    row->addWidget(m_rail);
    row->addLayout(right, 1);
    auto* find = new QShortcut(QKeySequence::Find, browser, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, this, [this] {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    });
    return browser;
}

void ClusterPage::connectBrowser()
{
    connect(m_scope, &ScopePicker::scopeChosen, this, &ClusterPage::openScope);
    connect(m_otherScope, &Banner::actionRequested, this, [this] { showScope(session().services().cluster); });
    connect(m_problem, &Banner::closed, m_problem, &QWidget::hide);
    connect(m_rail, &KindRail::chosen, this, &ClusterPage::showKind);
    connect(m_rail, &KindRail::allKindsRequested, this, &ClusterPage::chooseKind);
    connect(m_filter, &SearchField::searched, this, [this](const QString& text) {
        if (ObjectTable* shown = table(); shown != nullptr && shown->view()->model() != nullptr)
            shown->view()->model()->setFilterText(text);
        updateCount();
    });
    connect(m_actions, &ObjectActions::changed, this, &ClusterPage::updateActions);
    connect(m_actions, &ObjectActions::logsRequested, this, &ClusterPage::openLogs);
    connect(m_actions, &ObjectActions::rolloutsRequested, this, &ClusterPage::openRollouts);
    connect(m_actions, &ObjectActions::secretRevealed, m_panel, &ObjectPanel::revealed);
    connect(m_actions, &ObjectActions::revealBegan, this, [this](const QString& secret) {
        openOfKind(*knownKind(QStringLiteral("Secret")), secret);
        m_panel->showTab(ObjectPanel::Values);
    });
    connect(m_panel, &ObjectPanel::objectRequested, this, &ClusterPage::openByName);
    connect(m_side, &SidePanel::closed, m_panel, &ObjectPanel::close);
}

QString ClusterPage::title() const
{
    return Tr::tr("Cluster");
}

ObjectTable* ClusterPage::table() const
{
    return static_cast<ObjectTable*>(m_tables->currentWidget());
}

bool ClusterPage::isSettled() const
{
    return m_subView != nullptr || (table() != nullptr && table()->isSettled());
}

void ClusterPage::retranslate()
{
    m_filter->setPlaceholderText(Tr::tr("Filter"));
    m_rail->retranslate();
    m_scope->retranslate();
    for (const auto& [id, table] : m_tableOf)
        table->retranslate(qstr(m_cluster->identity().nameSpace));
    m_panel->retranslate();
    if (m_subView != nullptr)
        m_subView->retranslate();
    updateScopeBanner();
    updateSentence();
    updateActions();
    updateCount();
}

void ClusterPage::refresh()
{
    m_versionRunner->start<std::string>(
        [cluster = m_cluster](TaskContext& context) { return cluster->fetchServerVersion(context); },
        [this](Result<std::string> version) {
            m_serverVersion = version.value_or("");
            updateSentence();
        });
    m_scope->refresh();
    if (table() != nullptr)
        m_actions->refresh(table()->kind());
    if (m_subView != nullptr) {
        if (auto* rollouts = qobject_cast<RolloutsView*>(m_subView->content()))
            rollouts->refresh();
    }
}

// The scope

bool ClusterPage::isOwnScope() const
{
    const auto own = session().services().cluster->identity(), shown = m_cluster->identity();
    return own.context == shown.context && own.nameSpace == shown.nameSpace;
}

void ClusterPage::openScope(const service::ClusterScope& scope)
{
    m_problem->hide();
    m_scope->setEnabled(false);
    // From the profile's own service, which knows the cluster files.
    m_scopeRunner->start<std::shared_ptr<service::ClusterService>>(
        [cluster = session().services().cluster, scope](
            TaskContext& context) { return cluster->inScope(scope, context); },
        [this](Result<std::shared_ptr<service::ClusterService>> cluster) {
            m_scope->setEnabled(true);
            if (cluster) {
                showScope(std::move(*cluster));
                return;
            }
            m_scope->reset();
            showProblem(translated(cluster.error().message));
        });
}

void ClusterPage::showProblem(const QString& sentence)
{
    m_problem->setMessage(State::Danger, sentence);
    m_problem->show();
}

void ClusterPage::showScope(std::shared_ptr<service::ClusterService> cluster)
{
    const bool another = m_cluster != nullptr;
    closeSubView();
    m_side->closePanel();
    for (const auto& [id, table] : std::exchange(m_tableOf, {})) {
        table->saveLook();
        m_tables->removeWidget(table);
        delete table;
    }
    m_filterOf = nullptr;
    delete std::exchange(m_deploymentFeed, nullptr);
    m_cluster = std::move(cluster);
    m_usage = std::make_shared<ClusterUsage>();
    m_serverVersion.clear();
    m_actions->setService(m_cluster);
    m_panel->setService(m_cluster, m_usage);
    m_scope->setService(m_cluster);
    m_rail->forgetCounts();
    m_deployments = m_cluster->deployments();
    m_deploymentFeed = new Feed(
        this, [live = m_deployments](std::function<void()> changed) { return live->subscribe(std::move(changed)); },
        [this] { updateSentence(); });
    if (!another)
        return;
    showKind(m_rail->current().value_or(deploymentKind()));
    updateScopeBanner();
    updateSentence();
    refresh();
}

void ClusterPage::updateScopeBanner()
{
    const auto shown = m_cluster->identity(), own = session().services().cluster->identity();
    m_warning->setVisible(!shown.warnings.empty());
    if (!shown.warnings.empty())
        m_warning->setMessage(State::Warning, translated(shown.warnings.front()));
    m_otherScope->setVisible(!isOwnScope());
    m_otherScope->setMessage(State::Info,
        Tr::tr("You are looking at %1 in context %2. The other pages stay with the profile's own: %3 in context %4.")
            .arg(qstr(shown.nameSpace), qstr(shown.context), qstr(own.nameSpace), qstr(own.context)));
    m_otherScope->setAction(Tr::tr("Back to %1").arg(qstr(own.nameSpace)));
}

// The tables

void ClusterPage::showKind(const ClusterKind& kind)
{
    const auto found = m_tableOf.find(kind.id());
    ObjectTable* shown = found != m_tableOf.end() ? found->second : makeTable(kind);
    m_side->closePanel();
    m_actions->prepare(kind);
    m_tables->setCurrentWidget(shown);
    m_bar->setRest(shown->view()->view());
    takeFilterOf(shown);
    updateActions();
    updateCount();
}

ObjectTable* ClusterPage::makeTable(const ClusterKind& kind)
{
    ObjectTable* made = makeObjectTable(kind, *m_cluster, m_usage);
    made->retranslate(qstr(m_cluster->identity().nameSpace));
    if (showsUsage(kind))
        new UsagePoll(session().pool(), made, m_cluster, m_usage);
    m_tables->addWidget(made);
    m_tableOf.emplace(kind.id(), made);
    connect(made, &ObjectTable::delivered, this, [this, made] { tableDelivered(made); });
    connect(made, &ObjectTable::currentChanged, this, [this, made] {
        if (made != table())
            return;
        updateActions();
        panelFollows();
    });
    connect(made, &ObjectTable::activated, this, [this, made](const QString& key) {
        made->view()->selectKey(key);
        if (const auto object = made->object(key))
            openPanel(*object);
    });
    connect(made, &ObjectTable::contextMenuRequested, this, &ClusterPage::openMenu);
    return made;
}

void ClusterPage::tableDelivered(ObjectTable* delivered)
{
    m_rail->setCount(delivered->kind().id(), delivered->count());
    if (delivered != table())
        return;
    takeFilterOf(delivered);
    updateActions();
    updateCount();
    panelFollows();
}

void ClusterPage::takeFilterOf(ObjectTable* shown)
{
    if (m_filterOf == shown || shown->view()->model() == nullptr)
        return;
    m_filterOf = shown;
    const QSignalBlocker quiet(m_filter);
    m_filter->setText(shown->view()->model()->filterText());
}

void ClusterPage::updateCount()
{
    const ObjectTable* shown = table();
    const auto count = shown != nullptr ? shown->count() : std::nullopt;
    if (!count) {
        m_count->clear();
        return;
    }
    const int visible = shown->view()->model()->rowCount();
    if (shown->isLoading())
        m_count->setText(Tr::tr("%1 so far…").arg(qstr(formatCount(*count))));
    else if (visible < *count)
        m_count->setText(Tr::tr("%1 of %2").arg(qstr(formatCount(visible)), qstr(formatCount(*count))));
    else
        m_count->setText(qstr(formatCount(*count)));
}

void ClusterPage::updateSentence()
{
    const service::ClusterIdentity identity = m_cluster->identity();
    const auto snapshot = m_deployments->snapshot();
    const auto troubled
        = std::ranges::count_if(snapshot->rows, [](const auto& row) { return stateOf(*row) != State::Ok; });
    const int all = static_cast<int>(snapshot->rows.size());
    if (snapshot->heardAt != TimePoint{} || all > 0)
        m_rail->setCount(deploymentKind().id(), all);
    if (all == 0) {
        setSentence(identity.server.empty() ? QString()
                                            : Tr::tr("%1 at %2").arg(qstr(identity.context), qstr(identity.server)));
        setAttention(std::nullopt);
        return;
    }
    const QString where = Tr::tr("%1 in context %2").arg(qstr(identity.nameSpace), qstr(identity.context))
        + (m_serverVersion.empty() ? QString() : QStringLiteral(" · Kubernetes ") + qstr(m_serverVersion));
    setSentence(
        (troubled == 0 ? Tr::tr("All %n deployments are ready.", nullptr, all)
                       : Tr::tr("%n deployment(s) are not as they should be.", nullptr, static_cast<int>(troubled)))
        + QLatin1Char(' ') + where);
    setAttention(troubled == 0 || !isOwnScope() ? std::nullopt : std::optional(State::Warning),
        Tr::tr("a deployment is not ready"));
}

// The object

std::optional<ChosenObject> ClusterPage::chosen() const
{
    return table() != nullptr ? table()->object(table()->currentKey()) : std::nullopt;
}

void ClusterPage::updateActions()
{
    m_scopeActions->setActions(m_actions->forScope(), {});
    if (table() == nullptr)
        return;
    const auto object = chosen();
    auto actions = m_actions->forObject(table()->kind(), object);
    // Without an object, or read-only, the reason is one and known; what an access review denied is worth a line.
    m_whyNot->setText(object && !session().isReadOnly() ? denials(actions) : QString());
    m_whyNot->setVisible(!m_whyNot->text().isEmpty());
    m_bar->setActions(std::move(actions), object ? qstr(object->meta.name) : QString());
}

void ClusterPage::openPanel(const ChosenObject& object)
{
    m_panel->showObject(object);
    m_side->setTitle(qstr(object.meta.name));
    m_side->openPanel();
}

/// The panel shows what is chosen in the table: it goes along to another row, closes when the row is hidden or no longer
/// chosen, and tells when the object is gone.
void ClusterPage::panelFollows()
{
    const auto& shown = m_panel->object();
    if (!shown || shown->kind.id() != table()->kind().id())
        return;
    const auto object = chosen();
    if (object && object->meta.name == shown->meta.name)
        m_panel->follow(object);
    else if (object)
        openPanel(*object);
    else if (table()->holds(qstr(shown->meta.name)))
        m_side->closePanel();
    else if (table()->count() && !table()->isLoading())
        m_panel->follow(std::nullopt);
}

/// An object that is asked for by name is shown, whatever was filtered before.
void ClusterPage::selectObject(const QString& name)
{
    if (table()->hides(name)) {
        m_filter->clear();
        table()->view()->model()->setFilterText({});
        updateCount();
    }
    table()->selectObject(name);
}

void ClusterPage::openByName(const QString& kind, const QString& name)
{
    if (const auto known = knownKind(kind))
        return openOfKind(*known, name);
    m_kindRunner->start<std::vector<kubernetes::DiscoveredResource>>(
        [cluster = m_cluster](TaskContext& context) { return cluster->fetchKinds(context); },
        [this, kind, name](Result<std::vector<kubernetes::DiscoveredResource>> kinds) {
            if (!kinds)
                return showProblem(translated(kinds.error().message));
            const auto found
                = std::ranges::find_if(*kinds, [&](const auto& one) { return qstr(one.resource.kind) == kind; });
            if (found == kinds->end())
                return showProblem(Tr::tr("The cluster does not list objects of kind %1.").arg(kind));
            openOfKind({found->resource, nullptr}, name);
        });
}

void ClusterPage::openOfKind(const ClusterKind& kind, const QString& name)
{
    closeSubView();
    m_rail->choose(kind);
    selectObject(name);
    if (const auto found = table()->find(name))
        return openPanel(*found);
    if (table()->isLoading() && kind.resource == kubernetes::resource::kDeployments)
        return; // asked for again when the rows are there: its panel is made of them
    ChosenObject unseen{kind, {}, nullptr, nullptr, nullptr};
    unseen.meta.name = name.toStdString();
    openPanel(unseen);
}

void ClusterPage::openMenu(const QString& key, const QPoint& position)
{
    const auto object = table()->object(key);
    if (!object)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(icon(QStringLiteral("view-list-details"), TextTone::Secondary), Tr::tr("Open details")),
        &QAction::triggered, table(), [this, key] { Q_EMIT table()->activated(key); });
    connect(menu->addAction(icon(QStringLiteral("edit-copy"), TextTone::Secondary), Tr::tr("Copy name")),
        &QAction::triggered, this, [object] { QApplication::clipboard()->setText(qstr(object->meta.name)); });
    menu->addSeparator();
    fillMenu(*menu, m_actions->forObject(table()->kind(), object));
    menu->popup(position);
}

void ClusterPage::chooseKind()
{
    auto* dialog = new KindChooser(session().pool(), m_cluster, window());
    connect(dialog, &KindChooser::chosen, m_rail, &KindRail::choose);
    dialog->open();
}

// Views over the browser

void ClusterPage::openRollouts(const QString& deployment)
{
    auto* rollouts = new RolloutsView(session(), *m_actions, m_cluster, deployment);
    auto* view = new SubView(
        [rollouts, deployment] {
            rollouts->retranslate();
            return Tr::tr("Rollouts of %1").arg(deployment);
        },
        rollouts);
    view->addHeadWidget(rollouts->actionBar());
    openSubView(view);
}

void ClusterPage::openLogs(const QString& workload)
{
    auto* log = new LogPanel(session(), m_cluster);
    openSubView(new SubView([] { return Tr::tr("Log"); }, log));
    log->show(workload);
}

void ClusterPage::openSubView(SubView* view)
{
    closeSubView();
    m_side->closePanel();
    m_subView = view;
    m_views->addWidget(view);
    m_views->setCurrentWidget(view);
    connect(view, &SubView::backRequested, this, &ClusterPage::closeSubView);
    view->setFocus(Qt::OtherFocusReason);
}

void ClusterPage::closeSubView()
{
    if (m_subView == nullptr)
        return;
    m_views->removeWidget(m_subView);
    std::exchange(m_subView, nullptr)->deleteLater();
    m_views->setCurrentIndex(0);
    if (table() != nullptr)
        table()->setFocus(Qt::OtherFocusReason);
}

void ClusterPage::showObject(const QString& object)
{
    if (const auto slash = object.indexOf(QLatin1Char('/')); slash > 0) {
        openByName(object.left(slash), object.mid(slash + 1));
        return;
    }
    closeSubView();
    m_rail->choose(deploymentKind());
    selectObject(object);
    updateActions();
}

void ClusterPage::setCommandsWanted(bool wanted)
{
    m_commandsWatch = wanted ? m_deployments->subscribe([] { }) : Subscription();
}

std::vector<Command> ClusterPage::commands()
{
    std::vector<Command> commands;
    const auto snapshot = m_deployments->snapshot();
    for (const auto& row : snapshot->rows) {
        const QString name = qstr(row->meta.name);
        commands.push_back({Tr::tr("Show deployment %1").arg(name), Tr::tr("Cluster"),
            icon(QStringLiteral("view-list-tree"), TextTone::Secondary),
            [this, name] { Q_EMIT navigationRequested(id(), name); }, name});
        const ChosenObject object{deploymentKind(), row->meta, row, nullptr, nullptr};
        for (const ObjectAction& action : m_actions->forObject(deploymentKind(), object)) {
            if (!action.whyNot.isEmpty())
                continue;
            if (action.id == QLatin1String("scale") || action.id == QLatin1String("rollouts")
                || action.id == QLatin1String("logs")) {
                const QString title = action.id == QLatin1String("scale") ? Tr::tr("Scale %1").arg(name)
                    : action.id == QLatin1String("rollouts")              ? Tr::tr("Rollouts of %1").arg(name)
                                                                          : Tr::tr("Logs of %1").arg(name);
                commands.push_back(
                    {title, Tr::tr("Cluster"), icon(action.icon, TextTone::Secondary), [this, name, run = action.run] {
                         Q_EMIT navigationRequested(id(), name);
                         run();
                     }});
            }
        }
    }
    for (const ClusterSection& section : clusterSections()) {
        for (const ClusterKind& kind : section.kinds)
            commands.push_back({Tr::tr("Show %1").arg(kind.name()), Tr::tr("Cluster"),
                icon(QStringLiteral("view-list-tree"), TextTone::Secondary),
                [this, kind] {
                    Q_EMIT navigationRequested(id(), {});
                    closeSubView();
                    m_rail->choose(kind);
                },
                kind.name()});
    }
    return commands;
}

} // namespace qbm::ui
