// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPointer>

class QLabel;
class QPropertyAnimation;
class QShortcut;
class QToolButton;
class QVBoxLayout;

namespace qbm::widgets {

/// Details beside a list, docked in its parent: at the right where the parent's content has room enough without it, else at
/// the lower edge. The parent's content moves aside (by the parent's margins): nothing of it is covered. The inner edge can be
/// dragged; the size is remembered. Esc from anywhere in the window or × closes it and gives the focus back.
class SidePanel : public QFrame {
    Q_OBJECT
public:
    enum class Side { Right, Bottom };

    explicit SidePanel(QWidget* parent);
    void setTitle(const QString& title);
    /// Takes `content` over and deletes the one before.
    void setContent(QWidget* content);
    QWidget* content() const { return m_content; }
    /// Slides in and takes the focus.
    void openPanel();
    void closePanel();
    bool isOpen() const { return m_open; }
    Side side() const { return m_side; }
    /// What is dragged.
    QWidget* edge() const;

Q_SIGNALS:
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    class Edge;
    QSize roomOfContent() const;
    Side bestSide() const;
    QRect placeFor(bool open) const;
    void dock();
    void dragTo(const QPoint& inParent);
    void remember() const;
    QLabel* m_title;
    QToolButton* m_close;
    QVBoxLayout* m_body;
    QPointer<QWidget> m_content;
    QPropertyAnimation* m_slide;
    QShortcut* m_escape;
    Edge* m_edge;
    QPointer<QWidget> m_focusBefore;
    Side m_side = Side::Right;
    int m_width; ///< wanted at the right
    double m_heightRatio; ///< wanted at the lower edge, of the parent's height
    bool m_open = false;
};

} // namespace qbm::widgets
