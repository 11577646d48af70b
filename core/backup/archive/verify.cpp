// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/verify.h"

#include "core/base/file.h"
#include "core/base/log.h"
#include "core/base/sha256.h"
#include "core/base/unit.h"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes kToolStall{2};

struct Digest {
    std::string sha256;
    std::uint64_t sizeBytes = 0;
};

Result<Digest> hashFile(const fs::path& file, std::uint64_t expectedBytes, TaskContext& context)
{
    const FileDescriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot open %1"), file.string())));
    ::posix_fadvise(fd.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
    const Text step = text(QT_TRANSLATE_NOOP("core", "Reading %1"), file.filename().string());
    Sha256 hash;
    Digest digest;
    std::string buffer(1u << 20, '\0');
    for (;;) {
        QBM_CHECK(context.checkpoint());
        const ssize_t got = ::read(fd.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot read %1"), file.string())));
        if (got == 0)
            break;
        hash.add(std::string_view(buffer).substr(0, static_cast<std::size_t>(got)));
        digest.sizeBytes += static_cast<std::uint64_t>(got);
        context.report({digest.sizeBytes, std::max(expectedBytes, digest.sizeBytes), step});
    }
    digest.sha256 = hash.finish();
    return digest;
}

/// The value of a header line ";     Dumped from database version: 15.20".
bool takeHeader(std::string_view line, std::string_view label, std::string& value)
{
    const std::size_t at = line.find(label);
    if (!line.starts_with(";") || at == std::string_view::npos)
        return false;
    value = line.substr(at + label.size());
    return true;
}

/// "215; 1259 16400 TABLE public model postgres" to "TABLE public model postgres".
std::string_view withoutNumbers(std::string_view line)
{
    std::size_t at = line.find("; ");
    for (int i = 0; i < 2 && at != std::string_view::npos; ++i)
        at = line.find(' ', at + (i == 0 ? 2 : 1));
    return at == std::string_view::npos ? std::string_view() : line.substr(at + 1);
}

void takeEntry(std::string_view entry, ArchiveContents& contents)
{
    constexpr std::string_view kData = "TABLE DATA ", kTable = "TABLE ", kAttach = "TABLE ATTACH ";
    ++contents.entries;
    if (entry.starts_with(kData))
        contents.data.emplace_back(entry.substr(kData.size()));
    else if (entry.starts_with(kTable) && !entry.starts_with(kAttach))
        contents.tables.emplace_back(entry.substr(kTable.size()));
}

ArchiveContents parseContents(std::string_view list)
{
    ArchiveContents contents;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find('\n'), list.size());
        const std::string_view line = list.substr(0, end);
        list.remove_prefix(std::min(end + 1, list.size()));
        if (line.empty() || takeHeader(line, "Dumped from database version: ", contents.archiveVersion)
            || takeHeader(line, "Dumped by pg_dump version: ", contents.toolVersion) || line.starts_with(";"))
            continue;
        takeEntry(withoutNumbers(line), contents);
    }
    std::ranges::sort(contents.tables);
    std::ranges::sort(contents.data);
    return contents;
}

/// The list writes line breaks in names as blanks.
bool contains(const std::vector<std::string>& sorted, std::string_view schema, std::string_view name)
{
    std::string key = std::string(schema) + " " + std::string(name) + " ";
    std::ranges::replace_if(
        key, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    const auto at = std::ranges::lower_bound(sorted, key);
    return at != sorted.end() && at->starts_with(key);
}

Result<process::Exit> runRestore(
    const Tools& tools, std::vector<std::string> arguments, process::RunOptions options, TaskContext& context)
{
    process::Command command{tools.pgRestore, std::move(arguments), {{"LC_ALL", "C.UTF-8"}}, {}, {}};
    options.stallTimeout = kToolStall;
    return process::run(command, options, context);
}

/// Has pg_restore unpack everything into nothing: the only way to see that the end of an archive is there.
Result<> decodeToTheEnd(const Backup& backup, const Tools& tools, TaskContext& context)
{
    process::RunOptions options;
    options.onOutput = [](std::string_view) -> Result<> { return {}; };
    QBM_TRY(exit, runRestore(tools, {"--file=-", backup.file.string()}, std::move(options), context));
    if (exit.code != 0)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1 is damaged: pg_restore cannot read it to its end."), backup.name),
            errorLines(exit.errorTail));
    return {};
}

Result<> compareDigest(const Backup& backup, const Digest& digest)
{
    if (digest.sizeBytes < backup.sidecar->sizeBytes)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1 is truncated: it has %2 of the %3 bytes that were written."),
                backup.name, digest.sizeBytes, backup.sidecar->sizeBytes));
    if (digest.sha256 != backup.sidecar->sha256)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP(
                     "core", "%1 was changed since it was made: its SHA-256 is not the one in its sidecar."),
                backup.name),
            "file " + digest.sha256 + "\nsidecar " + backup.sidecar->sha256);
    return {};
}

void rememberVerified(const Backup& backup)
{
    Sidecar sidecar = *backup.sidecar;
    sidecar.verifiedAt = systemClock().now();
    if (auto written = writeSidecar(backup.file, sidecar); !written)
        log::write(
            log::Level::Warning, "backup", written.error()); // a read-only folder; the backup is good all the same
}

} // namespace

bool ArchiveContents::definesTable(std::string_view schema, std::string_view name) const
{
    return contains(tables, schema, name);
}

bool ArchiveContents::holdsRowsOf(std::string_view schema, std::string_view name) const
{
    return contains(data, schema, name);
}

Result<ArchiveContents> readContents(const fs::path& dump, const Tools& tools, TaskContext& context)
{
    QBM_TRY(exit, runRestore(tools, {"--list", dump.string()}, {}, context));
    if (exit.code != 0)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "pg_restore cannot read the table of contents of %1."),
                dump.filename().string()),
            errorLines(exit.errorTail));
    return parseContents(exit.output);
}

Result<> compareContents(const ArchiveContents& contents, const Sidecar& sidecar, const std::string& name)
{
    for (const TableRows& table : sidecar.tables) {
        if (!contents.holdsRowsOf(table.schema, table.name))
            return fail(ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP("core", "%1 does not hold the rows of %2.%3, which its sidecar lists."), name,
                    table.schema, table.name));
    }
    return {};
}

Result<VerifyReport> verifyBackup(const Backup& backup, const Tools& tools, TaskContext& context)
{
    if (backup.state == BackupState::Partial || backup.state == BackupState::Missing)
        return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1: %2"), backup.name, explain(backup.state)));
    const auto begin = std::chrono::steady_clock::now();
    VerifyReport report;
    report.name = backup.name;
    QBM_TRY(digest, hashFile(backup.file, backup.sizeBytes, context));
    report.sha256 = digest.sha256;
    report.sizeBytes = digest.sizeBytes;
    report.checksumKnown = backup.sidecar.has_value();
    if (report.checksumKnown)
        QBM_CHECK(compareDigest(backup, digest));
    QBM_TRY(contents, readContents(backup.file, tools, context));
    if (report.checksumKnown)
        QBM_CHECK(compareContents(contents, *backup.sidecar, backup.name));
    else
        QBM_CHECK(decodeToTheEnd(backup, tools, context));
    report.contents = std::move(contents);
    report.tables = static_cast<int>(report.contents.data.size());
    if (backup.sidecar && backup.sidecar->counted)
        report.rows = backup.sidecar->totalRows();
    report.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    if (report.checksumKnown)
        rememberVerified(backup);
    return report;
}

} // namespace qbm::backup
