// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/serve.h"

#include "app/lab/application/application.h"
#include "app/lab/application/lab_facts.h"
#include "app/lab/control.h"
#include "app/lab/lab_plan.h"
#include "app/lab/seed/cache_seed.h"

#include <fmt/format.h>
#include <iostream>

namespace qbm::lab {

namespace {

using namespace std::chrono_literals;

constexpr auto kControlInterval = 200ms;
constexpr auto kCacheInterval = 30s;

Result<ReplicaSource> replicaSource(const LabFolder& folder, const LabState& state)
{
    KubernetesReplicaOptions options;
    options.url = fmt::format("https://127.0.0.1:{}", state.port(parts::kKubernetes));
    QBM_TRY(authority, readFile(folder.kubernetes() / "ca.crt"));
    options.caPem = authority;
    QBM_TRY(token, readSecret(folder, secrets::kKubernetesToken));
    options.token = token;
    return makeKubernetesReplicaSource(std::move(options));
}

/// Missing after the first start: then the counters begin at 0, as after any restart.
Result<std::optional<CounterState>> endOfHistory(const LabFolder& folder)
{
    auto taken = takeCounterState(counterStateFile(folder));
    if (taken)
        return *taken;
    if (taken.error().kind == ErrorKind::NotFound)
        return std::nullopt;
    return fail(taken.error());
}

Result<> fulfil(Application& application, const Wishes& wishes)
{
    QBM_CHECK(application.setLoad(wishes.extraLoad));
    for (const std::string& fault : Application::faultNames()) {
        // A frozen application is stopped as a process, like every other part.
        if (fault != "freeze")
            QBM_CHECK(application.setFault(fault, wishes.faults.contains(fault)));
    }
    return {};
}

/// Writes what the backend would have written into the cache since the last time.
class CacheKeeper {
public:
    explicit CacheKeeper(CacheAccess access)
        : m_access(std::move(access))
    {
    }

    void poll(TaskContext& context)
    {
        const TimePoint now = systemClock().now();
        if (now - m_last < kCacheInterval)
            return;
        // Redis may be the part that is down on purpose: the next round makes up for it.
        if (refreshCache(m_access, m_last, now, context))
            m_last = now;
    }

private:
    CacheAccess m_access;
    TimePoint m_last = systemClock().now();
};

} // namespace

std::filesystem::path counterStateFile(const LabFolder& folder)
{
    return folder.application() / "counters.json";
}

QueueOptions labQueue(const LabState& state)
{
    QueueOptions options;
    options.arrivals = ArrivalPattern::workingHours(localUtcOffset(state.createdAt));
    return options;
}

Result<> serveApplication(const LabFolder& folder, TaskContext& context)
{
    QBM_TRY(state, loadState(folder));
    QBM_TRY(redisPassword, readSecret(folder, secrets::kRedis));
    ApplicationOptions options;
    options.port = state.port(parts::kApplication);
    options.queue = labQueue(state);
    QBM_TRY(source, replicaSource(folder, state));
    options.replicaSource = source;
    options.driftStart = driftStart(state.createdAt);
    QBM_TRY(initial, endOfHistory(folder));
    options.initial = initial;
    options.postgresPort = state.port(parts::kPostgres);
    options.redisPort = state.port(parts::kRedis);
    QBM_TRY(application, Application::start(std::move(options)));

    ControlFollower control(
        folder, parts::kApplication, [&](const Wishes& wishes) { return fulfil(*application, wishes); });
    CacheKeeper cache({state.port(parts::kRedis), redisPassword});
    do {
        control.poll();
        cache.poll(context);
    } while (context.sleepFor(kControlInterval));
    application->stop();
    return {};
}

} // namespace qbm::lab
