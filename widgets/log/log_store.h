// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::widgets {

/// How serious a line calls itself. Unknown: it does not say.
enum class LogLevel : std::uint8_t { Unknown, Debug, Info, Warning, Error, Critical };

/// One line, as it is handed in and as it is read back; the texts are UTF-8 and belong to somebody else.
struct LogLine {
    TimePoint time{};
    std::uint32_t source = 0; ///< an index the caller gives a meaning to
    LogLevel level = LogLevel::Unknown;
    bool continued = false; ///< belongs to the line before (a stack trace) and has its level from there
    std::string_view logger; ///< may be empty
    std::string_view message; ///< what a person reads
    std::string_view raw; ///< the whole line as it was written
};

/// Some thousand lines in one piece of memory. Never changed once a LogBatch has handed it out, so any thread may read
/// it.
class LogChunk {
public:
    std::uint32_t size() const { return static_cast<std::uint32_t>(m_entries.size()); }
    LogLine line(std::uint32_t index) const;
    LogLevel level(std::uint32_t index) const { return m_entries[index].level; }
    std::uint32_t source(std::uint32_t index) const { return m_entries[index].source; }
    /// Everything that can be searched, line after line.
    std::string_view bytes() const { return m_bytes; }
    /// The line that holds the byte at this offset.
    std::uint32_t lineAt(std::size_t offset) const;
    /// Where that line's bytes are; `raw` is their first part, what was decoded from it the rest.
    struct Extent {
        std::size_t begin = 0;
        std::size_t rawEnd = 0;
        std::size_t end = 0;
    };
    Extent extent(std::uint32_t index) const;
    /// Bytes of the longest message.
    std::size_t longestMessage() const { return m_longestMessage; }
    std::size_t memoryBytes() const;

private:
    friend class LogBatch;
    struct Entry {
        std::int64_t time = 0; ///< nanoseconds since the epoch
        std::uint32_t offset = 0; ///< of the line in m_bytes
        std::uint32_t rawLength = 0;
        std::uint32_t message = 0; ///< offset in m_bytes: within raw, or behind it where raw had to be decoded
        std::uint32_t messageLength = 0;
        std::uint32_t source = 0;
        std::uint16_t logger = 0; ///< index into m_loggers
        LogLevel level = LogLevel::Unknown;
        bool continued = false;
    };
    static_assert(sizeof(Entry) == 32);

    std::string m_bytes;
    std::vector<Entry> m_entries;
    std::vector<std::string> m_loggers; ///< each name once; the first is empty
    std::size_t m_longestMessage = 0;
};
using LogChunkPtr = std::shared_ptr<const LogChunk>;

/// Packs lines into chunks. \thread one at a time, any
class LogBatch {
public:
    static constexpr std::uint32_t kLinesPerChunk = 8192;

    void add(const LogLine& line);
    /// What was added since the last time, oldest first.
    std::vector<LogChunkPtr> take();
    /// Both, one after the other, in one.
    static LogChunkPtr joined(const LogChunk& first, const LogChunk& second);

private:
    std::uint16_t loggerIndex(std::string_view logger);
    void seal();
    std::shared_ptr<LogChunk> m_open;
    std::map<std::string, std::uint16_t, std::less<>> m_loggerIndex;
    std::vector<LogChunkPtr> m_full;
};

/// The newest lines, up to a number; the oldest go and are counted. Lines are named by a sequence number that is never
/// given twice, also not after clear(). \thread one at a time, any; the chunks may be read elsewhere meanwhile
class LogStore {
public:
    static constexpr std::size_t kCapacity = 1'000'000;
    /// However many lines: no more text than this. Whole chunks go.
    static constexpr std::size_t kMaxBytes = std::size_t{1} << 30;

    explicit LogStore(std::size_t capacity = kCapacity)
        : m_capacity(capacity)
    {
    }

    /// \cost no line is copied, but for small chunks, which are joined
    void append(const std::vector<LogChunkPtr>& chunks);
    /// Takes over the lines of `other`, of the same capacity, and counts what it dropped; `other` is empty afterwards.
    void append(LogStore& other);
    void clear();

    std::size_t size() const { return static_cast<std::size_t>(m_end - m_first); }
    std::uint64_t first() const { return m_first; } ///< sequence number of the oldest line
    std::uint64_t end() const { return m_end; } ///< one past the newest
    std::uint64_t dropped() const { return m_dropped; } ///< lines that had to go since the last clear()
    LogLine line(std::uint64_t sequence) const;
    std::size_t longestMessage() const { return m_longestMessage; } ///< bytes, of any line since the last clear()
    std::size_t memoryBytes() const;

    /// A chunk and where its lines are.
    struct Span {
        LogChunkPtr chunk;
        std::uint64_t sequence = 0; ///< of the chunk's first line
        std::uint32_t begin = 0; ///< the first line of the chunk that counts
    };
    /// Everything from `sequence` on.
    std::vector<Span> spans(std::uint64_t sequence = 0) const;

private:
    void push(const LogChunkPtr& chunk);
    void trim();
    std::size_t m_capacity;
    std::deque<Span> m_spans;
    std::uint64_t m_first = 0;
    std::uint64_t m_end = 0;
    std::uint64_t m_dropped = 0;
    std::size_t m_textBytes = 0;
    std::size_t m_longestMessage = 0;
};

} // namespace qbm::widgets
