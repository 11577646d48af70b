// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/overview/system_map.h"

#include "ui/model/health_text.h"
#include "ui/page/overview/node_card.h"
#include "ui/text/tr.h"
#include "widgets/theme/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kAgeIntervalMs = 1000;
constexpr double kCornerRadius = 6;
constexpr double kArrowLength = 7, kArrowHalfWidth = 3.5;

/// What stands on a line, in the current language.
QString labelText(const std::string& label)
{
    if (label == "cache")
        return Tr::tr("cache");
    if (label == "replication")
        return Tr::tr("replication");
    if (label == "scrapes")
        return Tr::tr("scrapes");
    if (label == "alerts")
        return Tr::tr("alerts");
    return qstr(label); // a path, or a term that stays as it is
}

QColor lineColor(health::State state)
{
    return state == health::State::NotConfigured || state == health::State::Unknown ? Theme::current().colors().borderStrong : color(toState(state));
}

/// The polyline with its corners rounded.
QPainterPath roundedPath(const QPolygonF& line)
{
    QPainterPath path(line.first());
    for (qsizetype i = 1; i + 1 < line.size(); ++i) {
        const QLineF in(line[i], line[i - 1]), out(line[i], line[i + 1]);
        const double radius = std::min({kCornerRadius, in.length() / 2, out.length() / 2});
        path.lineTo(in.length() > 0 ? in.pointAt(radius / in.length()) : line[i]);
        path.quadTo(line[i], out.length() > 0 ? out.pointAt(radius / out.length()) : line[i]);
    }
    path.lineTo(line.last());
    return path;
}

QPolygonF arrowHead(const QPolygonF& line)
{
    const QLineF last(line.last(), line[line.size() - 2]);
    const QLineF unit = last.unitVector();
    const QPointF back(unit.dx() * kArrowLength, unit.dy() * kArrowLength), side(-unit.dy() * kArrowHalfWidth, unit.dx() * kArrowHalfWidth);
    return QPolygonF({line.last(), line.last() + back + side, line.last() + back - side});
}

} // namespace

SystemMap::SystemMap(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void SystemMap::setOverview(const health::Overview& overview)
{
    m_overview = overview;
    std::set<std::string> shown;
    QWidget* before = nullptr;
    for (const health::Node& node : m_overview.nodes) {
        shown.insert(node.id);
        auto found = m_cards.find(node.id);
        NodeCard* card = found == m_cards.end() ? makeCard(node.id) : found->second;
        card->setNode(node);
        if (before != nullptr)
            setTabOrder(before, card);
        before = card;
    }
    std::erase_if(m_cards, [&shown](const auto& entry) {
        const bool gone = !shown.contains(entry.first);
        if (gone)
            entry.second->deleteLater();
        return gone;
    });
    arrange();
}

NodeCard* SystemMap::makeCard(const std::string& nodeId)
{
    auto* card = new NodeCard(this);
    m_cards[nodeId] = card;
    connect(card, &QAbstractButton::clicked, this, [this, nodeId] { Q_EMIT nodeActivated(qstr(nodeId)); });
    connect(card, &NodeCard::arrowPressed, this, [this, card](int key) { moveFocusFrom(*card, key); });
    card->show();
    return card;
}

NodeCard* SystemMap::card(const std::string& nodeId) const
{
    const auto found = m_cards.find(nodeId);
    return found == m_cards.end() ? nullptr : found->second;
}

void SystemMap::arrange()
{
    m_geometry = layoutMap(m_overview, size());
    for (const auto& [id, box] : m_geometry.cards)
        m_cards.at(id)->setGeometry(box);
    setMinimumHeight(m_geometry.minimumSize.height());
    updateGeometry();
    update();
}

QSize SystemMap::minimumSizeHint() const
{
    return m_geometry.minimumSize;
}

/// The nearest card in that direction; what lies off to the side counts double.
void SystemMap::moveFocusFrom(const NodeCard& card, int key)
{
    const QPoint from = card.geometry().center();
    NodeCard* best = nullptr;
    double bestDistance = std::numeric_limits<double>::infinity();
    for (const auto& [id, other] : m_cards) {
        const QPoint way = other->geometry().center() - from;
        const bool horizontal = key == Qt::Key_Left || key == Qt::Key_Right;
        const int ahead = key == Qt::Key_Left ? -way.x() : key == Qt::Key_Right ? way.x() : key == Qt::Key_Up ? -way.y() : way.y();
        const int aside = std::abs(horizontal ? way.y() : way.x());
        const double distance = std::hypot(ahead, 2.0 * aside);
        if (other != &card && ahead > aside / 4 && ahead > 0 && distance < bestDistance) {
            bestDistance = distance;
            best = other;
        }
    }
    if (best != nullptr)
        best->setFocus(Qt::TabFocusReason);
}

void SystemMap::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const MapGeometry::Edge& edge : m_geometry.edges)
        paintEdge(painter, edge);
    std::set<std::pair<std::string, std::string>> labelled; // three arrows "scrapes" of one source need the word once
    for (const MapGeometry::Edge& edge : m_geometry.edges) {
        if (labelled.insert({edge.link->from, edge.link->label}).second)
            paintLabel(painter, edge);
    }
    paintLegend(painter);
}

