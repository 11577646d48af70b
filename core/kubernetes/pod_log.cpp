// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/pod_log.h"

#include "core/kubernetes/client.h"
#include "core/kubernetes/transport.h"

#include <algorithm>

namespace qbm::kubernetes {

namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// As many prefixes as a stamp and its zone may be long: "2026-11-22T23:13:54.492260438+02:00 ".
constexpr std::size_t kLongestStamp = 36;

/// API servers hand it on to the node in whole seconds, whatever is asked for.
std::string wholeSecond(TimePoint time)
{
    std::string stamp = formatRfc3339(std::chrono::floor<std::chrono::seconds>(time));
    return stamp.substr(0, stamp.find('.')) + "Z";
}

Parameters parametersOf(const PodLogOptions& options)
{
    Parameters parameters{{"timestamps", "true"}};
    if (!options.container.empty())
        parameters.emplace_back("container", options.container);
    if (options.follow)
        parameters.emplace_back("follow", "true");
    if (options.previous)
        parameters.emplace_back("previous", "true");
    if (options.tailLines)
        parameters.emplace_back("tailLines", std::to_string(*options.tailLines));
    if (options.since)
        parameters.emplace_back("sinceTime", wholeSecond(*options.since));
    if (options.limitBytes)
        parameters.emplace_back("limitBytes", std::to_string(*options.limitBytes));
    return parameters;
}

} // namespace

// --- lines -----------------------------------------------------------------------------------------------------------

const std::vector<PodLogLine>& LogLineCutter::feed(std::string_view piece)
{
    m_lines.clear();
    while (!piece.empty()) {
        const std::size_t end = piece.find('\n');
        if (end == std::string_view::npos) {
            keep(piece);
            break;
        }
        if (m_partial.empty() && m_cutBytes == 0) {
            const std::string_view line = piece.substr(0, std::min(end, kLongestLogLine));
            m_lines.push_back(lineOf(line, end - line.size()));
        } else {
            keep(piece.substr(0, end));
            m_completed.swap(m_partial);
            m_lines.push_back(lineOf(m_completed, m_cutBytes));
            m_partial.clear();
            m_cutBytes = 0;
        }
        piece.remove_prefix(end + 1);
    }
    return m_lines;
}

std::optional<PodLogLine> LogLineCutter::rest()
{
    if (m_partial.empty())
        return std::nullopt;
    m_completed.swap(m_partial);
    m_partial.clear();
    return lineOf(m_completed, std::exchange(m_cutBytes, 0));
}

void LogLineCutter::keep(std::string_view partial)
{
    const std::size_t room = kLongestLogLine - m_partial.size();
    m_partial += partial.substr(0, room);
    m_cutBytes += partial.size() - std::min(partial.size(), room);
}

PodLogLine LogLineCutter::lineOf(std::string_view stamped, std::uint64_t cutBytes)
{
    if (cutBytes == 0 && stamped.ends_with('\r'))
        stamped.remove_suffix(1);
    // A line without a time stamp is the node's own word, such as "unable to retrieve container logs".
    const std::size_t space = stamped.substr(0, kLongestStamp).find(' ');
    const bool maybeStamped = space != std::string_view::npos && space >= 20 && stamped[4] == '-';
    const auto time = maybeStamped ? parseRfc3339(stamped.substr(0, space)) : Result<TimePoint>(TimePoint());
    if (maybeStamped && time) {
        m_lastTime = *time;
        stamped.remove_prefix(space + 1);
    } else if (m_lastTime == TimePoint()) {
        m_lastTime = systemClock().now();
    }
    return {m_lastTime, stamped, cutBytes};
}

// --- one connection --------------------------------------------------------------------------------------------------

Result<> Client::streamPodLog(const std::string& nameSpace, const std::string& pod, const PodLogOptions& options,
    const PodLogHandler& handler, TaskContext& context)
{
    const ObjectPath path{resource::kPods, nameSpace, pod, "log"};
    ApiRequest request{.pathAndQuery = path.urlPath() + "?" + net::queryString(parametersOf(options)),
        .accept = "text/plain, application/json, */*",
        .quick = false,
        .what = text(QT_TRANSLATE_NOOP("core", "read the log of %1"),
            pod + (options.container.empty() ? "" : "/" + options.container))};
    // A quiet container may say nothing for days; that its node is gone is for TCP to notice.
    if (options.follow)
        request.silence = std::chrono::milliseconds(0);
    LogLineCutter cutter;
    bool goesOn = true;
    auto response = m_transport->stream(
        request, handler.onOpen,
        [&](std::string_view piece) {
            const std::vector<PodLogLine>& lines = cutter.feed(piece);
            goesOn = lines.empty() || handler.onLines(lines);
            return goesOn;
        },
        context);
    // What came before a broken connection's last line end comes whole with the next one.
    if (!response)
        return fail(
            std::move(response).error(), text(QT_TRANSLATE_NOOP("core", "Asking the cluster to %1"), request.what));
    if (!response->ok())
        return fail(toError(parseStatus(*response), request.what, false));
    if (const auto last = cutter.rest(); last && goesOn)
        handler.onLines({*last});
    return {};
}

} // namespace qbm::kubernetes
