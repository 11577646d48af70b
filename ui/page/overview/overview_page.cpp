// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/overview/overview_page.h"

#include "core/service/health_service.h"
#include "core/service/metrics_service.h"
#include "ui/async/task_runner.h"
#include "ui/model/health_text.h"
#include "ui/model/metric_series.h"
#include "ui/page/overview/headline_panel.h"
#include "ui/page/overview/node_details.h"
#include "ui/page/overview/system_map.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/feedback/card.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/feedback/tile.h"
#include "widgets/theme/icons.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr std::chrono::hours kTrendRange{1};
constexpr std::chrono::seconds kTrendStep{30};
/// A line of one point per 30 s changes no sooner.
constexpr qint64 kTrendIntervalMs = 30'000;

} // namespace

OverviewPage::OverviewPage(Session& session)
    : Page(session, QStringLiteral("overview"))
    , m_runner(new TaskRunner(session.pool(), this))
    , m_trendRunner(new TaskRunner(session.pool(), this))
    , m_headline(new HeadlinePanel)
    , m_tileRow(new QHBoxLayout)
    , m_map(new SystemMap)
    , m_side(new SidePanel(this))
    , m_details(new NodeDetails)
{
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceL);
    setSentence({}); // the headline says it
    column->addWidget(m_headline);
    m_tileRow->setSpacing(tokens::kSpaceL);
    column->addLayout(m_tileRow);
    auto* card = new Card;
    card->body()->addWidget(m_map);
    column->addWidget(card, 1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setWidget(content);
    content->setAutoFillBackground(false); // setWidget() turns it on
    m_panel = new StatePanel(scroll);
    body()->addWidget(m_panel, 1);
    m_side->setContent(m_details);

    connect(m_panel, &StatePanel::retryRequested, this, &OverviewPage::refresh);
    connect(m_headline, &HeadlinePanel::addressRequested, this, &OverviewPage::goTo);
    connect(m_map, &SystemMap::nodeActivated, this, &OverviewPage::openNode);
    connect(m_side, &SidePanel::closed, this, [this] { m_openNode.clear(); });
    connect(m_details, &NodeDetails::pageRequested, this, &Page::navigationRequested);
}

OverviewPage::~OverviewPage() = default;

QString OverviewPage::title() const
{
    return Tr::tr("Overview");
}

bool OverviewPage::isSettled() const
{
    return m_panel->face() != StatePanel::Face::Loading && !m_trendRunner->isBusy();
}

void OverviewPage::refresh()
{
    if (m_runner->isBusy())
        return; // the service takes one call at a time, and this one is at most 2.5 s old
    m_runner->start<health::Overview>([health = session().services().health](TaskContext& context) { return health->fetchOverview(context); },
        [this](Result<health::Overview> overview) { arrived(std::move(overview)); });
}

void OverviewPage::arrived(Result<health::Overview> overview)
{
    if (overview) {
        m_overview = std::move(*overview);
        showOverview();
        if (m_panel->face() == StatePanel::Face::Content)
            refreshTrends();
    } else if (m_overview) {
        m_headline->setUnknown(translated(overview.error().message));
        m_panel->showStale(translated(overview.error().message), m_overview->finishedAt);
    } else {
        m_panel->showError(overview.error());
    }
}

void OverviewPage::showOverview()
{
    const health::Headline& headline = m_overview->headline;
    const State worst = toState(headline.state);
    const bool needsLook = headline.state != health::State::Ok && headline.state != health::State::NotConfigured;
    setAttention(needsLook ? std::optional(worst) : std::nullopt,
        needsLook ? translated(headline.sentence(m_overview->finishedAt)) : QString());
    if (const health::Node* open = m_openNode.empty() ? nullptr : m_overview->node(m_openNode))
        m_details->setNode(*open);
    else
        m_side->closePanel(); // what it told of is no part of the system any more
    if (headline.state == health::State::NotConfigured) {
        m_panel->showEmpty(translated(headline.what),
            Tr::tr("Say in the profile where PostgreSQL, Redis, Prometheus and Kubernetes answer, and which namespace "
                   "holds the system."));
        return;
    }
    m_headline->setOverview(*m_overview);
    showTiles();
    m_map->setOverview(*m_overview);
    m_panel->showContent();
}

namespace {

void fillTile(Tile& tile, const health::Tile& source)
{
    Reading reading = source.reading;
    // "none yet" is an answer, although there is no number behind it.
    const bool onlyWords = !source.words.empty() && reading.state == ReadingState::NoData;
    if (onlyWords)
        reading.state = ReadingState::Value;
    tile.setLabel(translated(source.label));
    tile.setReading(reading);
    tile.setValueText(translated(source.words));
    const QString note = source.state == health::State::NotConfigured ? word(source.state) : translated(source.note);
    tile.setState(reading.state == ReadingState::Value ? std::optional(toState(source.state)) : std::nullopt, note);
    tile.setDetail(translated(source.detail));
    if (onlyWords)
        tile.setToolTip(QStringLiteral("%1: %2").arg(qstr(reading.source), note));
}

} // namespace

