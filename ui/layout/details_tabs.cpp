// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layout/details_tabs.h"

#include "ui/layout/action_bar.h"
#include "ui/layout/scrolled.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/theme/style.h"

#include <QScrollBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

DetailsTabs::DetailsTabs(int count, QWidget* parent)
    : QWidget(parent)
    , m_bar(new ActionBar)
    , m_tabs(new QTabBar)
    , m_stack(new QStackedWidget)
{
    m_tabs->setDrawBase(false);
    m_tabs->setUsesScrollButtons(false);
    m_tabs->setExpanding(false);
    for (int tab = 0; tab < count; ++tab) {
        m_tabs->addTab({});
        m_stack->addWidget(new QWidget);
    }
    m_state = new StatePanel(m_stack);
    m_state->showContent(); // until its owner says otherwise
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(tokens::kSpaceL, tokens::kSpaceM, tokens::kSpaceL, tokens::kSpaceXs);
    bar->addWidget(m_bar);
    bar->addStretch();
    auto* tabs = new QHBoxLayout;
    tabs->setContentsMargins(tokens::kSpaceL, 0, 0, 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(bar);
    column->addLayout(tabs);
    column->addWidget(makeSeparator());
    column->addWidget(m_state, 1);
    connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
}

void DetailsTabs::setView(int tab, QWidget* view)
{
    replace(tab, view);
}

void DetailsTabs::setColumn(int tab, QWidget* column)
{
    const auto* before = qobject_cast<QScrollArea*>(m_stack->widget(tab));
    const int place = before != nullptr ? before->verticalScrollBar()->value() : 0;
    QScrollArea* area = scrolled(column);
    replace(tab, area);
    // Known to the scroll bar only when it has been laid out.
    QMetaObject::invokeMethod(
        area, [area, place] { area->verticalScrollBar()->setValue(place); }, Qt::QueuedConnection);
}

void DetailsTabs::replace(int tab, QWidget* widget)
{
    QWidget* before = m_stack->widget(tab);
    const int current = m_stack->currentIndex();
    m_stack->insertWidget(tab, widget);
    m_stack->removeWidget(before);
    m_stack->setCurrentIndex(current);
    before->deleteLater();
}

QWidget* padded(std::initializer_list<QWidget*> content)
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(tokens::kSpaceL, tokens::kSpaceM, tokens::kSpaceL, tokens::kSpaceL);
    column->setSpacing(tokens::kSpaceS);
    for (QWidget* widget : content)
        column->addWidget(widget);
    return box;
}

} // namespace qbm::ui
