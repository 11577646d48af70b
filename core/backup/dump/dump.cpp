// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/dump.h"

#include "core/backup/dump/dump_job.h"
#include "core/backup/dump/snapshot.h"
#include "core/base/file.h"
#include "core/base/log.h"
#include "core/base/unit.h"
#include "core/base/version.h"
#include "core/postgres/session_limits.h"

#include <algorithm>
#include <unistd.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

Error diskFullError(Error error, const fs::path& folder, std::uint64_t expected, std::uint64_t free)
{
    if (error.kind != ErrorKind::Exhausted)
        return error;
    error.message
        = text(QT_TRANSLATE_NOOP("core",
                   "The disk of %1 is full: about %2 are needed, and %3 are free now that the unfinished backup "
                   "is removed. Make room or choose another folder."),
            folder.string(), formatBytes(expected), formatBytes(free));
    return error;
}

/// Money is written as its locale wants it. A plain pg_restore reads it by the locale of the database it fills, so the
/// dump keeps the database's own; where there is money, it is written down and used again.
constexpr const char* kTextSql = R"(
SELECT pg_catalog.current_setting('server_encoding'), pg_catalog.current_setting('lc_monetary'),
       EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid >= 16384 AND atttypid IN (790, 791))
       OR EXISTS (SELECT FROM pg_catalog.pg_type WHERE typbasetype IN (790, 791))
       OR EXISTS (SELECT FROM pg_catalog.pg_range WHERE rngsubtype = 790))";

struct TextFacts {
    std::string encoding;
    OutputSettings settings;
};

Result<TextFacts> fetchTextFacts(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(answer, client.query(kTextSql, context));
    const postgres::Row& row = answer.rows.at(0);
    TextFacts facts{row[0].value_or(""), {}};
    if (row[2] == "t")
        facts.settings["lc_monetary"] = row[1].value_or("");
    return facts;
}

Result<> requireSupported(const DumpOptions& options)
{
    if (options.format == Format::Directory && options.recipient.encryption != Encryption::None)
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core",
                "A backup in the directory format cannot be encrypted; choose the fast format or no encryption.")));
    return {};
}

/// The file of a run that was killed, else a new one.
Result<Unfinished> provideFile(const DumpOptions& options, TaskContext& context)
{
    if (!options.name.empty()) {
        auto left = Unfinished::takeUp(options.folder / options.name, options.mark);
        if (left || left.error().kind != ErrorKind::NotFound)
            return left;
    }
    QBM_TRY(claimed, Unfinished::claim(options.folder, options.format, options.recipient.encryption, context));
    if (options.onClaimed)
        QBM_CHECK(options.onClaimed(claimed.target().filename().string(), claimed.mark()));
    return claimed;
}

Sidecar describe(const postgres::ConnectionSettings& settings, const Tools& tools, const DumpOptions& options,
    const Snapshot& snapshot)
{
    Sidecar sidecar;
    sidecar.serverVersion = snapshot.client.serverVersionText();
    sidecar.toolVersion = tools.version;
    sidecar.host = settings.host;
    sidecar.port = settings.port;
    sidecar.systemIdentifier = snapshot.systemIdentifier;
    sidecar.database = settings.database;
    sidecar.entry = snapshot.entry;
    sidecar.withoutSchemaPublic = snapshot.withoutSchemaPublic;
    sidecar.withoutPlpgsql = snapshot.withoutPlpgsql;
    sidecar.databaseSizeBytes = snapshot.databaseSizeBytes;
    sidecar.snapshotAt = snapshot.takenAt;
    sidecar.label = options.label;
    sidecar.pinned = options.pinned;
    sidecar.safety = options.safety;
    sidecar.consoleVersion = kVersion;
    sidecar.format = options.format;
    sidecar.encryption = options.recipient.encryption;
    sidecar.encryptedTo = options.recipient.key;
    return sidecar;
}

/// Not knowing the rows does not make the dump worse.
void addOutcome(Sidecar& sidecar, DumpOutcome outcome)
{
    sidecar.sha256 = std::move(outcome.digest.sha256);
    sidecar.sizeBytes = outcome.digest.sizeBytes;
    sidecar.archiveSizeBytes = outcome.archiveSizeBytes;
    sidecar.counted = outcome.reading.has_value();
    if (!outcome.reading) {
        log::write(log::Level::Warning, "backup", outcome.reading.error());
        return;
    }
    sidecar.tables = std::move(outcome.reading->tables);
    sidecar.largeObjects = outcome.reading->largeObjects;
    sidecar.checksumTook = outcome.reading->took;
}

/// The sidecar is ours to write and to remove for as long as the unfinished file is.
Result<> publish(Unfinished& unfinished, const Sidecar& sidecar)
{
    QBM_CHECK(unfinished.sync());
    QBM_CHECK(writeSidecar(unfinished.target(), sidecar));
    if (auto published = unfinished.publish(); !published) {
        ::unlink(sidecarPath(unfinished.target()).c_str());
        return published;
    }
    return {};
}

