// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/tier.h"

#include <QFrame>

class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace qbm::widgets {
class Badge;
}

namespace qbm::ui {

/// The bar at the top of the window: product, connected system with its tier, search, running operations, menu.
class HeaderBar : public QFrame {
    Q_OBJECT
public:
    explicit HeaderBar(QWidget* parent = nullptr);
    void setSystem(const QString& name, Tier tier, bool readOnly);
    void clearSystem();
    void setRunning(int count);
    QMenu* systemMenu() const { return m_systemMenu; }
    QMenu* mainMenu() const { return m_mainMenu; }
    QWidget* tasksButton() const;

Q_SIGNALS:
    void searchRequested();
    void tasksRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    QLabel* m_product;
    QToolButton* m_system;
    widgets::Badge* m_tier;
    QPushButton* m_search;
    QLabel* m_searchKeys;
    QToolButton* m_tasks;
    QToolButton* m_menu;
    QMenu* m_systemMenu;
    QMenu* m_mainMenu;
    QString m_systemName;
    Tier m_systemTier = Tier::Production;
    bool m_readOnly = false;
    int m_running = 0;
};

} // namespace qbm::ui
