// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/dashboards/panel_view.h"

#include "ui/async/task_runner.h"
#include "ui/model/metric_series.h"
#include "ui/page/dashboards/panel_export.h"
#include "ui/page/dashboards/thresholds.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/chart/stat_panel.h"
#include "widgets/chart/time_series_chart.h"
#include "widgets/feedback/banner.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/theme/icons.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kMenuButtonSize = 24;

bool anyFinite(const dashboard::Frame& frame)
{
    return std::ranges::any_of(frame.series, [](const dashboard::FrameSeries& series) {
        return std::ranges::any_of(series.series.values, [](double value) { return std::isfinite(value); });
    });
}

} // namespace

PanelView::PanelView(Session& session, std::shared_ptr<const dashboard::Dashboard> dashboard, const dashboard::Panel& panel, QWidget* parent)
    : QFrame(parent)
    , m_session(session)
    , m_dashboard(std::move(dashboard))
    , m_panel(panel)
    , m_runner(new TaskRunner(session.pool(), this))
    , m_banner(new Banner)
    , m_menuButton(new QToolButton(this))
{
    setObjectName(QStringLiteral("qbmCard"));
    setAccessibleName(qstr(m_panel.title));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(tokens::kSpaceL, tokens::kSpaceM, tokens::kSpaceM, tokens::kSpaceM);
    column->setSpacing(tokens::kSpaceXs);
    column->addWidget(m_banner);
    m_banner->hide();
    connect(m_banner, &Banner::actionRequested, this, &PanelView::retryRequested);

    using enum dashboard::PanelKind;
    switch (m_panel.kind) {
    case TimeSeries: buildChart(); break;
    case Stat:
    case Gauge: buildStat(); break;
    case Text: buildText(); break;
    default: buildUnsupported(); break;
    }
    m_menuButton->setIcon(icon(QStringLiteral("overflow-menu"), TextTone::Secondary));
    m_menuButton->setIconSize({tokens::kIconSmall, tokens::kIconSmall});
    m_menuButton->setFocusPolicy(Qt::StrongFocus);
    m_menuButton->setVisible(m_chart != nullptr || m_stat != nullptr);
    m_menuButton->raise();
    connect(m_menuButton, &QToolButton::clicked, this, [this] { openMenu(m_menuButton->mapToGlobal(QPoint(0, m_menuButton->height()))); });
    retranslate();
}

PanelView::~PanelView() = default;

void PanelView::buildChart()
{
    m_chart = new TimeSeriesChart;
    m_chart->setTitle(qstr(m_panel.title));
    m_chart->setLocalZoom(false);
    m_chart->setFilled(m_panel.fillOpacity > 0);
    m_chart->showLoading();
    layout()->addWidget(m_chart);
    connect(m_chart, &TimeSeriesChart::rangeSelected, this, &PanelView::rangeSelected);
    connect(m_chart, &TimeSeriesChart::rangeReset, this, &PanelView::rangeReset);
    connect(m_chart, &TimeSeriesChart::retryRequested, this, &PanelView::retryRequested);
}

void PanelView::buildStat()
{
    m_stat = new StatPanel;
    m_stat->setTitle(qstr(m_panel.title));
    m_statState = new StatePanel(m_stat);
    layout()->addWidget(m_statState);
    connect(m_statState, &StatePanel::retryRequested, this, &PanelView::retryRequested);
}

/// As plain text: a dashboard file may come from anywhere.
void PanelView::buildText()
{
    if (!m_panel.title.empty())
        layout()->addWidget(makeLabel(qstr(m_panel.title), TypeRole::Body, TextTone::Primary, tokens::kWeightSemibold));
    auto* label = makeLabel(qstr(m_panel.text), TypeRole::Body, TextTone::Secondary);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    static_cast<QVBoxLayout*>(layout())->addWidget(label, 1);
}

