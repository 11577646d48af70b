// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_model.h"

#include <QElapsedTimer>
#include <algorithm>
#include <utility>

namespace qbm::widgets {

namespace {

/// A scan tells what it has found at least this often, and never more at once than can be taken over in a few
/// milliseconds.
constexpr qint64 kDeliveryMs = 30;
constexpr std::size_t kDeliveryLines = 200'000;

} // namespace

/// What is looked for; its address names the search that a result belongs to.
struct LogModel::Scan {
    LogFilter filter;
    LogPattern pattern;
    bool onlyMatches = false;
};

struct LogModel::Found {
    std::shared_ptr<const Scan> scan;
    std::vector<std::uint64_t> rows;
    std::vector<std::uint64_t> hits;
    bool last = false; ///< of its job
};

LogModel::LogModel(QObject* parent, std::size_t capacity)
    : QObject(parent)
    , m_store(capacity)
    , m_scan(std::make_shared<Scan>())
{
}

LogModel::~LogModel()
{
    m_stop.request_stop();
}

bool LogModel::filtersRows() const
{
    return !m_filter.passesAll() || (m_mode == LogSearchMode::OnlyMatches && !m_pattern.isEmpty());
}

void LogModel::append(LogStore& news)
{
    if (news.size() == 0)
        return;
    const std::uint64_t before = m_store.end();
    m_store.append(news);
    dropOldest();
    if (filtersRows() || !m_pattern.isEmpty())
        scan(m_store.spans(before), filtersRows());
    Q_EMIT rowsAppended(); // also where the new lines have still to be looked at: old ones may have gone
}

void LogModel::clear()
{
    m_store.clear();
    restart(true);
    if (m_rows)
        m_rows->clear();
    m_hits.clear();
    m_rowsAreOld = m_hitsAreOld = false;
    Q_EMIT rowsReset();
    Q_EMIT hitsChanged();
}

void LogModel::setFilter(const LogFilter& filter)
{
    if (m_filter == filter)
        return;
    m_filter = filter;
    restart(true);
}

void LogModel::setSearch(const LogPattern& pattern, LogSearchMode mode)
{
    if (!pattern.problem().isEmpty())
        return;
    const bool filtered = filtersRows();
    const bool onlyMatched = m_mode == LogSearchMode::OnlyMatches;
    m_pattern = pattern;
    m_mode = mode;
    restart(filtered != filtersRows() || onlyMatched || mode == LogSearchMode::OnlyMatches);
}

void LogModel::restart(bool rowsToo)
{
    // Rows of which a part has not been looked at would never be complete without the scan that is stopped here.
    rowsToo = rowsToo || isScanning();
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_scan = std::make_shared<Scan>(
        Scan{m_filter, m_pattern, m_mode == LogSearchMode::OnlyMatches && !m_pattern.isEmpty()});
    const bool wasScanning = std::exchange(m_scanning, 0) > 0;
    const bool rowsOnWorker = rowsToo && filtersRows();
    m_rowsAreOld = m_rowsAreOld || rowsOnWorker;
    if (rowsToo && !filtersRows()) {
        m_rowsAreOld = false;
        m_rows.reset();
        Q_EMIT rowsReset();
    }
    m_hitsAreOld = !m_pattern.isEmpty();
    if (m_pattern.isEmpty()) {
        m_hits.clear();
        Q_EMIT hitsChanged();
    }
    if (rowsOnWorker || !m_pattern.isEmpty())
        scan(m_store.spans(), rowsOnWorker);
    else if (wasScanning)
        Q_EMIT scanningChanged(false);
}

/// Posts one job; jobs run one after another, so results arrive in the order of the lines.
void LogModel::scan(std::vector<LogStore::Span> spans, bool wantsRows)
{
    if (m_scanning++ == 0)
        Q_EMIT scanningChanged(true);
    m_pool.post([this, scan = m_scan, stop = m_stop.get_token(), spans = std::move(spans), wantsRows] {
        Found found{scan, {}, {}, false};
        QElapsedTimer sinceDelivery;
        sinceDelivery.start();
        const auto hand = [&](bool last) {
            found.last = last;
            // The destructor waits for this job, so the model is there; what it has not taken by then is dropped with
            // it.
            QMetaObject::invokeMethod(
                this,
                [this, one = std::make_shared<Found>(std::exchange(found, Found{scan, {}, {}, false}))] {
                    deliver(std::move(*one));
                },
                Qt::QueuedConnection);
            sinceDelivery.restart();
        };
        for (const LogStore::Span& span : spans) {
            if (stop.stop_requested())
                return;
            const LogChunk& chunk = *span.chunk;
            const auto passes
                = [&](std::uint32_t line) { return scan->filter.passes(chunk.level(line), chunk.source(line)); };
            scan->pattern.forEachMatch(chunk, span.begin, stop, [&](std::uint32_t line) {
                if (!passes(line))
                    return;
                found.hits.push_back(span.sequence + line);
                if (wantsRows && scan->onlyMatches)
                    found.rows.push_back(span.sequence + line);
            });
            if (wantsRows && !scan->onlyMatches) {
                for (std::uint32_t line = span.begin; line < chunk.size(); ++line) {
                    if (passes(line))
                        found.rows.push_back(span.sequence + line);
                }
            }
            const bool anything = !found.rows.empty() || !found.hits.empty();
            if (anything
                && (sinceDelivery.hasExpired(kDeliveryMs) || found.rows.size() + found.hits.size() > kDeliveryLines))
                hand(false);
        }
        hand(true);
    });
}

void LogModel::deliver(Found found)
{
    if (found.scan != m_scan)
        return; // of a search that was given up
    const bool rowsReplaced = m_rowsAreOld && (found.last || !found.rows.empty());
    if (rowsReplaced) {
        m_rows.emplace();
        m_rowsAreOld = false;
    }
    if (m_rows)
        m_rows->insert(m_rows->end(), found.rows.begin(), found.rows.end());
    if (m_hitsAreOld && (found.last || !found.hits.empty())) {
        m_hits.clear();
        m_hitsAreOld = false;
    }
    m_hits.insert(m_hits.end(), found.hits.begin(), found.hits.end());
    dropOldest();
    if (found.last)
        --m_scanning;
    if (rowsReplaced)
        Q_EMIT rowsReset();
    else if (!found.rows.empty())
        Q_EMIT rowsAppended();
    if (!m_pattern.isEmpty())
        Q_EMIT hitsChanged();
    if (found.last && m_scanning == 0)
        Q_EMIT scanningChanged(false);
}

void LogModel::dropOldest()
{
    const auto drop = [first = m_store.first()](Sequences& sequences) {
        sequences.erase(sequences.begin(), std::ranges::lower_bound(sequences, first));
    };
    if (m_rows)
        drop(*m_rows);
    drop(m_hits);
}

int LogModel::rowCount() const
{
    return static_cast<int>(m_rows ? m_rows->size() : m_store.size());
}

std::uint64_t LogModel::sequenceAt(int row) const
{
    return m_rows ? (*m_rows)[static_cast<std::size_t>(row)] : m_store.first() + static_cast<std::uint64_t>(row);
}

int LogModel::rowOf(std::uint64_t sequence) const
{
    if (m_rows)
        return static_cast<int>(std::ranges::lower_bound(*m_rows, sequence) - m_rows->begin());
    return static_cast<int>(std::clamp(sequence, m_store.first(), m_store.end()) - m_store.first());
}

LogSnapshot LogModel::snapshot() const
{
    LogSnapshot out{m_store.spans(), std::nullopt};
    if (m_rows)
        out.rows.emplace(m_rows->begin(), m_rows->end());
    return out;
}

bool LogModel::isHit(std::uint64_t sequence) const
{
    return std::ranges::binary_search(m_hits, sequence);
}

int LogModel::hitIndex(std::uint64_t sequence) const
{
    return static_cast<int>(std::ranges::lower_bound(m_hits, sequence) - m_hits.begin());
}

std::optional<std::uint64_t> LogModel::nextHit(std::uint64_t sequence, bool forward) const
{
    if (m_hits.empty())
        return std::nullopt;
    if (forward) {
        const auto after = std::ranges::upper_bound(m_hits, sequence);
        return after == m_hits.end() ? m_hits.front() : *after;
    }
    const auto at = std::ranges::lower_bound(m_hits, sequence);
    return at == m_hits.begin() ? m_hits.back() : *std::prev(at);
}

} // namespace qbm::widgets
