// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/log/log_store.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace qbm::widgets {

namespace {

/// A chunk is closed early where its lines are long, so that offsets of 32 bits reach.
constexpr std::size_t kChunkTextBytes = std::size_t{32} << 20;
/// Chunks below this are joined with the one before: a slow stream would otherwise leave one chunk for every few lines.
constexpr std::uint32_t kSmallChunk = 2048;
constexpr std::size_t kSmallChunkBytes = std::size_t{1} << 20;
/// A line beyond this cannot be addressed; no server sends one.
constexpr std::size_t kLineBytes = std::size_t{1} << 30;

std::int64_t nanoseconds(TimePoint time)
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}

} // namespace

LogLine LogChunk::line(std::uint32_t index) const
{
    const Entry& entry = m_entries[index];
    const std::string_view all = m_bytes;
    return {TimePoint(std::chrono::duration_cast<TimePoint::duration>(std::chrono::nanoseconds(entry.time))),
        entry.source, entry.level, entry.continued, m_loggers[entry.logger],
        all.substr(entry.message, entry.messageLength), all.substr(entry.offset, entry.rawLength)};
}

std::uint32_t LogChunk::lineAt(std::size_t offset) const
{
    const auto after = std::ranges::upper_bound(m_entries, offset, {}, &Entry::offset);
    return static_cast<std::uint32_t>(after - m_entries.begin()) - 1;
}

LogChunk::Extent LogChunk::extent(std::uint32_t index) const
{
    const Entry& entry = m_entries[index];
    const std::size_t end = index + 1 < size() ? m_entries[index + 1].offset : m_bytes.size();
    return {entry.offset, std::size_t{entry.offset} + entry.rawLength, end};
}

std::size_t LogChunk::memoryBytes() const
{
    return m_bytes.capacity() + m_entries.capacity() * sizeof(Entry);
}

std::uint16_t LogBatch::loggerIndex(std::string_view logger)
{
    if (const auto known = m_loggerIndex.find(logger); known != m_loggerIndex.end())
        return known->second;
    if (m_open->m_loggers.size() > std::numeric_limits<std::uint16_t>::max())
        return 0;
    const auto index = static_cast<std::uint16_t>(m_open->m_loggers.size());
    m_open->m_loggers.emplace_back(logger);
    m_loggerIndex.emplace(logger, index);
    return index;
}

void LogBatch::add(const LogLine& line)
{
    const std::string_view raw = line.raw.substr(0, kLineBytes);
    if (m_open
        && (m_open->size() >= kLinesPerChunk
            || m_open->m_bytes.size() + raw.size() + line.message.size() > kChunkTextBytes))
        seal();
    if (!m_open) {
        m_open = std::make_shared<LogChunk>();
        m_loggerIndex.clear();
        loggerIndex({});
    }
    std::string& bytes = m_open->m_bytes;
    LogChunk::Entry entry;
    entry.time = nanoseconds(line.time);
    entry.offset = static_cast<std::uint32_t>(bytes.size());
    entry.rawLength = static_cast<std::uint32_t>(raw.size());
    entry.source = line.source;
    entry.logger = loggerIndex(line.logger);
    entry.level = line.level;
    entry.continued = line.continued;
    bytes += raw;
    // A message is nearly always a part of its line; only one with escapes in it has to be kept beside it.
    const std::string_view message = line.message.substr(0, kLineBytes);
    const std::size_t within = message.size() == raw.size() && message == raw ? 0 : raw.find(message);
    entry.message = static_cast<std::uint32_t>(within == std::string_view::npos ? bytes.size() : entry.offset + within);
    entry.messageLength = static_cast<std::uint32_t>(message.size());
    if (within == std::string_view::npos)
        bytes += message;
    m_open->m_longestMessage = std::max(m_open->m_longestMessage, message.size());
    m_open->m_entries.push_back(entry);
}

void LogBatch::seal()
{
    if (!m_open)
        return;
    m_open->m_bytes.shrink_to_fit();
    m_open->m_entries.shrink_to_fit();
    m_full.push_back(std::move(m_open));
    m_open.reset();
}

std::vector<LogChunkPtr> LogBatch::take()
{
    seal();
    return std::exchange(m_full, {});
}

