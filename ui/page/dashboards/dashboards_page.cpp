// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/dashboards/dashboards_page.h"

#include "core/service/operation_service.h"
#include "ui/async/task_runner.h"
#include "ui/page/dashboards/change_marks.h"
#include "ui/page/dashboards/panel_grid.h"
#include "ui/page/dashboards/panel_view.h"
#include "ui/page/dashboards/time_controls.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/chart/time_series_chart.h"
#include "widgets/feedback/banner.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/theme/icons.h"

#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kScrollRestMs = 120;
constexpr int kDefaultRefreshMs = 15'000;
constexpr int kShortestRefreshMs = 5'000;
constexpr int kChooserMinWidth = 180, kChooserMaxWidth = 340;

/// What the file asks for; a range that ends now moves with the clock.
ChosenRange rangeOf(const dashboard::Dashboard& dashboard, TimePoint now)
{
    const auto range = dashboard::resolveTimes(dashboard.from, dashboard.to, now);
    if (!range)
        return {std::chrono::hours(6), {}};
    if (dashboard.to == "now" && range->to > range->from)
        return {std::chrono::duration_cast<std::chrono::seconds>(range->to - range->from), {}};
    return {std::chrono::seconds(0), *range};
}

int refreshOf(const dashboard::Dashboard& dashboard)
{
    const auto wanted = prometheus::parseDuration(dashboard.refresh);
    return wanted ? std::max(kShortestRefreshMs, static_cast<int>(wanted->count())) : kDefaultRefreshMs;
}

} // namespace

DashboardsPage::DashboardsPage(Session& session)
    : Page(session, QStringLiteral("dashboards"))
    , m_listRunner(new TaskRunner(session.pool(), this))
    , m_loadRunner(new TaskRunner(session.pool(), this))
    , m_marksRunner(new TaskRunner(session.pool(), this))
    , m_chooser(new QComboBox)
    , m_controls(new TimeControls)
    , m_problems(new Banner)
    , m_scroll(new QScrollArea)
    , m_grid(new PanelGrid)
    , m_crosshair(new ChartCrosshair(this))
{
    m_chooser->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_chooser->setMinimumWidth(kChooserMinWidth);
    m_chooser->setMaximumWidth(kChooserMaxWidth);
    addHeadWidget(m_chooser);
    addHeadWidget(m_controls);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_scroll->setWidget(m_grid);
    m_grid->setAutoFillBackground(false); // setWidget() turns it on
    m_scroll->viewport()->installEventFilter(this);
    m_panel = new StatePanel(m_scroll);
    body()->addWidget(m_problems);
    body()->addWidget(m_panel, 1);
    m_problems->hide();
    m_problems->setClosable(true);
    m_scrollTimer.setSingleShot(true);

    connect(m_chooser, &QComboBox::activated, this, [this](int index) { loadDashboard(m_entries.at(static_cast<std::size_t>(index)).id); });
    connect(m_controls, &TimeControls::rangeChanged, this, &DashboardsPage::refresh);
    connect(m_controls, &TimeControls::refreshIntervalChanged, this, [this] {
        m_refreshTimer.stop();
        if (isVisible() && m_controls->refreshIntervalMs() > 0)
            m_refreshTimer.start(m_controls->refreshIntervalMs());
    });
    connect(m_problems, &Banner::closed, m_problems, &QWidget::hide);
    connect(m_panel, &StatePanel::retryRequested, this, &DashboardsPage::refresh);
    connect(&m_refreshTimer, &QTimer::timeout, this, [this] {
        // Asking again would throw away an answer that is under way: a slow query would never be seen.
        if (std::ranges::none_of(m_panels, &PanelView::isBusy))
            refresh();
    });
    connect(&m_scrollTimer, &QTimer::timeout, this, &DashboardsPage::refreshVisible);
    connect(m_scroll->verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { m_scrollTimer.start(kScrollRestMs); });
}

DashboardsPage::~DashboardsPage() = default;

QString DashboardsPage::title() const
{
    return Tr::tr("Dashboards");
}

bool DashboardsPage::isSettled() const
{
    if (m_panel->face() == StatePanel::Face::Loading)
        return false;
    return std::ranges::all_of(m_panels, [this](const PanelView* panel) { return panel->isSettled() || !isSeen(*panel); });
}

void DashboardsPage::refresh()
{
    if (m_entries.empty()) {
        loadList();
        return;
    }
    if (!m_parsed) {
        loadDashboard(m_id);
        return;
    }
    ++m_round;
    m_range = m_controls->range().at(systemClock().now());
    updateSentence();
    refreshVisible();
    refreshMarks();
}

