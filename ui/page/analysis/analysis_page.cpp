// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/analysis/analysis_page.h"

#include "core/service/cluster_service.h"
#include "ui/async/task_runner.h"
#include "ui/layout/action_bar.h"
#include "ui/operation/operation_dialog.h"
#include "ui/page/analysis/capacity_form.h"
#include "ui/page/analysis/capacity_view.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTableView>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kFormWidth = 280;

QScrollArea* scrolled(QWidget* content)
{
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    content->setAutoFillBackground(false); // setWidget() turns it on
    return scroll;
}

/// Why a measurement is missing, as an error to be shown; nullopt where all sources answered.
std::optional<Error> sourceError(const service::CapacityAnswer& answer)
{
    for (const Reading* reading : {&answer.arrivalRate, &answer.replicas}) {
        if (reading->error)
            return reading->error;
    }
    return std::nullopt;
}

} // namespace

AnalysisPage::AnalysisPage(Session& session)
    : Page(session, QStringLiteral("analysis"))
    , m_runner(new TaskRunner(session.pool(), this))
    , m_deploymentsRunner(new TaskRunner(session.pool(), this))
    , m_computeRunner(new TaskRunner(session.pool(), this))
    , m_form(new CapacityForm)
    , m_view(new CapacityView)
    , m_panel(new StatePanel(scrolled(m_view)))
    , m_scale(new QPushButton)
{
    setButtonKind(*m_scale, ButtonKind::Primary);
    addHeadWidget(m_scale);
    auto* row = new QHBoxLayout;
    row->setSpacing(tokens::kSpaceL);
    QScrollArea* formScroll = scrolled(m_form);
    formScroll->setFixedWidth(kFormWidth);
    row->addWidget(formScroll);
    row->addWidget(m_panel, 1);
    body()->addLayout(row, 1);

    connect(m_form, &CapacityForm::questionChanged, this, [this] {
        m_answer.reset();
        m_view->forget();
        measure();
    });
    connect(m_form, &CapacityForm::assumptionsChanged, this, &AnalysisPage::compute);
    connect(m_view, &CapacityView::recommendationChanged, this, &AnalysisPage::updateScaleButton);
    connect(m_panel, &StatePanel::retryRequested, this, &AnalysisPage::refresh);
    restFocusOn(m_scale, m_view->table()->view());
    connect(m_scale, &QPushButton::clicked, this, [this] { proposeScale(m_view->recommendation()); });
}

AnalysisPage::~AnalysisPage() = default;

QString AnalysisPage::title() const
{
    return Tr::tr("Analysis");
}

bool AnalysisPage::isSettled() const
{
    return m_panel->face() != StatePanel::Face::Loading;
}

void AnalysisPage::refresh()
{
    if (!m_runner->isBusy())
        measure();
    loadDeployments();
}

void AnalysisPage::loadDeployments()
{
    if (m_deploymentsRunner->isBusy())
        return;
    using Deployments = std::vector<kubernetes::Deployment>;
    m_deploymentsRunner->start<Deployments>(
        [cluster = session().services().cluster](TaskContext& context) { return cluster->fetchDeployments(context); },
        [this](Result<Deployments> deployments) {
            if (!deployments)
                return; // the measured replicas tell that the cluster does not answer
            QStringList names;
            for (const kubernetes::Deployment& deployment : *deployments)
                names << qstr(deployment.meta.name);
            m_form->setDeployments(names);
        });
}

void AnalysisPage::measure()
{
    if (!m_answer)
        m_panel->showLoading(Tr::tr("Measuring %1").arg(m_form->deployment()));
    service::CapacityQuestion question;
    question.deployment = m_form->deployment().toStdString();
    question.window = m_form->window();
    const CapacityAssumptions assumptions = m_form->assumptions(); // for the service's warnings about the model
    question.serversPerReplica = assumptions.serversPerReplica;
    question.variability.serviceScv = assumptions.serviceScv;
    m_runner->start<service::CapacityAnswer>(
        [analysis = session().services().analysis, question](TaskContext& context) { return analysis->fetchCapacity(question, context); },
        [this](Result<service::CapacityAnswer> answer) { arrived(std::move(answer)); });
}

