// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/prometheus/client.h"

#include "core/base/number.h"
#include "core/prometheus/decode.h"


namespace qbm::prometheus {

namespace {

/// Longer parameters go into the body of a POST: proxies cut URLs.
constexpr std::size_t kLongestQueryString = 2'000;

/// Milliseconds, as many digits as the server keeps.
std::string formatTime(TimePoint time)
{
    return writeFixed(toUnixSeconds(time), 3);
}

} // namespace

std::string_view name(TargetHealth health)
{
    switch (health) {
    case TargetHealth::Up: return "up";
    case TargetHealth::Down: return "down";
    case TargetHealth::Unknown: return "unknown";
    }
    return "unknown";
}

Client::Client(std::shared_ptr<net::HttpClient> http, Endpoint endpoint)
    : m_http(std::move(http))
    , m_endpoint(std::move(endpoint))
{
}

Result<std::string> Client::ask(const std::string& path, const Parameters& parameters, TaskContext& context) const
{
    net::Request request;
    request.url = m_endpoint.url + path;
    request.bearerToken = m_endpoint.bearerToken;
    request.totalTimeout = m_endpoint.timeout;
    request.onlyAsks = true;
    const std::string query = net::queryString(parameters);
    if (query.size() > kLongestQueryString) {
        request.method = "POST";
        request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
        request.body = query;
    } else if (!query.empty()) {
        request.url += '?' + query;
    }
    QBM_TRY(response, m_http->send(request, context));
    if (!response.ok())
        return fail(errorFromAnswer(response.status, std::move(response.body), "Prometheus " + m_endpoint.url));
    return std::move(response.body);
}

Result<QueryResult> Client::query(const std::string& expression, std::optional<TimePoint> at, TaskContext& context) const
{
    Parameters parameters{{"query", expression}};
    if (at)
        parameters.emplace_back("time", formatTime(*at));
    QBM_TRY(body, ask("/api/v1/query", parameters, context));
    return parseQueryAnswer(std::move(body));
}

Result<QueryResult> Client::queryRange(const std::string& expression, const TimeRange& range, std::chrono::milliseconds step,
    TaskContext& context) const
{
    if (step <= std::chrono::milliseconds::zero() || range.to < range.from)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "A range query needs a range that does not end before it begins, and a step above zero.")));
    if ((range.to - range.from) / step >= kMaxPointsPerSeries)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "A step of %1 gives more than %2 points in this range; choose a longer step."),
                formatStep(step), kMaxPointsPerSeries));
    const std::string stepSeconds = std::to_string(step.count() / 1000) + "." + std::to_string(1000 + step.count() % 1000).substr(1);
    QBM_TRY(body, ask("/api/v1/query_range",
        {{"query", expression}, {"start", formatTime(range.from)}, {"end", formatTime(range.to)}, {"step", stepSeconds}}, context));
    return parseQueryAnswer(std::move(body));
}

Result<std::vector<std::string>> Client::fetchLabelValues(const std::string& label, const std::string& selector,
    const TimeRange& range, TaskContext& context) const
{
    Parameters parameters{{"start", formatTime(range.from)}, {"end", formatTime(range.to)}};
    if (!selector.empty())
        parameters.emplace_back("match[]", selector);
    // The name stands in the path, so a POST is not possible here.
    net::Request request;
    request.url = m_endpoint.url + "/api/v1/label/" + net::urlEncode(label) + "/values?" + net::queryString(parameters);
    request.bearerToken = m_endpoint.bearerToken;
    request.totalTimeout = m_endpoint.timeout;
    QBM_TRY(response, m_http->send(request, context));
    if (!response.ok())
        return fail(errorFromAnswer(response.status, std::move(response.body), "Prometheus " + m_endpoint.url));
    return parseLabelValues(std::move(response.body));
}

Result<std::vector<Target>> Client::fetchTargets(TaskContext& context) const
{
    QBM_TRY(body, ask("/api/v1/targets", {{"state", "active"}}, context));
    return parseTargets(std::move(body));
}

Result<std::vector<Metadata>> Client::fetchMetadata(const std::string& metric, TaskContext& context) const
{
    QBM_TRY(body, ask("/api/v1/metadata", metric.empty() ? Parameters{} : Parameters{{"metric", metric}}, context));
    return parseMetadata(std::move(body));
}

Result<std::vector<Rule>> Client::fetchRules(TaskContext& context) const
{
    QBM_TRY(body, ask("/api/v1/rules", {}, context));
    return parseRules(std::move(body));
}

Result<BuildInfo> Client::fetchBuildInfo(TaskContext& context) const
{
    QBM_TRY(body, ask("/api/v1/status/buildinfo", {}, context));
    return parseBuildInfo(std::move(body));
}

} // namespace qbm::prometheus
