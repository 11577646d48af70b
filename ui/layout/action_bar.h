// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QWidget>
#include <functional>
#include <vector>

class QAbstractButton;
class QHBoxLayout;
class QMenu;
class QPushButton;

namespace qbm::ui {

/// Something that can be done with an object.
struct ObjectAction {
    QString id; ///< stable: "scale"
    QString label; ///< in the current language
    QString icon;
    QString whyNot; ///< empty: it can be done now
    bool inBar = false; ///< has a button of its own; the others are in the menu
    bool separated = false; ///< apart from the one before it
    std::function<void()> run;
    bool primary = false; ///< what is recommended now
};

/// Actions as buttons, the lesser ones in a menu "More". One that cannot be done is off and says why in its tooltip.
class ActionBar : public QWidget {
    Q_OBJECT
public:
    explicit ActionBar(QWidget* parent = nullptr);

    /// `object`: whose actions they are, for screen readers.
    void setActions(std::vector<ObjectAction> actions, const QString& object);
    const std::vector<ObjectAction>& actions() const { return m_actions; }
    /// Where the focus goes when an action begins, and when the focused one can no longer be done: to the table it acts on.
    /// Else a dialog that closes would give it back to a button whose object may be gone, or Qt to the next button.
    void setRest(QWidget* rest) { m_rest = rest; }
    /// What the menu's button says instead of "More"; English, for Tr::tr.
    void setMenuLabel(const char* label) { m_menuLabel = label; }
    /// The button of an action in the bar, or nullptr.
    QPushButton* button(const QString& id) const;
    QPushButton* moreButton() const { return m_more; }

private:
    void rebuild();
    void letGo(); ///< of the focus
    QWidget* previousInTabOrder() const; ///< what Tab leaves for this bar; nullptr: nothing that takes it
    QHBoxLayout* m_row;
    QPushButton* m_more;
    QMenu* m_menu;
    QPointer<QWidget> m_rest;
    const char* m_menuLabel = QT_TRANSLATE_NOOP("Ui", "More");
    std::vector<ObjectAction> m_actions;
    std::vector<std::pair<QString, QPushButton*>> m_buttons;
};

/// Puts actions into a menu.
void fillMenu(QMenu& menu, const std::vector<ObjectAction>& actions);

/// Makes a button leave the focus to `rest` before it acts: for buttons outside an ActionBar, whose setRest() tells why.
/// Called before the button's click is connected to what it does.
void restFocusOn(QAbstractButton* button, QWidget* rest);

} // namespace qbm::ui