LogChunkPtr LogBatch::joined(const LogChunk& first, const LogChunk& second)
{
    LogBatch batch;
    batch.m_open = std::make_shared<LogChunk>(first);
    LogChunk& out = *batch.m_open;
    for (std::size_t i = 0; i < out.m_loggers.size(); ++i)
        batch.m_loggerIndex.emplace(out.m_loggers[i], static_cast<std::uint16_t>(i));
    const auto shift = static_cast<std::uint32_t>(out.m_bytes.size());
    out.m_bytes.reserve(out.m_bytes.size() + second.m_bytes.size());
    out.m_bytes += second.m_bytes;
    out.m_entries.reserve(out.m_entries.size() + second.m_entries.size());
    for (LogChunk::Entry entry : second.m_entries) {
        entry.offset += shift;
        entry.message += shift;
        entry.logger = batch.loggerIndex(second.m_loggers[entry.logger]);
        out.m_entries.push_back(entry);
    }
    out.m_longestMessage = std::max(first.m_longestMessage, second.m_longestMessage);
    return std::move(batch.m_open);
}

void LogStore::append(const std::vector<LogChunkPtr>& chunks)
{
    for (const LogChunkPtr& chunk : chunks)
        push(chunk);
    trim();
}

void LogStore::append(LogStore& other)
{
    if (other.m_spans.empty())
        return;
    // Lines that its oldest chunk still holds though they had to go: there are such only where `other` is full, so they
    // have to go here as well and are counted then.
    m_dropped += other.m_dropped - other.m_spans.front().begin;
    for (const Span& span : other.m_spans)
        push(span.chunk);
    trim();
    other.clear();
}

void LogStore::push(const LogChunkPtr& chunk)
{
    if (chunk->size() == 0)
        return;
    const auto small
        = [](const LogChunk& one) { return one.size() < kSmallChunk && one.bytes().size() < kSmallChunkBytes; };
    if (!m_spans.empty() && small(*m_spans.back().chunk) && small(*chunk)) {
        m_spans.back().chunk = LogBatch::joined(*m_spans.back().chunk, *chunk);
    } else {
        m_spans.push_back({chunk, m_end, 0});
    }
    m_end += chunk->size();
    m_textBytes += chunk->bytes().size();
    m_longestMessage = std::max(m_longestMessage, chunk->longestMessage());
}

void LogStore::trim()
{
    std::uint64_t first = m_first;
    if (size() > m_capacity)
        first = m_end - m_capacity;
    while (m_spans.size() > 1) {
        const Span& oldest = m_spans.front();
        const std::uint64_t end = oldest.sequence + oldest.chunk->size();
        if (end > first && m_textBytes <= kMaxBytes)
            break;
        first = std::max(first, end);
        m_textBytes -= oldest.chunk->bytes().size();
        m_spans.pop_front();
    }
    m_dropped += first - m_first;
    m_first = first;
    if (!m_spans.empty() && m_spans.front().sequence < m_first)
        m_spans.front().begin = static_cast<std::uint32_t>(m_first - m_spans.front().sequence);
}

void LogStore::clear()
{
    m_spans.clear();
    m_first = m_end;
    m_dropped = 0;
    m_textBytes = 0;
    m_longestMessage = 0;
}

LogLine LogStore::line(std::uint64_t sequence) const
{
    const auto after = std::ranges::upper_bound(m_spans, sequence, {}, &Span::sequence);
    const Span& span = *std::prev(after);
    return span.chunk->line(static_cast<std::uint32_t>(sequence - span.sequence));
}

std::size_t LogStore::memoryBytes() const
{
    std::size_t sum = 0;
    for (const Span& span : m_spans)
        sum += span.chunk->memoryBytes();
    return sum;
}

std::vector<LogStore::Span> LogStore::spans(std::uint64_t sequence) const
{
    std::vector<Span> out;
    for (const Span& span : m_spans) {
        if (span.sequence + span.chunk->size() <= sequence)
            continue;
        out.push_back(span);
        if (sequence > span.sequence)
            out.back().begin = std::max(out.back().begin, static_cast<std::uint32_t>(sequence - span.sequence));
    }
    return out;
}

} // namespace qbm::widgets
