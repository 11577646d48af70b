// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/readable_archive.h"
#include "core/backup/operation_checks.h"
#include "core/backup/ours.h"
#include "core/backup/restore/archive_owners.h"
#include "core/backup/restore/holder_names.h"
#include "core/backup/restore/restore_plan.h"
#include "core/backup/restore/server_disk.h"
#include "core/backup/restore/side_database.h"
#include "core/base/file.h"
#include "core/base/unit.h"
#include "core/postgres/server_facts.h"

#include <algorithm>
#include <set>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Verdict;

Check checkBackup(const RestoreRequest& request, const Backup& backup, const Tools& tools,
    std::optional<VerifyReport>& verified, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "%1 can be read to its end"), request.backupName);
    if (!verified) {
        auto report = verifyBackup(backup, request.environment.settings.identity, tools, context);
        if (!report)
            return failedCheck(std::move(question), report.error());
        verified = std::move(*report);
    }
    if (!verified->contentRead)
        return {std::move(question), Verdict::Fail,
            text(QT_TRANSLATE_NOOP("core",
                "It is encrypted and nothing here can decrypt it; name the age identity in the profile, or import the "
                "key into the GnuPG keyring."))};
    if (!verified->checksumKnown)
        return {std::move(question), Verdict::Warning,
            text(QT_TRANSLATE_NOOP("core",
                "It was decoded to its end, but it has no sidecar: row counts cannot be compared after the restore."))};
    return {std::move(question), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "SHA-256 and table of contents match its sidecar (%1)"),
            formatBytes(verified->sizeBytes))};
}

Check checkVersion(const VerifyReport& report, int serverMajor)
{
    const int from = majorOf(report.contents.archiveVersion);
    Text question = text(QT_TRANSLATE_NOOP("core", "The backup's PostgreSQL version fits the server's"));
    Text reason = text(
        QT_TRANSLATE_NOOP("core", "dumped from %1, restored into %2"), report.contents.archiveVersion, serverMajor);
    return {std::move(question), from > serverMajor ? Verdict::Warning : Verdict::Pass, std::move(reason)};
}

Check checkRights(postgres::Client& client, TaskContext& context)
{
    Text question = text(
        QT_TRANSLATE_NOOP("core", "%1 may replace what is in %2"), client.settings().user, client.settings().database);
    auto answer = client.query(
        "SELECT pg_is_in_recovery(), r.rolsuper OR pg_has_role(d.datdba, 'MEMBER') "
        "FROM pg_database d, pg_roles r WHERE d.datname = current_database() AND r.rolname = current_user",
        context);
    if (!answer)
        return failedCheck(std::move(question), answer.error());
    const postgres::Row& row = answer->rows.at(0);
    if (row[0] == "t")
        return {std::move(question), Verdict::Fail,
            text(QT_TRANSLATE_NOOP("core", "The server is a standby and takes no writes; restore on its primary."))};
    if (row[1] != "t")
        return {std::move(question), Verdict::Fail,
            text(QT_TRANSLATE_NOOP("core", "Only the database's owner or a superuser can; connect as one of them."))};
    return {std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "owner of the database, or superuser"))};
}

/// pg_restore drops and makes each table of the backup again; a foreign key from a table it does not know forbids that.
Check checkForeignKeys(postgres::Client& client, const ArchiveContents& contents, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "Nothing outside the backup refers to its tables"));
    auto answer = client.query("SELECT n.nspname, c.relname, fn.nspname, f.relname FROM pg_constraint k "
                               "JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
                               "JOIN pg_class f ON f.oid = k.confrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace "
                               "WHERE k.contype = 'f' ORDER BY 1, 2",
        context);
    if (!answer)
        return failedCheck(std::move(question), answer.error());
    for (const postgres::Row& row : answer->rows) {
        if (!contents.definesTable(*row[0], *row[1]) && contents.definesTable(*row[2], *row[3]))
            return {std::move(question), Verdict::Fail,
                text(QT_TRANSLATE_NOOP(
                         "core", "%1.%2 is not in the backup and has a foreign key to %3.%4; drop that key first."),
                    *row[0], *row[1], *row[2], *row[3])};
    }
    return {std::move(question), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "no foreign key from a table that is not in the backup"))};
}

Check checkSessions(const RestoreRequest& request, postgres::Client& client, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "Who uses the database now"));
    auto sessions = postgres::fetchOtherSessions(client, context);
    if (!sessions)
        return failedCheck(std::move(question), sessions.error());
    HolderNames describe(request.environment.workload.get(), context);
    std::string holders;
    for (const postgres::Session& session : *sessions) {
        if (request.holdsDatabase(session))
            holders += (holders.empty() ? "" : "; ") + describe(session).english();
    }
    if (holders.empty())
        return {
            std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "nobody but programs that only look"))};
    return {std::move(question), Verdict::Warning,
        request.options.endSessions
            ? text(QT_TRANSLATE_NOOP("core",
                       "%1. Sessions of the application end with its pods; any other is ended before the data is "
                       "replaced."),
                holders)
            : text(QT_TRANSLATE_NOOP("core",
                       "%1. Sessions of the application end with its pods; any other must be ended before the data is "
                       "replaced."),
                holders)};
}

