// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/object_panel.h"

#include "ui/async/task_runner.h"
#include "ui/layout/scrolled.h"
#include "ui/layout/action_bar.h"
#include "ui/page/cluster/cluster_usage.h"
#include "ui/page/cluster/object_actions.h"
#include "ui/page/cluster/object_details.h"
#include "ui/page/cluster/secret_values.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/editor/code_view.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/theme/style.h"

#include <QScrollBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;

namespace {

QWidget* padded(QWidget* content)
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(tokens::kSpaceL, tokens::kSpaceM, tokens::kSpaceL, tokens::kSpaceL);
    column->addWidget(content);
    return box;
}

} // namespace

ObjectPanel::ObjectPanel(Session& session, ObjectActions& actions, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_runner(new TaskRunner(session.pool(), this))
    , m_scalingsRunner(new TaskRunner(session.pool(), this))
    , m_bar(new ActionBar)
    , m_tabs(new QTabBar)
    , m_stack(new QStackedWidget)
    , m_yaml(new CodeView)
    , m_values(new SecretValues)
{
    m_tabs->setDrawBase(false);
    m_tabs->setUsesScrollButtons(false);
    m_tabs->setExpanding(false);
    for (int tab = Summary; tab <= Scalings; ++tab) {
        m_tabs->addTab({});
        m_stack->addWidget(tab == Yaml ? padded(m_yaml) : tab == Values ? scrolled(m_values) : new QWidget);
    }
    m_state = new StatePanel(m_stack);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(tokens::kSpaceL, tokens::kSpaceM, tokens::kSpaceL, tokens::kSpaceXs);
    bar->addWidget(m_bar);
    bar->addStretch();
    auto* tabs = new QHBoxLayout;
    tabs->setContentsMargins(tokens::kSpaceS, 0, tokens::kSpaceS, 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(bar);
    column->addLayout(tabs);
    column->addWidget(makeSeparator());
    column->addWidget(m_state, 1);
    connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_state, &StatePanel::retryRequested, this, &ObjectPanel::ask);
    connect(m_values, &SecretValues::revealRequested, this, [this] { m_actions.reveal(m_object->meta.name); });
    connect(&m_actions, &ObjectActions::changed, this, &ObjectPanel::updateActions);
}

void ObjectPanel::setService(
    std::shared_ptr<service::ClusterService> cluster, std::shared_ptr<const ClusterUsage> usage)
{
    close();
    m_cluster = std::move(cluster);
    m_usage = std::move(usage);
}

void ObjectPanel::close()
{
    m_runner->cancel();
    m_scalingsRunner->cancel();
    m_object.reset();
    m_detail.reset();
    m_values->hideValues();
    m_yaml->setText({});
}

bool ObjectPanel::isSettled() const
{
    return m_object && !m_runner->isBusy() && !m_scalingsRunner->isBusy();
}

void ObjectPanel::showObject(const ChosenObject& object)
{
    close();
    m_object = object;
    m_tabs->setTabVisible(Values, object.kind.resource == kubernetes::resource::kSecrets);
    m_tabs->setTabVisible(Scalings, object.kind.resource == kubernetes::resource::kDeployments);
    m_tabs->setCurrentIndex(Summary);
    m_state->showLoading();
    retranslate();
    ask();
}

void ObjectPanel::follow(const std::optional<ChosenObject>& object)
{
    if (!m_object)
        return;
    if (!object) {
        if (m_detail)
            m_state->showStale(Tr::tr("It is not there any more."), m_heardAt);
        return;
    }
    if (object->meta.uid == m_object->meta.uid && object->meta.resourceVersion == m_object->meta.resourceVersion)
        return;
    m_object = object;
    updateActions();
    ask();
}

void ObjectPanel::ask()
{
    m_runner->start<service::ObjectDetail>([cluster = m_cluster, key = m_object->key()](
                                               TaskContext& context) { return cluster->fetchObject(key, context); },
        [this](Result<service::ObjectDetail> detail) {
            if (detail) {
                m_detail = std::move(*detail);
                m_heardAt = systemClock().now();
                fill();
                m_state->showContent();
            } else if (m_detail) {
                m_state->showStale(translated(detail.error().message), m_heardAt);
            } else {
                m_state->showError(detail.error());
            }
        });
    if (!m_object->deployment)
        return;
    m_scalingsRunner->start<std::vector<service::ScaleOutcome>>(
        [actions = m_cluster->actions(), name = m_object->meta.name](
            TaskContext& context) { return actions->fetchScaleOutcomes(name, context); },
        [this](Result<std::vector<service::ScaleOutcome>> outcomes) {
            m_scalings = outcomes ? std::move(*outcomes) : std::vector<service::ScaleOutcome>();
            replace(Scalings, makeScalings(m_scalings));
        });
}

void ObjectPanel::replace(Tab tab, QWidget* content)
{
    QWidget* before = m_stack->widget(tab);
    const auto* scrolledBefore = qobject_cast<QScrollArea*>(before);
    const int place = scrolledBefore != nullptr ? scrolledBefore->verticalScrollBar()->value() : 0;
    QScrollArea* area = scrolled(content);
    const int current = m_stack->currentIndex();
    m_stack->insertWidget(tab, area);
    m_stack->removeWidget(before);
    m_stack->setCurrentIndex(current);
    before->deleteLater();
    // Known to the scroll bar only when it has been laid out.
    QMetaObject::invokeMethod(
        area, [area, place] { area->verticalScrollBar()->setValue(place); }, Qt::QueuedConnection);
}

void ObjectPanel::fill()
{
    replace(Summary, makeSummary(*m_object, *m_detail, *m_usage, [this](const QString& kind, const QString& name) {
        Q_EMIT objectRequested(kind, name);
    }));
    replace(Events, makeEvents(*m_detail));
    replace(Fields, makeFieldOwners(*m_detail));
    m_yaml->setText(qstr(m_detail->yaml));
    retranslate();
}

void ObjectPanel::updateActions()
{
    if (!m_object)
        return;
    auto actions = m_actions.forObject(m_object->kind, m_object);
    const auto reveal = std::ranges::find(actions, QStringLiteral("reveal"), &ObjectAction::id);
    if (reveal != actions.end() && !m_values->areShown())
        m_values->hideValues(reveal->whyNot);
    m_bar->setActions(std::move(actions), qstr(m_object->meta.name));
}

void ObjectPanel::showTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

void ObjectPanel::revealed(const QString& secret, std::shared_ptr<const service::RevealedSecret> values)
{
    if (!m_object || m_object->kind.resource != kubernetes::resource::kSecrets || qstr(m_object->meta.name) != secret)
        return;
    m_values->showValues(std::move(values));
    showTab(Values);
}

void ObjectPanel::retranslate()
{
    m_tabs->setAccessibleName(Tr::tr("Details"));
    m_tabs->setTabText(Summary, Tr::tr("Summary"));
    m_tabs->setTabText(Values, Tr::tr("Values"));
    m_tabs->setTabText(Events, Tr::tr("Events"));
    m_tabs->setTabText(Yaml, QStringLiteral("YAML"));
    m_tabs->setTabText(Fields, Tr::tr("Fields"));
    m_tabs->setTabText(Scalings, Tr::tr("Scalings"));
    m_yaml->setTitle(QStringLiteral("YAML"));
    updateActions();
}

} // namespace qbm::ui
