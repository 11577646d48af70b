// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/verify.h"

#include "core/backup/archive/backup_digest.h"
#include "core/backup/archive/directory_archive.h"
#include "core/backup/archive/readable_archive.h"
#include "core/backup/archive/unpacking.h"
#include "core/backup/text_encoding.h"
#include "core/base/file.h"
#include "core/base/log.h"
#include "core/base/sha256.h"

#include <algorithm>
#include <sys/mman.h>
#include <unistd.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes kToolStall{2};

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
    constexpr std::string_view kExtension = "EXTENSION - "; // "EXTENSION - pg_trgm ", without an owner
    ++contents.entries;
    if (entry.starts_with(kData))
        contents.data.emplace_back(entry.substr(kData.size()));
    else if (entry.starts_with(kTable) && !entry.starts_with(kAttach))
        contents.tables.emplace_back(entry.substr(kTable.size()));
    else if (entry.starts_with(kExtension)) {
        entry.remove_prefix(kExtension.size());
        contents.extensions.emplace_back(entry.substr(0, entry.find(' ')));
    }
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
    options.stallTimeout = kToolStall;
    return process::run(toolCommand(tools.pgRestore, std::move(arguments)), options, context);
}

/// Word by word: names of roles are not of the database, and may be of another encoding than its own.
std::string wordsToUtf8(std::string_view list, const std::string& encoding)
{
    const ToUtf8 toUtf8(encoding);
    if (!toUtf8.converts())
        return std::string(list);
    std::string out;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find_first_of(" \n"), list.size() - 1) + 1;
        out += toUtf8(list.substr(0, end));
        list.remove_prefix(end);
    }
    return out;
}

/// Of an archive that pg_restore can read, a file or a directory; empty where it is not known here.
Result<std::string> fetchEncoding(const fs::path& archive, TaskContext& context)
{
    ArchiveReader reader(false);
    std::error_code error;
    const fs::path file = fs::is_directory(archive, error) ? archive / "toc.dat" : archive;
    const auto untilNamed = [&](std::string_view bytes) -> Result<> {
        QBM_CHECK(reader.add(bytes));
        return reader.encoding().empty() ? Result<>() : Result<>(fail(cancelledError()));
    };
    (void)readInPieces(file, untilNamed, context);
    QBM_CHECK(context.checkpoint());
    return reader.encoding();
}

Result<ArchiveContents> listArchive(
    const fs::path& archive, const std::string& name, const Tools& tools, TaskContext& context)
{
    QBM_TRY(exit, runRestore(tools, {"--list", archive.string()}, {}, context));
    if (exit.code != 0)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "pg_restore cannot read the table of contents of %1."), name),
            errorLines(exit.errorTail));
    // The list is in the archive's encoding; pg_restore knows it, and does not say it here.
    QBM_TRY(encoding, fetchEncoding(archive, context));
    return parseContents(wordsToUtf8(exit.output, encoding));
}

/// Has pg_restore unpack everything into nothing: for archives that are not known here.
Result<> decodeToTheEnd(const fs::path& archive, const std::string& name, const Tools& tools, TaskContext& context)
{
    process::RunOptions options;
    options.onOutput = [](std::string_view) -> Result<> { return {}; };
    QBM_TRY(exit, runRestore(tools, {"--file=-", archive.string()}, std::move(options), context));
    if (exit.code != 0)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1 is damaged: pg_restore cannot read it to its end."), name),
            errorLines(exit.errorTail));
    return {};
}

/// What pg_restore makes of the first bytes of an archive, up to the end of its table of contents.
Result<ArchiveContents> listBeginning(
    const std::string& beginning, const std::string& name, const Tools& tools, TaskContext& context)
{
    const FileDescriptor fd(::memfd_create("contents", MFD_CLOEXEC));
    if (!fd)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot make a file in memory"))));
    QBM_CHECK(writeAll(fd.get(), beginning, name));
    return listArchive("/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(fd.get()), name, tools, context);
}

Result<> compareDigest(const Backup& backup, const BackupDigest& digest)
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

/// That the content in the archive is the one its sidecar describes: what came out of compression and encryption is
/// what went in. Rows are compared where there is no checksum, which says more.
Result<> compareReading(const ArchiveReading& reading, const Sidecar& sidecar, const std::string& name)
{
    if (!sidecar.counted)
        return {};
    for (const TableRows& wanted : sidecar.tables) {
        const auto found = std::ranges::find_if(reading.tables,
            [&](const TableRows& table) { return table.schema == wanted.schema && table.name == wanted.name; });
        const TableRows held = found == reading.tables.end() ? TableRows{wanted.schema, wanted.name} : *found;
        const bool bothKnown = !wanted.checksum.empty() && !held.checksum.empty();
        if (bothKnown ? wanted.checksum != held.checksum : wanted.rows != held.rows)
            return fail(ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP(
                         "core", "%1 holds other content of %2.%3 than its sidecar says: %4 rows, %5 in the sidecar."),
                    name, wanted.schema, wanted.name, held.rows, wanted.rows));
    }
    if (sidecar.largeObjects && !sidecar.largeObjects->agreesWith(reading.largeObjects))
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1 holds other large objects than its sidecar says."), name));
    return {};
}

