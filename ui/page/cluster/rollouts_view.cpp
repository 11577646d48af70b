// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/rollouts_view.h"

#include "core/kubernetes/rollout_trouble.h"
#include "core/service/rollout_service.h"
#include "ui/async/feed.h"
#include "ui/async/task_runner.h"
#include "ui/layout/action_bar.h"
#include "ui/page/cluster/object_actions.h"
#include "ui/page/cluster/revision_columns.h"
#include "ui/page/cluster/rollout_progress.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/editor/diff_view.h"
#include "widgets/feedback/card.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/style.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;
using service::Revision;

namespace {

constexpr int kRevisionWidth = 190;
constexpr int kProgressHeight = 64;

QString keyOf(const EffectPeriod& period)
{
    return QString::number(period.effect.number) + QLatin1Char('@')
        + QString::number(period.effect.from.time_since_epoch().count());
}

} // namespace

RolloutsView::RolloutsView(Session& session, ObjectActions& actions, std::shared_ptr<service::ClusterService> cluster,
    const QString& deployment, QWidget* parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_cluster(std::move(cluster))
    , m_live(m_cluster->deployments())
    , m_livePods(m_cluster->pods())
    , m_name(deployment)
    , m_revisionRunner(new TaskRunner(session.pool(), this))
    , m_effectRunner(new TaskRunner(session.pool(), this))
    , m_bar(new ActionBar)
    , m_progress(new RolloutProgress)
    , m_revisionModel(new TableModel<Revision>(
          [](const Revision& row) { return QString::number(row.number); }, revisionColumns(), this))
    , m_effectModel(new TableModel<EffectPeriod>(keyOf, effectColumns(), this))
    , m_revisions(new TableView)
    , m_effects(new TableView)
    , m_tabs(new QTabWidget)
    , m_fromLabel(makeLabel({}, TypeRole::Body, TextTone::Secondary))
    , m_toLabel(makeLabel({}, TypeRole::Body, TextTone::Secondary))
    , m_from(new QComboBox)
    , m_to(new QComboBox)
    , m_difference(new DiffView)
{
    auto* card = new Card;
    m_progressState = new StatePanel(m_progress);
    m_progressState->setRetryVisible(false);
    m_progressState->setMinimumHeight(kProgressHeight);
    card->body()->addWidget(m_progressState);
    m_revisions->setModel(m_revisionModel);
    m_bar->setRest(m_revisions->view());
    m_effects->setModel(m_effectModel);

    auto* compared = new QWidget;
    auto* comparedColumn = new QVBoxLayout(compared);
    comparedColumn->setContentsMargins(0, tokens::kSpaceM, 0, 0);
    auto* choice = new QHBoxLayout;
    choice->setSpacing(tokens::kSpaceS);
    for (QComboBox* combo : {m_from, m_to})
        combo->setMinimumWidth(kRevisionWidth);
    choice->addWidget(m_fromLabel);
    choice->addWidget(m_from);
    choice->addWidget(m_toLabel);
    choice->addWidget(m_to);
    choice->addStretch();
    comparedColumn->addLayout(choice);
    comparedColumn->addWidget(m_difference, 1);
    auto* effects = new QWidget;
    auto* effectsColumn = new QVBoxLayout(effects);
    effectsColumn->setContentsMargins(0, tokens::kSpaceM, 0, 0);
    effectsColumn->addWidget(m_effects);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(effects, {});
    m_tabs->addTab(compared, {});

    auto* halves = new QSplitter(Qt::Vertical);
    halves->setChildrenCollapsible(false);
    halves->addWidget(m_revisions);
    halves->addWidget(m_tabs);
    halves->setStretchFactor(0, 2);
    halves->setStretchFactor(1, 3);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceM);
    column->addWidget(card);
    column->addWidget(halves, 1);

    connect(m_revisions, &TableView::currentKeyChanged, this, &RolloutsView::compareSelected);
    connect(m_revisions->statePanel(), &StatePanel::retryRequested, this, &RolloutsView::askRevisions);
    connect(m_effects->statePanel(), &StatePanel::retryRequested, this, &RolloutsView::askEffects);
    connect(m_from, &QComboBox::currentIndexChanged, this, &RolloutsView::compare);
    connect(m_to, &QComboBox::currentIndexChanged, this, &RolloutsView::compare);
    connect(&m_actions, &ObjectActions::changed, this, &RolloutsView::updateActions);
    new Feed(
        this, [live = m_live](std::function<void()> changed) { return live->subscribe(std::move(changed)); },
        [this] { deliver(); });
    new Feed(
        this, [live = m_livePods](std::function<void()> changed) { return live->subscribe(std::move(changed)); },
        [this] { showProgress(); });
    retranslate();
    refresh();
}

