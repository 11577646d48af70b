// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/analysis/capacity_view.h"

#include "ui/page/analysis/capacity_columns.h"
#include "ui/text/tr.h"
#include "widgets/chart/xy_chart.h"
#include "widgets/feedback/card.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/style.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScopedValueRollback>
#include <cmath>
#include <limits>

namespace qbm::ui {

using namespace widgets;

namespace {

/// From here chart and table stand side by side.
constexpr int kWide = 1250;
constexpr int kTableWidth = 740; ///< all columns
constexpr int kChartMinHeight = 180, kTableMinHeight = 130;
constexpr int kSentenceMinWidth = 420;

/// Near saturation p95 grows without end; a chart that showed all of it would show nothing else.
double highestWorthDrawing(const service::CapacityAnswer& answer, const CapacityOutcome& outcome)
{
    constexpr double kAboveTarget = 3, kAboveMeasured = 2;
    double most = kAboveTarget * outcome.assumptions.targetSeconds;
    if (answer.measuredP95.hasValue())
        most = std::max(most, kAboveMeasured * answer.measuredP95.value);
    return std::max(most, 1.5 * outcome.predictedP95Now.value_or(0));
}

} // namespace

CapacityView::CapacityView(QWidget* parent)
    : QWidget(parent)
    , m_sentence(makeLabel({}, TypeRole::Section, TextTone::Primary, tokens::kWeightSemibold))
    , m_warnings(new QVBoxLayout)
    , m_pictures(new QBoxLayout(QBoxLayout::TopToBottom))
    , m_chartCard(new Card)
    , m_chart(new XYChart)
    , m_model(new TableModel<CapacityLine>(
          [](const CapacityLine& line) { return QString::number(line.row.replicas); }, capacityColumns(), this))
    , m_table(new TableView)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceL);
    column->addWidget(buildAnswer());
    m_pictures->setSpacing(tokens::kSpaceL);
    // A scroll area gives what wraps its preferred height; these two shrink before it scrolls.
    m_chart->setMinimumHeight(kChartMinHeight);
    m_chart->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    m_chartCard->body()->addWidget(m_chart);
    m_pictures->addWidget(m_chartCard, 3);
    buildTable();
    m_pictures->addWidget(m_table, 2);
    column->addLayout(m_pictures, 1);
    connect(m_chart, &XYChart::pointSelected, this, [this](double x) { choose(static_cast<int>(std::lround(x))); });
    retranslate();
}

Card* CapacityView::buildAnswer()
{
    auto* card = new Card;
    m_sentence->setWordWrap(true);
    // Left alone, a wrapping label asks for the height of its narrowest form.
    m_sentence->setMinimumSize(kSentenceMinWidth, m_sentence->fontMetrics().height());
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    card->body()->addWidget(m_sentence);
    m_warnings->setSpacing(tokens::kSpaceXs);
    card->body()->addLayout(m_warnings);
    card->body()->addWidget(makeSeparator());
    auto* row = new QHBoxLayout;
    row->setSpacing(tokens::kSpaceXl);
    for (Measured& measured : m_measured) {
        measured = {makeLabel({}, TypeRole::Body, TextTone::Secondary), new ReadingLabel(TypeRole::Page), makeLabel({}, TypeRole::Caption, TextTone::Muted)};
        auto* cell = new QVBoxLayout;
        cell->setSpacing(2);
        cell->addWidget(measured.label);
        cell->addWidget(measured.value);
        cell->addWidget(measured.source);
        row->addLayout(cell, 1);
    }
    card->body()->addLayout(row);
    return card;
}

void CapacityView::buildTable()
{
    m_table->setModel(m_model);
    m_table->setMinimumHeight(kTableMinHeight);
    m_table->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    connect(m_table, &TableView::currentKeyChanged, this, [this](const QString& key) {
        if (!m_isShowing)
            choose(key.isEmpty() ? std::nullopt : std::optional(key.toInt()));
    });
}

QString CapacityView::sentence() const
{
    return m_sentence->text();
}

void CapacityView::showMeasured(const service::CapacityAnswer& answer)
{
    const TimePoint now = systemClock().now();
    const std::array readings{&answer.arrivalRate, &answer.meanResponse, &answer.measuredP95, &answer.replicas};
    for (std::size_t i = 0; i < readings.size(); ++i) {
        const Reading& reading = *readings[i];
        m_measured[i].value->setReading(reading, now);
        const bool aged = reading.at != TimePoint{} && reading.hasValue();
        const QString source = qstr(reading.source);
        m_measured[i].source->setText(aged ? source + QStringLiteral(" · ") + ageText(reading.at, now) : source);
        m_measured[i].source->setToolTip(m_measured[i].value->toolTip());
    }
    if (!answer.input)
        m_sentence->setText(Tr::tr("There is nothing to predict from."));
    showWarnings(answer.warnings);
}

