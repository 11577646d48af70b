// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/overview/map_layout.h"

#include "widgets/theme/tokens.h"

#include <algorithm>
#include <cmath>

namespace qbm::ui {

namespace tokens = widgets::tokens;

namespace {

constexpr int kMinCardWidth = 172, kMaxCardWidth = 340;
constexpr int kMinCardHeight = 112, kMaxCardHeight = 176;
constexpr int kReplicaHeight = 76; ///< standbys and replicas say less
constexpr int kMinColumnGap = 60, kMaxColumnGap = 200;
constexpr int kMinRowGap = 36, kUsualRowGap = 64, kMaxRowGap = 120;
constexpr int kPortDistance = 22; ///< between lines that end at one side of a card
constexpr int kRows = 3;

/// Column and row of a kind. The ingress stands between the first two rows.
struct Cell {
    int column = 0;
    int row = 0;
};

Cell cellOf(health::NodeKind kind)
{
    using enum health::NodeKind;
    switch (kind) {
    case Ingress: return {0, 0};
    case Frontend: return {1, 0};
    case Backend: return {1, 1};
    case Prometheus: return {1, 2};
    case Postgres: return {2, 0};
    case Redis: return {2, 1};
    case Alertmanager: return {2, 2};
    case PostgresStandby: return {3, 0};
    case RedisReplica: return {3, 1};
    }
    return {};
}

bool isReplica(const health::Node& node)
{
    return node.kind == health::NodeKind::PostgresStandby || node.kind == health::NodeKind::RedisReplica;
}

class MapLayout {
public:
    MapLayout(const health::Overview& overview, QSize room)
        : m_overview(overview)
        , m_room(room)
    {
    }

    MapGeometry make()
    {
        measure();
        placeCards();
        placeEdges();
        return std::move(m_out);
    }

private:
    struct Line {
        const health::Link* link = nullptr;
        QRect from, to;
        int fromColumn = 0;
        bool straight = false; ///< both cards at one height
        double fromY = 0, toY = 0;
    };

    /// Sizes of columns and rows for the room there is.
    void measure()
    {
        for (const health::Node& node : m_overview.nodes) {
            const Cell cell = cellOf(node.kind);
            m_columns = std::max(m_columns, cell.column + 1);
            if (isReplica(node))
                ++m_replicas[static_cast<std::size_t>(cell.row)];
        }
        const int gaps = m_columns - 1;
        m_cardWidth = std::clamp((m_room.width() - gaps * kMinColumnGap) / m_columns, kMinCardWidth, kMaxCardWidth);
        if (m_columns < 4) // no need to squeeze the lines for the sake of wider cards
            m_cardWidth = std::clamp(m_room.width() * 26 / 100, kMinCardWidth, kMaxCardWidth);
        m_columnGap = std::clamp((m_room.width() - m_columns * m_cardWidth) / std::max(1, gaps), kMinColumnGap, kMaxColumnGap);
        m_cardHeight = std::clamp((m_room.height() - (kRows - 1) * kUsualRowGap) / kRows, kMinCardHeight, kMaxCardHeight);
        for (int row = 0; row < kRows; ++row)
            m_rowHeights[static_cast<std::size_t>(row)] = std::max(m_cardHeight, replicasHeight(row));
        const int used = m_rowHeights[0] + m_rowHeights[1] + m_rowHeights[2];
        m_rowGap = std::clamp((m_room.height() - used) / (kRows - 1), kMinRowGap, kMaxRowGap);
        m_out.minimumSize = {m_columns * kMinCardWidth + gaps * kMinColumnGap, minimumHeight()};
        m_left = std::max(0, (m_room.width() - m_columns * m_cardWidth - gaps * m_columnGap) / 2);
        m_top = std::max(0, (m_room.height() - used - (kRows - 1) * m_rowGap) / 2);
    }

    int replicasHeight(int row) const
    {
        const int count = m_replicas[static_cast<std::size_t>(row)];
        return count * kReplicaHeight + std::max(0, count - 1) * tokens::kSpaceS;
    }

    int minimumHeight() const
    {
        int height = (kRows - 1) * kMinRowGap;
        for (int row = 0; row < kRows; ++row)
            height += std::max(kMinCardHeight, replicasHeight(row));
        return height;
    }

    int columnX(int column) const { return m_left + column * (m_cardWidth + m_columnGap); }
    int rowY(int row) const
    {
        int y = m_top;
        for (int i = 0; i < row; ++i)
            y += m_rowHeights[static_cast<std::size_t>(i)] + m_rowGap;
        return y;
    }