void checkWorkload(const RestoreRequest& request, std::vector<Check>& checks, TaskContext& context)
{
    if (!request.stopsApplication())
        return;
    if (!request.environment.workload) {
        checks.push_back({text(QT_TRANSLATE_NOOP("core", "The application can be stopped")), Verdict::Fail,
            text(QT_TRANSLATE_NOOP("core",
                "The profile names no cluster, so nobody can say that the application is quiet; add kubernetes to the "
                "profile."))});
        return;
    }
    for (const std::string& deployment : request.environment.deployments) {
        Text question = text(QT_TRANSLATE_NOOP("core", "%1 may be scaled"), deployment);
        const auto allowed = request.environment.workload->checkMayScale(deployment, context);
        const auto replicas = request.environment.workload->fetchReplicas(deployment, context);
        if (!allowed || !replicas)
            checks.push_back(failedCheck(std::move(question), !allowed ? allowed.error() : replicas.error()));
        else if (*replicas == 0)
            checks.push_back({std::move(question), Verdict::Warning,
                text(QT_TRANSLATE_NOOP("core",
                    "It has 0 replicas now and will have 0 afterwards; see whether an earlier restore was "
                    "interrupted."))});
        else
            checks.push_back(
                {std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "%1 replicas now"), *replicas)});
    }
}

void checkPausing(const RestoreRequest& request, std::vector<Check>& checks, TaskContext& context)
{
    if (!request.stopsApplication() || !request.environment.workload)
        return;
    const auto interferers = request.environment.workload->fetchInterferers(request.environment.deployments, context);
    if (!interferers) {
        checks.push_back(failedCheck(
            text(QT_TRANSLATE_NOOP("core", "Autoscalers and CronJobs can be kept still")), interferers.error()));
        return;
    }
    for (const Interferer& entry : *interferers) {
        Text question = text(QT_TRANSLATE_NOOP("core", "%1 %2 can be kept still"), entry.kind, entry.name);
        if (const auto allowed = request.environment.workload->checkMayPause(entry, context); !allowed)
            checks.push_back(failedCheck(std::move(question), allowed.error()));
        else
            checks.push_back({std::move(question), Verdict::Pass, entry.description});
    }
}

Check checkExtensions(postgres::Client& client, const ArchiveContents& contents, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "The server has the extensions of the backup"));
    auto answer = client.query("SELECT name FROM pg_available_extensions", context);
    if (!answer)
        return failedCheck(std::move(question), answer.error());
    std::set<std::string> available;
    for (const postgres::Row& row : answer->rows)
        available.insert(*row[0]);
    std::string missing;
    for (const std::string& extension : contents.extensions) {
        if (!available.contains(extension))
            missing += (missing.empty() ? "" : ", ") + extension;
    }
    if (!missing.empty())
        return {std::move(question), Verdict::Fail,
            text(QT_TRANSLATE_NOOP("core", "Not installed there: %1. Install them on the database server."), missing)};
    return {std::move(question), Verdict::Pass,
        contents.extensions.empty() ? text(QT_TRANSLATE_NOOP("core", "it has none"))
                                    : Text(joinNames(contents.extensions))};
}

Check checkMayMakeDatabases(postgres::Client& client, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "%1 may make and rename databases"), client.settings().user);
    auto answer
        = client.query("SELECT rolsuper, rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user", context);
    if (!answer)
        return failedCheck(std::move(question), answer.error());
    if (answer->rows.at(0)[1] != "t")
        return {std::move(question), Verdict::Fail,
            text(QT_TRANSLATE_NOOP(
                "core", "The role has no CREATEDB right; give it that, connect as another one, or restore in place."))};
    return {std::move(question), Verdict::Pass,
        answer->rows[0][0] == "t" ? text(QT_TRANSLATE_NOOP("core", "superuser"))
                                  : text(QT_TRANSLATE_NOOP("core", "CREATEDB"))};
}

Check checkMaintenance(const RestoreRequest& request, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "Databases can be exchanged from outside"));
    const auto beside = connectBeside(request, AccessMode::ReadOnly, context);
    if (!beside)
        return failedCheck(std::move(question), beside.error());
    return {std::move(question), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "through the database %1"), beside->settings().database)};
}

/// A second copy of the database, on a disk that we seldom see.
Check checkServerDisk(postgres::Client& client, std::uint64_t neededBytes, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "The database server has room for a second copy"));
    const auto free = freeServerDiskBytes(client, context);
    if (!free)
        return {std::move(question), Verdict::Warning,
            text(QT_TRANSLATE_NOOP("core",
                     "About %1 are needed there; the server's disk cannot be seen from here. If it fills up, the copy "
                     "is dropped again and nothing else has happened."),
                formatBytes(neededBytes))};
    return {std::move(question), *free >= neededBytes ? Verdict::Pass : Verdict::Fail,
        text(QT_TRANSLATE_NOOP("core", "%1 free, about %2 needed"), formatBytes(*free), formatBytes(neededBytes))};
}