void PanelView::buildUnsupported()
{
    layout()->addWidget(makeLabel(qstr(m_panel.title), TypeRole::Body, TextTone::Primary, tokens::kWeightSemibold));
    m_statState = new StatePanel(new QWidget);
    static_cast<QVBoxLayout*>(layout())->addWidget(m_statState, 1);
}

StatePanel* PanelView::statePanel() const
{
    return m_chart != nullptr ? m_chart->statePanel() : m_statState;
}

bool PanelView::isSettled() const
{
    if (m_chart == nullptr && m_stat == nullptr)
        return true;
    return m_round > 0 && statePanel()->face() != StatePanel::Face::Loading;
}

bool PanelView::isBusy() const
{
    return m_runner->isBusy();
}

void PanelView::setCrosshair(ChartCrosshair* crosshair)
{
    if (m_chart != nullptr)
        m_chart->setCrosshair(crosshair);
}

void PanelView::setMarks(const std::vector<ChartMark>& marks)
{
    if (m_chart != nullptr)
        m_chart->setMarks(marks);
}

void PanelView::fetch(const prometheus::TimeRange& range, int round)
{
    if (round == m_round || (m_chart == nullptr && m_stat == nullptr))
        return;
    m_round = round;
    service::FrameRequest request;
    request.range = range;
    request.pixels = std::max(1, width());
    m_runner->start<dashboard::Frame>(
        [dashboards = m_session.services().dashboards, dashboard = m_dashboard, panel = m_panel, request](
            TaskContext& context) { return dashboards->fetchPanel(*dashboard, panel, request, context); },
        [this](Result<dashboard::Frame> frame) { arrived(std::move(frame)); });
}

void PanelView::arrived(Result<dashboard::Frame> frame)
{
    std::optional<Error> error = frame ? frame->error : std::optional(frame.error());
    const bool hasSeries = frame && !frame->series.empty();
    if (error && !hasSeries) {
        if (m_frame && anyFinite(*m_frame)) {
            m_banner->setMessage(State::Stale,
                Tr::tr("Shown as of %1 ago. %2").arg(ageText(m_frame->fetchedAt, systemClock().now()), translated(error->message)));
            m_banner->setAction(Tr::tr("Retry"));
            m_banner->show();
        } else if (m_chart != nullptr) {
            m_chart->showError(*error);
        } else {
            m_statState->showError(*error);
        }
        return;
    }
    m_frame = std::move(*frame);
    showFrame(*m_frame);
}

void PanelView::showFrame(const dashboard::Frame& frame)
{
    if (frame.error) { // the other queries answered
        m_banner->setMessage(State::Warning, translated(frame.error->message));
        m_banner->setAction({});
    } else if (!frame.warnings.empty()) {
        m_banner->setMessage(State::Warning, qstr(frame.warnings.front()));
        m_banner->setAction({});
    }
    m_banner->setVisible(frame.error || !frame.warnings.empty());
    if (m_chart != nullptr)
        showInChart(frame);
    else
        showInStat(frame);
}

void PanelView::showInChart(const dashboard::Frame& frame)
{
    m_chart->setUnit(frame.unit);
    m_chart->setTimeRange(prometheus::toUnixSeconds(frame.range.from), prometheus::toUnixSeconds(frame.range.to));
    m_chart->setValueRange(frame.minimum, frame.maximum);
    m_chart->setThresholds(toChartThresholds(frame.thresholds));
    if (anyFinite(frame))
        m_chart->setSeries(toChartSeries(frame));
    else if (frame.series.empty())
        m_chart->showNoData();
    else
        m_chart->showNoTraffic(); // Prometheus answers NaN where there was nothing to divide by
}

