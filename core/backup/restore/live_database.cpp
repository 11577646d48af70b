// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/live_database.h"

#include "core/backup/operation_checks.h"
#include "core/backup/restore/side_database.h"

namespace qbm::backup {

using operation::Verdict;

Result<LiveSession> connectLiveOrBeside(const BackupEnvironment& environment, AccessMode access, TaskContext& context)
{
    QBM_TRY(settings, environment.connection(access, context));
    auto live = postgres::Client::connect(settings, context);
    if (live)
        return LiveSession{std::move(*live), false};
    if (live.error().kind != ErrorKind::NotFound)
        return fail(std::move(live).error());
    QBM_TRY(beside, connectToMaintenance(std::move(settings), context));
    QBM_TRY(oid, databaseOid(beside, environment.database, context));
    if (oid)
        return fail(std::move(live).error()); // it is there: something else was not found
    return LiveSession{std::move(beside), true};
}

std::optional<LiveSession> checkServer(const BackupEnvironment& environment, const Text& whenGone,
    std::vector<operation::Check>& checks, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "%1 answers"), environment.target);
    auto live = connectLiveOrBeside(environment, AccessMode::ReadOnly, context);
    if (!live) {
        checks.push_back(failedCheck(std::move(question), live.error()));
        return std::nullopt;
    }
    checks.push_back({std::move(question), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "PostgreSQL %1"), live->client.serverVersionText())});
    if (live->gone)
        checks.push_back({text(QT_TRANSLATE_NOOP("core", "The database %1 is there"), environment.database),
            Verdict::Warning, whenGone});
    return std::move(*live);
}

} // namespace qbm::backup
