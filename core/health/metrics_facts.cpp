// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/answers.h"

#include <algorithm>

namespace qbm::health {

const std::string kP95Query = "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))";
const std::string kAccuracyQuery = "avg(model_accuracy_score)";

namespace {

const std::string kRequestMetric = "http_request_duration_seconds_count";
const std::string kRequestRateQuery = "sum(rate(http_request_duration_seconds_count[5m]))";
const std::string kFailedPercentQuery
    = "100 * (sum(rate(http_requests_total{status=~\"5..\"}[5m])) or vector(0)) / sum(rate(http_requests_total[5m]))";
const std::string kIngressRateQuery = "sum(rate(nginx_ingress_controller_requests[5m]))";
constexpr std::string_view kBackendJob = "qbm-backend";
constexpr std::chrono::seconds kGuideScrapeInterval{30};

std::chrono::milliseconds scrapeInterval(const std::vector<prometheus::Target>& targets)
{
    std::chrono::milliseconds longest{0};
    for (const prometheus::Target& target : targets) {
        if (target.job == kBackendJob)
            longest = std::max(longest, target.scrapeInterval);
    }
    return longest > std::chrono::milliseconds::zero() ? longest : kGuideScrapeInterval;
}

} // namespace

Reading measureP95(const prometheus::QueryFunction& query, std::chrono::milliseconds staleAfter, TimePoint now, TaskContext& context)
{
    return prometheus::measure({kP95Query, Unit::Seconds, kRequestMetric, kRequestRateQuery, staleAfter}, query, now, context);
}

Result<MetricsFacts> fetchMetricsFacts(const Providers& providers, const Clock& clock, TaskContext& context)
{
    MetricsFacts facts;
    if (providers.targets) {
        QBM_TRY(targets, providers.targets(context));
        facts.targets = std::move(targets);
    }
    const auto staleAfter = prometheus::staleAfter(scrapeInterval(facts.targets));
    const auto ask = [&](const std::string& query, Unit unit, const std::string& selector, const std::string& eventRate) {
        return prometheus::measure({query, unit, selector, eventRate, staleAfter}, providers.query, clock.now(), context);
    };
    facts.p95 = measureP95(providers.query, staleAfter, clock.now(), context);
    facts.requestRate = ask(kRequestRateQuery, Unit::PerSecond, kRequestMetric, "");
    facts.failedPercent = ask(kFailedPercentQuery, Unit::Percent, "http_requests_total", "sum(rate(http_requests_total[5m]))");
    facts.accuracy = ask(kAccuracyQuery, Unit::Ratio, "model_accuracy_score", "");
    facts.ingressRate = ask(kIngressRateQuery, Unit::PerSecond, "nginx_ingress_controller_requests", "");
    QBM_CHECK(context.checkpoint());
    return facts;
}

} // namespace qbm::health