void DashboardsPage::loadList()
{
    if (m_listRunner->isBusy())
        return;
    using Entries = std::vector<dashboard::LibraryEntry>;
    m_panel->showLoading();
    m_listRunner->start<Entries>(
        [dashboards = session().services().dashboards](TaskContext&) -> Result<Entries> { return dashboards->list(); },
        [this](Result<Entries> entries) {
            if (entries)
                listArrived(std::move(*entries));
            else
                m_panel->showError(entries.error());
        });
}

void DashboardsPage::listArrived(std::vector<dashboard::LibraryEntry> entries)
{
    m_entries = std::move(entries);
    m_chooser->clear();
    for (const dashboard::LibraryEntry& entry : m_entries)
        m_chooser->addItem(entry.title.empty() ? qstr(entry.id) : qstr(entry.title), qstr(entry.id));
    m_chooser->setVisible(!m_entries.empty());
    if (m_entries.empty()) {
        m_panel->showEmpty(Tr::tr("There is no dashboard"),
            Tr::tr("Put dashboards exported from Grafana (JSON) into %1.").arg(qstr(dashboard::userDashboardFolder().string())), Tr::tr("Look again"));
        connect(m_panel, &StatePanel::actionRequested, this, &DashboardsPage::refresh, Qt::UniqueConnection);
        return;
    }
    loadDashboard(m_entries.front().id);
}

void DashboardsPage::loadDashboard(const std::string& id)
{
    m_id = id;
    m_parsed.reset();
    m_panel->showLoading();
    m_loadRunner->start<dashboard::ParsedDashboard>(
        [dashboards = session().services().dashboards, id](TaskContext&) { return dashboards->load(id); },
        [this](Result<dashboard::ParsedDashboard> parsed) { dashboardArrived(std::move(parsed)); });
}

void DashboardsPage::dashboardArrived(Result<dashboard::ParsedDashboard> parsed)
{
    m_grid->clear();
    m_panels.clear();
    m_problems->hide();
    if (!parsed) {
        setSentence({});
        m_panel->showError(parsed.error());
        return;
    }
    m_parsed = std::make_shared<const dashboard::ParsedDashboard>(std::move(*parsed));
    const dashboard::Dashboard& dashboard = m_parsed->dashboard;
    m_controls->reset(rangeOf(dashboard, systemClock().now()), refreshOf(dashboard));
    Q_EMIT m_controls->refreshIntervalChanged();
    buildPanels();
    showProblems();
    if (dashboard.panels.empty()) {
        m_panel->showEmpty(Tr::tr("This dashboard has no panels"), Tr::tr("Choose another one at the top."));
        return;
    }
    m_panel->showContent();
    refresh();
    // The grid gets its size from the event loop.
    QTimer::singleShot(0, this, [this] {
        scrollToWanted();
        refreshVisible();
    });
}

void DashboardsPage::buildPanels()
{
    const std::shared_ptr<const dashboard::Dashboard> shared(m_parsed, &m_parsed->dashboard);
    for (const dashboard::Panel& panel : shared->panels) {
        if (panel.kind == dashboard::PanelKind::Row) {
            m_grid->add(makeLabel(qstr(panel.title), TypeRole::Section, TextTone::Primary, tokens::kWeightSemibold), panel.grid);
            continue;
        }
        auto* view = new PanelView(session(), shared, panel);
        view->setCrosshair(m_crosshair);
        m_grid->add(view, panel.grid);
        m_panels.push_back(view);
        connect(view, &PanelView::rangeSelected, this, [this](double from, double to) {
            m_controls->setRange({std::chrono::seconds(0), {prometheus::fromUnixSeconds(from), prometheus::fromUnixSeconds(to)}});
        });
        connect(view, &PanelView::rangeReset, m_controls, &TimeControls::goBack);
        connect(view, &PanelView::retryRequested, this, &DashboardsPage::refresh);
    }
}

void DashboardsPage::showProblems()
{
    const auto& problems = m_parsed->problems;
    const auto worth = std::ranges::count_if(problems, [](const dashboard::Problem& problem) { return problem.severity != dashboard::Severity::Note; });
    m_problems->setVisible(worth > 0);
    if (worth == 0)
        return;
    const auto first = std::ranges::find_if(problems, [](const dashboard::Problem& problem) { return problem.severity != dashboard::Severity::Note; });
    QString sentence = QStringLiteral("%1: %2").arg(qstr(first->where), translated(first->message));
    if (worth > 1)
        sentence += QLatin1Char(' ') + Tr::tr("There are %1 more such notes.").arg(worth - 1);
    QStringList all;
    for (const dashboard::Problem& problem : problems)
        all << QStringLiteral("%1: %2").arg(qstr(problem.where), translated(problem.message));
    m_problems->setMessage(State::Warning, sentence);
    m_problems->setToolTip(all.join(QLatin1Char('\n')));
}