Reading PanelView::readingOf(const dashboard::Frame& frame) const
{
    Reading reading;
    reading.unit = frame.unit;
    reading.source = "Prometheus";
    reading.at = frame.fetchedAt;
    reading.query = m_panel.targets.empty() ? std::string() : m_panel.targets.front().expression;
    const auto found = std::ranges::find_if(frame.series, [](const dashboard::FrameSeries& series) { return std::isfinite(series.reduced); });
    if (found == frame.series.end()) {
        reading.state = frame.series.empty() ? ReadingState::NoData : ReadingState::NoTraffic;
        return reading;
    }
    reading.value = found->reduced;
    reading.query = found->query;
    reading.state = ReadingState::Value;
    const double lastSample = found->series.times.empty() ? 0 : found->series.times.back();
    const double allowed = 2 * std::chrono::duration<double>(frame.step).count();
    if (prometheus::toUnixSeconds(frame.range.to) - lastSample > allowed) {
        reading.state = ReadingState::Stale;
        reading.at = prometheus::fromUnixSeconds(lastSample);
    }
    return reading;
}

void PanelView::showInStat(const dashboard::Frame& frame)
{
    m_stat->setThresholds(toChartThresholds(frame.thresholds));
    m_stat->setReading(readingOf(frame), systemClock().now());
    if (frame.series.empty()) {
        m_stat->setTrend({}, {});
    } else {
        auto line = toChartSeries(QString(), frame.series.front().series, frame.step);
        m_stat->setTrend(std::move(line.times), std::move(line.values));
    }
    m_statState->showContent();
    if (frame.series.size() > 1 && !m_banner->isVisibleTo(this)) {
        m_banner->setMessage(State::Info, Tr::tr("The query gives %1 series; the first is shown.").arg(qstr(formatCount(static_cast<std::int64_t>(frame.series.size())))));
        m_banner->setAction({});
        m_banner->show();
    }
}

void PanelView::retranslate()
{
    m_menuButton->setToolTip(Tr::tr("Save or copy"));
    m_menuButton->setAccessibleName(Tr::tr("Menu of %1").arg(qstr(m_panel.title)));
    if (m_chart == nullptr && m_stat == nullptr && m_statState != nullptr)
        m_statState->showEmpty(Tr::tr("This panel cannot be shown"),
            Tr::tr("Panels of type \"%1\" are not supported. The other panels of the dashboard are.").arg(qstr(m_panel.type)));
    if (m_frame)
        showFrame(*m_frame);
}

void PanelView::openMenu(const QPoint& globalPosition)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* picture = menu->addAction(Tr::tr("Save picture…"));
    QAction* csv = menu->addAction(Tr::tr("Save numbers as CSV…"));
    QAction* copy = menu->addAction(Tr::tr("Copy query"));
    csv->setEnabled(m_frame && anyFinite(*m_frame));
    copy->setEnabled(!m_panel.targets.empty());
    connect(picture, &QAction::triggered, this, &PanelView::exportPicture);
    connect(csv, &QAction::triggered, this, &PanelView::exportCsv);
    connect(copy, &QAction::triggered, this, [this] {
        const bool asked = m_frame && !m_frame->series.empty();
        QGuiApplication::clipboard()->setText(qstr(asked ? m_frame->series.front().query : m_panel.targets.front().expression));
    });
    menu->popup(globalPosition);
}

void PanelView::contextMenuEvent(QContextMenuEvent* event)
{
    if (m_menuButton->isVisible())
        openMenu(event->globalPos());
}

void PanelView::exportPicture()
{
    constexpr double kScale = 2;
    savePicture(this, qstr(m_panel.title), m_chart != nullptr ? m_chart->toImage(kScale) : m_stat->grab().toImage());
}

void PanelView::exportCsv()
{
    saveCsv(this, qstr(m_panel.title), m_chart != nullptr ? m_chart->toCsv() : frameToCsv(*m_frame));
}

void PanelView::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    placeMenuButton();
}

void PanelView::placeMenuButton()
{
    m_menuButton->setGeometry(width() - kMenuButtonSize - tokens::kSpaceS, tokens::kSpaceS, kMenuButtonSize, kMenuButtonSize);
}

} // namespace qbm::ui
