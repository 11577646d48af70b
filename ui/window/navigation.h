// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/state.h"

#include <QAbstractButton>
#include <QFrame>
#include <optional>
#include <vector>

class QVBoxLayout;

namespace qbm::ui {

/// One entry of the navigation: icon, label, and a mark where the page needs a look.
class NavigationItem : public QAbstractButton {
    Q_OBJECT
public:
    NavigationItem(QString iconName, QWidget* parent);
    void setAttention(std::optional<widgets::State> state, const QString& text);
    void setCompact(bool compact);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void describe();
    QString m_iconName;
    std::optional<widgets::State> m_attention;
    QString m_attentionText;
    bool m_compact = false;
};

/// The list of pages at the left of the window.
class Navigation : public QFrame {
    Q_OBJECT
public:
    explicit Navigation(QWidget* parent = nullptr);
    void clear();
    /// Appends a page; index in order of calls.
    NavigationItem* add(const QString& iconName);
    void setTitle(int index, const QString& title);
    void setCurrent(int index);
    /// Icons only.
    void setCompact(bool compact);

Q_SIGNALS:
    void chosen(int index);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    std::vector<NavigationItem*> m_items;
    QVBoxLayout* m_layout;
    bool m_compact = false;
};

} // namespace qbm::ui