/// What one pass over a backup tells.
struct Pass {
    BackupDigest digest;
    Result<ArchiveReading> reading; ///< \error Unsupported: not known here, but pg_restore may know it
    std::string beginning; ///< of a custom archive: up to the end of its table of contents
};

Result<Pass> passOverFile(const Backup& backup, const fs::path& identity, TaskContext& context)
{
    Sha256 hash;
    std::uint64_t sizeBytes = 0;
    ArchiveReader reader(true);
    Result<> understood;
    const auto onFile = [&](std::string_view bytes) -> Result<> {
        hash.add(bytes);
        sizeBytes += bytes.size();
        return {};
    };
    const auto onArchive = [&](std::string_view bytes) -> Result<> {
        if (understood)
            understood = reader.add(bytes);
        return {};
    };
    QBM_CHECK(readBackup(backup, identity, onFile, onArchive, context));
    Pass pass{{hash.finish(), sizeBytes}, {}, {}};
    pass.reading = understood ? reader.finish() : Result<ArchiveReading>(fail(understood.error()));
    pass.beginning = reader.contents();
    return pass;
}

Result<Pass> passOver(const Backup& backup, const fs::path& identity, TaskContext& context)
{
    if (backup.format != Format::Directory)
        return passOverFile(backup, identity, context);
    QBM_TRY(report, readDirectory(backup.file, {}, context));
    return Pass{report.digest, std::move(report.reading), {}};
}

/// One pass; where something is wrong with the bytes themselves, that is what is said.
Result<Pass> passAndCompareBytes(const Backup& backup, const fs::path& identity, TaskContext& context)
{
    auto pass = passOver(backup, identity, context);
    if (!pass && (pass.error().kind != ErrorKind::BadData || !backup.sidecar))
        return pass;
    if (!pass) {
        QBM_TRY(digest, digestBackup(backup.file, backup.sizeBytes, context));
        QBM_CHECK(compareDigest(backup, digest));
        return pass;
    }
    if (backup.sidecar)
        QBM_CHECK(compareDigest(backup, pass->digest));
    return pass;
}

Result<ArchiveContents> contentsOf(
    const Backup& backup, const Pass& pass, const fs::path& identity, const Tools& tools, TaskContext& context)
{
    if (pass.reading && backup.format != Format::Directory)
        return listBeginning(pass.beginning, backup.name, tools, context);
    if (!pass.reading && pass.reading.error().kind != ErrorKind::Unsupported)
        return fail(pass.reading.error(), text(QT_TRANSLATE_NOOP("core", "%1 is damaged"), backup.name));
    QBM_TRY(archive, openArchive(backup, {backup.file.parent_path(), identity}, context));
    if (!pass.reading)
        QBM_CHECK(decodeToTheEnd(archive.path(), backup.name, tools, context));
    return listArchive(archive.path(), backup.name, tools, context);
}

/// Of a backup that cannot be decrypted here.
Result<VerifyReport> verifyBytes(const Backup& backup, VerifyReport report, const Error& why, TaskContext& context)
{
    if (!backup.sidecar)
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core",
                     "%1 is encrypted and has no sidecar: without the means to decrypt it nothing can be checked."),
                backup.name),
            why.english());
    QBM_TRY(digest, digestBackup(backup.file, backup.sizeBytes, context));
    QBM_CHECK(compareDigest(backup, digest));
    report.sha256 = digest.sha256;
    report.sizeBytes = digest.sizeBytes;
    report.contentRead = false;
    report.tables = static_cast<int>(backup.sidecar->tables.size());
    return report;
}

Result<VerifyReport> verifyContent(
    const Backup& backup, const fs::path& identity, const Tools& tools, VerifyReport report, TaskContext& context)
{
    QBM_TRY(pass, passAndCompareBytes(backup, identity, context));
    QBM_TRY(contents, contentsOf(backup, pass, identity, tools, context));
    if (backup.sidecar) {
        QBM_CHECK(compareContents(contents, *backup.sidecar, backup.name));
        if (pass.reading)
            QBM_CHECK(compareReading(*pass.reading, *backup.sidecar, backup.name));
    }
    report.sha256 = pass.digest.sha256;
    report.sizeBytes = pass.digest.sizeBytes;
    report.contents = std::move(contents);
    report.tables = static_cast<int>(report.contents.data.size());
    return report;
}

