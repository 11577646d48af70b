// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restore_operation.h"

#include "core/backup/operation_checks.h"
#include "core/backup/restore/restore_plan.h"
#include "core/backup/restore/restore_steps.h"

namespace qbm::backup {

namespace {

using operation::Values;

std::string joined(const std::vector<std::string>& names)
{
    std::string out;
    for (const std::string& name : names)
        out += (out.empty() ? "" : ",") + name;
    return out;
}

std::vector<std::string> split(const std::string& names)
{
    std::vector<std::string> out;
    for (std::size_t begin = 0; begin < names.size();) {
        const std::size_t end = std::min(names.find(',', begin), names.size());
        out.push_back(names.substr(begin, end - begin));
        begin = end + 1;
    }
    return out;
}

class RestoreOperation final : public operation::Operation {
public:
    explicit RestoreOperation(RestoreRequest request)
        : m_request(std::move(request))
    {
    }

    std::string kind() const override { return kRestoreKind; }

    Values parameters() const override
    {
        return {{"target", m_request.environment.target}, {"backup", m_request.backupName},
            {"deployments", joined(m_request.environment.deployments)},
            {"stopApplication", m_request.options.stopApplication ? "true" : "false"}};
    }

    Result<operation::Plan> plan(TaskContext& context) override { return planRestore(m_request, context); }
    Result<std::vector<operation::Check>> check(TaskContext& context) override
    {
        return checkRestore(m_request, m_verified, context);
    }
    std::vector<operation::Step> steps() override { return makeRestoreSteps(m_request); }

private:
    RestoreRequest m_request;
    std::optional<VerifyReport> m_verified;
};

} // namespace

std::string_view name(RestoreWay way)
{
    return way == RestoreWay::Side ? "side" : "in-place";
}

Result<std::unique_ptr<operation::Operation>> makeRestoreOperation(
    BackupEnvironment environment, const std::string& name, RestoreOptions options, TaskContext& context)
{
    QBM_TRY(backup, Catalogue(environment.folder).find(name, context));
    return std::make_unique<RestoreOperation>(RestoreRequest{std::move(environment), backup.name, options});
}

Result<std::unique_ptr<operation::Operation>> remakeRestoreOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_CHECK(requireSameTarget(environment, parameters));
    const auto value = [&](const char* key) {
        const auto found = parameters.find(key);
        return found == parameters.end() ? std::string() : found->second;
    };
    // The deployments that were stopped, whatever the profile says by now.
    environment.deployments = split(value("deployments"));
    RestoreRequest request{std::move(environment), value("backup"), {}};
    request.options.stopApplication = value("stopApplication") != "false";
    if (request.stopsApplication() && !request.environment.workload)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core",
                     "The profile names no cluster any more, but the restore stopped %1 there; add kubernetes to the "
                     "profile again."),
                value("deployments")));
    return std::make_unique<RestoreOperation>(std::move(request));
}

} // namespace qbm::backup
