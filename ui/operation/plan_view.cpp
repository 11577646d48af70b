// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/operation/plan_view.h"

#include "ui/text/tr.h"
#include "widgets/theme/state.h"
#include "widgets/theme/style.h"

#include <QGridLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QToolButton>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kDiffHeight = 180;

State stateOf(operation::Verdict verdict)
{
    switch (verdict) {
    case operation::Verdict::Pass: return State::Ok;
    case operation::Verdict::Warning: return State::Warning;
    case operation::Verdict::Fail: return State::Danger;
    }
    return State::Unknown;
}

QLabel* wrapped(const QString& text, TextTone tone)
{
    QLabel* label = makeLabel(text, TypeRole::Body, tone);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QWidget* makeLines(const std::vector<operation::PlanLine>& lines)
{
    auto* widget = new QWidget;
    auto* grid = new QGridLayout(widget);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(tokens::kSpaceL);
    grid->setVerticalSpacing(tokens::kSpaceS);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const operation::PlanLine& line : lines) {
        grid->addWidget(wrapped(translated(line.what), TextTone::Primary), row, 0, Qt::AlignTop);
        grid->addWidget(wrapped(translated(line.change), TextTone::Secondary), row, 1, Qt::AlignTop);
        ++row;
    }
    return widget;
}

} // namespace

QWidget* makeCheckList(const std::vector<operation::Check>& checks)
{
    auto* widget = new QWidget;
    auto* grid = new QGridLayout(widget);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(tokens::kSpaceS);
    grid->setVerticalSpacing(tokens::kSpaceS);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(2, 1);
    int row = 0;
    for (const operation::Check& check : checks) {
        auto* glyph = new StateGlyph(stateOf(check.verdict));
        glyph->setFixedHeight(glyph->fontMetrics().height());
        grid->addWidget(glyph, row, 0, Qt::AlignTop);
        grid->addWidget(wrapped(translated(check.question), TextTone::Primary), row, 1, Qt::AlignTop);
        grid->addWidget(wrapped(translated(check.reason), TextTone::Secondary), row, 2, Qt::AlignTop);
        ++row;
    }
    return widget;
}

PlanView::PlanView(const operation::Plan& plan, const std::vector<operation::Check>& checks, QWidget* parent)
    : QWidget(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(tokens::kSpaceM);
    const auto heading = [&](const QString& text) {
        layout->addWidget(makeLabel(text, TypeRole::Caption, TextTone::Secondary, tokens::kWeightSemibold));
    };
    heading(Tr::tr("What will change"));
    layout->addWidget(makeLines(plan.lines));
    if (!plan.diff.empty()) {
        auto* toggle = new QToolButton;
        toggle->setText(Tr::tr("Show the difference"));
        toggle->setCheckable(true);
        toggle->setArrowType(Qt::RightArrow);
        toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        auto* diff = new QPlainTextEdit(qstr(plan.diff));
        diff->setReadOnly(true);
        diff->setFont(Theme::monoFont());
        diff->setMinimumHeight(kDiffHeight);
        diff->hide();
        connect(toggle, &QToolButton::toggled, diff, [toggle, diff](bool on) {
            diff->setVisible(on);
            toggle->setArrowType(on ? Qt::DownArrow : Qt::RightArrow);
        });
        layout->addWidget(toggle, 0, Qt::AlignLeft);
        layout->addWidget(diff);
    }
    layout->addWidget(makeSeparator());
    heading(Tr::tr("Checks"));
    layout->addWidget(makeCheckList(checks));
    if (!plan.stopLeaves.empty() || !plan.undo.empty())
        layout->addWidget(makeSeparator());
    if (!plan.stopLeaves.empty())
        layout->addWidget(wrapped(Tr::tr("If you stop it: %1").arg(translated(plan.stopLeaves)), TextTone::Secondary));
    if (!plan.undo.empty())
        layout->addWidget(wrapped(Tr::tr("To go back: %1").arg(translated(plan.undo)), TextTone::Secondary));
    layout->addStretch();
}

} // namespace qbm::ui