Result<VerifyReport> verifyBytesAndContents(
    const Backup& backup, const fs::path& identity, const Tools& tools, VerifyReport report, TaskContext& context)
{
    QBM_TRY(digest, digestBackup(backup.file, backup.sizeBytes, context));
    QBM_CHECK(compareDigest(backup, digest));
    QBM_TRY(contents, readContents(backup, identity, tools, context));
    QBM_CHECK(compareContents(contents, *backup.sidecar, backup.name));
    report.sha256 = digest.sha256;
    report.sizeBytes = digest.sizeBytes;
    report.contents = std::move(contents);
    report.tables = static_cast<int>(report.contents.data.size());
    return report;
}

void rememberVerified(const Backup& backup)
{
    Sidecar sidecar = *backup.sidecar;
    sidecar.verifiedAt = systemClock().now();
    sidecar.damagedAt.reset();
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
    return listArchive(dump, dump.filename().string(), tools, context);
}

Result<ArchiveContents> readContents(
    const Backup& backup, const fs::path& identity, const Tools& tools, TaskContext& context)
{
    if (!needsUnpacking(backup))
        return listArchive(backup.file, backup.name, tools, context);
    ArchiveReader reader(false);
    const auto untilWhole = [&](std::string_view bytes) -> Result<> {
        QBM_CHECK(reader.add(bytes));
        return reader.contentsWhole() ? Result<>(fail(cancelledError())) : Result<>();
    };
    auto outcome = streamArchive(backup, identity, untilWhole, context);
    if (!reader.contentsWhole())
        return fail(outcome ? Error{ErrorKind::BadData,
                        text(QT_TRANSLATE_NOOP("core", "%1 ends within its table of contents."), backup.name), {}, {}}
                            : std::move(outcome).error());
    QBM_CHECK(context.checkpoint());
    return listBeginning(reader.contents(), backup.name, tools, context);
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

void noteIfDamaged(const Backup& backup, const Error& why, TaskContext& context)
{
    if (why.kind == ErrorKind::Cancelled || !backup.sidecar || backup.sidecar->damagedAt)
        return;
    const auto digest = digestBackup(backup.file, backup.sizeBytes, context);
    if (!digest || compareDigest(backup, *digest))
        return;
    Sidecar sidecar = *backup.sidecar;
    sidecar.verifiedAt.reset();
    sidecar.damagedAt = systemClock().now();
    if (auto written = writeSidecar(backup.file, sidecar); !written)
        log::write(log::Level::Warning, "backup", written.error()); // a folder that may only be read
}

Result<> requireAsWritten(const Backup& backup, TaskContext& context)
{
    QBM_CHECK(backup.requireMayBeOpened());
    if (!backup.sidecar)
        return {};
    QBM_TRY(digest, digestBackup(backup.file, backup.sizeBytes, context));
    auto compared = compareDigest(backup, digest);
    if (!compared)
        noteIfDamaged(backup, compared.error(), context);
    return compared;
}

Result<VerifyReport> verifyBackup(const Backup& backup, const fs::path& identity, const Tools& tools,
    TaskContext& context, VerifyDepth depth)
{
    if (backup.state == BackupState::Partial || backup.state == BackupState::Missing
        || backup.state == BackupState::Away)
        return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1: %2"), backup.name, explain(backup.state)));
    if (backup.state == BackupState::RecordDamaged)
        return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1: %2"), backup.name, explain(backup.state)),
            backup.problem);
    if (backup.state == BackupState::Foreign && !backup.kindOfFile.empty() && !backup.sidecar)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1 is no backup that can be verified here, but %2."), backup.name,
                backup.kindOfFile));
    QBM_TRY(inUse, BackupInUse::mark(backup));
    const auto begin = std::chrono::steady_clock::now();
    VerifyReport blank;
    blank.name = backup.name;
    blank.checksumKnown = backup.sidecar.has_value();
    if (backup.sidecar && backup.sidecar->counted)
        blank.rows = backup.sidecar->totalRows();
    Result<> readable;
    if (backup.encryption != Encryption::None)
        readable = checkIdentity(backup.encryption, identity, context);
    if (!readable && readable.error().kind == ErrorKind::InvalidInput) // one is named, and it cannot be one
        return fail(readable.error());
    const auto verify = [&]() -> Result<VerifyReport> {
        if (!readable)
            return verifyBytes(backup, std::move(blank), readable.error(), context);
        if (depth == VerifyDepth::Bytes && backup.sidecar)
            return verifyBytesAndContents(backup, identity, tools, std::move(blank), context);
        return verifyContent(backup, identity, tools, std::move(blank), context);
    };
    auto verified = verify();
    if (!verified) {
        noteIfDamaged(backup, verified.error(), context);
        return verified;
    }
    VerifyReport report = std::move(*verified);
    report.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    if (report.checksumKnown && report.contentRead)
        rememberVerified(backup);
    return report;
}

} // namespace qbm::backup
