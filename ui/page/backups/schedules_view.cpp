// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/schedules_view.h"

#include "core/service/backup_service.h"
#include "ui/layout/scrolled.h"
#include "ui/page/backups/backup_proposer.h"
#include "ui/page/backups/backup_words.h"
#include "ui/page/backups/facts_strip.h"
#include "ui/page/backups/schedule_dialog.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/feedback/badge.h"
#include "widgets/feedback/card.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/theme/style.h"

#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <ranges>

namespace qbm::ui {

using namespace widgets;
using backup::ScheduleKind;
using backup::ScheduleState;

namespace {

constexpr ScheduleKind kKinds[]
    = {ScheduleKind::SystemdUserTimer, ScheduleKind::Crontab, ScheduleKind::KubernetesCronJob};

QString purposeOf(ScheduleKind kind)
{
    switch (kind) {
    case ScheduleKind::SystemdUserTimer:
        return Tr::tr(
            "A timer of your own user on this machine. A run that was due while the machine was off is made up.");
    case ScheduleKind::Crontab:
        return Tr::tr("A line in your crontab, for machines without systemd. A run that was due while the machine was "
                      "off is lost.");
    case ScheduleKind::KubernetesCronJob:
        return Tr::tr(
            "Runs in the cluster beside the database and writes to a volume there, for a database that should "
            "not travel through a desktop.");
    }
    return {};
}

FactsStrip* makeFacts(const ScheduleState& state)
{
    auto* strip = new FactsStrip;
    std::vector<StripFact> facts;
    facts.push_back({Tr::tr("When"), whenText(state.schedule),
        state.schedule.prune ? Tr::tr("then the retention policy") : Tr::tr("without the retention policy"), {},
        std::nullopt});
    facts.push_back(nextRunFact(state));
    facts.push_back({Tr::tr("Last run"), state.lastRun ? agoText(*state.lastRun) : Tr::tr("unknown"),
        state.lastRun ? localTimeText(*state.lastRun) : QString(), {}, std::nullopt});
    facts.push_back(resultFact(state));
    facts.push_back({Tr::tr("Where"), qstr(state.where), {}, qstr(state.where), std::nullopt});
    // What the texts take: a time and its zone, the name of a unit or of an object.
    constexpr int kShares[] = {5, 4, 4, 3, 6};
    std::ranges::copy(kShares, (facts | std::views::transform(&StripFact::share)).begin());
    strip->setFacts(facts);
    return strip;
}

} // namespace

StripFact nextRunFact(const ScheduleState& schedule)
{
    StripFact fact{Tr::tr("Next run"), Tr::tr("unknown"), {}, translated(schedule.runnerProblem), State::Unknown};
    if (schedule.runner == backup::Runner::Nobody) {
        fact.value = Tr::tr("never");
        fact.note = Tr::tr("nothing runs it");
        fact.state = State::Danger;
    } else if (schedule.nextRun) {
        fact.value = inText(*schedule.nextRun);
        fact.note = localTimeText(*schedule.nextRun);
        fact.state = std::nullopt;
    }
    return fact;
}

StripFact resultFact(const ScheduleState& schedule)
{
    StripFact fact{Tr::tr("Result"), Tr::tr("unknown"), {}, qstr(schedule.lastMessage), State::Unknown};
    if (schedule.lastSucceeded) {
        fact.value = *schedule.lastSucceeded ? Tr::tr("succeeded") : Tr::tr("failed");
        fact.state = *schedule.lastSucceeded ? State::Ok : State::Danger;
    }
    if (schedule.missed) {
        fact.note = schedule.lastSucceeded ? Tr::tr("the run before it: %1").arg(fact.value) : QString();
        fact.value = Tr::tr("run missed");
        fact.state = State::Danger;
    }
    return fact;
}

State stateOf(const ScheduleState& schedule)
{
    if (schedule.missed || schedule.lastSucceeded == false || schedule.runner == backup::Runner::Nobody)
        return State::Danger;
    if (schedule.runner == backup::Runner::Unknown)
        return State::Unknown;
    return schedule.lastRun ? State::Ok : State::Info;
}

QString word(const ScheduleState& schedule)
{
    if (schedule.runner == backup::Runner::Nobody)
        return Tr::tr("nothing runs it");
    if (schedule.missed)
        return Tr::tr("run missed");
    if (schedule.lastSucceeded == false)
        return Tr::tr("last run failed");
    if (schedule.runner == backup::Runner::Unknown)
        return Tr::tr("not known to run");
    return schedule.lastRun ? Tr::tr("on time") : Tr::tr("not run yet");
}

SchedulesView::SchedulesView(Session& session, BackupProposer& proposer, QWidget* parent)
    : BackupsView(parent)
    , m_session(session)
    , m_proposer(proposer)
{
    setFocusPolicy(Qt::ClickFocus);
    auto* content = new QWidget;
    m_cards = new QVBoxLayout(content);
    m_cards->setContentsMargins({});
    m_cards->setSpacing(tokens::kSpaceM);
    m_cards->addStretch(1);
    m_panel = new StatePanel(scrolled(content));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_panel);
    connect(m_panel, &StatePanel::retryRequested, this, &SchedulesView::refreshRequested);
}

