// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QTabBar>
#include <QWidget>
#include <algorithm>
#include <set>

/// Walks over the widgets of a window, for what must hold of every one of them.
namespace qbm::tests {

inline QString accessibleName(QWidget* widget)
{
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
    return face != nullptr ? face->text(QAccessible::Name) : QString();
}

inline QString describe(const QWidget* widget)
{
    QString path = QString::fromLatin1(widget->metaObject()->className());
    for (const QWidget* up = widget->parentWidget(); up != nullptr && !up->isWindow(); up = up->parentWidget())
        path = QString::fromLatin1(up->metaObject()->className()) + QLatin1Char('/') + path;
    return path;
}

/// What a user acts on: everything visible and enabled that takes the focus by Tab, with the parts of composed widgets left out.
inline QList<QWidget*> interactive(QWidget* window)
{
    QList<QWidget*> found;
    for (QWidget* widget : window->findChildren<QWidget*>()) {
        const bool part = widget->objectName().startsWith(QLatin1String("qt_")) && qobject_cast<QTabBar*>(widget) == nullptr;
        const bool button = qobject_cast<QAbstractButton*>(widget) != nullptr;
        if (widget->inherits("QLineEditIconButton"))
            continue; // Qt's own mark inside a field: an action of the field
        const bool taken = (widget->focusPolicy() & Qt::TabFocus) != 0 || (button && !part);
        if (taken && !part && widget->focusProxy() == nullptr && widget->isVisible() && widget->isEnabled())
            found << widget;
    }
    return found;
}

/// The interactive widgets that a screen reader could not name.
inline QStringList unnamed(QWidget* window)
{
    QStringList out;
    for (QWidget* widget : interactive(window)) {
        if (accessibleName(widget).isEmpty())
            out << describe(widget);
    }
    return out;
}

/// The interactive widgets that Tab does not reach from the window's first one.
inline QStringList unreachable(QWidget* window)
{
    std::set<QWidget*> reached;
    QWidget* at = window;
    do {
        at = at->nextInFocusChain();
        if ((at->focusPolicy() & Qt::TabFocus) == Qt::TabFocus)
            reached.insert(at);
    } while (at != window);
    QStringList out;
    for (QWidget* widget : interactive(window)) {
        if (!reached.contains(widget))
            out << describe(widget) + QLatin1Char(' ') + accessibleName(widget);
    }
    return out;
}

/// Every text a user reads in the labels, buttons and tabs on the screen.
inline QStringList visibleTexts(QWidget* window)
{
    QStringList out;
    for (QWidget* widget : window->findChildren<QWidget*>()) {
        if (!widget->isVisible())
            continue;
        if (const auto* label = qobject_cast<QLabel*>(widget))
            out << QString(label->text()).remove(QChar(0x200B)); // where a long word may break, nothing is seen
        else if (const auto* button = qobject_cast<QAbstractButton*>(widget))
            out << button->text();
        else if (const auto* field = qobject_cast<QLineEdit*>(widget))
            out << field->placeholderText();
        else if (const auto* tabs = qobject_cast<QTabBar*>(widget)) {
            for (int i = 0; i < tabs->count(); ++i)
                out << tabs->tabText(i);
        }
    }
    out.removeAll(QString());
    return out;
}

inline bool shows(QWidget* window, const QString& text)
{
    const QStringList texts = visibleTexts(window);
    return std::ranges::any_of(texts, [&text](const QString& one) { return one.contains(text); });
}

/// The buttons of a window that stand, in part, under `cover` or outside the window.
inline QStringList hiddenButtons(QWidget* window, const QWidget* cover)
{
    QStringList out;
    for (QAbstractButton* button : window->findChildren<QAbstractButton*>()) {
        if (!button->isVisible() || cover->isAncestorOf(button) || button->visibleRegion().isEmpty())
            continue; // scrolled away, not covered
        const QRect place(button->mapTo(window, QPoint(0, 0)), button->size());
        if (place.intersects(cover->geometry()) || !window->rect().contains(place))
            out << describe(button) + QLatin1Char(' ') + button->text();
    }
    return out;
}

inline QAbstractButton* buttonNamed(QWidget* window, const QString& text)
{
    for (QAbstractButton* button : window->findChildren<QAbstractButton*>()) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

} // namespace qbm::tests
