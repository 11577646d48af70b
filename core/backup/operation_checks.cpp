// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/operation_checks.h"

#include "core/backup/archive/readable_archive.h"
#include "core/backup/ours.h"
#include "core/base/file.h"
#include "core/base/unit.h"
#include "core/postgres/server_facts.h"
#include "core/postgres/table_locks.h"

#include <cerrno>
#include <charconv>
#include <unistd.h>

namespace qbm::backup {

namespace {

using operation::Check;
using operation::Verdict;

namespace fs = std::filesystem;

constexpr const char* kMayCreateSql = "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user";

} // namespace

Result<> checkWritable(const fs::path& folder)
{
    // The folder itself or, before the first backup, the parent it will be made in.
    std::error_code error;
    fs::path standing = fs::absolute(folder, error);
    while (!fs::exists(standing, error) && standing.has_relative_path())
        standing = standing.parent_path();
    if (!fs::is_directory(standing, error))
        return fail(ErrorKind::Conflict, text(QT_TRANSLATE_NOOP("core", "%1 is no folder."), standing.string()));
    if (::access(standing.c_str(), W_OK | X_OK) != 0)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot write into %1"), standing.string())));
    return {};
}

Check checkMayChange(const fs::path& folder)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "May change %1"), folder.string());
    const auto writable = checkWritable(folder);
    std::error_code error;
    if (writable)
        return {std::move(question), Verdict::Pass,
            fs::exists(folder, error)
                ? text(QT_TRANSLATE_NOOP("core", "This user may write there."))
                : text(QT_TRANSLATE_NOOP("core", "It is not there yet; this user may make it."))};
    if (writable.error().kind != ErrorKind::Denied)
        return failedCheck(std::move(question), writable.error());
    return {std::move(question), Verdict::Fail,
        text(QT_TRANSLATE_NOOP("core", "%1 Run it as the owner of the folder."), writable.error().sentence())};
}

Check failedCheck(Text question, const Error& error)
{
    return {std::move(question), Verdict::Fail, error.sentence()};
}

std::optional<postgres::Client> checkConnection(
    const BackupEnvironment& environment, AccessMode access, std::vector<Check>& checks, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "%1 answers"), environment.target);
    auto settings = environment.connection(access, context);
    if (!settings) {
        checks.push_back(failedCheck(std::move(question), settings.error()));
        return std::nullopt;
    }
    auto client = postgres::Client::connect(std::move(*settings), context);
    if (!client) {
        checks.push_back(failedCheck(std::move(question), client.error()));
        return std::nullopt;
    }
    checks.push_back({std::move(question), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "PostgreSQL %1"), client->serverVersionText())});
    return std::move(*client);
}

std::optional<Tools> checkTools(int serverMajor, std::vector<Check>& checks, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "pg_dump and pg_restore fit PostgreSQL %1"), serverMajor);
    auto tools = findTools(serverMajor, context);
    if (!tools) {
        checks.push_back(failedCheck(std::move(question), tools.error()));
        return std::nullopt;
    }
    checks.push_back({std::move(question), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "%1 in %2"), tools->version, tools->pgDump.parent_path().string())});
    return std::move(*tools);
}

void checkDisk(const fs::path& folder, const DumpEstimate& estimate, std::vector<Check>& checks)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "%1 has room for the dump"), folder.string());
    if (const auto writable = checkWritable(folder); !writable) {
        checks.push_back({std::move(question), Verdict::Fail,
            text(QT_TRANSLATE_NOOP("core", "%1 Choose another backup folder in the profile."), writable.error().sentence())});
        return;
    }
    const auto free = freeSpaceBytes(folder);
    if (!free) {
        checks.push_back(failedCheck(std::move(question), free.error()));
        return;
    }
    const Text reason = text(
        QT_TRANSLATE_NOOP("core", "%1 free, about %2 needed"), formatBytes(*free), formatBytes(estimate.sizeBytes));
    // Without an earlier backup the database's own size is a bound, not a measurement: a warning is all it can carry.
    const Verdict verdict = *free >= estimate.sizeBytes ? Verdict::Pass
        : estimate.measured                             ? Verdict::Fail
                                                        : Verdict::Warning;
    checks.push_back({std::move(question), verdict, reason});
}

