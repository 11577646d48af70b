// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/overview.h"

#include <QAbstractButton>

namespace qbm::ui {

/// One part of the system on the living map: how it stands, its name, its main numbers and their age.
class NodeCard : public QAbstractButton {
    Q_OBJECT
public:
    explicit NodeCard(QWidget* parent);
    void setNode(const health::Node& node);
    const health::Node& node() const { return m_node; }
    /// After a language change.
    void retranslate();

    QSize sizeHint() const override;

Q_SIGNALS:
    /// Qt::Key_Left, Right, Up or Down: the focus wants to go to the neighbour there.
    void arrowPressed(int key);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct FactLine {
        const health::Fact* fact = nullptr;
        QRect box;
    };
    QRect contentBox() const;
    QString sentence() const;
    /// Lines of the sentence as they fit, the last one elided.
    QStringList sentenceLines() const;
    std::vector<FactLine> factLines() const;
    void paintFrame(QPainter& painter) const;
    void paintHeading(QPainter& painter) const;
    void paintFact(QPainter& painter, const FactLine& line) const;
    QString toolTipAt(const QPoint& position) const;

    health::Node m_node;
};

} // namespace qbm::ui
