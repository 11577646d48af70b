// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/departure_dialog.h"

#include "core/base/unit.h"
#include "ui/layout/scrolled.h"
#include "ui/operation/run_view.h"
#include "ui/operation/task_center.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"

#include <QEvent>
#include <QGridLayout>
#include <QPushButton>
#include <QScrollArea>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kWidth = 560;
constexpr int kTickMs = 500;
constexpr int kMostRowsHeight = 280; // of many operations the rest scrolls
enum Column { Glyph, Title, StateWord };

QString stateWord(const RunningOperation& operation)
{
    const QString elapsed = translated(durationText(std::chrono::milliseconds(operation.elapsedMs())));
    if (!operation.isRunning())
        return Tr::tr("ended");
    return operation.isStopRequested() ? Tr::tr("stopping, %1").arg(elapsed) : Tr::tr("running for %1").arg(elapsed);
}

/// Where it runs; once it has ended also how, and before that what a stop would leave behind.
QString caption(const RunningOperation& operation)
{
    const QString system = qstr(operation.session().profile().name);
    if (!operation.isRunning())
        return system + QStringLiteral(" · ") + outcomeSentence(operation);
    const Text& leaves = operation.plan().stopLeaves;
    return leaves.empty() ? system : system + QStringLiteral(" · ") + Tr::tr("If you stop it: %1").arg(translated(leaves));
}

QString label(LeaveChoice choice, Leaving leaving)
{
    switch (choice) {
    case LeaveChoice::Stay: return Tr::tr("Stay here");
    case LeaveChoice::Stop: return leaving == Leaving::Close ? Tr::tr("Stop, then close") : Tr::tr("Stop, then switch");
    case LeaveChoice::Later: return Tr::tr("Close when all has ended");
    case LeaveChoice::Background: return Tr::tr("Switch and keep it running");
    case LeaveChoice::Now: return leaving == Leaving::Close ? Tr::tr("Close the window") : Tr::tr("Switch");
    }
    return {};
}

} // namespace

DepartureDialog::DepartureDialog(QWidget* parent, Leaving leaving, const QString& to, std::vector<RunningOperation*> operations)
    : Dialog(parent)
    , m_leaving(leaving)
    , m_to(to)
    , m_operations(std::move(operations))
{
    setMinimumWidth(kWidth);
    auto* rows = new QWidget;
    m_rows = new QGridLayout(rows);
    m_rows->setContentsMargins(0, 0, tokens::kSpaceM, 0); // beside the scroll bar
    m_rows->setHorizontalSpacing(tokens::kSpaceS);
    m_rows->setVerticalSpacing(tokens::kSpaceXs);
    m_rows->setColumnStretch(Title, 1);
    addRows();
    m_area = scrolled(rows);
    body()->addWidget(m_area);
    addChoice(LeaveChoice::Stay, ButtonKind::Default);
    addChoice(LeaveChoice::Stop, ButtonKind::Danger);
    addChoice(leaving == Leaving::Close ? LeaveChoice::Later : LeaveChoice::Background, ButtonKind::Primary);
    addChoice(LeaveChoice::Now, ButtonKind::Primary);
    connect(this, &QDialog::finished, this, [this] { Q_EMIT chosen(m_chosen); });
    for (RunningOperation* operation : m_operations) {
        connect(operation, &RunningOperation::changed, this, &DepartureDialog::refresh);
        connect(operation, &RunningOperation::ended, this, &DepartureDialog::retranslate);
    }
    retranslate();
    // The choice that loses nothing answers to Return.
    button(leaving == Leaving::Close ? LeaveChoice::Later : LeaveChoice::Background)->setFocus();
    startTimer(kTickMs);
}

QPushButton* DepartureDialog::button(LeaveChoice choice) const
{
    const auto found = std::ranges::find(m_choices, choice, &std::pair<LeaveChoice, QPushButton*>::first);
    return found == m_choices.end() ? nullptr : found->second;
}

void DepartureDialog::addChoice(LeaveChoice choice, ButtonKind kind)
{
    QPushButton* added = addButton({}, kind);
    m_choices.emplace_back(choice, added);
    connect(added, &QPushButton::clicked, this, [this, choice] {
        m_chosen = choice;
        accept();
    });
}

