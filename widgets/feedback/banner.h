// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/state.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace qbm::widgets {

/// One line across the top of what it is about: state glyph, sentence, at most one action, optionally closable.
class Banner : public QFrame {
    Q_OBJECT
public:
    explicit Banner(QWidget* parent = nullptr);
    void setMessage(State state, const QString& sentence);
    QString message() const;
    State state() const { return m_state; }
    /// Empty hides the button.
    void setAction(const QString& label);
    void setClosable(bool closable);

Q_SIGNALS:
    void actionRequested();
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    State m_state = State::Info;
    StateGlyph* m_glyph;
    QLabel* m_text;
    QPushButton* m_action;
    QToolButton* m_close;
};

} // namespace qbm::widgets
