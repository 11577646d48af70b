// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/queueing.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qbm::analysis {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// Relative width at which a bisection ends: far below what any measurement knows.
constexpr double kTolerance = 1e-12;
constexpr int kSimpsonPanels = 512; // even

/// P(Erlang(stages, rate) > t) = exp(-rt) sum (rt)^i / i!.
double erlangTail(int stages, double rate, double t)
{
    double term = std::exp(-rate * t), sum = term;
    for (int i = 1; i < stages; ++i) {
        term *= rate * t / i;
        sum += term;
    }
    return std::min(1.0, sum);
}

double erlangDensity(int stages, double rate, double t)
{
    if (t <= 0)
        return stages == 1 ? rate : 0;
    return std::exp(stages * std::log(rate) + (stages - 1) * std::log(t) - rate * t - std::lgamma(stages));
}

/// A mixture of two Erlang distributions with a given mean and squared coefficient of variation: two of adjacent order below
/// 1, two exponentials with balanced means above.
/// \source Tijms, A First Course in Stochastic Models (2003), appendix B
class TwoMomentService {
public:
    TwoMomentService(double mean, double scv)
    {
        if (scv > 1) {
            m_share = 0.5 * (1 + std::sqrt((scv - 1) / (scv + 1)));
            m_rateA = 2 * m_share / mean;
            m_rateB = 2 * (1 - m_share) / mean;
            return;
        }
        // Above this many stages the distribution is as good as deterministic.
        const double atLeast = 1.0 / kMostStages;
        const double used = std::max(scv, atLeast);
        m_stagesB = std::max(2, static_cast<int>(std::ceil(1 / used - 1e-9)));
        m_stagesA = m_stagesB - 1;
        const double k = m_stagesB;
        m_share = (k * used - std::sqrt(std::max(0.0, k * (1 + used) - k * k * used))) / (1 + used);
        m_rateA = m_rateB = (k - m_share) / mean;
    }

    double tail(double t) const
    {
        return m_share * erlangTail(m_stagesA, m_rateA, t) + (1 - m_share) * erlangTail(m_stagesB, m_rateB, t);
    }
    double density(double t) const
    {
        return m_share * erlangDensity(m_stagesA, m_rateA, t) + (1 - m_share) * erlangDensity(m_stagesB, m_rateB, t);
    }

private:
    static constexpr int kMostStages = 100;
    double m_share = 1;
    int m_stagesA = 1, m_stagesB = 1;
    double m_rateA = 0, m_rateB = 0;
};

bool positive(double value)
{
    return std::isfinite(value) && value > 0;
}

bool usable(Variability v)
{
    return std::isfinite(v.arrivalScv) && std::isfinite(v.serviceScv) && v.arrivalScv >= 0 && v.serviceScv >= 0
        && v.arrivalScv + v.serviceScv > 0;
}

} // namespace

double erlangB(int servers, double offeredLoad)
{
    double blocking = 1;
    for (int n = 1; n <= servers; ++n)
        blocking = offeredLoad * blocking / (n + offeredLoad * blocking);
    return blocking;
}

double erlangC(int servers, double offeredLoad)
{
    const double utilisation = offeredLoad / servers;
    if (utilisation >= 1)
        return 1;
    const double blocking = erlangB(servers, offeredLoad);
    return blocking / (1 - utilisation * (1 - blocking));
}

Result<Queue> Queue::make(double lambda, double mu, int servers, Variability variability)
{
    if (!positive(lambda) || !positive(mu))
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "A queue needs an arrival rate and a service rate above zero.")));
    if (servers < 1)
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "A queue needs at least one server.")));
    if (!usable(variability))
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "Squared coefficients of variation are finite numbers of 0 or more, not both 0.")));
    return Queue(lambda, mu, servers, variability);
}

Queue::Queue(double lambda, double mu, int servers, Variability variability)
    : m_lambda(lambda)
    , m_mu(mu)
    , m_servers(servers)
    , m_variability(variability)
    , m_waitProbability(erlangC(servers, lambda / mu))
{
}

double Queue::waitDecay() const
{
    const double correction = (m_variability.arrivalScv + m_variability.serviceScv) / 2;
    return (m_servers * m_mu - m_lambda) / correction;
}