bool DashboardsPage::isSeen(const PanelView& panel) const
{
    const QRect looked(m_grid->mapFrom(m_scroll->viewport(), QPoint(0, 0)), m_scroll->viewport()->size());
    return isVisible() && looked.intersects(panel.geometry());
}

void DashboardsPage::refreshVisible()
{
    for (PanelView* panel : m_panels) {
        if (isSeen(*panel))
            panel->fetch(m_range, m_round);
    }
}

void DashboardsPage::refreshMarks()
{
    if (m_marksRunner->isBusy())
        return;
    using Entries = std::vector<operation::LedgerEntry>;
    m_marksRunner->start<Entries>([operations = session().services().operations](TaskContext&) { return operations->ledger().entries(); },
        [this](Result<Entries> entries) {
            if (!entries)
                return; // the Activity page tells of a broken ledger; the charts only lack their marks
            m_changes = std::move(*entries);
            showMarks();
        });
}

void DashboardsPage::showMarks()
{
    std::vector<ChartMark> marks = toChartMarks(m_changes);
    std::erase_if(marks, [this](const ChartMark& mark) {
        return mark.time < prometheus::toUnixSeconds(m_range.from) || mark.time > prometheus::toUnixSeconds(m_range.to);
    });
    for (PanelView* panel : m_panels)
        panel->setMarks(marks);
}

void DashboardsPage::updateSentence()
{
    if (!m_parsed)
        return;
    const QString description = qstr(m_parsed->dashboard.description);
    const QString shown = Tr::tr("%1 to %2").arg(localTimeText(m_range.from), localTimeText(m_range.to));
    setSentence(description.isEmpty() ? shown : description + QStringLiteral(" · ") + shown);
}

void DashboardsPage::showObject(const QString& object)
{
    m_wanted = object;
    scrollToWanted();
}

void DashboardsPage::scrollToWanted()
{
    if (m_wanted.isEmpty())
        return;
    const auto found = std::ranges::find_if(m_panels, [this](const PanelView* panel) { return qstr(panel->panel().title) == m_wanted; });
    if (found == m_panels.end())
        return;
    m_wanted.clear();
    m_scroll->ensureWidgetVisible(*found, 0, tokens::kSpaceL);
    if ((*found)->chart() != nullptr)
        (*found)->chart()->setFocus(Qt::OtherFocusReason);
    m_scrollTimer.start(kScrollRestMs);
}

void DashboardsPage::setCommandsWanted(bool wanted)
{
    if (wanted && m_entries.empty())
        loadList();
}

std::vector<Command> DashboardsPage::commands()
{
    std::vector<Command> commands;
    for (const dashboard::LibraryEntry& entry : m_entries) {
        const QString name = entry.title.empty() ? qstr(entry.id) : qstr(entry.title);
        commands.push_back({Tr::tr("Open dashboard %1").arg(name), {}, icon(QStringLiteral("office-chart-line")), [this, id = entry.id] {
            Q_EMIT navigationRequested(this->id(), {});
            m_chooser->setCurrentIndex(m_chooser->findData(qstr(id)));
            loadDashboard(id);
        }, name});
    }
    for (const auto& [last, name] : TimeControls::ranges())
        commands.push_back({Tr::tr("Time range: %1").arg(name), {}, icon(QStringLiteral("chronometer")), [this, last = last] {
            Q_EMIT navigationRequested(id(), {});
            m_controls->setRange({last, {}});
        }});
    return commands;
}

void DashboardsPage::retranslate()
{
    m_chooser->setAccessibleName(Tr::tr("Dashboard"));
    m_chooser->setToolTip(m_chooser->accessibleName());
    m_controls->retranslate();
    for (PanelView* panel : m_panels)
        panel->retranslate();
    if (!m_parsed)
        return;
    updateSentence();
    if (m_problems->isVisibleTo(this))
        showProblems();
    showMarks();
}

void DashboardsPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (m_controls->refreshIntervalMs() > 0)
        m_refreshTimer.start(m_controls->refreshIntervalMs());
}

void DashboardsPage::hideEvent(QHideEvent* event)
{
    m_refreshTimer.stop();
    Page::hideEvent(event);
}

bool DashboardsPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_scroll->viewport() && event->type() == QEvent::Resize) {
        m_grid->setViewportHeight(m_scroll->viewport()->height());
        m_scrollTimer.start(kScrollRestMs);
    }
    return Page::eventFilter(watched, event);
}

} // namespace qbm::ui