/// A line from or to a part that is not there says nothing about the other.
health::State SystemMap::stateOf(const MapGeometry::Edge& edge) const
{
    const health::Node* from = m_overview.node(edge.link->from);
    return from != nullptr && from->state == health::State::NotConfigured ? health::State::NotConfigured : edge.link->state;
}

void SystemMap::paintEdge(QPainter& painter, const MapGeometry::Edge& edge) const
{
    const health::State state = stateOf(edge);
    const QColor ink = lineColor(state);
    QPen pen(ink, tokens::kLineWidth);
    if (state != health::State::Ok && state != health::State::Degraded)
        pen.setStyle(Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(roundedPath(edge.line));
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawPolygon(arrowHead(edge.line));
}

void SystemMap::paintLabel(QPainter& painter, const MapGeometry::Edge& edge) const
{
    const auto& colors = Theme::current().colors();
    const State state = toState(stateOf(edge));
    const bool calm = stateOf(edge) == health::State::Ok || stateOf(edge) == health::State::NotConfigured;
    painter.setFont(Theme::font(TypeRole::Caption));
    const QString text = labelText(edge.link->label);
    const double glyphWidth = calm ? 0 : tokens::kGlyph + tokens::kSpaceXs;
    const QSizeF size(painter.fontMetrics().horizontalAdvance(text) + glyphWidth + tokens::kSpaceS, painter.fontMetrics().height());
    // Above a horizontal line, which stays whole; a vertical one is interrupted.
    const bool vertical = edge.line.size() == 2 && edge.line.first().x() == edge.line.last().x();
    const QPointF centre = edge.labelCentre - QPointF(0, vertical ? 0 : size.height() / 2 + 1);
    const QRectF box(centre - QPointF(size.width(), size.height()) / 2, size);
    if (vertical)
        painter.fillRect(box, colors.surface);
    if (!calm)
        paintStateGlyph(painter, QRectF(box.left() + tokens::kSpaceXs, box.top(), tokens::kGlyph, box.height()), state);
    painter.setPen(calm ? colors.textSecondary : color(state));
    painter.drawText(box.adjusted(tokens::kSpaceXs + glyphWidth, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text);
}

void SystemMap::paintLegend(QPainter& painter) const
{
    const auto& colors = Theme::current().colors();
    painter.setFont(Theme::font(TypeRole::Caption));
    const int lineHeight = painter.fontMetrics().height() + tokens::kSpaceXs;
    const std::array states{health::State::Ok, health::State::Degraded, health::State::Down, health::State::Unknown, health::State::Stale};
    QRect row(m_geometry.legend.left(), m_geometry.legend.bottom() + 1 - static_cast<int>(states.size()) * lineHeight, m_geometry.legend.width(), lineHeight);
    for (const health::State state : states) {
        paintStateGlyph(painter, QRectF(row.left(), row.top(), tokens::kGlyph, row.height()), toState(state));
        painter.setPen(colors.textMuted);
        painter.drawText(row.adjusted(tokens::kGlyph + tokens::kSpaceS, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, word(state));
        row.translate(0, lineHeight);
    }
}

void SystemMap::resizeEvent(QResizeEvent*)
{
    arrange();
}

void SystemMap::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        for (const auto& [id, card] : m_cards)
            card->retranslate();
        setAccessibleName(Tr::tr("Map of the system"));
        update();
    }
    QWidget::changeEvent(event);
}

void SystemMap::showEvent(QShowEvent*)
{
    setAccessibleName(Tr::tr("Map of the system"));
    m_ageTimer.start(kAgeIntervalMs, Qt::CoarseTimer, this);
}

void SystemMap::hideEvent(QHideEvent*)
{
    m_ageTimer.stop();
}

void SystemMap::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_ageTimer.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    for (const auto& [id, card] : m_cards)
        card->update();
}

} // namespace qbm::ui