double Queue::meanWaitSeconds() const
{
    return stable() ? m_waitProbability / waitDecay() : kInfinity;
}

double Queue::meanResponseSeconds() const
{
    return meanWaitSeconds() + 1 / m_mu;
}

double Queue::responseVariance() const
{
    if (!stable())
        return kInfinity;
    const double decay = waitDecay();
    const double waitVariance = m_waitProbability * (2 - m_waitProbability) / (decay * decay);
    return waitVariance + m_variability.serviceScv / (m_mu * m_mu);
}

double Queue::waitTail(double seconds) const
{
    if (seconds < 0 || !stable())
        return 1;
    return m_waitProbability * std::exp(-waitDecay() * seconds);
}

double Queue::responseTail(double seconds) const
{
    if (seconds <= 0 || !stable())
        return 1;
    const bool exponential = m_variability.serviceScv == 1;
    return std::clamp(exponential ? exponentialResponseTail(seconds) : generalResponseTail(seconds), 0.0, 1.0);
}

// P(W + S > t) = (1 - C) e^{-mu t} + C P(W' + S > t), W' exponential with rate d: (d e^{-mu t} - mu e^{-d t}) / (d - mu).
double Queue::exponentialResponseTail(double t) const
{
    const double decay = waitDecay();
    const double service = std::exp(-m_mu * t);
    const double gap = decay - m_mu;
    // e^{-mu t} (1 + mu (1 - e^{-gap t}) / gap) is the same; expm1 keeps it exact as the gap closes, where it tends to mu t.
    const double folded = std::fabs(gap * t) < kTolerance ? m_mu * t : -m_mu * std::expm1(-gap * t) / gap;
    const double both = std::isfinite(folded) ? service * (1 + folded)
                                              : (decay * service - m_mu * std::exp(-decay * t)) / gap;
    return (1 - m_waitProbability) * service + m_waitProbability * both;
}

// P(W' + S > t) = P(S > t) + integral over s in 0..t of f(s) e^{-d (t - s)}, by Simpson's rule.
double Queue::generalResponseTail(double t) const
{
    const double decay = waitDecay();
    const TwoMomentService service(1 / m_mu, m_variability.serviceScv);
    const double width = t / kSimpsonPanels;
    double sum = 0;
    for (int i = 0; i <= kSimpsonPanels; ++i) {
        const double weight = i == 0 || i == kSimpsonPanels ? 1 : i % 2 == 1 ? 4 : 2;
        const double s = width * i;
        sum += weight * service.density(s) * std::exp(-decay * (t - s));
    }
    return service.tail(t) + m_waitProbability * sum * width / 3;
}

double Queue::responseQuantileSeconds(double quantile) const
{
    if (!stable())
        return kInfinity;
    const double wanted = 1 - quantile;
    double low = 0, high = meanResponseSeconds();
    while (responseTail(high) > wanted) {
        low = high;
        high *= 2;
    }
    while (high - low > kTolerance * high) {
        const double middle = (low + high) / 2;
        if (middle <= low || middle >= high)
            break;
        (responseTail(middle) > wanted ? low : high) = middle;
    }
    return high;
}

Result<double> serviceRateFromMeanResponse(double lambda, double meanResponseSeconds, int servers, Variability variability)
{
    if (!positive(meanResponseSeconds))
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "The mean response time has to be above zero.")));
    QBM_CHECK(Queue::make(lambda, 1, servers, variability));
    // One service takes no longer than the response, so the rate is at least 1 / T; and the queue has to be stable.
    const auto meanAt = [&](double mu) {
        const auto queue = Queue::make(lambda, mu, servers, variability);
        return queue ? queue->meanResponseSeconds() : kInfinity;
    };
    double low = std::max(1 / meanResponseSeconds, lambda / servers);
    double high = low * 2;
    while (meanAt(high) > meanResponseSeconds) {
        low = high;
        high *= 2;
    }
    while (high - low > kTolerance * high) {
        const double middle = (low + high) / 2;
        if (middle <= low || middle >= high)
            break;
        (meanAt(middle) > meanResponseSeconds ? low : high) = middle;
    }
    return high;
}

} // namespace qbm::analysis
