// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace qbm::ui {

/// A view that stands over the page's browser, with a way back to it: the button at its top, or Esc.
class SubView : public QWidget {
    Q_OBJECT
public:
    /// `title` gives it in the current language; `content` is taken over.
    SubView(std::function<QString()> title, QWidget* content, QWidget* parent = nullptr);
    QWidget* content() const { return m_content; }
    /// At the right of the title.
    void addHeadWidget(QWidget* widget);
    void retranslate();

Q_SIGNALS:
    void backRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    std::function<QString()> m_titleText;
    QWidget* m_content;
    QHBoxLayout* m_head;
    QPushButton* m_back;
    QLabel* m_title;
};

} // namespace qbm::ui
