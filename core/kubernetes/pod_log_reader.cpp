// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/pod_log.h"

#include "core/kubernetes/client.h"
#include "core/net/http_client.h"

#include <algorithm>
#include <random>

namespace qbm::kubernetes {

namespace {

constexpr int kMostFailures = 8;
constexpr int kToldFailures = 2; // in a row: a connection that is back at once is no news
constexpr std::chrono::milliseconds kFirstPause{500};
constexpr std::chrono::milliseconds kLongestPause{15'000};
/// Two streams of one container are stamped a moment before they are written, so neighbours may be out of order.
constexpr std::chrono::seconds kDisorder{1};

std::uint64_t fingerprint(const PodLogLine& line)
{
    const auto time = static_cast<std::uint64_t>(line.time.time_since_epoch().count());
    return std::hash<std::string_view>()(line.text) ^ (time * 0x9E3779B97F4A7C15u);
}

} // namespace

PodLogReader::PodLogReader(Client& client, std::string nameSpace, std::string pod, PodLogOptions options)
    : m_client(client)
    , m_nameSpace(std::move(nameSpace))
    , m_pod(std::move(pod))
    , m_options(std::move(options))
{
}

Result<> PodLogReader::read(const PodLogHandler& handler, TaskContext& context)
{
    net::Backoff pause(kFirstPause, kLongestPause, std::random_device()());
    int failures = 0;
    std::vector<PodLogLine> news;
    const auto onOpen = [&] {
        m_accepted = true;
        if (handler.onOpen)
            handler.onOpen();
    };
    PodLogHandler filtered;
    filtered.onOpen = onOpen;
    filtered.onLines = [&](const std::vector<PodLogLine>& lines) {
        news.clear();
        for (const PodLogLine& line : lines) {
            if (isNews(line)) {
                remember(line);
                news.push_back(line);
            }
        }
        failures = 0;
        pause.reset();
        return news.empty() || handler.onLines(news);
    };
    for (;;) {
        expectRepetition();
        auto ended = m_client.streamPodLog(m_nameSpace, m_pod, nextOptions(), filtered, context);
        if (ended || !ended.error().retryable() || !m_accepted)
            return ended;
        if (++failures > kMostFailures && !m_options.follow)
            return ended;
        if (failures == kToldFailures && handler.onInterrupted)
            handler.onInterrupted(ended.error());
        QBM_CHECK(context.sleepFor(pause.next()));
    }
}

TimePoint PodLogReader::windowStart() const
{
    return std::chrono::floor<std::chrono::seconds>(*m_newest) - kDisorder;
}

PodLogOptions PodLogReader::nextOptions() const
{
    PodLogOptions options = m_options;
    if (m_newest) {
        options.tailLines.reset();
        options.since = std::max(windowStart(), m_options.since.value_or(TimePoint::min()));
    }
    return options;
}

void PodLogReader::expectRepetition()
{
    m_repeated.clear();
    m_fallback.clear();
    m_matched = 0;
    for (const auto& [time, print] : m_window)
        m_repeated.push_back(print);
    for (std::size_t i = 0, matched = 0; i < m_repeated.size(); ++i) {
        while (i > 0 && matched > 0 && m_repeated[i] != m_repeated[matched])
            matched = m_fallback[matched - 1];
        if (i > 0 && m_repeated[i] == m_repeated[matched])
            ++matched;
        m_fallback.push_back(matched);
    }
}

/// Takes a line of the repetition, or of what stands before it because the first connection's tail left it out.
void PodLogReader::takeRepetition(std::uint64_t print)
{
    while (m_matched > 0 && print != m_repeated[m_matched])
        m_matched = m_fallback[m_matched - 1];
    if (print == m_repeated[m_matched])
        ++m_matched;
    if (m_matched == m_repeated.size())
        m_repeated.clear(); // whatever comes now is news
}

bool PodLogReader::isNews(const PodLogLine& line)
{
    if (m_options.since && line.time < *m_options.since)
        return false;
    if (m_repeated.empty())
        return true;
    // Newer than all we have: the repetition is not there, as when the log was rotated or the container started anew.
    if (line.time > *m_newest) {
        m_repeated.clear();
        return true;
    }
    takeRepetition(fingerprint(line));
    return false;
}

void PodLogReader::remember(const PodLogLine& line)
{
    const std::optional<TimePoint> before = m_newest;
    m_newest = std::max(line.time, m_newest.value_or(TimePoint::min()));
    if (before
        && std::chrono::floor<std::chrono::seconds>(*before) != std::chrono::floor<std::chrono::seconds>(*m_newest))
        std::erase_if(m_window, [start = windowStart()](const auto& entry) { return entry.first < start; });
    m_window.emplace_back(line.time, fingerprint(line));
}

} // namespace qbm::kubernetes
