// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/faults.h"

#include "app/lab/kubernetes/simulator.h"

namespace qbm::lab::kubernetes {

const std::vector<FaultInfo>& faults()
{
    // In the order of enum Fault.
    static const std::vector<FaultInfo> list = {
        {"forbid-scale", "writes to /scale are refused with 403"},
        {"conflict", "every third update or patch is refused with 409"},
        {"expired", "watches and continue tokens are answered 410"},
        {"throttle", "every request is answered 429 with Retry-After: 1"},
        {"error-500", "every request is answered 500"},
        {"drop-watches", "every watch is cut after a second"},
        {"pods-never-ready", "pods start and run but never become ready"},
        {"slow", "every answer comes 800 ms late"},
        {"freeze", "requests are accepted and never answered"},
        {"metrics-down", "the aggregated API metrics.k8s.io is answered 503"},
        {"webhook-down", "every write is answered 500: a webhook that must be asked first does not answer"},
        {"restart", "switched on, the API server is as one started anew: watches end, versions from before are answered 410"},
    };
    return list;
}

std::optional<Fault> Faults::byName(std::string_view name)
{
    const auto& list = faults();
    for (std::size_t i = 0; i < list.size(); ++i)
        if (list[i].name == name)
            return static_cast<Fault>(i);
    return std::nullopt;
}

} // namespace qbm::lab::kubernetes
