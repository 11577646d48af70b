// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace qbm::widgets {

/// A surface with a one-pixel border: title, trailing actions, body.
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(const QString& title = {}, QWidget* parent = nullptr);
    /// An empty title (and no actions) hides the title row.
    void setTitle(const QString& title);
    QString title() const;
    /// A muted line under the title; empty hides it.
    void setSubtitle(const QString& subtitle);
    /// Adds a widget at the right end of the title row (flat buttons, badges).
    void addAction(QWidget* widget);
    using QWidget::addAction;
    QVBoxLayout* body() const { return m_body; }
    /// No inner margin: for tables and charts that bring their own.
    void setBodyFlush(bool flush);

private:
    void updateHeader();
    QWidget* m_header;
    QHBoxLayout* m_headerRow;
    QLabel* m_title;
    QLabel* m_subtitle;
    QVBoxLayout* m_body;
    int m_actions = 0;
};

} // namespace qbm::widgets