Check checkReadable(
    const Backup& backup, std::uint64_t unpackedBytes, const BackupEnvironment& environment, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "%1 can be read"), backup.name);
    if (const auto readable = checkIdentity(backup.encryption, environment.settings.identity, context); !readable)
        return failedCheck(std::move(question), readable.error());
    if (unpackedBytes == 0)
        return {std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "as it lies"))};
    const auto free = freeSpaceBytes(unpackFolder(environment.folder));
    if (!free)
        return failedCheck(std::move(question), free.error());
    return {std::move(question), *free >= unpackedBytes ? Verdict::Pass : Verdict::Fail,
        text(QT_TRANSLATE_NOOP("core", "%1 free, %2 needed to unpack it"), formatBytes(*free),
            formatBytes(unpackedBytes))};
}

Check checkWhole(const Backup& backup, const BackupEnvironment& environment, const Tools& tools, VerifyDepth depth,
    std::optional<VerifyReport>& verified, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "%1 can be read to its end"), backup.name);
    if (!verified) {
        auto report = verifyBackup(backup, environment.settings.identity, tools, context, depth);
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

Check checkTableLocks(postgres::Client& client, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "Every table of %1 can be read"), client.settings().database);
    const auto locks = postgres::fetchExclusiveLocks(client, {}, context);
    if (!locks)
        return failedCheck(std::move(question), locks.error());
    if (locks->empty())
        return {std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "nobody has locked one"))};
    const postgres::TableLock& first = locks->front();
    if (locks->size() == 1)
        return {std::move(question), Verdict::Warning,
            text(QT_TRANSLATE_NOOP("core", "The dump waits for a lock, and gives up after a minute: %1. %2"),
                postgres::describe(first), postgres::advice(first))};
    return {std::move(question), Verdict::Warning,
        text(QT_TRANSLATE_NOOP(
                 "core", "The dump waits for %3 locks, and gives up after a minute; the first of them: %1. %2"),
            postgres::describe(first), postgres::advice(first), locks->size())};
}

Check checkMayCreate(postgres::Client& client, TaskContext& context)
{
    Text question = text(QT_TRANSLATE_NOOP("core", "%1 may create databases"), client.settings().user);
    const auto answer = client.query(kMayCreateSql, context);
    if (!answer)
        return failedCheck(std::move(question), answer.error());
    const bool may = !answer->rows.empty() && answer->rows[0][0] == "t";
    return {std::move(question), may ? Verdict::Pass : Verdict::Fail,
        may ? text(QT_TRANSLATE_NOOP("core", "by its attributes"))
            : text(QT_TRANSLATE_NOOP("core", "Give it CREATEDB, or use a role that has it."))};
}

Result<DumpEstimate> fetchDumpEstimate(
    postgres::Client& client, const fs::path& folder, Format format, TaskContext& context)
{
    QBM_TRY(table, client.query(std::string(postgres::kDatabaseSizeQuery), context));
    QBM_TRY(size, postgres::toInteger(table.rows.at(0)[0]));
    QBM_TRY(identifier, fetchSystemIdentifier(client, context));
    const postgres::ConnectionSettings& server = client.settings();
    QBM_TRY(earlier,
        listBackups(Catalogue(folder), {std::move(identifier), server.host, server.port, server.database}, context));
    std::erase_if(earlier, [](const Backup& backup) { return backup.belonging != Belonging::Ours; });
    return estimateDump(static_cast<std::uint64_t>(size), server.database, format, earlier);
}

Result<> requireSameTarget(const BackupEnvironment& environment, const operation::Values& parameters)
{
    const auto target = parameters.find("target");
    if (target == parameters.end() || target->second != environment.target)
        return fail(ErrorKind::Conflict,
            text(
                QT_TRANSLATE_NOOP("core",
                    "The operation was begun on %1, but the profile names %2 now; open the profile it was begun with."),
                target == parameters.end() ? std::string("?") : target->second, environment.target));
    return {};
}

int majorOf(const std::string& version)
{
    int major = 0;
    std::from_chars(version.data(), version.data() + version.size(), major);
    return major;
}

} // namespace qbm::backup
