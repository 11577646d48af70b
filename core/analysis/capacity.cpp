// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/capacity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace qbm::analysis {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNormal95 = 1.959963984540054; // two-sided 95 % point of the normal distribution
constexpr int kMostReplicas = 1000;

Error badInput(Text message)
{
    return Error{ErrorKind::InvalidInput, std::move(message), {}, {}};
}

Result<> check(const CapacityInput& input)
{
    const auto positive = [](double value) { return std::isfinite(value) && value > 0; };
    if (!positive(input.arrivalRate))
        return fail(badInput(text(QT_TRANSLATE_NOOP("core", "The arrival rate has to be above zero."))));
    if (!positive(input.meanResponseSeconds))
        return fail(badInput(text(QT_TRANSLATE_NOOP("core", "The mean response time has to be above zero."))));
    if (input.replicas < 1 || input.replicas > kMostReplicas)
        return fail(badInput(text(QT_TRANSLATE_NOOP("core", "The number of replicas has to be from 1 to %1, not %2."), kMostReplicas,
            input.replicas)));
    if (input.serversPerReplica < 1 || input.serversPerReplica > kMostReplicas)
        return fail(badInput(text(QT_TRANSLATE_NOOP("core", "The servers per replica have to be from 1 to %1, not %2."), kMostReplicas,
            input.serversPerReplica)));
    if (input.maxReplicas < 1 || input.maxReplicas > kMostReplicas)
        return fail(badInput(text(QT_TRANSLATE_NOOP("core", "The largest number of replicas has to be from 1 to %1, not %2."),
            kMostReplicas, input.maxReplicas)));
    if (!(input.quantile > 0 && input.quantile < 1))
        return fail(badInput(text(QT_TRANSLATE_NOOP("core", "A quantile lies between 0 and 1."))));
    if (input.targetSeconds && !positive(*input.targetSeconds))
        return fail(badInput(text(QT_TRANSLATE_NOOP("core", "The target has to be a time above zero."))));
    if (!positive(input.loadFactor))
        return fail(badInput(text(QT_TRANSLATE_NOOP("core", "The load has to be above zero."))));
    if (!std::isfinite(input.sampleCount) || input.sampleCount < 0)
        return fail(badInput(text(QT_TRANSLATE_NOOP("core", "The number of samples cannot be negative."))));
    return {};
}

/// One possible truth within the sampling error: arrivals and the service rate that follows from the mean at them.
struct Load {
    double lambda = 0;
    double mu = 0;
};

Result<Load> inferLoad(const CapacityInput& input, double lambda, double meanResponse)
{
    QBM_TRY(mu, serviceRateFromMeanResponse(lambda, meanResponse, input.replicas * input.serversPerReplica, input.variability));
    return Load{lambda, mu};
}

/// The corners of the 95 % rectangle of both inputs; empty where the number of samples is unknown.
Result<std::vector<Load>> cornersOf(const CapacityInput& input, const Queue& queue)
{
    std::vector<Load> corners;
    if (input.sampleCount <= 0)
        return corners;
    const double rho = std::min(queue.utilisation(), 0.999);
    const double lambdaError = kNormal95 * input.arrivalRate / std::sqrt(input.sampleCount);
    const double correlation = (1 + rho) / (1 - rho);
    const double meanError = kNormal95 * std::sqrt(queue.responseVariance() * correlation / input.sampleCount);
    // With very few samples the interval would reach zero and below; a rate and a time cannot.
    constexpr double kLeastShare = 0.05;
    for (const double sign : {-1.0, 1.0}) {
        for (const double otherSign : {-1.0, 1.0}) {
            const double lambda = std::max(input.arrivalRate + sign * lambdaError, kLeastShare * input.arrivalRate);
            const double mean = std::max(input.meanResponseSeconds + otherSign * meanError, kLeastShare * input.meanResponseSeconds);
            QBM_TRY(load, inferLoad(input, lambda, mean));
            corners.push_back(load);
        }
    }
    return corners;
}

double quantileAt(const CapacityInput& input, const Load& load, int servers)
{
    const auto queue = Queue::make(load.lambda, load.mu, servers, input.variability);
    return queue ? queue->responseQuantileSeconds(input.quantile) : kInfinity;
}

Result<CapacityRow> rowFor(const CapacityInput& input, const Load& load, const std::vector<Load>& corners, int replicas)
{
    const int servers = replicas * input.serversPerReplica;
    QBM_TRY(queue, Queue::make(load.lambda, load.mu, servers, input.variability));
    CapacityRow row;
    row.replicas = replicas;
    row.stable = queue.stable();
    row.utilisation = queue.utilisation();
    row.meanWaitSeconds = queue.meanWaitSeconds();
    row.meanResponseSeconds = queue.meanResponseSeconds();
    row.quantileSeconds = row.lowSeconds = row.highSeconds = queue.responseQuantileSeconds(input.quantile);
    for (const Load& corner : corners) {
        const double seconds = quantileAt(input, corner, servers);
        row.lowSeconds = std::min(row.lowSeconds, seconds);
        row.highSeconds = std::max(row.highSeconds, seconds);
    }
    return row;
}

} // namespace

Result<CapacityTable> predictCapacity(const CapacityInput& input)
{
    QBM_CHECK(check(input));
    QBM_TRY(load, inferLoad(input, input.arrivalRate, input.meanResponseSeconds));
    QBM_TRY(present, Queue::make(load.lambda, load.mu, input.replicas * input.serversPerReplica, input.variability));
    QBM_TRY(corners, cornersOf(input, present));
    // Only now: the service rate follows from the load that was measured, not from the one asked about.
    load.lambda *= input.loadFactor;
    for (Load& corner : corners)
        corner.lambda *= input.loadFactor;
    CapacityTable table;
    table.serviceSeconds = 1 / load.mu;
    table.offeredLoad = load.lambda / load.mu;
    for (int replicas = 1; replicas <= input.maxReplicas; ++replicas) {
        QBM_TRY(row, rowFor(input, load, corners, replicas));
        if (input.targetSeconds && !table.smallestMeetingTarget && row.stable && row.quantileSeconds <= *input.targetSeconds)
            table.smallestMeetingTarget = replicas;
        table.rows.push_back(row);
    }
    return table;
}

} // namespace qbm::analysis
