// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/health_service.h"

#include "core/health/assemble.h"
#include "core/health/collector.h"

#include <mutex>

namespace qbm::service {

namespace {

class CollectingHealthService final : public HealthService {
public:
    CollectingHealthService(health::Providers providers, const Clock& clock)
        : m_clock(clock)
        , m_collector(std::move(providers), clock)
    {
    }

    Result<health::Overview> fetchOverview(TaskContext& context) override
    {
        const std::lock_guard lock(m_oneAtATime);
        const TimePoint startedAt = m_clock.now();
        QBM_TRY(answers, m_collector.collect(context));
        return health::assemble(answers, startedAt, m_clock.now());
    }

private:
    const Clock& m_clock;
    std::mutex m_oneAtATime;
    health::Collector m_collector;
};

} // namespace

std::shared_ptr<HealthService> makeHealthService(health::Providers providers, const Clock& clock)
{
    return std::make_shared<CollectingHealthService>(std::move(providers), clock);
}

} // namespace qbm::service
