// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/worker_pool.h"
#include "widgets/log/log_export.h"
#include "widgets/log/log_pattern.h"

#include <QObject>
#include <deque>
#include <optional>
#include <stop_token>

namespace qbm::widgets {

/// What a search does with the lines that do not match.
enum class LogSearchMode { Highlight, OnlyMatches };

/// The lines of a log, those of them that may be seen, and those that were searched for. Filters and searches run on a
/// worker over immutable chunks and arrive bit by bit; the next criteria end them. \thread GUI
class LogModel : public QObject {
    Q_OBJECT
public:
    explicit LogModel(QObject* parent = nullptr, std::size_t capacity = LogStore::kCapacity);
    ~LogModel() override;

    const LogStore& store() const { return m_store; }
    /// Takes the lines over; `news` is empty afterwards.
    void append(LogStore& news);
    void clear();

    const LogFilter& filter() const { return m_filter; }
    void setFilter(const LogFilter& filter);
    const LogPattern& pattern() const { return m_pattern; }
    LogSearchMode searchMode() const { return m_mode; }
    /// A pattern that is not valid changes nothing; its problem() says why.
    void setSearch(const LogPattern& pattern, LogSearchMode mode);
    /// Lines are still being looked at.
    bool isScanning() const { return m_scanning > 0; }

    /// Lines that may be seen, oldest first.
    int rowCount() const;
    std::uint64_t sequenceAt(int row) const;
    /// The row of that line, or of the next one that may be seen; rowCount() where there is none.
    int rowOf(std::uint64_t sequence) const;
    LogLine lineAt(int row) const { return m_store.line(sequenceAt(row)); }
    /// The rows as they are now, for a worker. \cost 8 bytes a row where there is a filter
    LogSnapshot snapshot() const;

    /// Lines that match the search, among those that may be seen.
    int hitCount() const { return static_cast<int>(m_hits.size()); }
    bool isHit(std::uint64_t sequence) const;
    /// Place of that line among the hits, from 0, or of the next one.
    int hitIndex(std::uint64_t sequence) const;
    /// The next hit after (or before) a line, going round at the ends.
    std::optional<std::uint64_t> nextHit(std::uint64_t sequence, bool forward) const;

Q_SIGNALS:
    /// Rows came at the end; oldest ones may have gone.
    void rowsAppended();
    /// Other rows than before.
    void rowsReset();
    void hitsChanged();
    void scanningChanged(bool scanning);

private:
    using Sequences = std::deque<std::uint64_t>;
    struct Scan;
    struct Found;
    bool filtersRows() const;
    void restart(bool rowsToo);
    void scan(std::vector<LogStore::Span> spans, bool wantsRows);
    void deliver(Found found);
    void dropOldest();

    LogStore m_store;
    LogFilter m_filter;
    LogPattern m_pattern;
    LogSearchMode m_mode = LogSearchMode::Highlight;
    std::optional<Sequences> m_rows; ///< unset: all lines of the store
    Sequences m_hits;
    std::shared_ptr<const Scan> m_scan; ///< what the scans under way look for
    std::stop_source m_stop;
    bool m_rowsAreOld = false; ///< of the criteria before: shown until the first of the new ones arrive
    bool m_hitsAreOld = false;
    int m_scanning = 0; ///< jobs under way
    WorkerPool m_pool{1}; // last: ends before what its jobs use
};

} // namespace qbm::widgets
