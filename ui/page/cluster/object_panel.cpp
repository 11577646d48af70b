// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/object_panel.h"

#include "ui/async/task_runner.h"
#include "ui/layout/action_bar.h"
#include "ui/layout/details_tabs.h"
#include "ui/layout/scrolled.h"
#include "ui/page/cluster/cluster_usage.h"
#include "ui/page/cluster/object_actions.h"
#include "ui/page/cluster/object_details.h"
#include "ui/page/cluster/secret_values.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/editor/code_view.h"
#include "widgets/feedback/state_panel.h"

#include <QTabBar>
#include <QVBoxLayout>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;

ObjectPanel::ObjectPanel(Session& session, ObjectActions& actions, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_runner(new TaskRunner(session.pool(), this))
    , m_scalingsRunner(new TaskRunner(session.pool(), this))
    , m_details(new DetailsTabs(Scalings + 1))
    , m_yaml(new CodeView)
    , m_values(new SecretValues)
{
    m_details->setView(Yaml, padded({m_yaml}));
    m_details->setView(Values, scrolled(m_values));
    m_details->actionBar()->setRest(m_details->tabs());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_details);
    connect(m_details->state(), &StatePanel::retryRequested, this, &ObjectPanel::ask);
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
    m_gone = false;
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
    QTabBar* tabs = m_details->tabs();
    tabs->setTabVisible(Values, object.kind.resource == kubernetes::resource::kSecrets);
    tabs->setTabVisible(Scalings, object.kind.resource == kubernetes::resource::kDeployments);
    if (!tabs->isTabVisible(tabs->currentIndex()))
        tabs->setCurrentIndex(Summary); // else who goes from row to row reads the same of each
    m_details->state()->showLoading();
    retranslate();
    ask();
}

void ObjectPanel::follow(const std::optional<ChosenObject>& object)
{
    if (!m_object)
        return;
    if (!object) {
        if (std::exchange(m_gone, true))
            return;
        m_runner->cancel();
        m_scalingsRunner->cancel();
        m_values->hideValues();
        if (m_detail)
            m_details->state()->showStale(goneText(), m_heardAt);
        else
            m_details->state()->showEmpty(goneText());
        updateActions();
        return;
    }
    if (!std::exchange(m_gone, false) && object->meta.uid == m_object->meta.uid && object->meta.resourceVersion == m_object->meta.resourceVersion)
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
                m_details->state()->showContent();
            } else if (m_detail) {
                m_details->state()->showStale(translated(detail.error().message), m_heardAt);
            } else {
                m_details->state()->showError(detail.error());
            }
        });
    if (!m_object->deployment)
        return;
    m_scalingsRunner->start<std::vector<service::ScaleOutcome>>(
        [actions = m_cluster->actions(), name = m_object->meta.name](
            TaskContext& context) { return actions->fetchScaleOutcomes(name, context); },
        [this](Result<std::vector<service::ScaleOutcome>> outcomes) {
            m_scalings = outcomes ? std::move(*outcomes) : std::vector<service::ScaleOutcome>();
            m_details->setColumn(Scalings, makeScalings(m_scalings));
        });
}

void ObjectPanel::fill()
{
    m_details->setColumn(Summary,
        makeSummary(*m_object, *m_detail, *m_usage,
            [this](const QString& kind, const QString& name) { Q_EMIT objectRequested(kind, name); }));
    m_details->setColumn(Events, makeEvents(*m_detail));
    m_details->setColumn(Fields, makeFieldOwners(*m_detail));
    m_yaml->setText(qstr(m_detail->yaml));
    retranslate();
}

QString ObjectPanel::goneText() const
{
    return Tr::tr("%1 is not there any more.").arg(qstr(m_object->meta.name));
}

void ObjectPanel::updateActions()
{
    if (!m_object)
        return;
    auto actions = m_actions.forObject(m_object->kind, m_object);
    for (ObjectAction& action : actions) {
        if (m_gone)
            action.whyNot = goneText();
    }
    const auto reveal = std::ranges::find(actions, QStringLiteral("reveal"), &ObjectAction::id);
    if (reveal != actions.end() && !m_values->areShown())
        m_values->hideValues(reveal->whyNot);
    m_details->actionBar()->setActions(std::move(actions), qstr(m_object->meta.name));
}

void ObjectPanel::showTab(Tab tab)
{
    m_details->tabs()->setCurrentIndex(tab);
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
    QTabBar* tabs = m_details->tabs();
    tabs->setAccessibleName(Tr::tr("Details"));
    tabs->setTabText(Summary, Tr::tr("Summary"));
    tabs->setTabText(Values, Tr::tr("Values"));
    tabs->setTabText(Events, Tr::tr("Events"));
    tabs->setTabText(Yaml, QStringLiteral("YAML"));
    tabs->setTabText(Fields, Tr::tr("Fields"));
    tabs->setTabText(Scalings, Tr::tr("Scalings"));
    m_yaml->setTitle(QStringLiteral("YAML"));
    updateActions();
}

} // namespace qbm::ui
