// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/log_service.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

namespace qbm::service {

/// Where the lines of many sources become one stream in order of time.
///
/// A line is held back until no source can bring an older one: each has a line waiting, or has ended, or has been quiet
/// for the reorder window. Where nothing is followed every source ends, so the order is exact. A source whose queue is
/// full waits in push(): its server sends no more until somebody takes.
/// \thread push(), opened() and ended() from any thread; take() from one
class LogMerge {
public:
    struct Options {
        bool followed = true;
        std::chrono::milliseconds window{400}; ///< how late a line may come and still stand in its place
        std::chrono::milliseconds openPatience{5'000}; ///< how long a source that does not answer holds up the others
        std::size_t queueBytes = 1 << 20; ///< of each source
    };
    using SteadyClock = std::chrono::steady_clock;

    explicit LogMerge(Options options)
        : m_options(options)
    {
    }

    /// Its number; lines are told apart by it.
    std::uint32_t add();
    /// The server accepted it: silence now means that there is nothing to say.
    void opened(std::uint32_t source);
    /// Lines in the order in which they were written. \return false: stopped
    bool push(std::uint32_t source, std::vector<LogLine> lines, const std::stop_token& stop);
    void ended(std::uint32_t source, std::optional<Error> error);

    /// At most `most` lines that are due, oldest first.
    std::vector<LogLine> take(std::size_t most, SteadyClock::time_point now, TimePoint wallNow);
    /// The sources that have ended and whose last line was taken, each once.
    std::vector<std::pair<std::uint32_t, std::optional<Error>>> takeEnded();
    /// Returns when something happened, or after `most`.
    void wait(std::chrono::milliseconds most);
    std::size_t liveSources() const;

private:
    /// Lines that came together.
    struct Piece {
        std::vector<LogLine> lines;
        std::size_t next = 0;
        std::size_t bytes = 0;
        SteadyClock::time_point arrived;
    };
    struct Source {
        std::deque<Piece> queue;
        std::size_t bytes = 0;
        bool open = false;
        bool live = true;
        bool told = false; // that it ended
        SteadyClock::time_point lastActivity;
        std::optional<Error> error;
        TimePoint front() const { return queue.front().lines[queue.front().next].time; }
    };
    /// From which source to take, and up to which time.
    struct Choice {
        std::uint32_t source = 0;
        TimePoint until{};
    };
    std::optional<Choice> choose(SteadyClock::time_point now, TimePoint wallNow) const;
    void move(const Choice& choice, std::size_t most, std::vector<LogLine>& out);

    const Options m_options;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_room;
    std::condition_variable m_news;
    std::vector<Source> m_sources;
    bool m_hasNews = false;
};

} // namespace qbm::service
