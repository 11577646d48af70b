// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/readiness.h"

#include "app/lab/lab_plan.h"
#include "app/lab/part_process.h"
#include "app/lab/services/postgres.h"
#include "app/lab/services/probe.h"

#include <fmt/format.h>

namespace qbm::lab {

namespace {

using namespace std::chrono_literals;

constexpr auto kReadyLimit = 45s;
constexpr auto kPollInterval = 20ms;

} // namespace

bool isReady(const LabFolder& folder, const Part& part)
{
    if (part.name == parts::kPostgres)
        return acceptsConnections(part.port) && postgresReady(folder.postgresData());
    if (part.name == parts::kRedis)
        return answersRedis(part.port);
    if (part.name == parts::kPrometheus || part.name == parts::kAlertmanager)
        return answersHttp(part.port, "/-/ready");
    if (part.name == parts::kPostgresExporter || part.name == parts::kRedisExporter || part.name == parts::kApplication)
        return answersHttp(part.port, "/metrics");
    if (part.name == parts::kKubernetes)
        return std::filesystem::exists(folder.kubeconfig()) && acceptsConnections(part.port);
    return true;
}

Result<> waitUntilReady(const LabFolder& folder, const std::string& name, TaskContext& context)
{
    const auto deadline = std::chrono::steady_clock::now() + kReadyLimit;
    QBM_TRY(state, loadState(folder));
    const Part* part = state.part(name);
    if (!part)
        return fail(ErrorKind::NotFound, text("The lab has no part %1.", name));
    while (!isReady(folder, *part)) {
        if (stateOf(*part) == PartState::Stopped)
            return fail(ErrorKind::Internal, text("%1 ended right after its start.", name), logTail(folder, name));
        if (std::chrono::steady_clock::now() > deadline)
            return fail(ErrorKind::Timeout,
                text("%1 did not answer on port %2 within %3 s.", name, part->port, kReadyLimit.count()),
                logTail(folder, name));
        QBM_CHECK(context.sleepFor(kPollInterval));
    }
    return {};
}

Result<> waitUntilServing(const LabFolder& folder, const LabState& state, TaskContext& context)
{
    const auto deadline = std::chrono::steady_clock::now() + kReadyLimit;
    while (!answersHttp(state.port(parts::kApplication), "/health")) {
        if (std::chrono::steady_clock::now() > deadline)
            return fail(ErrorKind::Timeout,
                text("The application did not become healthy within %1 s.", kReadyLimit.count()),
                ask(state.port(parts::kApplication), "GET /health HTTP/1.0\r\n\r\n") + "\n"
                    + logTail(folder, parts::kApplication));
        QBM_CHECK(context.sleepFor(kPollInterval));
    }
    return {};
}

bool postgresTakesLogins(std::uint16_t port)
{
    // The start of PostgreSQL's protocol 3.0: length, version, parameters. It is answered by a request for a password
    // (R), or, where pg_hba.conf rejects us, by an error (E).
    const std::string parameters = fmt::format("user{0}{1}{0}database{0}{2}{0}{0}", '\0', kSuperuser, kDatabase);
    const auto length = static_cast<unsigned char>(8 + parameters.size());
    std::string packet{'\0', '\0', '\0', static_cast<char>(length), '\0', '\3', '\0', '\0'};
    return ask(port, packet + parameters).starts_with('R');
}

} // namespace qbm::lab
