// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/operation/run_view.h"

#include "core/base/unit.h"
#include "core/operation/journal_notes.h"
#include "ui/layout/scrolled.h"
#include "ui/operation/task_center.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/theme/state.h"
#include "widgets/theme/style.h"

#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QScrollBar>
#include <QTimer>
#include <chrono>

namespace qbm::ui {

using namespace widgets;
using operation::RecordState;
using operation::StepState;

namespace {

State stateOf(StepState state)
{
    switch (state) {
    case StepState::Pending: return State::Unknown;
    case StepState::Running:
    case StepState::Undoing: return State::Info;
    case StepState::Done: return State::Ok;
    case StepState::Failed: return State::Danger;
    case StepState::Undone: return State::Stale;
    }
    return State::Unknown;
}

QString word(StepState state)
{
    switch (state) {
    case StepState::Pending: return Tr::tr("waiting");
    case StepState::Running: return Tr::tr("running");
    case StepState::Done: return Tr::tr("done");
    case StepState::Failed: return Tr::tr("failed");
    case StepState::Undoing: return Tr::tr("taking back");
    case StepState::Undone: return Tr::tr("taken back");
    }
    return {};
}

constexpr int kTickMs = 500;
constexpr int kRoomAround = 64; // a step, what it says, and the next one
enum Column { Glyph, Title, StateWord };

} // namespace

State stateOf(const RunningOperation& operation)
{
    const auto& outcome = operation.outcome();
    if (!outcome || !outcome->has_value())
        return State::Danger;
    switch ((*outcome)->record.state) {
    case RecordState::Done: return State::Ok;
    case RecordState::Undone:
    case RecordState::Stopped: return State::Warning;
    case RecordState::Closed: return State::Stale;
    default: return State::Danger;
    }
}

/// The error behind an outcome, with its evidence.
QString evidenceOf(const RunningOperation& operation)
{
    const Result<operation::Outcome>& outcome = *operation.outcome();
    if (!outcome)
        return qstr(outcome.error().detail);
    if (!outcome->record.error)
        return {};
    const Error& error = *outcome->record.error;
    return error.detail.empty() ? translated(error.message) : translated(error.message) + QLatin1Char('\n') + qstr(error.detail);
}

QString outcomeSentence(const RunningOperation& operation)
{
    const auto& outcome = operation.outcome();
    if (!outcome)
        return {};
    if (!outcome->has_value())
        return translated(outcome->error().message);
    switch ((*outcome)->record.state) {
    case RecordState::Done: return Tr::tr("Done and verified.");
    case RecordState::Undone:
        if (const Text differs = operation::whatDiffers((*outcome)->record); !differs.empty())
            return Tr::tr("Taken back, but not everything is as it was before: %1").arg(translated(differs));
        return Tr::tr("Taken back: everything it had changed is as it was before.");
    case RecordState::Stopped: return Tr::tr("Stopped. What was done stays, as the plan said.");
    case RecordState::NeedsAttention:
        if (operation.session().isLeft())
            return Tr::tr("It could not be finished, and going back did not come to its end either. Mend the cause, switch to %1, then continue or take it back under Activity, or close it with a reason.")
                .arg(qstr(operation.session().profile().name));
        return Tr::tr("It could not be finished, and going back did not come to its end either. Mend the cause, then continue or take it back under Activity, or close it with a reason.");
    case RecordState::Closed: return Tr::tr("Closed by hand: neither continued nor taken back; what it had done stays.");
    case RecordState::Running:
    case RecordState::Interrupted: break;
    }
    return {};
}

RunView::RunView(RunningOperation* operation, QWidget* parent)
    : QWidget(parent)
    , m_operation(operation)
    , m_progress(new QProgressBar)
    , m_elapsed(makeLabel({}, TypeRole::Caption, TextTone::Muted))
    , m_outcomeGlyph(new StateGlyph)
    , m_outcome(makeLabel({}, TypeRole::Section, TextTone::Primary, tokens::kWeightSemibold))
    , m_evidence(makeLabel({}, TypeRole::Body, TextTone::Secondary))
    , m_wayOut(makeLabel({}, TypeRole::Body, TextTone::Secondary))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(tokens::kSpaceM);
    auto* steps = new QWidget;
    m_steps = new QGridLayout;
    m_steps->setHorizontalSpacing(tokens::kSpaceS);
    m_steps->setVerticalSpacing(tokens::kSpaceS);
    m_steps->setColumnStretch(Title, 1);
    auto* column = new QVBoxLayout(steps);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceM);
    column->addLayout(m_steps);
    column->addWidget(m_evidence);
    column->addStretch();
    // Many steps scroll; how far it is and how it ended is always in sight.
    m_scroll = scrolled(steps);
    layout->addWidget(m_scroll, 1);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(Tr::tr("Progress of the step"));
    layout->addWidget(m_progress);
    layout->addWidget(m_elapsed);
    auto* outcome = new QHBoxLayout;
    outcome->setSpacing(tokens::kSpaceS);
    m_outcomeGlyph->setFixedHeight(m_outcome->fontMetrics().height());
    outcome->addWidget(m_outcomeGlyph, 0, Qt::AlignTop);
    outcome->addWidget(m_outcome, 1);
    layout->addLayout(outcome);
    layout->addWidget(m_wayOut);
    layout->addStretch(); // what is left below, when the steps are few
    for (QLabel* label : {m_outcome, m_evidence, m_wayOut}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    connect(operation, &RunningOperation::changed, this, &RunView::refresh);
    rebuild();
    refresh();
    startTimer(kTickMs);
}

