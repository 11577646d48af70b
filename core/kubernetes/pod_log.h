// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/task_context.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qbm::kubernetes {

class Client;

/// Longer lines are cut, so that no container can fill our memory.
inline constexpr std::size_t kLongestLogLine = 64 * 1024;

/// Which part of a container's log.
struct PodLogOptions {
    std::string container; ///< empty: the pod's only one
    bool follow = false; ///< go on until the container ends
    bool previous = false; ///< of the container before its last restart
    std::optional<int> tailLines; ///< unset: from the beginning
    std::optional<TimePoint> since; ///< nothing older
    std::optional<std::int64_t> limitBytes; ///< the server cuts there, in the middle of a line
};

/// One line, without the time stamp that the node put before it; valid during the call that brings it.
struct PodLogLine {
    TimePoint time{}; ///< when the node received it; a line without a readable one has that of the line before
    std::string_view text;
    std::uint64_t cutBytes = 0; ///< so many bytes beyond kLongestLogLine are left out
};

/// Gets a log as it comes.
struct PodLogHandler {
    std::function<void()> onOpen; ///< the server accepted it; a line may be long in coming
    /// All lines that arrived together. Returning false ends the log. It may block: the server waits then.
    std::function<bool(const std::vector<PodLogLine>& lines)> onLines;
    /// PodLogReader only: the connection broke and another is tried; told once an outage.
    std::function<void(const Error& error)> onInterrupted = {};
};

/// Cuts a log into lines, which do not fall together with the pieces that come over the network.
class LogLineCutter {
public:
    /// The lines that this piece completes; valid until the next call.
    const std::vector<PodLogLine>& feed(std::string_view piece);
    /// What is left behind the last line end; valid until the next call.
    std::optional<PodLogLine> rest();

private:
    PodLogLine lineOf(std::string_view stamped, std::uint64_t cutBytes);
    void keep(std::string_view partial);

    std::vector<PodLogLine> m_lines;
    std::string m_partial; // of a line not yet complete, no longer than kLongestLogLine
    std::string m_completed; // the first line of m_lines, where it began in an earlier piece
    std::uint64_t m_cutBytes = 0; // of m_partial
    TimePoint m_lastTime{};
};

/// Reads a container's log over as many connections as it takes: where one breaks, another goes on behind the last
/// line, without repeating or leaving out any, also where many lines have the same time stamp.
class PodLogReader {
public:
    PodLogReader(Client& client, std::string nameSpace, std::string pod, PodLogOptions options);

    /// Blocks until the log ends. Called again it goes on behind the last line: for a container that was started anew.
    /// A followed one that was accepted once is waited for as long as it takes: its node may be away for an hour.
    /// \error as Client; Unreachable and the like only before the server accepted it, or after several tries where
    ///        nothing is followed
    Result<> read(const PodLogHandler& handler, TaskContext& context);

private:
    PodLogOptions nextOptions() const;
    void expectRepetition();
    bool isNews(const PodLogLine& line);
    void takeRepetition(std::uint64_t print);
    void remember(const PodLogLine& line);
    TimePoint windowStart() const;

    Client& m_client;
    std::string m_nameSpace;
    std::string m_pod;
    PodLogOptions m_options;
    std::optional<TimePoint> m_newest;
    std::vector<std::pair<TimePoint, std::uint64_t>> m_window; // time and fingerprint of the lines since windowStart()
    bool m_accepted = false; // the server has begun to answer once
    // The lines of the window come again over a new connection: found as Knuth, Morris and Pratt find a word in a text.
    std::vector<std::uint64_t> m_repeated;
    std::vector<std::size_t> m_fallback; // how much of m_repeated is still matched where the next line differs
    std::size_t m_matched = 0;
};

} // namespace qbm::kubernetes
