// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layout/action_bar.h"

#include "ui/text/tr.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <algorithm>
#include <functional>
#include <iterator>

namespace qbm::ui {

using namespace widgets;

void fillMenu(QMenu& menu, const std::vector<ObjectAction>& actions)
{
    menu.setToolTipsVisible(true); // where a disabled action says why
    for (const ObjectAction& action : actions) {
        if (action.separated && !menu.isEmpty())
            menu.addSeparator();
        QAction* entry = menu.addAction(icon(action.icon, TextTone::Secondary), action.label);
        entry->setObjectName(action.id);
        entry->setEnabled(action.whyNot.isEmpty());
        entry->setToolTip(action.whyNot);
        entry->setStatusTip(action.whyNot);
        if (action.run)
            QObject::connect(entry, &QAction::triggered, &menu, action.run);
    }
}

ActionBar::ActionBar(QWidget* parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
    , m_more(new QPushButton)
    , m_menu(new QMenu(this))
{
    m_row->setContentsMargins({});
    m_row->setSpacing(tokens::kSpaceS);
    m_row->addWidget(m_more);
    m_more->setObjectName(QStringLiteral("more"));
    m_more->setMenu(m_menu);
    // Filled when it opens: what can be done changes with every snapshot, an open menu must not.
    connect(m_menu, &QMenu::aboutToShow, this, [this] {
        m_menu->clear();
        std::vector<ObjectAction> rest;
        std::ranges::copy_if(m_actions, std::back_inserter(rest), std::logical_not(), &ObjectAction::inBar);
        for (ObjectAction& action : rest) {
            if (action.run)
                action.run = [this, run = std::move(action.run)] {
                    letGo();
                    run();
                };
        }
        fillMenu(*m_menu, rest);
    });
}

void ActionBar::letGo()
{
    if (m_rest != nullptr && isAncestorOf(QApplication::focusWidget()))
        m_rest->setFocus(Qt::OtherFocusReason);
}

QPushButton* ActionBar::button(const QString& id) const
{
    const auto found = std::ranges::find(m_buttons, id, &std::pair<QString, QPushButton*>::first);
    return found != m_buttons.end() ? found->second : nullptr;
}

void ActionBar::setActions(std::vector<ObjectAction> actions, const QString& object)
{
    m_actions = std::move(actions);
    QStringList ids, shown;
    for (const ObjectAction& action : m_actions) {
        if (action.inBar)
            ids << action.id;
    }
    for (const auto& [id, button] : m_buttons)
        shown << id;
    if (ids != shown)
        rebuild();
    for (const ObjectAction& action : m_actions) {
        if (!action.inBar)
            continue;
        QPushButton* button = this->button(action.id);
        if (button->hasFocus() && !action.whyNot.isEmpty())
            letGo();
        button->setText(action.label);
        setButtonKind(*button, action.primary ? ButtonKind::Primary : ButtonKind::Default);
        button->setEnabled(action.whyNot.isEmpty());
        button->setToolTip(action.whyNot);
        button->setAccessibleName(object.isEmpty() ? action.label : action.label + QLatin1Char(' ') + object);
        button->setAccessibleDescription(action.whyNot);
    }
    m_more->setVisible(!std::ranges::all_of(m_actions, &ObjectAction::inBar));
    m_more->setText(Tr::tr(m_menuLabel));
    m_more->setAccessibleName(object.isEmpty() ? m_more->text() : Tr::tr("More actions on %1").arg(object));
}

void ActionBar::rebuild()
{
    letGo();
    for (const auto& [id, button] : m_buttons) {
        button->hide();
        button->deleteLater(); // it may be the one that was pressed
    }
    m_buttons.clear();
    int place = 0;
    QWidget* before = previousInTabOrder();
    for (const ObjectAction& action : m_actions) {
        if (!action.inBar)
            continue;
        auto* button = new QPushButton;
        button->setObjectName(action.id);
        // The action of the moment: it is looked up when the button is pressed.
        connect(button, &QPushButton::clicked, this, [this, id = action.id] {
            const auto found = std::ranges::find(m_actions, id, &ObjectAction::id);
            if (found != m_actions.end() && found->run) {
                const auto run = found->run; // may bring other actions
                letGo();
                run();
            }
        });
        m_row->insertWidget(place++, button);
        if (before != nullptr)
            setTabOrder(before, button); // a new child would come last in the window
        before = button;
        m_buttons.emplace_back(action.id, button);
    }
    if (before != nullptr)
        setTabOrder(before, m_more);
}

QWidget* ActionBar::previousInTabOrder() const
{
    QWidget* before = m_more->previousInFocusChain();
    while (before != m_more && before->focusPolicy() == Qt::NoFocus)
        before = before->previousInFocusChain();
    return before != m_more ? before : nullptr;
}

void restFocusOn(QAbstractButton* button, QWidget* rest)
{
    QObject::connect(button, &QAbstractButton::clicked, rest, [button, rest] {
        if (button->hasFocus())
            rest->setFocus(Qt::OtherFocusReason);
    });
}

} // namespace qbm::ui