bool RolloutsView::isSettled() const
{
    return !m_revisionRunner->isBusy() && !m_effectRunner->isBusy();
}

void RolloutsView::refresh()
{
    askRevisions();
    askEffects();
}

void RolloutsView::deliver()
{
    const auto snapshot = m_live->snapshot();
    const auto found
        = std::ranges::find_if(snapshot->rows, [this](const auto& row) { return qstr(row->meta.name) == m_name; });
    if (found == snapshot->rows.end()) {
        if (snapshot->state == kubernetes::LiveState::Live) {
            m_deployment.reset(); // and with it what could be done
            m_progressState->showEmpty(Tr::tr("There is no deployment %1").arg(m_name));
            updateActions();
        } else if (snapshot->error && !m_deployment) {
            m_progressState->showError(*snapshot->error);
        }
        return;
    }
    const bool another = m_deployment && m_deployment->meta.resourceVersion != (*found)->meta.resourceVersion;
    m_deployment = *found;
    showProgress();
    if (snapshot->state == kubernetes::LiveState::Interrupted && snapshot->error)
        m_progressState->showStale(translated(snapshot->error->message), snapshot->heardAt);
    else
        m_progressState->showContent();
    updateActions();
    if (another && !m_revisionRunner->isBusy())
        askRevisions();
}

void RolloutsView::showProgress()
{
    if (!m_deployment)
        return;
    m_progress->setDeployment(*m_deployment, trouble());
    updateActions();
}

/// What holds up the pods of the revision that is rolled out.
Text RolloutsView::trouble() const
{
    const auto current = std::ranges::find_if(m_known, &Revision::current);
    const auto snapshot = m_livePods->snapshot();
    std::vector<const kubernetes::Pod*> pods;
    for (const auto& row : snapshot->rows) {
        if (current != m_known.end() && row->meta.controller.name == current->replicaSet)
            pods.push_back(row.get());
    }
    return kubernetes::rolloutTrouble(*m_deployment, pods, systemClock().now());
}

bool RolloutsView::doesNotComeOn() const
{
    using State = kubernetes::RolloutStatus::State;
    const State state = kubernetes::judgeRollout(*m_deployment).state;
    if (m_deployment->paused || state == State::Done)
        return false;
    return state == State::Failed || !trouble().empty();
}

/// Which of the earlier revisions served last: one that still has ready pods, else the last period that is known.
std::int64_t RolloutsView::lastReadyRevision() const
{
    for (const Revision& revision : m_known) {
        if (!revision.current && revision.ready > 0)
            return revision.number;
    }
    const auto rows = m_effectModel->rows();
    for (const EffectPeriod& period : rows) {
        const Revision* known = revision(period.effect.number);
        if (known != nullptr && !known->current)
            return known->number;
    }
    return 0;
}

void RolloutsView::askRevisions()
{
    if (m_known.empty())
        m_revisions->statePanel()->showLoading();
    m_revisionRunner->start<std::vector<Revision>>(
        [rollouts = m_cluster->rollouts(), name = m_name.toStdString()](
            TaskContext& context) { return rollouts->fetchRevisions(name, context); },
        [this](Result<std::vector<Revision>> revisions) {
            if (revisions)
                setRevisions(std::move(*revisions));
            else if (m_known.empty())
                m_revisions->statePanel()->showError(revisions.error());
        });
}

void RolloutsView::askEffects()
{
    if (m_effectModel->totalRows() == 0)
        m_effects->statePanel()->showLoading();
    m_effectRunner->start<std::vector<service::RevisionEffect>>(
        [rollouts = m_cluster->rollouts(), name = m_name.toStdString()](
            TaskContext& context) { return rollouts->fetchRevisionEffects(name, context); },
        [this](Result<std::vector<service::RevisionEffect>> effects) {
            if (effects)
                m_effectModel->setRows(effectPeriods(*effects));
            else if (m_effectModel->totalRows() == 0)
                m_effects->statePanel()->showError(effects.error());
        });
}

