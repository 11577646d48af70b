// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/activity/record_view.h"

#include "core/operation/journal_notes.h"
#include "ui/text/tr.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/theme/style.h"

#include <QFormLayout>
#include <QLabel>

namespace qbm::ui {

using namespace widgets;
using operation::RecordState;
using operation::StepState;

namespace {

QLabel* value(const QString& text)
{
    QLabel* label = makeLabel(text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

State stateOfStep(StepState state)
{
    switch (state) {
    case StepState::Done: return State::Ok;
    case StepState::Failed: return State::Danger;
    case StepState::Running:
    case StepState::Undoing: return State::Warning; // a journal that is not being written: it was ended here
    case StepState::Undone: return State::Stale;
    case StepState::Pending: return State::Unknown;
    }
    return State::Unknown;
}

} // namespace

State stateOf(RecordState state)
{
    switch (state) {
    case RecordState::Running: return State::Info;
    case RecordState::Interrupted:
    case RecordState::NeedsAttention: return State::Danger;
    case RecordState::Done: return State::Ok;
    case RecordState::Undone: return State::Stale;
    case RecordState::Stopped: return State::Warning;
    case RecordState::Closed: return State::Stale;
    }
    return State::Unknown;
}

QString word(RecordState state)
{
    switch (state) {
    case RecordState::Running: return Tr::tr("running");
    case RecordState::Interrupted: return Tr::tr("interrupted");
    case RecordState::NeedsAttention: return Tr::tr("needs attention");
    case RecordState::Done: return Tr::tr("done");
    case RecordState::Undone: return Tr::tr("taken back");
    case RecordState::Stopped: return Tr::tr("stopped");
    case RecordState::Closed: return Tr::tr("closed");
    }
    return {};
}

RecordView::RecordView(const operation::Record& record, QWidget* parent)
    : QWidget(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(tokens::kSpaceL, tokens::kSpaceL, tokens::kSpaceL, tokens::kSpaceL);
    layout->setSpacing(tokens::kSpaceM);
    auto* facts = new QFormLayout;
    facts->setLabelAlignment(Qt::AlignLeft);
    facts->setHorizontalSpacing(tokens::kSpaceL);
    const auto row = [facts](const QString& label, const QString& text) {
        if (!text.isEmpty())
            facts->addRow(makeLabel(label, TypeRole::Body, TextTone::Secondary), value(text));
    };
    row(Tr::tr("State"), word(record.state));
    row(Tr::tr("Id"), qstr(record.id));
    row(Tr::tr("Started"), localTimeText(record.startedAt));
    row(Tr::tr("Last change"), localTimeText(record.changedAt));
    for (const operation::Interruption& gap : operation::interruptions(record.values))
        row(Tr::tr("Interrupted"), Tr::tr("last heard of at %1, gone on with at %2").arg(localTimeText(gap.from), localTimeText(gap.to)));
    row(Tr::tr("By"), qstr(record.actor));
    row(Tr::tr("Reason"), qstr(record.reason));
    if (record.closing) {
        row(Tr::tr("Closed by"), Tr::tr("%1, %2").arg(qstr(record.closing->actor), localTimeText(record.closing->at)));
        row(Tr::tr("Closed because"), qstr(record.closing->reason));
    }
    layout->addLayout(facts);
    layout->addWidget(makeSeparator());
    layout->addWidget(makeLabel(Tr::tr("Steps"), TypeRole::Caption, TextTone::Secondary, tokens::kWeightSemibold));
    for (const operation::StepRecord& step : record.steps) {
        auto* line = new QHBoxLayout;
        line->setSpacing(tokens::kSpaceS);
        line->addWidget(new StateGlyph(stateOfStep(step.state)));
        line->addWidget(value(translated(step.title)), 1);
        layout->addLayout(line);
    }
    if (record.error) {
        layout->addWidget(makeSeparator());
        layout->addWidget(value(translated(record.error->message)));
        if (!record.error->detail.empty()) {
            QLabel* detail = makeCodeLabel(qstr(record.error->detail));
            detail->setWordWrap(true);
            layout->addWidget(detail);
        }
    }
    if (const Text differs = operation::whatDiffers(record); !differs.empty()) {
        layout->addWidget(makeSeparator());
        layout->addWidget(value(Tr::tr("Taken back, but not everything is as it was before: %1").arg(translated(differs))));
    }
    if (!record.values.empty()) {
        layout->addWidget(makeSeparator());
        layout->addWidget(makeLabel(Tr::tr("Remembered for the way back"), TypeRole::Caption, TextTone::Secondary, tokens::kWeightSemibold));
        auto* values = new QFormLayout;
        for (const auto& [key, text] : record.values)
            values->addRow(makeLabel(qstr(key), TypeRole::Caption, TextTone::Muted), value(qstr(text)));
        layout->addLayout(values);
    }
    layout->addStretch();
}

} // namespace qbm::ui
