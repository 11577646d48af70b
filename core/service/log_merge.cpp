// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/log_merge.h"

#include <algorithm>

namespace qbm::service {

namespace {

/// What a line costs beside its text.
constexpr std::size_t kLineBytes = sizeof(LogLine);

} // namespace

std::uint32_t LogMerge::add()
{
    const std::lock_guard lock(m_mutex);
    m_sources.emplace_back().lastActivity = SteadyClock::now();
    return static_cast<std::uint32_t>(m_sources.size() - 1);
}

void LogMerge::opened(std::uint32_t source)
{
    const std::lock_guard lock(m_mutex);
    m_sources[source].open = true;
    m_sources[source].lastActivity = SteadyClock::now();
}

bool LogMerge::push(std::uint32_t source, std::vector<LogLine> lines, const std::stop_token& stop)
{
    if (lines.empty())
        return !stop.stop_requested();
    Piece piece{std::move(lines), 0, 0, {}};
    for (const LogLine& line : piece.lines)
        piece.bytes += kLineBytes + line.text.size();
    std::unique_lock lock(m_mutex);
    const bool mayGo = m_room.wait(lock, stop, [&] { return m_sources[source].bytes < m_options.queueBytes; });
    if (!mayGo)
        return false;
    Source& to = m_sources[source];
    to.open = true;
    to.lastActivity = piece.arrived = SteadyClock::now();
    to.bytes += piece.bytes;
    to.queue.push_back(std::move(piece));
    m_hasNews = true;
    m_news.notify_one();
    return true;
}

void LogMerge::ended(std::uint32_t source, std::optional<Error> error)
{
    const std::lock_guard lock(m_mutex);
    m_sources[source].live = false;
    m_sources[source].error = std::move(error);
    m_hasNews = true;
    m_news.notify_one();
}

std::vector<LogLine> LogMerge::take(std::size_t most, SteadyClock::time_point now, TimePoint wallNow)
{
    std::vector<LogLine> out;
    const std::lock_guard lock(m_mutex);
    while (out.size() < most) {
        const auto choice = choose(now, wallNow);
        if (!choice)
            break;
        move(*choice, most, out);
    }
    if (!out.empty())
        m_room.notify_all();
    return out;
}

std::optional<LogMerge::Choice> LogMerge::choose(SteadyClock::time_point now, TimePoint wallNow) const
{
    const Source* oldest = nullptr;
    TimePoint next = TimePoint::max(); // the oldest line of the other sources
    bool someAreEmpty = false;
    bool allAreQuiet = true;
    for (const Source& source : m_sources) {
        if (!source.queue.empty()) {
            if (oldest == nullptr || source.front() < oldest->front()) {
                next = oldest == nullptr ? next : oldest->front();
                oldest = &source;
            } else {
                next = std::min(next, source.front());
            }
        } else if (source.live) {
            if (!m_options.followed || (!source.open && now - source.lastActivity < m_options.openPatience))
                return std::nullopt;
            someAreEmpty = true;
            allAreQuiet = allAreQuiet && now - source.lastActivity >= m_options.window;
        }
    }
    if (oldest == nullptr)
        return std::nullopt;
    const auto number = static_cast<std::uint32_t>(oldest - m_sources.data());
    const bool aged = now - oldest->queue.front().arrived >= m_options.window;
    if (!someAreEmpty || aged)
        return Choice{number, next};
    // A source that is quiet has nothing to say about what is longer past than a line may be late.
    const TimePoint past = wallNow - m_options.window;
    if (allAreQuiet && oldest->front() <= past)
        return Choice{number, std::min(next, past)};
    return std::nullopt;
}

/// Within one piece, so that what is aged is known of every line.
void LogMerge::move(const Choice& choice, std::size_t most, std::vector<LogLine>& out)
{
    Source& from = m_sources[choice.source];
    Piece& piece = from.queue.front();
    do {
        out.push_back(std::move(piece.lines[piece.next]));
        ++piece.next;
    } while (out.size() < most && piece.next < piece.lines.size() && piece.lines[piece.next].time <= choice.until);
    if (piece.next < piece.lines.size())
        return;
    from.bytes -= piece.bytes;
    from.queue.pop_front();
}

std::vector<std::pair<std::uint32_t, std::optional<Error>>> LogMerge::takeEnded()
{
    std::vector<std::pair<std::uint32_t, std::optional<Error>>> ended;
    const std::lock_guard lock(m_mutex);
    for (std::size_t i = 0; i < m_sources.size(); ++i) {
        Source& source = m_sources[i];
        if (source.live || source.told || !source.queue.empty())
            continue;
        source.told = true;
        ended.emplace_back(static_cast<std::uint32_t>(i), std::move(source.error));
    }
    return ended;
}

void LogMerge::wait(std::chrono::milliseconds most)
{
    std::unique_lock lock(m_mutex);
    m_news.wait_for(lock, most, [this] { return m_hasNews; });
    m_hasNews = false;
}

std::size_t LogMerge::liveSources() const
{
    const std::lock_guard lock(m_mutex);
    return static_cast<std::size_t>(std::ranges::count_if(m_sources, &Source::live));
}

} // namespace qbm::service