void RolloutsView::setRevisions(std::vector<Revision> revisions)
{
    m_known = std::move(revisions);
    m_revisionModel->setRows(m_known);
    const QVariant from = m_from->currentData(), to = m_to->currentData();
    {
        const QSignalBlocker quietFrom(m_from), quietTo(m_to);
        for (QComboBox* combo : {m_from, m_to}) {
            combo->clear();
            for (const Revision& revision : m_known)
                combo->addItem(revisionName(revision), QVariant::fromValue<qlonglong>(revision.number));
        }
        m_from->setCurrentIndex(m_from->findData(from));
        m_to->setCurrentIndex(m_to->findData(to));
    }
    // Also where a compared one went: an undo gives the revision it goes back to a new number.
    if (m_from->currentIndex() < 0 || m_to->currentIndex() < 0)
        compareNewest();
    compare();
    showProgress();
}

/// What the newest rollout changed is what is asked first.
void RolloutsView::compareNewest()
{
    if (m_known.size() < 2)
        return;
    const QSignalBlocker quietFrom(m_from), quietTo(m_to);
    const auto current = std::ranges::find_if(m_known, &Revision::current);
    const std::size_t at = current != m_known.end() ? static_cast<std::size_t>(current - m_known.begin()) : 0;
    m_to->setCurrentIndex(static_cast<int>(at));
    m_from->setCurrentIndex(static_cast<int>(at + 1 < m_known.size() ? at + 1 : at == 0 ? 1 : 0));
}

const Revision* RolloutsView::revision(std::int64_t number) const
{
    const auto found = std::ranges::find(m_known, number, &Revision::number);
    return found != m_known.end() ? &*found : nullptr;
}

const Revision* RolloutsView::selected() const
{
    return revision(m_revisions->currentKey().toLongLong());
}

void RolloutsView::compareSelected()
{
    updateActions();
    const Revision* chosen = selected();
    if (chosen == nullptr)
        return;
    if (chosen->current) {
        compareNewest();
        compare();
        return;
    }
    const auto current = std::ranges::find_if(m_known, &Revision::current);
    m_from->setCurrentIndex(m_from->findData(QVariant::fromValue<qlonglong>(chosen->number)));
    if (current != m_known.end())
        m_to->setCurrentIndex(m_to->findData(QVariant::fromValue<qlonglong>(current->number)));
}

void RolloutsView::compare()
{
    const Revision* from = revision(m_from->currentData().toLongLong());
    const Revision* to = revision(m_to->currentData().toLongLong());
    if (from == nullptr || to == nullptr)
        m_difference->setTexts({}, {}, {}, {});
    else
        m_difference->setTexts(
            qstr(from->templateYaml), qstr(to->templateYaml), revisionName(*from), revisionName(*to));
}

void RolloutsView::updateActions()
{
    if (!m_deployment) {
        m_bar->setActions({}, {});
        return;
    }
    const ChosenObject object{
        *knownKind(QStringLiteral("Deployment")), m_deployment->meta, m_deployment, nullptr, nullptr};
    const Revision* chosen = selected();
    const bool recommended = doesNotComeOn();
    const std::int64_t ready = recommended ? lastReadyRevision() : 0;
    std::optional<ObjectActions::WayBack> back;
    if (chosen != nullptr && !chosen->current)
        back = {chosen->number, recommended, ready == chosen->number};
    else if (ready != 0)
        back = {ready, true, true};
    m_bar->setActions(m_actions.forRollout(object, back), m_name);
}

void RolloutsView::retranslate()
{
    m_tabs->setTabText(0, Tr::tr("How the system did"));
    m_tabs->setTabText(1, Tr::tr("Difference"));
    m_fromLabel->setText(Tr::tr("From"));
    m_toLabel->setText(Tr::tr("to"));
    m_from->setAccessibleName(Tr::tr("Compare from"));
    m_to->setAccessibleName(Tr::tr("Compare to"));
    m_revisions->view()->setAccessibleName(Tr::tr("Revisions"));
    m_effects->view()->setAccessibleName(Tr::tr("How the system did"));
    m_revisions->setEmptyText(Tr::tr("No revision is kept"),
        Tr::tr("The deployment's revisionHistoryLimit is 0, or its ReplicaSets were deleted."));
    m_effects->setEmptyText(Tr::tr("Nothing is known about its revisions yet"));
    showProgress();
    const QSignalBlocker quietFrom(m_from), quietTo(m_to);
    for (std::size_t i = 0; i < m_known.size(); ++i) {
        m_from->setItemText(static_cast<int>(i), revisionName(m_known[i]));
        m_to->setItemText(static_cast<int>(i), revisionName(m_known[i]));
    }
    compare();
    updateActions();
}

} // namespace qbm::ui
