// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/rollout_progress.h"

#include "core/kubernetes/rollout_status.h"
#include "ui/page/cluster/cluster_columns.h"
#include "ui/text/tr.h"
#include "widgets/theme/style.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QVBoxLayout>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;
using kubernetes::RolloutStatus;

namespace {

/// What keeps pods of the newest revision from getting ready matters once they are waited for.
bool isHeldUp(const RolloutStatus& status, const Text& trouble)
{
    return !trouble.empty() && status.state != RolloutStatus::State::Done && status.state != RolloutStatus::State::Paused;
}

State stateOf(const kubernetes::Deployment& deployment, const RolloutStatus& status, const Text& trouble)
{
    if (isHeldUp(status, trouble))
        return State::Danger;
    switch (status.state) {
    case RolloutStatus::State::Failed:
        return State::Danger;
    case RolloutStatus::State::Done:
        return ui::stateOf(deployment);
    case RolloutStatus::State::Waiting:
    case RolloutStatus::State::Progressing:
    case RolloutStatus::State::Paused:
        break;
    }
    return State::Warning;
}

QString word(const kubernetes::Deployment& deployment, const RolloutStatus& status, const Text& trouble)
{
    if (deployment.paused)
        return Tr::tr("Paused");
    if (isHeldUp(status, trouble))
        return Tr::tr("Does not come on");
    switch (status.state) {
    case RolloutStatus::State::Failed:
        return Tr::tr("Stuck");
    case RolloutStatus::State::Done:
        return Tr::tr("Done");
    case RolloutStatus::State::Waiting:
        return Tr::tr("Waiting");
    case RolloutStatus::State::Progressing:
        return Tr::tr("Progressing");
    case RolloutStatus::State::Paused:
        return Tr::tr("Paused");
    }
    return {};
}

} // namespace

RolloutProgress::RolloutProgress(QWidget* parent)
    : QWidget(parent)
    , m_glyph(new StateGlyph)
    , m_sentence(makeLabel({}, TypeRole::Body, TextTone::Primary, tokens::kWeightMedium))
    , m_trouble(makeLabel({}, TypeRole::Body, TextTone::Danger))
    , m_counters(makeLabel({}, TypeRole::Body, TextTone::Secondary))
    , m_conditions(makeLabel({}, TypeRole::Caption, TextTone::Muted))
    , m_bar(new QProgressBar)
{
    for (QLabel* label : {m_sentence, m_trouble, m_counters, m_conditions}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto* head = new QHBoxLayout;
    head->setSpacing(tokens::kSpaceS);
    head->addWidget(m_glyph);
    head->addWidget(m_sentence, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceS);
    column->addLayout(head);
    column->addWidget(m_trouble);
    column->addWidget(m_bar);
    column->addWidget(m_counters);
    column->addWidget(m_conditions);
}

QString RolloutProgress::sentence() const
{
    return m_sentence->text();
}

void RolloutProgress::setDeployment(const kubernetes::Deployment& deployment, const Text& trouble)
{
    const RolloutStatus status = kubernetes::judgeRollout(deployment);
    m_glyph->setState(stateOf(deployment, status, trouble));
    m_trouble->setText(translated(trouble));
    m_trouble->setVisible(isHeldUp(status, trouble) || (status.state == RolloutStatus::State::Failed && !trouble.empty()));
    m_sentence->setText(word(deployment, status, trouble) + QStringLiteral(": ") + translated(status.message));
    m_bar->setRange(0, std::max(1, deployment.desired));
    m_bar->setValue(deployment.desired == 0 ? 1 : std::min(deployment.available, deployment.updated));
    m_bar->setAccessibleName(Tr::tr("Updated and available replicas"));
    m_counters->setText(Tr::tr("%1 wanted · %2 up to date · %3 ready · %4 available · %5 there in all")
                            .arg(deployment.desired)
                            .arg(deployment.updated)
                            .arg(deployment.ready)
                            .arg(deployment.available)
                            .arg(deployment.current));
    QStringList lines;
    for (const kubernetes::Condition& condition : deployment.conditions) {
        lines << qstr(condition.type) + QStringLiteral("=") + qstr(condition.status) + QStringLiteral(" · ")
                + qstr(condition.reason)
                + (condition.message.empty() ? QString() : QStringLiteral(": ") + qstr(condition.message));
    }
    m_conditions->setText(lines.join(QLatin1Char('\n')));
    m_conditions->setVisible(!lines.isEmpty());
}

} // namespace qbm::ui
