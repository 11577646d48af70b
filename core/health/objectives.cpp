// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/objectives.h"

namespace qbm::health {

Text Objective::words() const
{
    const std::string shown = formatQuantity(*limit, unit).joined();
    return bound == Bound::AtMost ? text(QT_TRANSLATE_NOOP("core", "at most %1"), shown)
                                  : text(QT_TRANSLATE_NOOP("core", "at least %1"), shown);
}

std::vector<Objective> objectivesOf(const Objectives& chosen)
{
    std::vector<Objective> all;
    all.push_back({"p95", text(QT_TRANSLATE_NOOP("core", "p95 latency")), &MetricsFacts::p95, Unit::Seconds, Objective::Bound::AtMost,
        chosen.p95Seconds, chosen.p95Seconds.has_value(), text(QT_TRANSLATE_NOOP("core", "The p95 latency is too high")),
        {"dashboards", "API Response Time"}});
    // The 5 % are the console's own: an application that does not count its requests has broken no promise.
    all.push_back({"error-ratio", text(QT_TRANSLATE_NOOP("core", "Failed requests")), &MetricsFacts::failedPercent, Unit::Percent,
        Objective::Bound::AtMost, chosen.failedPercent, false, text(QT_TRANSLATE_NOOP("core", "Too many requests fail")),
        {"overview", "backend"}});
    all.push_back({"accuracy", text(QT_TRANSLATE_NOOP("core", "Model accuracy")), &MetricsFacts::accuracy, Unit::Ratio,
        Objective::Bound::AtLeast, chosen.accuracy, chosen.accuracy.has_value(),
        text(QT_TRANSLATE_NOOP("core", "The models are not accurate enough")), {"dashboards", "Model Accuracy"}});
    return all;
}

} // namespace qbm::health