void checkUnpacking(const RestoreRequest& request, const Backup& backup, std::vector<Check>& checks)
{
    const std::uint64_t needed = unpackedSizeBytes(backup);
    if (needed == 0)
        return;
    Text question
        = text(QT_TRANSLATE_NOOP("core", "%1 has room to unpack the backup"), request.environment.folder.string());
    const auto free = freeSpaceBytes(request.environment.folder);
    if (!free) {
        checks.push_back(failedCheck(std::move(question), free.error()));
        return;
    }
    checks.push_back({std::move(question), *free >= needed ? Verdict::Pass : Verdict::Fail,
        text(QT_TRANSLATE_NOOP("core", "%1 free, about %2 needed"), formatBytes(*free), formatBytes(needed))});
}

/// Found out now where the archive can be read as it lies; an unpacked one is asked when it is there.
Check checkOwners(postgres::Client& client, const Backup& backup, const Tools& tools, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "Owners and grants come back"));
    if (unpackedSizeBytes(backup) > 0)
        return {std::move(question), Verdict::Pass,
            text(QT_TRANSLATE_NOOP("core",
                "if the connecting role is a superuser and all roles of the backup are on the server; the step says "
                "which are not"))};
    const auto owners = checkOwnership(client, tools, backup.file, context);
    if (!owners)
        return failedCheck(std::move(question), owners.error());
    return {std::move(question), owners->restorable() ? Verdict::Pass : Verdict::Warning, describe(*owners)};
}

Result<> checkSideWay(const RestoreRequest& request, postgres::Client& client, const Backup& backup,
    std::vector<Check>& checks, TaskContext& context)
{
    checks.push_back(checkMaintenance(request, context));
    checks.push_back(checkMayMakeDatabases(client, context));
    QBM_TRY(
        estimate, fetchDumpEstimate(client, request.environment.folder, request.environment.settings.format, context));
    const bool known = backup.sidecar && backup.sidecar->databaseSizeBytes > 0;
    checks.push_back(
        checkServerDisk(client, known ? backup.sidecar->databaseSizeBytes : estimate.databaseSizeBytes, context));
    return {};
}

Result<> checkInPlace(
    const RestoreRequest& request, postgres::Client& client, std::vector<Check>& checks, TaskContext& context)
{
    QBM_TRY(
        estimate, fetchDumpEstimate(client, request.environment.folder, request.environment.settings.format, context));
    checkDisk(request.environment.folder, estimate, checks);
    return {};
}

} // namespace

Result<std::vector<Check>> checkRestore(
    const RestoreRequest& request, std::optional<VerifyReport>& verified, TaskContext& context)
{
    const bool side = request.options.way == RestoreWay::Side;
    std::vector<Check> checks;
    QBM_TRY(backup, Catalogue(request.environment.folder).find(request.backupName, context));
    QBM_TRY(belonging, checkBelonging(request.environment, backup, request.options.foreign, context));
    checks.push_back(std::move(belonging));
    checkWorkload(request, checks, context);
    checkPausing(request, checks, context);
    auto client = checkConnection(request.environment, AccessMode::ReadOnly, checks, context);
    if (!client)
        return checks;
    const auto tools = checkTools(client->serverMajor(), checks, context);
    if (tools) {
        checks.push_back(checkBackup(request, backup, *tools, verified, context));
        if (verified) {
            checks.push_back(checkVersion(*verified, client->serverMajor()));
            checks.push_back(checkExtensions(*client, verified->contents, context));
            checks.push_back(side ? checkOwners(*client, backup, *tools, context)
                                  : checkForeignKeys(*client, verified->contents, context));
        }
    }
    checks.push_back(checkRights(*client, context));
    checks.push_back(checkSessions(request, *client, context));
    checkUnpacking(request, backup, checks);
    QBM_CHECK(side ? checkSideWay(request, *client, backup, checks, context)
                   : checkInPlace(request, *client, checks, context));
    QBM_CHECK(context.checkpoint()); // a stop in the middle must not read as a failed check
    return checks;
}

Result<std::vector<Check>> checkSwapBack(const RestoreRequest& request, TaskContext& context)
{
    std::vector<Check> checks;
    checkWorkload(request, checks, context);
    checkPausing(request, checks, context);
    auto client = checkConnection(request.environment, AccessMode::ReadOnly, checks, context);
    if (!client)
        return checks;
    checks.push_back(checkMaintenance(request, context));
    checks.push_back(checkMayMakeDatabases(*client, context));
    checks.push_back(checkRights(*client, context));
    checks.push_back(checkSessions(request, *client, context));
    QBM_CHECK(context.checkpoint());
    return checks;
}

} // namespace qbm::backup