    void placeCards()
    {
        std::array<int, kRows> placed{};
        for (const health::Node& node : m_overview.nodes) {
            const Cell cell = cellOf(node.kind);
            const auto row = static_cast<std::size_t>(cell.row);
            int y = rowY(cell.row) + (m_rowHeights[row] - m_cardHeight) / 2;
            int height = m_cardHeight;
            if (node.kind == health::NodeKind::Ingress) {
                y = (rowY(0) + rowY(1) + m_rowHeights[1] - m_cardHeight) / 2;
            } else if (isReplica(node)) {
                height = kReplicaHeight;
                y = rowY(cell.row) + (m_rowHeights[row] - replicasHeight(cell.row)) / 2 + placed[row]++ * (kReplicaHeight + tokens::kSpaceS);
            }
            m_out.cards[node.id] = QRect(columnX(cell.column), y, m_cardWidth, height);
        }
        m_out.legend = QRect(columnX(0), rowY(2), m_cardWidth, m_rowHeights[2]);
    }

    void placeEdges()
    {
        std::vector<Line> across;
        for (const health::Link& link : m_overview.links) {
            const auto from = m_out.cards.find(link.from), to = m_out.cards.find(link.to);
            if (from == m_out.cards.end() || to == m_out.cards.end())
                continue;
            if (from->second.left() == to->second.left()) {
                addVertical(link, from->second, to->second);
                continue;
            }
            const bool straight = std::abs(from->second.center().y() - to->second.center().y()) <= 1;
            across.push_back({&link, from->second, to->second, (from->second.left() - m_left) / (m_cardWidth + m_columnGap), straight, 0, 0});
        }
        choosePorts(across, &Line::from, &Line::to, &Line::fromY);
        choosePorts(across, &Line::to, &Line::from, &Line::toY);
        std::ranges::stable_sort(across, {}, &Line::fromY);
        for (int column = 0; column + 1 < m_columns; ++column)
            routeGutter(across, column);
    }

    void addVertical(const health::Link& link, const QRect& from, const QRect& to)
    {
        const double x = from.center().x() + 0.5;
        const bool down = to.top() > from.top();
        const QPointF begin(x, down ? from.bottom() + 1 : from.top()), end(x, down ? to.top() : to.bottom() + 1);
        m_out.edges.push_back({&link, QPolygonF({begin, end}), (begin + end) / 2});
    }

    /// Spreads the lines along one side of each card in the order of what lies at their other end; a straight line keeps the
    /// middle.
    static void choosePorts(std::vector<Line>& lines, QRect Line::*side, QRect Line::*other, double Line::*port)
    {
        std::map<std::pair<int, int>, std::vector<Line*>> bySide;
        for (Line& line : lines)
            bySide[{(line.*side).left(), (line.*side).top()}].push_back(&line);
        for (auto& [place, group] : bySide) {
            std::ranges::stable_sort(group, {}, [other](const Line* line) { return (line->*other).center().y(); });
            const auto straight = std::ranges::find_if(group, &Line::straight);
            const double middle = straight == group.end() ? (static_cast<double>(group.size()) - 1) / 2 : static_cast<double>(straight - group.begin());
            for (std::size_t i = 0; i < group.size(); ++i) {
                const QRectF card(group[i]->*side);
                const double wanted = card.center().y() + (static_cast<double>(i) - middle) * kPortDistance;
                group[i]->*port = std::round(std::clamp(wanted, card.top() + tokens::kSpaceM, card.bottom() - tokens::kSpaceM)) + 0.5;
            }
        }
    }

    void routeGutter(const std::vector<Line>& lines, int column)
    {
        const auto bent = std::ranges::count_if(lines, [column](const Line& line) { return line.fromColumn == column && !line.straight; });
        double lane = 0;
        for (const Line& line : lines) {
            if (line.fromColumn != column)
                continue;
            const double left = line.from.right() + 1, right = line.to.left();
            if (line.straight) {
                // Beside the lanes, which may cross it further right.
                const double share = bent > 0 ? 0.25 : 0.5;
                m_out.edges.push_back({line.link, QPolygonF({{left, line.fromY}, {right, line.fromY}}), {left + share * (right - left), line.fromY}});
                continue;
            }
            lane += 1;
            const double x = std::round(left + (right - left) * lane / (static_cast<double>(bent) + 1)) + 0.5;
            const QPointF label = x - left > right - x ? QPointF((left + x) / 2, line.fromY) : QPointF((x + right) / 2, line.toY);
            m_out.edges.push_back({line.link, QPolygonF({{left, line.fromY}, {x, line.fromY}, {x, line.toY}, {right, line.toY}}), label});
        }
    }

    const health::Overview& m_overview;
    QSize m_room;
    MapGeometry m_out;
    int m_columns = 1;
    int m_cardWidth = 0, m_cardHeight = 0, m_columnGap = 0, m_rowGap = 0;
    int m_left = 0, m_top = 0;
    std::array<int, kRows> m_rowHeights{};
    std::array<int, kRows> m_replicas{};
};

} // namespace

MapGeometry layoutMap(const health::Overview& overview, QSize room)
{
    return MapLayout(overview, room).make();
}

} // namespace qbm::ui
