// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page/analysis/capacity_model.h"
#include "widgets/table/table_model.h"

#include <QWidget>

class QBoxLayout;
class QLabel;
class QVBoxLayout;

namespace qbm::widgets {
class Card;
class ReadingLabel;
class TableView;
class XYChart;
}

namespace qbm::ui {

/// What was measured and what follows from it: the answer in a sentence, a chart and a table over the number of replicas.
class CapacityView : public QWidget {
    Q_OBJECT
public:
    explicit CapacityView(QWidget* parent = nullptr);

    void showMeasured(const service::CapacityAnswer& answer);
    void showOutcome(const service::CapacityAnswer& answer, const CapacityOutcome& outcome);
    /// The number of replicas chosen in chart or table.
    std::optional<int> selected() const { return m_selected; }
    void select(int replicas);
    void retranslate();

    widgets::TableView* table() const { return m_table; }
    QString sentence() const;

Q_SIGNALS:
    void selectionChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Measured {
        QLabel* label;
        widgets::ReadingLabel* value;
        QLabel* source;
    };
    widgets::Card* buildAnswer();
    void buildTable();
    void showWarnings(const std::vector<Text>& warnings);
    void showChart(const service::CapacityAnswer& answer, const CapacityOutcome& outcome);

    QLabel* m_sentence;
    QVBoxLayout* m_warnings;
    std::vector<QWidget*> m_warningRows;
    std::vector<Text> m_shownWarnings;
    std::array<Measured, 4> m_measured;
    QBoxLayout* m_pictures;
    widgets::Card* m_chartCard;
    widgets::XYChart* m_chart;
    widgets::TableModel<CapacityLine>* m_model;
    widgets::TableView* m_table;
    std::optional<int> m_selected;
};

} // namespace qbm::ui
