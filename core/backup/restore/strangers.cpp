// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/strangers.h"

#include "core/backup/restore/database_exchange.h"
#include "core/backup/restore/holder_names.h"
#include "core/backup/restore/live_database.h"
#include "core/backup/restore/restore_values.h"

#include <algorithm>
#include <array>
#include <set>

namespace qbm::backup {

namespace {

using namespace journal;
using postgres::Session;

/// Words in the names of programs that hold sessions for others.
constexpr std::array<std::string_view, 5> kPoolers{"bouncer", "pool", "pgcat", "odyssey", "proxy"};

bool isLocal(const std::string& address)
{
    return address.empty() || address == "local" || address == "::1" || address.starts_with("127.");
}

bool isOfDeployments(const std::string& pod, const std::vector<std::string>& deployments)
{
    return std::ranges::any_of(deployments, [&](const std::string& each) { return pod.starts_with(each + "-"); });
}

bool isPooler(const std::string& pod)
{
    return std::ranges::any_of(kPoolers, [&](std::string_view word) { return pod.find(word) != std::string::npos; });
}

/// Numbers of the strangers among those who hold the database now.
Result<std::set<int>> fetchStrangers(
    const RestoreRequest& request, postgres::Client& client, HolderNames& names, TaskContext& context)
{
    QBM_TRY(sessions, postgres::fetchSessionsOf(client, request.environment.database, context));
    std::erase_if(sessions, [&](const Session& session) { return !session.ofClient() || !request.holdsDatabase(session); });
    std::vector<HolderOrigin> origins;
    for (const Session& session : sessions)
        origins.push_back({isLocal(session.clientAddress), names.podAt(session.clientAddress)});
    const std::vector<bool> strange = areStrangers(origins, request.environment.deployments);
    std::set<int> strangers;
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        if (strange[i])
            strangers.insert(sessions[i].pid);
    }
    return strangers;
}

} // namespace

std::vector<bool> areStrangers(const std::vector<HolderOrigin>& origins, const std::vector<std::string>& deployments)
{
    const bool podsAreKnown = std::ranges::any_of(
        origins, [&](const HolderOrigin& origin) { return isOfDeployments(origin.pod, deployments); });
    std::vector<bool> strangers;
    for (const HolderOrigin& origin : origins)
        strangers.push_back(origin.pod.empty() ? origin.local || podsAreKnown
                                               : !isOfDeployments(origin.pod, deployments) && !isPooler(origin.pod));
    return strangers;
}

Result<> waitForStrangers(const RestoreRequest& request, operation::StepContext& step)
{
    const bool stopped = isSet(step, kStopBegun) || isSet(step, kBegun) || isSet(step, kRestored);
    if (!request.stopsApplication() || !request.environment.workload || request.options.endSessions || stopped)
        return {};
    TaskContext& task = step.task();
    QBM_TRY(live, connectLiveOrBeside(request.environment, AccessMode::ReadOnly, task));
    if (live.gone)
        return {};
    HolderNames names(request.environment.workload.get(), task);
    // Who comes later is waited for when nobody new comes with the application; these would only make it wait.
    QBM_TRY(strangers, fetchStrangers(request, live.client, names, task));
    return waitForSessions(
        live.client, request.environment.database,
        [&](const Session& session) { return strangers.contains(session.pid) && request.holdsDatabase(session); },
        request.environment.timeouts.sessionsGone, task, std::ref(names));
}

} // namespace qbm::backup
