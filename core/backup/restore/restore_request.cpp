// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restore_request.h"

#include "core/backup/operation_checks.h"
#include "core/backup/restore/database_exchange.h"
#include "core/backup/restore/side_database.h"

#include <algorithm>

namespace qbm::backup {

namespace {

constexpr std::chrono::minutes kCountTimeout{30};

std::string_view yesOrNo(bool value)
{
    return value ? "true" : "false";
}

} // namespace

bool RestoreRequest::holdsDatabase(const postgres::Session& session) const
{
    const bool onlyLooks = session.monitoring
        || std::ranges::find(environment.tolerated, session.applicationName) != environment.tolerated.end();
    if (givesWay(session))
        return false;
    return !onlyLooks || session.state.starts_with("idle in transaction");
}

Result<postgres::Client> connectLive(const RestoreRequest& request, AccessMode access, TaskContext& context)
{
    QBM_TRY(settings, request.environment.connection(access, context));
    settings.statementTimeout = kCountTimeout;
    return postgres::Client::connect(std::move(settings), context);
}

Result<postgres::Client> connectBeside(const RestoreRequest& request, AccessMode access, TaskContext& context)
{
    QBM_TRY(settings, request.environment.connection(access, context));
    return connectToMaintenance(std::move(settings), context);
}

std::string joinNames(const std::vector<std::string>& names)
{
    std::string out;
    for (const std::string& name : names)
        out += (out.empty() ? "" : ",") + name;
    return out;
}

std::vector<std::string> splitNames(const std::string& names)
{
    std::vector<std::string> out;
    for (std::size_t begin = 0; begin < names.size();) {
        const std::size_t end = std::min(names.find(',', begin), names.size());
        out.push_back(names.substr(begin, end - begin));
        begin = end + 1;
    }
    return out;
}

operation::Values parametersOf(const RestoreRequest& request)
{
    operation::Values values{{"target", request.environment.target},
        {"deployments", joinNames(request.environment.deployments)},
        {"stopApplication", std::string(yesOrNo(request.options.stopApplication))},
        {"endSessions", std::string(yesOrNo(request.options.endSessions))},
        {"silenceAlerts", std::string(yesOrNo(request.options.silenceAlerts))},
        {"makeRoles", std::string(yesOrNo(request.options.makeRoles))}};
    if (request.swapsBack())
        values["keptDatabase"] = request.keptDatabase;
    else {
        values["backup"] = request.backupName;
        values["way"] = name(request.options.way);
        values["foreign"] = request.options.foreign;
    }
    return values;
}

Result<RestoreRequest> requestFrom(BackupEnvironment environment, const operation::Values& parameters)
{
    QBM_CHECK(requireSameTarget(environment, parameters));
    const auto value = [&](const char* key) {
        const auto found = parameters.find(key);
        return found == parameters.end() ? std::string() : found->second;
    };
    // The deployments that were stopped, whatever the profile says by now.
    environment.deployments = splitNames(value("deployments"));
    RestoreRequest request{std::move(environment), value("backup"), {}};
    request.keptDatabase = value("keptDatabase");
    request.options.way = value("way") == name(RestoreWay::Side) ? RestoreWay::Side : RestoreWay::InPlace;
    request.options.stopApplication = value("stopApplication") != "false";
    request.options.endSessions = value("endSessions") == "true";
    request.options.silenceAlerts = value("silenceAlerts") != "false";
    request.options.foreign = value("foreign");
    request.options.makeRoles = value("makeRoles") == "true";
    request.firstSteps = value("way").empty() && !request.swapsBack();
    if (request.stopsApplication() && !request.environment.workload)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core",
                     "The profile names no cluster any more, but the restore stopped %1 there; add kubernetes to the "
                     "profile again."),
                value("deployments")));
    return request;
}

} // namespace qbm::backup
