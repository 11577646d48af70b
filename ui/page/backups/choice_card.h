// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/state.h"

#include <QFrame>
#include <optional>

class QButtonGroup;
class QLabel;
class QRadioButton;

namespace qbm::ui {

/// One of several ways to do something: a radio button with what it means and what it costs. A click anywhere chooses
/// it.
class ChoiceCard : public QFrame {
    Q_OBJECT
public:
    ChoiceCard(const QString& title, const QString& description, QButtonGroup& group, QWidget* parent = nullptr);
    /// A line of its own under the description; empty hides it.
    void setNote(const QString& note, std::optional<widgets::State> state = std::nullopt);
    QRadioButton* button() const { return m_button; }
    bool isChosen() const;
    void choose();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    QRadioButton* m_button;
    QLabel* m_description;
    QLabel* m_note;
};

} // namespace qbm::ui
