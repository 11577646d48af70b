// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPointer>

class QLabel;
class QPropertyAnimation;
class QToolButton;
class QVBoxLayout;

namespace qbm::widgets {

/// Details beside a list: 420 px from the right of its parent, over the content. Esc or × closes it and gives the focus back.
class SidePanel : public QFrame {
    Q_OBJECT
public:
    explicit SidePanel(QWidget* parent);
    void setTitle(const QString& title);
    /// Takes `content` over and deletes the one before.
    void setContent(QWidget* content);
    QWidget* content() const { return m_content; }
    /// Slides in and takes the focus.
    void openPanel();
    void closePanel();
    bool isOpen() const { return m_open; }

Q_SIGNALS:
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QRect placeFor(bool open) const;
    QLabel* m_title;
    QToolButton* m_close;
    QVBoxLayout* m_body;
    QPointer<QWidget> m_content;
    QPropertyAnimation* m_slide;
    QPointer<QWidget> m_focusBefore;
    bool m_open = false;
};

} // namespace qbm::widgets
