// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

/// The M/M/c queue, exactly, and the Allen-Cunneen correction for arrivals and services that are not exponential.
///
/// `lambda`: arrivals a second; `mu`: services a second by one server; `servers` c; offered load a = lambda / mu erlangs;
/// stable while a < c.
/// \source Kleinrock, Queueing Systems I (1975), 3.5; Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory (4th
///         ed.), 2.3; Allen, Probability, Statistics, and Queueing Theory (2nd ed., 1990), 5.2
namespace qbm::analysis {

/// Probability that all of `servers` are busy and an arrival is lost (M/M/c/c), by the recursion
/// B(0) = 1, B(n) = a B(n-1) / (n + a B(n-1)), which neither over- nor underflows.
/// \cost O(servers)
double erlangB(int servers, double offeredLoad);

/// Probability that an arrival waits (M/M/c): C = B / (1 - (a/c)(1 - B)). 1 where the queue is not stable.
double erlangC(int servers, double offeredLoad);

/// How far from exponential: squared coefficients of variation. 1 and 1 is M/M/c.
struct Variability {
    double arrivalScv = 1;
    double serviceScv = 1;
};

/// A queue in equilibrium.
class Queue {
public:
    /// \error InvalidInput if a rate or the number of servers is not positive, or a variability is negative or not finite
    static Result<Queue> make(double lambda, double mu, int servers, Variability variability = {});

    bool stable() const { return m_lambda < m_mu * m_servers; }
    double utilisation() const { return m_lambda / (m_mu * m_servers); } ///< 1 and more: not stable
    double waitProbability() const { return m_waitProbability; }
    double meanWaitSeconds() const; ///< in the queue; infinite if not stable
    double meanResponseSeconds() const; ///< wait and service
    double responseVariance() const; ///< square seconds; exact for M/M/c
    /// P(wait > t). For M/M/c: C exp(-(c mu - lambda) t).
    double waitTail(double seconds) const;
    /// P(response > t). For M/M/c the closed form, with its own limit where mu = c mu - lambda; else service by the two-moment
    /// phase-type distribution of Tijms, folded with an exponential wait of Allen-Cunneen's mean.
    double responseTail(double seconds) const;
    /// The time that a share `quantile` (0..1) of responses do not exceed, by bisection; infinite if not stable.
    double responseQuantileSeconds(double quantile) const;

private:
    Queue(double lambda, double mu, int servers, Variability variability);
    double waitDecay() const; ///< 1 / mean wait of those who wait
    double exponentialResponseTail(double seconds) const;
    double generalResponseTail(double seconds) const;

    double m_lambda, m_mu;
    int m_servers;
    Variability m_variability;
    double m_waitProbability;
};

/// The service rate of one server under which `servers` of them, at `lambda`, give the measured mean response time. There is
/// always exactly one: the mean falls from infinity to 0 as the rate grows from lambda / servers.
/// \error InvalidInput if a number is not positive and finite
Result<double> serviceRateFromMeanResponse(double lambda, double meanResponseSeconds, int servers,
    Variability variability = {});

} // namespace qbm::analysis