void CapacityView::showWarnings(const std::vector<Text>& warnings)
{
    for (QWidget* row : m_warningRows)
        row->deleteLater();
    m_warningRows.clear();
    for (const Text& warning : warnings) {
        auto* row = new QWidget;
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins({});
        line->setSpacing(tokens::kSpaceS);
        auto* label = makeLabel(translated(warning), TypeRole::Body, TextTone::Secondary);
        label->setWordWrap(true);
        label->setMinimumSize(kSentenceMinWidth, label->fontMetrics().height());
        line->addWidget(new StateGlyph(State::Warning), 0, Qt::AlignTop);
        line->addWidget(label, 1);
        m_warnings->addWidget(row);
        m_warningRows.push_back(row);
    }
}

void CapacityView::forget()
{
    m_outcome.reset();
    m_chosen.reset();
    m_recommendation = {};
    Q_EMIT recommendationChanged();
}

void CapacityView::showOutcome(const service::CapacityAnswer& answer, const CapacityOutcome& outcome)
{
    const QString deployment = qstr(answer.question.deployment);
    if (!m_outcome || m_outcome->assumptions != outcome.assumptions || m_deployment != deployment)
        m_chosen.reset(); // it was chosen for what was assumed before
    m_deployment = deployment;
    m_outcome = outcome;
    {
        const QScopedValueRollback showing(m_isShowing, true);
        m_model->setRows(outcome.lines);
    }
    showChart(answer, outcome);
    showRecommendation();
}

void CapacityView::choose(std::optional<int> replicas)
{
    m_chosen = replicas;
    if (m_outcome)
        showRecommendation();
}

void CapacityView::showRecommendation()
{
    m_recommendation = recommend(m_deployment, *m_outcome, m_chosen);
    m_sentence->setText(answerSentence(*m_outcome, m_recommendation));
    const auto replicas = m_recommendation.replicas;
    m_chart->setSelected(replicas ? std::optional<double>(*replicas) : std::nullopt);
    const QString key = replicas ? QString::number(*replicas) : QString();
    if (m_table->currentKey() != key) {
        const QScopedValueRollback showing(m_isShowing, true);
        m_table->selectKey(key);
    }
    Q_EMIT recommendationChanged();
}

void CapacityView::showChart(const service::CapacityAnswer& answer, const CapacityOutcome& outcome)
{
    constexpr double kGap = std::numeric_limits<double>::quiet_NaN();
    const double most = highestWorthDrawing(answer, outcome);
    XYSeries predicted;
    predicted.name = Tr::tr("Predicted p95");
    for (const CapacityLine& line : outcome.lines) {
        const bool drawn = line.row.stable && line.row.quantileSeconds <= most;
        predicted.x.push_back(line.row.replicas);
        predicted.y.push_back(drawn ? line.row.quantileSeconds : kGap);
        predicted.low.push_back(drawn ? line.row.lowSeconds : kGap);
        predicted.high.push_back(drawn ? std::min(line.row.highSeconds, most) : kGap);
    }
    std::vector<XYSeries> series{std::move(predicted)};
    if (answer.measuredP95.hasValue()) {
        XYSeries measured;
        measured.name = Tr::tr("Measured p95");
        measured.x = {static_cast<double>(outcome.presentReplicas)};
        measured.y = {answer.measuredP95.value};
        series.push_back(std::move(measured));
    }
    m_chart->setSeries(std::move(series));
    m_chart->setCurrent(outcome.presentReplicas, Tr::tr("now"));
    m_chart->setTarget(outcome.assumptions.targetSeconds,
        Tr::tr("target %1").arg(qstr(formatQuantity(outcome.assumptions.targetSeconds, Unit::Seconds).joined())));
}

void CapacityView::retranslate()
{
    const std::array labels{Tr::tr("Requests"), Tr::tr("Mean response"), Tr::tr("Measured p95"), Tr::tr("Ready replicas")};
    for (std::size_t i = 0; i < labels.size(); ++i)
        m_measured[i].label->setText(labels[i]);
    m_chart->setTitle(Tr::tr("p95 by number of replicas"));
    m_chart->setXAxis(Tr::tr("Replicas"), true);
    m_chart->setUnit(Unit::Seconds);
    m_table->view()->setAccessibleName(Tr::tr("Prediction for each number of replicas"));
}

void CapacityView::resizeEvent(QResizeEvent*)
{
    const bool wide = width() >= kWide;
    m_pictures->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_table->setMinimumWidth(wide ? kTableWidth : 0);
}

} // namespace qbm::ui