void AnalysisPage::arrived(Result<service::CapacityAnswer> answer)
{
    const std::optional<Error> error = answer ? sourceError(*answer) : std::optional(answer.error());
    const bool predicted = answer && answer->input;
    if (!predicted && error && m_answer && m_answer->input) {
        m_panel->showStale(translated(error->message), m_answer->arrivalRate.at);
        return;
    }
    if (!answer) {
        m_panel->showError(answer.error());
        setSentence({});
        return;
    }
    m_answer = std::move(*answer);
    showAnswer();
}

void AnalysisPage::showAnswer()
{
    m_view->showMeasured(*m_answer);
    if (m_answer->input) {
        compute();
        return;
    }
    m_view->forget();
    setSentence(Tr::tr("There is nothing to predict from."));
    if (const auto error = sourceError(*m_answer)) {
        m_panel->showError(*error);
    } else {
        QStringList why;
        for (const Text& warning : m_answer->warnings)
            why << translated(warning);
        m_panel->showEmpty(Tr::tr("There is nothing to predict from"), why.join(QLatin1Char('\n')));
    }
}

/// Only arithmetic, but seconds of it where service times are far from exponential: one computation at a time, and after it
/// one for the newest assumptions.
void AnalysisPage::compute()
{
    if (!m_answer || !m_answer->input)
        return;
    m_computeAgain = m_computeRunner->isBusy();
    if (m_computeAgain)
        return;
    m_computeRunner->start<CapacityOutcome>(
        [answer = *m_answer, assumptions = m_form->assumptions()](TaskContext&) { return computeCapacity(answer, assumptions); },
        [this](Result<CapacityOutcome> outcome) { computed(std::move(outcome)); });
}

void AnalysisPage::computed(Result<CapacityOutcome> outcome)
{
    if (std::exchange(m_computeAgain, false)) {
        compute();
        return;
    }
    if (!m_answer || !m_answer->input)
        return; // another question was asked meanwhile
    if (!outcome) {
        m_view->forget();
        m_panel->showError(outcome.error());
        return;
    }
    m_view->showOutcome(*m_answer, *outcome);
    setSentence(Tr::tr("Predicted by queueing theory (Erlang C) from the requests of the last %1.").arg(translated(durationText(m_answer->question.window))));
    m_panel->showContent();
}

void AnalysisPage::updateScaleButton()
{
    Recommendation shown = m_view->recommendation();
    const QString whyNot = session().isReadOnly() ? Tr::tr("This connection is read-only.") : whyNotScale(shown);
    if (shown.deployment.isEmpty())
        shown.deployment = m_form->deployment(); // only to name what will be measured
    if (m_scale->hasFocus() && !whyNot.isEmpty())
        m_view->table()->view()->setFocus(Qt::OtherFocusReason); // Qt would give it to the next button
    m_scale->setText(scaleText(shown));
    m_scale->setEnabled(whyNot.isEmpty());
    m_scale->setToolTip(whyNot);
    m_scale->setAccessibleDescription(whyNot);
}

void AnalysisPage::proposeScale(const Recommendation& recommendation)
{
    if (recommendation.replicas)
        OperationDialog::propose(session(), this,
            std::shared_ptr<operation::Operation>(session().services().cluster->makeScaleOperation(
                recommendation.deployment.toStdString(), *recommendation.replicas)));
}

void AnalysisPage::showObject(const QString& object)
{
    if (!object.isEmpty())
        m_form->setDeployment(object);
}

std::vector<Command> AnalysisPage::commands()
{
    if (!m_scale->isEnabled())
        return {};
    return {{m_scale->text(), {}, icon(QStringLiteral("view-statistics")), 
        [this, offered = m_view->recommendation()] { proposeScale(offered); }}};
}

void AnalysisPage::retranslate()
{
    m_form->retranslate();
    m_view->retranslate();
    if (m_answer && m_panel->face() != StatePanel::Face::Stale)
        showAnswer();
    updateScaleButton();
}

} // namespace qbm::ui
