// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/overview.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace qbm::widgets {
class Badge;
class ReadingLabel;
}

namespace qbm::ui {

/// Everything known about one part of the system: how it stands and why, and each number with its source, query and age.
class NodeDetails : public QWidget {
    Q_OBJECT
public:
    explicit NodeDetails(QWidget* parent = nullptr);
    /// Shown again with newer numbers it keeps scroll position and selected text.
    void setNode(const health::Node& node);
    void retranslate();

Q_SIGNALS:
    /// "Show on page ...": where the part is worked on.
    void pageRequested(const QString& pageId, const QString& object);

private:
    struct Row {
        QLabel* label;
        widgets::ReadingLabel* value;
        QLabel* words; ///< in place of the bare number
        QLabel* source;
        QLabel* query;
    };
    void rebuildRows();
    void showRow(const Row& row, const health::Fact& fact) const;

    health::Node m_node;
    widgets::Badge* m_badge;
    QLabel* m_checked;
    QLabel* m_sentence;
    QLabel* m_error;
    QVBoxLayout* m_rowsLayout;
    std::vector<QWidget*> m_rowWidgets;
    std::vector<Row> m_rows;
    QPushButton* m_go;
};

} // namespace qbm::ui
