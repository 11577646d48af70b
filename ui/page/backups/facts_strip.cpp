// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/facts_strip.h"

#include "widgets/feedback/elided_label.h"
#include "widgets/theme/style.h"

#include <QHBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

QWidget* makeFact(const StripFact& fact)
{
    auto* widget = new QWidget;
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(makeLabel(fact.label, TypeRole::Caption, TextTone::Secondary, tokens::kWeightSemibold));
    auto* row = new QHBoxLayout;
    row->setSpacing(tokens::kSpaceS);
    if (fact.state)
        row->addWidget(new StateGlyph(*fact.state));
    auto* value = new ElidedLabel(fact.value);
    setTextStyle(*value, TypeRole::Section, TextTone::Primary, tokens::kWeightMedium);
    row->addWidget(value, 1);
    column->addLayout(row);
    auto* note = new ElidedLabel(fact.note);
    setTextStyle(*note, TypeRole::Caption, TextTone::Muted);
    column->addWidget(note);
    widget->setToolTip(fact.toolTip);
    widget->setAccessibleName(fact.label + QStringLiteral(": ") + fact.value);
    widget->setAccessibleDescription(fact.toolTip.isEmpty() ? fact.note : fact.toolTip);
    return widget;
}

} // namespace

FactsStrip::FactsStrip(QWidget* parent)
    : QFrame(parent)
    , m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins({});
    m_row->setSpacing(tokens::kSpaceL);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

void FactsStrip::setFacts(const std::vector<StripFact>& facts)
{
    while (QLayoutItem* item = m_row->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const StripFact& fact : facts)
        m_row->addWidget(makeFact(fact), fact.share);
}

} // namespace qbm::ui
