// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/dump.h"

#include "core/base/file.h"
#include "core/base/log.h"
#include "core/base/sha256.h"
#include "core/base/unit.h"
#include "core/base/version.h"
#include "core/postgres/server_facts.h"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto kCountTimeout = 30min;

/// The one view of the data that pg_dump and the row counts share, and the session that holds it open.
struct Snapshot {
    postgres::Client client;
    std::optional<postgres::Transaction> transaction;
    std::string id; ///< empty on a standby, which cannot export one
    TimePoint takenAt{};
    std::uint64_t databaseSizeBytes = 0;
};

Result<std::unique_ptr<Snapshot>> takeSnapshot(postgres::ConnectionSettings settings, TaskContext& context)
{
    settings.access = AccessMode::ReadOnly;
    settings.statementTimeout = kCountTimeout;
    QBM_TRY(client, postgres::Client::connect(std::move(settings), context));
    auto snapshot = std::make_unique<Snapshot>(Snapshot{std::move(client), {}, {}, {}, 0});
    QBM_TRY(
        transaction, postgres::Transaction::begin(snapshot->client, postgres::Transaction::Mode::Snapshot, context));
    snapshot->transaction.emplace(std::move(transaction));
    QBM_TRY(facts,
        snapshot->client.query(
            "SELECT clock_timestamp(), pg_is_in_recovery(), pg_database_size(current_database())", context));
    QBM_TRY(takenAt, postgres::toTime(facts.rows.at(0)[0]));
    QBM_TRY(standby, postgres::toBoolean(facts.rows[0][1]));
    QBM_TRY(size, postgres::toInteger(facts.rows[0][2]));
    snapshot->takenAt = takenAt;
    snapshot->databaseSizeBytes = static_cast<std::uint64_t>(size);
    if (!standby) {
        QBM_TRY(exported, snapshot->client.query("SELECT pg_export_snapshot()", context));
        snapshot->id = exported.rows.at(0)[0].value_or("");
    }
    return snapshot;
}

Result<std::vector<TableRows>> countEveryTable(postgres::Client& client, TaskContext& context)
{
    // Like pg_dump: a policy that hides rows is an error, not a smaller number.
    QBM_TRY(ignored, client.query("SELECT set_config('row_security', 'off', true)", context));
    QBM_TRY(tables, postgres::fetchTables(client, context));
    std::vector<TableRows> counts;
    for (const postgres::TableFacts& table : tables) {
        if (table.partitioned)
            continue;
        QBM_TRY(rows, postgres::countRows(client, table.schema, table.name, context));
        counts.push_back({table.schema, table.name, rows});
    }
    return counts;
}

/// A failed count must not end the transaction: pg_dump may not have taken its snapshot over yet.
Result<std::vector<TableRows>> countTables(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(set, client.query("SAVEPOINT counting", context));
    auto counts = countEveryTable(client, context);
    if (!counts && client.isOpen()) {
        TaskContext always;
        QBM_TRY(undone, client.query("ROLLBACK TO SAVEPOINT counting", always));
    }
    return counts;
}

/// Counts beside the dump, on a thread of its own; stopped and joined on destruction.
class RowCounter {
public:
    explicit RowCounter(postgres::Client& client)
        : m_thread([this, &client](const std::stop_token& stop) {
            TaskContext context(stop);
            m_counts = countTables(client, context);
        })
    {
    }

    /// Waits for the counts. \error what a count met; Cancelled
    Result<std::vector<TableRows>> join(const TaskContext& context)
    {
        const std::stop_callback onStop(context.stopToken(), [this] { m_thread.request_stop(); });
        m_thread.join();
        return std::move(m_counts);
    }

private:
    Result<std::vector<TableRows>> m_counts;
    std::jthread m_thread; // last: it writes m_counts
};