/// The whole way; the unfinished backup is gone when it returns an error. \return its name
Result<std::string> dumpAndPublish(const DumpJob& job, Sidecar& sidecar, TaskContext& context)
{
    const bool directory = job.options.format == Format::Directory;
    QBM_TRY(unfinished, provideFile(job.options, context));
    QBM_TRY(outcome, directory ? dumpIntoDirectory(job, unfinished, context) : dumpIntoFile(job, unfinished, context));
    addOutcome(sidecar, std::move(outcome));
    sidecar.finishedAt = systemClock().now();
    QBM_CHECK(publish(unfinished, sidecar));
    return unfinished.target().filename().string();
}

} // namespace

process::Command DumpJob::command(const ToolAccess& access, const std::vector<std::string>& arguments) const
{
    process::Command command = access.command(tools.pgDump);
    command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
    command.arguments.insert(command.arguments.end(), {"--verbose", "--lock-wait-timeout=60s"});
    if (!snapshot.empty())
        command.arguments.push_back("--snapshot=" + snapshot);
    if (!encoding.empty())
        command.arguments.push_back("--encoding=" + encoding); // whatever the role, the database or we ourselves speak
    addServerOptions(command.environment, pinnedOptions(outputSettings));
    // pg_dump turns them off itself, but only after its first questions, and the database may allow a millisecond.
    for (const postgres::SessionLimit& limit : postgres::kSessionLimits) {
        if (serverMajor >= limit.since)
            addServerOptions(command.environment, sessionOption(limit.name, "0"));
    }
    addServerOptions(command.environment, sessionOption("role", "none")); // ALTER DATABASE .. SET role
    return command;
}

Error dumpToolError(const process::Exit& exit, const std::string& target, const Text& waitedFor)
{
    const std::string why = errorLines(exit.errorTail);
    const auto says = [&](const char* part) { return why.find(part) != std::string::npos; };
    ErrorKind kind = ErrorKind::BadData;
    if (says("permission denied") || says("row-level security"))
        kind = ErrorKind::Denied;
    else if (says("No space left on device"))
        kind = ErrorKind::Exhausted;
    else if (says("connection to server") || says("closed the connection") || says("terminating connection"))
        kind = ErrorKind::Unreachable;
    // pg_dump bounds the wait for a lock by a statement timeout. \source pg_dump --lock-wait-timeout
    else if ((says("statement timeout") && says("LOCK TABLE")) || says("lock timeout") || says("could not obtain lock"))
        kind = ErrorKind::Timeout;
    if (kind == ErrorKind::Timeout && !waitedFor.empty())
        return Error{kind,
            text(QT_TRANSLATE_NOOP("core",
                     "pg_dump gave up waiting for a lock in %1: %2. Let that end, or end it, and try again."),
                target, waitedFor),
            why, {}};
    // Where reading a table fails, what the server said stands in the line behind.
    constexpr std::string_view kServerSaid = "Error message from server: ";
    const std::size_t said = why.find(kServerSaid);
    const std::size_t begin = said == std::string::npos ? 0 : said + kServerSaid.size();
    const std::string first = why.substr(begin, why.find('\n', begin) - begin);
    return Error{kind, text(QT_TRANSLATE_NOOP("core", "pg_dump could not dump %1: %2"), target, first), why, {}};
}

Result<Backup> dumpDatabase(postgres::ConnectionSettings settings, const Tools& tools, const DumpOptions& options,
    const DumpEstimate& estimate, TaskContext& context)
{
    QBM_CHECK(requireSupported(options));
    QBM_CHECK(makeFolder(options.folder, 0700));
    const TimePoint startedAt = systemClock().now();
    QBM_TRY(snapshot, takeSnapshot(settings, context));
    QBM_TRY(facts, fetchTextFacts(snapshot->client, context));
    Sidecar sidecar = describe(settings, tools, options, *snapshot);
    sidecar.startedAt = startedAt;
    sidecar.outputSettings = facts.settings;
    const DumpJob job{settings, tools, options, estimate, snapshot->id, facts.encoding, facts.settings,
        snapshot->client.serverMajor()};
    auto made = dumpAndPublish(job, sidecar, context);
    if (!made)
        return fail(diskFullError(
            std::move(made).error(), options.folder, estimate.sizeBytes, freeSpaceBytes(options.folder).value_or(0)));
    context.report(
        {sidecar.sizeBytes, sidecar.sizeBytes, text(QT_TRANSLATE_NOOP("core", "Dumped %1"), settings.database)});
    return Catalogue(options.folder).find(*made, context);
}

} // namespace qbm::backup
