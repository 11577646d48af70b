// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page/analysis/recommendation.h"
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
    /// Nothing is known: another question was asked, or there is no answer.
    void forget();
    /// What sentence, chart and table show. A number chosen by hand stays until the assumptions change.
    const Recommendation& recommendation() const { return m_recommendation; }
    /// As if chosen in chart or table; nullopt: as recommended.
    void choose(std::optional<int> replicas);
    void retranslate();

    widgets::TableView* table() const { return m_table; }
    QString sentence() const;

Q_SIGNALS:
    void recommendationChanged();

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
    void showRecommendation();

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
    QString m_deployment; ///< that the outcome is of
    std::optional<CapacityOutcome> m_outcome;
    std::optional<int> m_chosen; ///< by a person
    Recommendation m_recommendation;
    bool m_isShowing = false; ///< the table is told what is chosen, not the other way round
};

} // namespace qbm::ui