/// NAME.dump.partial while it grows: hashes what it writes, and removes itself unless it was published.
class PartialFile {
public:
    static Result<PartialFile> create(const fs::path& target)
    {
        PartialFile file(target);
        // No O_TRUNC: the file may belong to a living process until the lock says otherwise.
        file.m_fd = FileDescriptor(::open(file.m_partial.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        if (!file.m_fd)
            return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot create %1"), file.m_partial.string())));
        if (::flock(file.m_fd.get(), LOCK_EX | LOCK_NB) != 0) {
            file.m_partial.clear(); // not ours to remove
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core", "%1 is being written by another program."), target.filename().string()));
        }
        if (::ftruncate(file.m_fd.get(), 0) != 0)
            return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot write %1"), file.m_partial.string())));
        return file;
    }

    PartialFile(PartialFile&& other) noexcept
        : m_target(std::move(other.m_target))
        , m_partial(std::exchange(other.m_partial, {}))
        , m_fd(std::move(other.m_fd))
        , m_hash(std::move(other.m_hash))
        , m_sizeBytes(other.m_sizeBytes)
    {
    }
    PartialFile& operator=(PartialFile&&) = delete;
    ~PartialFile()
    {
        if (!m_partial.empty())
            ::unlink(m_partial.c_str());
    }

    std::uint64_t sizeBytes() const { return m_sizeBytes; }
    std::string finishHash() { return m_hash.finish(); }

    Result<> add(std::string_view bytes)
    {
        m_hash.add(bytes);
        QBM_CHECK(writeAll(m_fd.get(), bytes, m_partial));
        m_sizeBytes += bytes.size();
        return {};
    }

    Result<> sync() const
    {
        if (::fsync(m_fd.get()) != 0)
            return fail(
                fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot write %1 to the disk"), m_partial.string())));
        return {};
    }

    /// Gives the file its final name, which must be free.
    Result<> publish()
    {
        // renameat2 is not on every file system; then a check a moment before has to do, under names that hold the
        // second.
        int renamed = ::renameat2(AT_FDCWD, m_partial.c_str(), AT_FDCWD, m_target.c_str(), RENAME_NOREPLACE);
        if (renamed != 0 && errno == EINVAL && ::access(m_target.c_str(), F_OK) != 0)
            renamed = ::rename(m_partial.c_str(), m_target.c_str());
        if (renamed != 0)
            return fail(
                fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot name the backup %1"), m_target.string())));
        m_partial.clear();
        auto synced = syncFolder(m_target.parent_path());
        if (!synced)
            ::unlink(m_target.c_str()); // a backup that a power cut could take away is none
        return synced;
    }

private:
    explicit PartialFile(const fs::path& target)
        : m_target(target)
        , m_partial(target)
    {
        m_partial += ".partial";
    }

    fs::path m_target, m_partial;
    FileDescriptor m_fd;
    Sha256 m_hash;
    std::uint64_t m_sizeBytes = 0;
};

Error diskFullError(Error error, const fs::path& folder, std::uint64_t written, std::uint64_t expected)
{
    if (error.kind != ErrorKind::Exhausted)
        return error;
    const auto free = freeSpaceBytes(folder);
    error.message = text(QT_TRANSLATE_NOOP("core",
                             "The disk of %1 is full: %2 were written, about %3 are needed and %4 are free now; the "
                             "unfinished file is removed. Make room or choose another folder."),
        folder.string(), formatBytes(written), formatBytes(std::max(written, expected)),
        free ? formatBytes(*free) : std::string(kUnknown));
    return error;
}

Error toolError(const process::Exit& exit, const std::string& target)
{
    const std::string why = errorLines(exit.errorTail);
    const auto says = [&](const char* part) { return why.find(part) != std::string::npos; };
    ErrorKind kind = ErrorKind::BadData;
    if (says("permission denied") || says("row-level security"))
        kind = ErrorKind::Denied;
    else if (says("connection to server") || says("closed the connection") || says("terminating connection"))
        kind = ErrorKind::Unreachable;
    else if (says("lock timeout") || says("could not obtain lock"))
        kind = ErrorKind::Conflict;
    const std::string first = why.substr(0, why.find('\n'));
    return Error{kind, text(QT_TRANSLATE_NOOP("core", "pg_dump could not dump %1: %2"), target, first), why, {}};
}

/// "pg_dump: dumping contents of table "public.model"" to public.model, quotes kept.
std::optional<std::string> tableIn(std::string_view line)
{
    constexpr std::string_view kMarker = "dumping contents of table \"";
    const std::size_t at = line.find(kMarker);
    if (at == std::string_view::npos || !line.ends_with('"'))
        return std::nullopt;
    line.remove_prefix(at + kMarker.size());
    line.remove_suffix(1);
    return std::string(line);
}

Result<> runDump(const postgres::ConnectionSettings& settings, const Tools& tools, const std::string& snapshot,
    const DumpOptions& options, std::uint64_t estimatedBytes, PartialFile& file, TaskContext& context)
{
    QBM_TRY(access, ToolAccess::create(settings));
    process::Command command = access.command(tools.pgDump);
    command.arguments.insert(
        command.arguments.end(), {"--format=custom", "--compress=9", "--verbose", "--lock-wait-timeout=60s"});
    if (!snapshot.empty())
        command.arguments.push_back("--snapshot=" + snapshot);
    Text step = text(QT_TRANSLATE_NOOP("core", "Dumping %1"), settings.database);
    process::RunOptions run;
    run.stallTimeout = options.stallTimeout;
    run.onErrorLine = [&](std::string_view line) {
        if (const auto table = tableIn(line))
            step = text(QT_TRANSLATE_NOOP("core", "Dumping table %1"), *table);
    };
    run.onOutput = [&](std::string_view chunk) {
        auto added = file.add(chunk);
        context.report({file.sizeBytes(), std::max(estimatedBytes, file.sizeBytes() + 1), step});
        return added;
    };
    auto exit = process::run(command, run, context);
    if (!exit)
        return fail(diskFullError(std::move(exit).error(), options.folder, file.sizeBytes(), estimatedBytes));
    if (exit->code != 0)
        return fail(toolError(*exit, settings.target()));
    return {};
}

Sidecar describe(const postgres::ConnectionSettings& settings, const Tools& tools, const DumpOptions& options,
    const Snapshot& snapshot)
{
    Sidecar sidecar;
    sidecar.serverVersion = snapshot.client.serverVersionText();
    sidecar.toolVersion = tools.version;
    sidecar.host = settings.host;
    sidecar.database = settings.database;
    sidecar.databaseSizeBytes = snapshot.databaseSizeBytes;
    sidecar.snapshotAt = snapshot.takenAt;
    sidecar.label = options.label;
    sidecar.pinned = options.pinned;
    sidecar.safety = options.safety;
    sidecar.consoleVersion = kVersion;
    return sidecar;
}

/// Row counts for the sidecar. Losing them does not make the dump worse, so only a stop is handed on.
Result<> addCounts(Sidecar& sidecar, RowCounter& counter, TaskContext& context)
{
    context.report({0, 0, text(QT_TRANSLATE_NOOP("core", "Counting rows in the snapshot"))});
    auto counts = counter.join(context);
    if (!counts && counts.error().kind == ErrorKind::Cancelled)
        return fail(std::move(counts).error());
    if (!counts) {
        log::write(log::Level::Warning, "backup", counts.error());
        return {};
    }
    sidecar.counted = true;
    sidecar.tables = std::move(*counts);
    return {};
}

Result<> publish(PartialFile& file, const fs::path& target, const Sidecar& sidecar)
{
    QBM_CHECK(file.sync());
    QBM_CHECK(writeSidecar(target, sidecar));
    if (auto published = file.publish(); !published) {
        ::unlink(sidecarPath(target).c_str());
        return published;
    }
    return {};
}

} // namespace

Result<Backup> dumpDatabase(postgres::ConnectionSettings settings, const Tools& tools, const DumpOptions& options,
    std::uint64_t estimatedBytes, TaskContext& context)
{
    QBM_CHECK(makeFolder(options.folder, 0700));
    const fs::path target = options.folder / options.name;
    const TimePoint startedAt = systemClock().now();
    QBM_TRY(snapshot, takeSnapshot(settings, context));
    Sidecar sidecar = describe(settings, tools, options, *snapshot);
    sidecar.startedAt = startedAt;
    QBM_TRY(file, PartialFile::create(target));
    {
        std::optional<RowCounter> counter;
        if (!snapshot->id.empty())
            counter.emplace(snapshot->client);
        QBM_CHECK(runDump(settings, tools, snapshot->id, options, estimatedBytes, file, context));
        if (counter)
            QBM_CHECK(addCounts(sidecar, *counter, context));
    }
    sidecar.sha256 = file.finishHash();
    sidecar.sizeBytes = file.sizeBytes();
    sidecar.finishedAt = systemClock().now();
    if (auto published = publish(file, target, sidecar); !published)
        return fail(diskFullError(std::move(published).error(), options.folder, sidecar.sizeBytes, sidecar.sizeBytes));
    context.report(
        {sidecar.sizeBytes, sidecar.sizeBytes, text(QT_TRANSLATE_NOOP("core", "Dumped %1"), settings.database)});
    return Catalogue(options.folder).find(options.name, context);
}

DumpEstimate estimateDump(
    std::uint64_t databaseSizeBytes, const std::string& database, const std::vector<Backup>& earlier)
{
    DumpEstimate estimate{databaseSizeBytes, databaseSizeBytes, std::nullopt, false};
    for (const Backup& backup : earlier) { // newest first
        if (backup.state != BackupState::Complete || backup.sidecar->database != database
            || backup.sidecar->databaseSizeBytes == 0)
            continue;
        const Sidecar& sidecar = *backup.sidecar;
        const double growth = static_cast<double>(databaseSizeBytes) / static_cast<double>(sidecar.databaseSizeBytes);
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(sidecar.finishedAt - sidecar.startedAt);
        estimate.sizeBytes = static_cast<std::uint64_t>(static_cast<double>(sidecar.sizeBytes) * growth);
        estimate.duration
            = std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(took.count()) * growth));
        estimate.measured = true;
        break;
    }
    return estimate;
}

} // namespace qbm::backup
