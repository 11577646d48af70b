// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QStackedWidget;
class QTabBar;

namespace qbm::widgets {
class StatePanel;
}

namespace qbm::ui {

class ActionBar;

/// What the side panel shows of an object: its actions, and its details under tabs.
class DetailsTabs : public QWidget {
    Q_OBJECT
public:
    explicit DetailsTabs(int count, QWidget* parent = nullptr);

    ActionBar* actionBar() const { return m_bar; }
    QTabBar* tabs() const { return m_tabs; }
    /// Around what the tabs show.
    widgets::StatePanel* state() const { return m_state; }

    /// A widget that stays, and scrolls by itself.
    void setView(int tab, QWidget* view);
    /// A column that scrolls; where the one before it was scrolled to is kept.
    void setColumn(int tab, QWidget* column);

private:
    void replace(int tab, QWidget* widget);
    ActionBar* m_bar;
    QTabBar* m_tabs;
    QStackedWidget* m_stack;
    widgets::StatePanel* m_state;
};

/// `content` with the panel's margins, one below the other.
QWidget* padded(std::initializer_list<QWidget*> content);

} // namespace qbm::ui
