// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/restore_operation.h"

#include "core/backup/ours.h"
#include "core/backup/restore/restore_plan.h"
#include "core/backup/restore/restore_steps.h"
#include "core/backup/restore/side_database.h"

namespace qbm::backup {

namespace {

using operation::Values;

class RestoreOperation final : public operation::Operation {
public:
    explicit RestoreOperation(RestoreRequest request)
        : m_request(std::move(request))
    {
    }

    std::string kind() const override { return kRestoreKind; }
    Values parameters() const override { return parametersOf(m_request); }
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

class SwapBackOperation final : public operation::Operation {
public:
    explicit SwapBackOperation(RestoreRequest request)
        : m_request(std::move(request))
    {
    }

    std::string kind() const override { return kSwapBackKind; }
    Values parameters() const override { return parametersOf(m_request); }
    Result<operation::Plan> plan(TaskContext& context) override { return planSwapBack(m_request, context); }
    Result<std::vector<operation::Check>> check(TaskContext& context) override
    {
        return checkSwapBack(m_request, context);
    }
    std::vector<operation::Step> steps() override { return makeSwapBackSteps(m_request); }

private:
    RestoreRequest m_request;
};

} // namespace

std::string_view name(RestoreWay way)
{
    return way == RestoreWay::Side ? "side" : "in-place";
}

Result<std::unique_ptr<operation::Operation>> makeRestoreOperation(
    BackupEnvironment environment, const std::string& name, RestoreOptions options, TaskContext& context)
{
    QBM_TRY(backup, findBackup(environment, name, context));
    return std::make_unique<RestoreOperation>(RestoreRequest{std::move(environment), backup.name, options});
}

Result<std::unique_ptr<operation::Operation>> remakeRestoreOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_TRY(request, requestFrom(std::move(environment), parameters));
    return std::make_unique<RestoreOperation>(std::move(request));
}

Result<std::unique_ptr<operation::Operation>> makeSwapBackOperation(
    BackupEnvironment environment, const std::string& keptDatabase, RestoreOptions options, TaskContext& context)
{
    const auto parsed = parseSideName(keptDatabase, environment.database);
    if (!parsed || parsed->role != SideRole::Before)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "%1 is no database that a restore of %2 set aside."), keptDatabase,
                environment.database));
    options.way = RestoreWay::Side;
    RestoreRequest request{std::move(environment), {}, options, keptDatabase};
    QBM_TRY(client, connectBeside(request, AccessMode::ReadOnly, context));
    QBM_TRY(oid, databaseOid(client, keptDatabase, context));
    if (!oid)
        return fail(
            ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "There is no database %1 any more."), keptDatabase));
    return std::make_unique<SwapBackOperation>(std::move(request));
}

Result<std::unique_ptr<operation::Operation>> remakeSwapBackOperation(
    BackupEnvironment environment, const Values& parameters)
{
    QBM_TRY(request, requestFrom(std::move(environment), parameters));
    request.options.way = RestoreWay::Side;
    return std::make_unique<SwapBackOperation>(std::move(request));
}

} // namespace qbm::backup