void DepartureDialog::addRows()
{
    for (std::size_t i = 0; i < m_operations.size(); ++i) {
        const int row = static_cast<int>(i) * 2;
        auto* glyph = new StateGlyph(State::Info);
        glyph->setFixedHeight(glyph->fontMetrics().height());
        m_rows->addWidget(glyph, row, Glyph, Qt::AlignTop);
        QLabel* title = makeLabel({}, TypeRole::Body, TextTone::Primary, tokens::kWeightMedium);
        title->setWordWrap(true);
        m_rows->addWidget(title, row, Title, Qt::AlignTop);
        m_rows->addWidget(makeLabel({}, TypeRole::Caption, TextTone::Muted), row, StateWord, Qt::AlignRight | Qt::AlignTop);
        QLabel* more = makeLabel({}, TypeRole::Caption, TextTone::Secondary);
        more->setWordWrap(true);
        m_rows->addWidget(more, row + 1, Title, 1, 2, Qt::AlignTop);
        m_rows->setRowMinimumHeight(row + 1, more->fontMetrics().height() + tokens::kSpaceXs); // apart from the next
    }
    m_rows->setRowStretch(m_rows->rowCount(), 1);
}

bool DepartureDialog::allEnded() const
{
    return std::ranges::none_of(m_operations, &RunningOperation::isRunning);
}

void DepartureDialog::refresh()
{
    const auto labelAt = [this](int row, Column column) { return static_cast<QLabel*>(m_rows->itemAtPosition(row, column)->widget()); };
    for (std::size_t i = 0; i < m_operations.size(); ++i) {
        const RunningOperation& operation = *m_operations[i];
        const int row = static_cast<int>(i) * 2;
        static_cast<StateGlyph*>(m_rows->itemAtPosition(row, Glyph)->widget())->setState(operation.isRunning() ? State::Info : stateOf(operation));
        labelAt(row, Title)->setText(translated(operation.record().title));
        labelAt(row, StateWord)->setText(stateWord(operation));
        labelAt(row + 1, Title)->setText(caption(operation));
    }
    fitRows();
}

/// As high as what it lists; a scroll area would take any height.
void DepartureDialog::fitRows()
{
    const int width = std::max(m_area->viewport()->width(), kWidth - 2 * tokens::kSpaceXl);
    m_area->setFixedHeight(std::min(kMostRowsHeight, m_rows->totalHeightForWidth(width)));
}

void DepartureDialog::retranslate()
{
    const bool ended = allEnded();
    const auto running = static_cast<int>(std::ranges::count_if(m_operations, &RunningOperation::isRunning));
    if (ended)
        setHeading(Tr::tr("The operations have ended"));
    else
        setHeading(m_leaving == Leaving::Close ? Tr::tr("Close the window while %n operation(s) run?", nullptr, running)
                                               : Tr::tr("Switch to %1 while %n operation(s) run?", nullptr, running).arg(m_to));
    if (ended)
        setSentence(m_leaving == Leaving::Close ? Tr::tr("Nothing runs any more; the window can be closed.")
                                                : Tr::tr("Nothing runs any more; the window can switch to %1.").arg(m_to));
    else
        setSentence(m_leaving == Leaving::Close
                ? Tr::tr("Until all has ended the window stays open and can be used. What is stopped is taken back or left as its plan says, and then the window closes.")
                : Tr::tr("What is kept running stays in the list of operations, where it can be followed and stopped, and its end is told. What is stopped is taken back or left as its plan says, and then the window switches."));
    for (const auto& [choice, shown] : m_choices) {
        shown->setText(label(choice, m_leaving));
        shown->setVisible(choice == LeaveChoice::Stay || (choice == LeaveChoice::Now) == ended);
    }
    if (ended)
        button(LeaveChoice::Stay)->setFocus(); // a Return meant for what stood there goes nowhere
    refresh();
}

void DepartureDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    Dialog::changeEvent(event);
}

void DepartureDialog::timerEvent(QTimerEvent*)
{
    refresh();
}

} // namespace qbm::ui