void OverviewPage::showTiles()
{
    for (const health::Tile& source : m_overview->tiles) {
        Tile*& tile = m_tiles[source.id];
        if (tile == nullptr) {
            tile = new Tile(translated(source.label));
            m_tileRow->addWidget(tile, 1);
            connect(tile, &QAbstractButton::clicked, this, [this, id = qstr(source.id)] { openTile(id); });
        }
        fillTile(*tile, source);
    }
}

void OverviewPage::refreshTrends()
{
    if (m_trendRunner->isBusy() || (m_trendAge.isValid() && m_trendAge.elapsed() < kTrendIntervalMs))
        return;
    std::map<std::string, std::string> queries;
    for (const health::Tile& tile : m_overview->tiles) {
        if (!tile.rangeQuery.empty())
            queries[tile.id] = tile.rangeQuery;
    }
    if (queries.empty())
        return;
    m_trendAge.start();
    const prometheus::TimeRange range = prometheus::alignToStep({m_overview->finishedAt - kTrendRange, m_overview->finishedAt}, kTrendStep);
    m_trendRunner->start<Trends>(
        [metrics = session().services().metrics, queries = std::move(queries), range](TaskContext& context) -> Result<Trends> {
            Trends trends;
            for (const auto& [id, query] : queries) {
                QBM_TRY(answer, metrics->queryRangeStep(query, range, kTrendStep, context));
                if (answer.series.empty())
                    continue;
                auto line = toChartSeries(QString(), answer.series.front(), kTrendStep);
                trends[id] = {std::move(line.times), std::move(line.values)};
            }
            return trends;
        },
        [this](Result<Trends> trends) {
            // Without a trend the tile still has its number, which tells of a silent source by itself.
            showTrends(trends ? *trends : Trends());
        });
}

void OverviewPage::showTrends(const Trends& trends)
{
    for (const health::Tile& source : m_overview->tiles) {
        const auto tile = m_tiles.find(source.id);
        if (source.rangeQuery.empty() || tile == m_tiles.end())
            continue;
        const auto found = trends.find(source.id);
        if (found == trends.end())
            tile->second->setTrend({}, {});
        else
            tile->second->setTrend(found->second.times, found->second.values);
    }
}

void OverviewPage::openTile(const QString& tileId)
{
    if (tileId == QStringLiteral("p95"))
        Q_EMIT navigationRequested(QStringLiteral("dashboards"), QStringLiteral("API Response Time"));
    else if (tileId == QStringLiteral("accuracy"))
        Q_EMIT navigationRequested(QStringLiteral("dashboards"), QStringLiteral("Model Accuracy"));
    else if (tileId == QStringLiteral("last-backup"))
        Q_EMIT navigationRequested(QStringLiteral("backups"), {});
    else if (tileId == QStringLiteral("alerts"))
        Q_EMIT navigationRequested(QStringLiteral("alerts"), {});
}

void OverviewPage::goTo(const QString& page, const QString& object)
{
    if (page == id())
        openNode(object);
    else
        Q_EMIT navigationRequested(page, object);
}

void OverviewPage::openNode(const QString& nodeId)
{
    const health::Node* node = m_overview ? m_overview->node(nodeId.toStdString()) : nullptr;
    if (node == nullptr)
        return;
    m_openNode = node->id;
    m_details->setNode(*node);
    m_side->setTitle(qstr(node->title));
    m_side->openPanel();
}

void OverviewPage::showObject(const QString& object)
{
    openNode(object);
}

void OverviewPage::setCommandsWanted(bool wanted)
{
    if (wanted && !m_overview)
        refresh();
}

std::vector<Command> OverviewPage::commands()
{
    std::vector<Command> commands;
    if (!m_overview)
        return commands;
    const health::Address& worst = m_overview->headline.leadsTo;
    if (!worst.page.empty())
        commands.push_back({Tr::tr("Look into the worst problem"), translated(m_overview->headline.what), icon(QStringLiteral("go-jump")),
            [this, page = qstr(worst.page), object = qstr(worst.object)] { Q_EMIT navigationRequested(page, object); }});
    for (const health::Node& node : m_overview->nodes)
        commands.push_back({Tr::tr("Details of %1").arg(qstr(node.title)), word(node.state), icon(QStringLiteral("view-list-details")),
            [this, node = qstr(node.id)] {
                Q_EMIT navigationRequested(id(), {});
                openNode(node);
            },
            qstr(node.title)});
    return commands;
}

void OverviewPage::retranslate()
{
    if (!m_overview)
        return;
    m_headline->retranslate();
    showTiles();
    m_details->retranslate();
    if (m_panel->face() != StatePanel::Face::Stale && m_panel->face() != StatePanel::Face::Error)
        showOverview();
}

} // namespace qbm::ui