void SchedulesView::setSchedules(const Result<std::vector<ScheduleState>>& schedules)
{
    m_settled = true;
    if (schedules) {
        m_heardAt = systemClock().now();
        m_schedules = *schedules;
        rebuild();
        m_panel->showContent();
    } else if (m_heardAt != TimePoint{}) {
        m_panel->showStale(translated(schedules.error().message), m_heardAt);
    } else {
        m_panel->showError(schedules.error());
    }
}

const ScheduleState* SchedulesView::stateOf(ScheduleKind kind) const
{
    const auto found
        = std::ranges::find(m_schedules, kind, [](const ScheduleState& state) { return state.schedule.kind; });
    return found != m_schedules.end() ? &*found : nullptr;
}

QString SchedulesView::whyNot(ScheduleKind kind) const
{
    if (m_session.isReadOnly())
        return Tr::tr("This window is read-only.");
    if (kind == ScheduleKind::KubernetesCronJob && !m_session.profile().kubernetes)
        return Tr::tr("The profile names no cluster.");
    return {};
}

QWidget* SchedulesView::makeCard(ScheduleKind kind)
{
    const ScheduleState* state = stateOf(kind);
    auto* card = new Card(word(kind));
    auto* badge = new Badge;
    if (state != nullptr)
        badge->setState(ui::stateOf(*state), word(*state));
    else
        badge->setText(Tr::tr("not set up"));
    card->addAction(badge);
    const auto addButton = [&](const QString& label, std::function<void()> run) {
        auto* button = new QPushButton(label);
        const QString why = whyNot(kind);
        button->setEnabled(why.isEmpty());
        button->setToolTip(why);
        button->setAccessibleName(label + QLatin1Char(' ') + word(kind));
        button->setAccessibleDescription(why);
        connect(button, &QPushButton::clicked, this, std::move(run));
        card->addAction(button);
    };
    addButton(state != nullptr ? Tr::tr("Change…") : Tr::tr("Set up…"), [this, kind] { edit(kind); });
    if (state != nullptr)
        addButton(Tr::tr("Remove…"),
            [this, kind] { m_proposer.propose(m_proposer.service().makeUnscheduleOperation(kind)); });
    if (state != nullptr) {
        card->body()->addWidget(makeFacts(*state));
        if (!state->runnerProblem.empty()) {
            QLabel* problem = makeLabel(translated(state->runnerProblem), TypeRole::Body, TextTone::Secondary);
            problem->setWordWrap(true);
            card->body()->addWidget(problem);
        }
        if (!state->lastMessage.empty()) {
            QLabel* message = makeCodeLabel(qstr(state->lastMessage), nullptr, TypeRole::Caption);
            message->setWordWrap(true);
            card->body()->addWidget(message);
        }
    } else {
        QLabel* purpose = makeLabel(purposeOf(kind), TypeRole::Body, TextTone::Secondary);
        purpose->setWordWrap(true);
        card->body()->addWidget(purpose);
    }
    return card;
}

void SchedulesView::rebuild()
{
    const QWidget* focus = focusWidget();
    const QString focused = focus != nullptr ? focus->accessibleName() : QString();
    if (focus != nullptr && focus->hasFocus())
        setFocus(Qt::OtherFocusReason); // else Qt gives it to the next button: "Remove" of another schedule, perhaps
    while (m_cards->count() > 1) {
        QLayoutItem* item = m_cards->takeAt(0);
        item->widget()->hide();
        item->widget()->deleteLater(); // its button may be the one that was pressed
        delete item;
    }
    for (const ScheduleKind kind : kKinds)
        m_cards->insertWidget(m_cards->count() - 1, makeCard(kind));
    for (QPushButton* button : findChildren<QPushButton*>()) {
        if (!focused.isEmpty() && button->isVisibleTo(this) && button->accessibleName() == focused)
            button->setFocus(Qt::OtherFocusReason);
    }
}

void SchedulesView::edit(ScheduleKind kind)
{
    backup::Schedule schedule;
    schedule.kind = kind;
    if (const ScheduleState* state = stateOf(kind))
        schedule = state->schedule;
    auto* dialog = new ScheduleDialog(m_session, schedule, window());
    connect(dialog, &ScheduleDialog::chosen, this, [this](const backup::Schedule& chosen) {
        m_proposer.propose(m_proposer.service().makeScheduleOperation(chosen));
    });
    dialog->open();
}

void SchedulesView::retranslate()
{
    if (m_heardAt != TimePoint{})
        rebuild();
}

} // namespace qbm::ui
