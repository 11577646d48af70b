// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/manners.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QRadioButton>
#include <QScrollBar>
#include <QSlider>
#include <QTabBar>

namespace qbm::widgets {

namespace {

/// Whether the wheel would change a value or choose something in it.
bool turnsByWheel(const QObject* object)
{
    return qobject_cast<const QComboBox*>(object) != nullptr || qobject_cast<const QAbstractSpinBox*>(object) != nullptr
        || qobject_cast<const QTabBar*>(object) != nullptr
        || (qobject_cast<const QAbstractSlider*>(object) != nullptr && qobject_cast<const QScrollBar*>(object) == nullptr);
}

/// A check box stays as it is: Return in a dialog means its default button there. A dangerous button wants the space bar.
QAbstractButton* pressable(QObject* object)
{
    auto* button = qobject_cast<QAbstractButton*>(object);
    const bool answersOtherwise = qobject_cast<QCheckBox*>(object) != nullptr || qobject_cast<QRadioButton*>(object) != nullptr
        || (button != nullptr && button->property("kind") == QLatin1String("danger"));
    return answersOtherwise ? nullptr : button;
}

class Manners : public QObject {
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        switch (event->type()) {
        case QEvent::Polish:
            if (turnsByWheel(watched) && static_cast<QWidget*>(watched)->focusPolicy() == Qt::WheelFocus)
                static_cast<QWidget*>(watched)->setFocusPolicy(Qt::StrongFocus);
            break;
        case QEvent::Wheel:
            if (turnsByWheel(watched) && !static_cast<QWidget*>(watched)->hasFocus()) {
                event->ignore(); // what lies behind scrolls
                return true;
            }
            break;
        case QEvent::KeyPress: return pressFocused(watched, *static_cast<QKeyEvent*>(event));
        default: break;
        }
        return false;
    }

private:
    static bool pressFocused(QObject* watched, const QKeyEvent& event)
    {
        if (event.key() != Qt::Key_Return && event.key() != Qt::Key_Enter)
            return false;
        QAbstractButton* button = pressable(watched);
        if (button == nullptr || (event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier)
            return false;
        if (!event.isAutoRepeat())
            button->click();
        return true;
    }
};

} // namespace

void installManners(QApplication& application)
{
    application.installEventFilter(new Manners(&application));
}

} // namespace qbm::widgets
