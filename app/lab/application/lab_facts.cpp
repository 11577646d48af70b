// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/application/lab_facts.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace qbm::lab {

namespace {
double days(Duration duration)
{
    return std::chrono::duration<double, std::chrono::days::period>(duration).count();
}
} // namespace

TimePoint driftStart(TimePoint labStart)
{
    return labStart - kDriftAge;
}

double modelAccuracy(std::size_t model, TimePoint at, TimePoint driftStart)
{
    const ModelFacts& facts = kModels.at(model);
    const double day = days(at.time_since_epoch());
    const double phase = static_cast<double>(model);
    const double turn = 2 * std::numbers::pi;
    const double waves = 0.6 * std::sin(turn * day / 7 + phase) + 0.4 * std::sin(turn * day + 2 * phase);
    const double drift = facts.driftPerDay * std::max(0.0, days(at - driftStart));
    return std::max(kWorstAccuracy, facts.accuracy + facts.wobble * waves - drift);
}

} // namespace qbm::lab