void RunView::rebuild()
{
    while (QLayoutItem* item = m_steps->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_shownSteps = m_operation->record().steps.size();
    for (std::size_t i = 0; i < m_shownSteps; ++i) {
        const int row = static_cast<int>(i) * 2;
        m_steps->addWidget(new StateGlyph, row, Glyph);
        m_steps->addWidget(makeLabel(translated(m_operation->record().steps[i].title)), row, Title);
        m_steps->addWidget(makeLabel({}, TypeRole::Caption, TextTone::Muted), row, StateWord, Qt::AlignRight);
        QLabel* said = makeLabel({}, TypeRole::Caption, TextTone::Secondary);
        said->setWordWrap(true);
        m_steps->addWidget(said, row + 1, Title, 1, 2);
    }
}

void RunView::refresh()
{
    if (!m_operation)
        return;
    if (m_operation->record().steps.size() != m_shownSteps)
        rebuild();
    for (std::size_t i = 0; i < m_shownSteps; ++i) {
        const int row = static_cast<int>(i) * 2;
        const StepState state = m_operation->record().steps[i].state;
        static_cast<StateGlyph*>(m_steps->itemAtPosition(row, Glyph)->widget())->setState(stateOf(state));
        static_cast<QLabel*>(m_steps->itemAtPosition(row, StateWord)->widget())->setText(word(state));
        auto* said = static_cast<QLabel*>(m_steps->itemAtPosition(row + 1, Title)->widget());
        said->setText(m_operation->said(i));
        said->setVisible(!said->text().isEmpty());
    }
    const Progress progress = m_operation->progress();
    const bool running = m_operation->isRunning();
    m_progress->setVisible(running);
    m_progress->setRange(0, progress.total == 0 ? 0 : 1000);
    if (progress.total != 0)
        m_progress->setValue(static_cast<int>(1000.0 * static_cast<double>(progress.done) / static_cast<double>(progress.total)));
    m_elapsed->setText(Tr::tr("Elapsed: %1").arg(translated(durationText(std::chrono::milliseconds(m_operation->elapsedMs())))));
    m_outcomeGlyph->setVisible(!running);
    m_outcome->setVisible(!running);
    m_outcome->setText(outcomeSentence(*m_operation));
    if (!running)
        m_outcomeGlyph->setState(stateOf(*m_operation));
    const QString evidence = running ? QString() : evidenceOf(*m_operation);
    m_evidence->setText(evidence);
    m_evidence->setVisible(!evidence.isEmpty());
    const operation::Plan& plan = m_operation->plan();
    const bool done = !running && m_operation->outcome()->has_value() && (*m_operation->outcome())->succeeded();
    const QString wayOut = running && !plan.stopLeaves.empty() ? Tr::tr("If you stop it: %1").arg(translated(plan.stopLeaves))
        : done && !plan.undo.empty()                           ? Tr::tr("To go back: %1").arg(translated(plan.undo))
                                                               : QString();
    m_wayOut->setText(wayOut);
    m_wayOut->setVisible(!wayOut.isEmpty());
    fitSteps();
    follow();
}

/// Few steps take no more room than they need: what follows them stands right below.
void RunView::fitSteps()
{
    const int width = m_scroll->viewport()->width();
    m_scroll->setMaximumHeight(m_scroll->widget()->layout()->totalHeightForWidth(width));
}

void RunView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitSteps();
}

/// Keeps the step under way in sight; whoever scrolls elsewhere is left there until the next step begins.
void RunView::follow()
{
    const std::size_t step = m_operation->isRunning() ? m_operation->currentStep() : m_shownSteps;
    if (step == m_followed)
        return;
    m_followed = step;
    // Once the lines that just appeared have their places.
    QTimer::singleShot(0, this, [this, step] {
        if (QLayoutItem* item = m_steps->itemAtPosition(static_cast<int>(step) * 2, Title))
            m_scroll->ensureWidgetVisible(item->widget(), 0, kRoomAround);
        else
            m_scroll->verticalScrollBar()->setValue(m_scroll->verticalScrollBar()->maximum());
    });
}

void RunView::timerEvent(QTimerEvent* event)
{
    if (m_operation && m_operation->isRunning())
        refresh();
    QWidget::timerEvent(event);
}

} // namespace qbm::ui
