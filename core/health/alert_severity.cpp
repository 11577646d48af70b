// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/alert_severity.h"

namespace qbm::health {

Severity severityOf(const prometheus::Alert& alert)
{
    const std::string_view severity = alert.severity();
    if (severity == "critical" || severity == "page" || severity == "emergency")
        return Severity::Critical;
    return severity == "info" || severity == "none" ? Severity::Note : Severity::Warning;
}

std::string_view wordsOf(const prometheus::Alert& alert)
{
    for (const std::string_view annotation : {"summary", "description", "message"}) {
        if (const std::string_view said = prometheus::labelValue(alert.annotations, annotation); !said.empty())
            return said;
    }
    return {};
}

} // namespace qbm::health
