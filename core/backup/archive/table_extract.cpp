// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/table_extract.h"

#include "core/backup/archive/copy_statement.h"
#include "core/backup/archive/entry_list.h"
#include "core/backup/archive/table_columns.h"
#include "core/backup/archive/table_name.h"
#include "core/backup/archive/table_of_contents.h"
#include "core/backup/archive/unpacking.h"
#include "core/backup/archive/verify.h"
#include "core/backup/text_encoding.h"
#include "core/base/file.h"
#include "core/base/unit.h"

#include <algorithm>
#include <fcntl.h>
#include <iterator>
#include <set>
#include <unistd.h>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes kToolStall{2};

/// A new file that removes itself unless it was kept.
class NewFile {
public:
    static Result<NewFile> create(const fs::path& path)
    {
        NewFile file;
        file.m_fd = FileDescriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (!file.m_fd && errno == EEXIST)
            return fail(ErrorKind::Conflict,
                text(QT_TRANSLATE_NOOP("core", "%1 is there already; choose another name."), path.string()));
        if (!file.m_fd)
            return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot create %1"), path.string())));
        file.m_path = path;
        return file;
    }
    NewFile(NewFile&& other) noexcept
        : m_fd(std::move(other.m_fd))
        , m_path(std::exchange(other.m_path, {}))
        , m_sizeBytes(other.m_sizeBytes)
    {
    }
    NewFile& operator=(NewFile&&) = delete;
    ~NewFile()
    {
        if (!m_path.empty())
            ::unlink(m_path.c_str());
    }

    Result<> write(std::string_view bytes)
    {
        QBM_CHECK(writeAll(m_fd.get(), bytes, m_path));
        m_sizeBytes += bytes.size();
        return {};
    }
    Result<> keep()
    {
        if (::fsync(m_fd.get()) != 0)
            return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot write %1"), m_path.string())));
        QBM_CHECK(syncFolder(fs::absolute(m_path).parent_path()));
        m_path.clear();
        return {};
    }
    std::uint64_t sizeBytes() const { return m_sizeBytes; }

private:
    NewFile() = default;
    FileDescriptor m_fd;
    fs::path m_path;
    std::uint64_t m_sizeBytes = 0;
};

/// Turns rows into UTF-8, line by line: a piece may end within a character, and in some encodings the second byte of one
/// looks like what COPY uses as a mark.
class Utf8Rows {
public:
    Utf8Rows(const std::string& encoding, CopyToCsv& csv)
        : m_toUtf8(encoding)
        , m_csv(csv)
    {
    }
    Result<> add(std::string_view bytes)
    {
        if (!m_toUtf8.converts())
            return m_csv.add(bytes);
        const std::size_t end = bytes.rfind('\n') + 1; // 0 where there is none
        m_carry += bytes.substr(0, end);
        if (end > 0) {
            QBM_CHECK(addLines(m_carry));
            m_carry.clear();
        }
        m_carry += bytes.substr(end);
        return {};
    }
    Result<> beginAnother()
    {
        m_carry.clear();
        return m_csv.beginAnother();
    }
    bool ended() const { return m_csv.ended(); }
    std::int64_t rows() const { return m_csv.rows(); }

private:
    Result<> addLines(std::string_view lines)
    {
        while (!lines.empty()) {
            const std::size_t end = lines.find('\n') + 1;
            QBM_CHECK(m_csv.add(m_toUtf8(lines.substr(0, end))));
            lines.remove_prefix(end);
        }
        return {};
    }

    ToUtf8 m_toUtf8;
    CopyToCsv& m_csv;
    std::string m_carry;
};

/// Hands on some entries' rows of an archive that passes by.
class ChosenRows final : public ArchiveListener {
public:
    ChosenRows(const std::vector<ArchiveItem>& items, Utf8Rows& rows)
        : m_rows(rows)
    {
        for (const ArchiveItem& item : items)
            m_awaited.insert(item.id);
    }
    void beginTable(const ArchiveItem& item) override
    {
        m_inside = m_awaited.erase(item.id) > 0;
        if (m_inside && std::exchange(m_begun, true) && m_outcome)
            m_outcome = m_rows.beginAnother();
    }
    void addTableBytes(std::string_view bytes) override
    {
        if (m_inside && m_outcome)
            m_outcome = m_rows.add(bytes);
    }
    void endTable() override { m_inside = false; }
    void beginLargeObject(std::uint32_t) override { }
    void addLargeObjectBytes(std::string_view) override { }
    void endLargeObject() override { }
    const Result<>& outcome() const { return m_outcome; }
    /// The rest of the archive is not wanted.
    bool done() const { return m_awaited.empty() && m_rows.ended(); }

private:
    std::set<std::int64_t> m_awaited;
    Utf8Rows& m_rows;
    bool m_inside = false, m_begun = false;
    Result<> m_outcome;
};

/// What would have to be unpacked first is read as it passes, and no further than the end of the rows.
Result<> extractPassing(const Backup& backup, const fs::path& identity, const std::vector<ArchiveItem>& items,
    Utf8Rows& rows, TaskContext& context)
{
    ChosenRows table(items, rows);
    ArchiveStream stream(table);
    const auto read = streamArchive(
        backup, identity,
        [&](std::string_view bytes) -> Result<> {
            QBM_CHECK(stream.add(bytes));
            QBM_CHECK(table.outcome());
            return table.done() ? Result<>(fail(cancelledError())) : Result<>();
        },
        context);
    QBM_CHECK(context.checkpoint());
    if (!table.done() && read)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1 ends before the rows that its contents promise."), backup.name));
    return table.done() ? Result<>() : read;
}

/// Drops what pg_restore writes before a table's rows.
class BehindStatement {
public:
    explicit BehindStatement(std::string statement)
        : m_statement("\n" + std::move(statement))
    {
    }
    /// The part of `bytes` that are rows.
    std::string_view rows(std::string_view bytes)
    {
        if (m_found)
            return bytes;
        m_before += bytes;
        const std::size_t at = m_before.find(m_statement);
        if (at == std::string::npos)
            return {};
        m_found = true;
        return std::string_view(m_before).substr(at + m_statement.size());
    }

private:
    std::string m_statement;
    std::string m_before;
    bool m_found = false;
};

/// pg_restore finds the table's place in the file by itself.
Result<> extractOne(
    const fs::path& archive, const Tools& tools, const ArchiveItem& item, Utf8Rows& rows, TaskContext& context)
{
    QBM_TRY(list, EntryList::create({item.id}));
    const process::Command command = toolCommand(
        tools.pgRestore, {"--data-only", "--use-list=" + list.path().string(), "--file=-", archive.string()});
    BehindStatement behind(item.copyStatement);
    process::RunOptions options;
    options.stallTimeout = kToolStall;
    options.onOutput = [&](std::string_view bytes) -> Result<> {
        QBM_CHECK(rows.add(behind.rows(bytes)));
        context.report({0, 0, text(QT_TRANSLATE_NOOP("core", "%1 rows read"), formatCount(rows.rows()))});
        return {};
    };
    QBM_TRY(exit, process::run(command, options, context));
    if (exit.code != 0)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "pg_restore cannot read the rows of %1.%2."), item.schema, item.name),
            errorLines(exit.errorTail));
    return {};
}

Result<> extractSeeking(const fs::path& archive, const Tools& tools, const std::vector<ArchiveItem>& items, Utf8Rows& rows,
    TaskContext& context)
{
    bool first = true;
    for (const ArchiveItem& item : items) {
        if (!std::exchange(first, false))
            QBM_CHECK(rows.beginAnother());
        QBM_CHECK(extractOne(archive, tools, item, rows, context));
    }
    return {};
}

/// The file promises UTF-8, but for SQL_ASCII, whose bytes mean what whoever wrote them meant.
Result<> requireReadable(const std::string& encoding)
{
    if (encoding.empty() || encoding == "SQL_ASCII" || isReadableAsUtf8(encoding))
        return {};
    return fail(ErrorKind::Unsupported,
        text(QT_TRANSLATE_NOOP("core",
                 "The backup is in the encoding %1, which is not known here; restore the table into another database "
                 "to read it."),
            encoding));
}

Result<ArchiveItem> findRows(
    const std::vector<ArchiveItem>& items, const std::string& schema, const std::string& table, const std::string& name)
{
    const auto found = std::ranges::find_if(items, [&](const ArchiveItem& item) {
        return item.kind == "TABLE DATA" && item.schema == schema && item.name == table;
    });
    if (found == items.end())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "%1 holds no rows of %2.%3; its contents list what it holds."), name, schema,
                table));
    if (found->copyStatement.empty())
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP(
                     "core", "%1 holds the rows of %2.%3 as INSERT statements; restore it into another database."),
                name, schema, table));
    return *found;
}

/// Of a partitioned table: all tables below it. The partition's own entry depends on both ends.
void addPartitions(const std::vector<ArchiveItem>& items, const ArchiveItem& table, std::set<std::int64_t>& below)
{
    for (const ArchiveItem& attach : items) {
        const bool ofTable = attach.kind == "TABLE ATTACH" && std::ranges::find(attach.dependencies, table.id) != attach.dependencies.end()
            && !(attach.schema == table.schema && attach.name == table.name);
        const auto partition = std::ranges::find_if(items, [&](const ArchiveItem& item) {
            return ofTable && item.kind == "TABLE" && item.schema == attach.schema && item.name == attach.name;
        });
        if (partition != items.end() && below.insert(partition->id).second)
            addPartitions(items, *partition, below);
    }
}

std::vector<ArchiveItem> partitionsOf(const std::vector<ArchiveItem>& items, const std::string& schema, const std::string& table)
{
    const auto top = std::ranges::find_if(items, [&](const ArchiveItem& item) {
        return item.kind == "TABLE" && item.schema == schema && item.name == table;
    });
    std::set<std::int64_t> below;
    if (top != items.end())
        addPartitions(items, *top, below);
    std::vector<ArchiveItem> partitions;
    std::ranges::copy_if(items, std::back_inserter(partitions), [&](const ArchiveItem& item) { return below.contains(item.id); });
    return partitions;
}

/// One header stands above all of them.
Result<> requireSameColumns(const std::vector<ArchiveItem>& rows, const std::string& schema, const std::string& table)
{
    QBM_TRY(first, parseCopyColumns(rows.front().copyStatement));
    for (const ArchiveItem& item : rows) {
        QBM_TRY(columns, parseCopyColumns(item.copyStatement));
        if (columns == first)
            continue;
        std::string names;
        for (const ArchiveItem& each : rows)
            names += (names.empty() ? "" : ", ") + quotedTableName({each.schema, each.name});
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core",
                     "The partitions of %1.%2 have their columns in different orders, so they make no single file; extract "
                     "them one by one: %3."),
                schema, table, names));
    }
    return {};
}

/// The entries that hold a table's rows: of a partitioned one those of its partitions.
Result<std::vector<ArchiveItem>> findAllRows(
    const std::vector<ArchiveItem>& items, const std::string& schema, const std::string& table, const std::string& name)
{
    std::vector<ArchiveItem> found;
    for (const ArchiveItem& partition : partitionsOf(items, schema, table)) {
        auto rows = findRows(items, partition.schema, partition.name, name);
        if (rows)
            found.push_back(std::move(*rows));
        else if (rows.error().kind != ErrorKind::NotFound) // itself partitioned, or a foreign table
            return fail(std::move(rows).error());
    }
    if (found.empty()) {
        QBM_TRY(rows, findRows(items, schema, table, name));
        return std::vector<ArchiveItem>{std::move(rows)};
    }
    QBM_CHECK(requireSameColumns(found, schema, table));
    return found;
}

} // namespace

Result<std::vector<ArchiveEntry>> listArchive(const Backup& backup, const UnpackOptions& unpack, TaskContext& context)
{
    QBM_TRY(items, readTableOfContents(backup, unpack.identity, context));
    std::vector<ArchiveEntry> entries;
    entries.reserve(items.size());
    for (ArchiveItem& item : items)
        entries.push_back({item.id, std::move(item.kind), item.schema.empty() ? "-" : std::move(item.schema),
            std::move(item.name), std::move(item.owner)});
    return entries;
}

Result<ExtractReport> extractTableCsv(const Backup& backup, const UnpackOptions& unpack, const Tools& tools,
    const std::string& schema, const std::string& table, const fs::path& file, const CsvOptions& options,
    TaskContext& context)
{
    QBM_CHECK(requireAsWritten(backup, context)); // a changed byte may unpack to other rows without an error
    QBM_TRY(items, readTableOfContents(backup, unpack.identity, context));
    const std::string encoding = encodingOf(items);
    QBM_CHECK(requireReadable(encoding));
    QBM_TRY(chosen, findAllRows(items, schema, table, backup.name));
    QBM_TRY(columns, parseCopyColumns(chosen.front().copyStatement));
    QBM_TRY(out, NewFile::create(file));
    CopyToCsv csv([&](std::string_view bytes) { return out.write(bytes); }, options);
    const ToUtf8 toUtf8(encoding);
    for (std::string& column : columns)
        column = toUtf8(column);
    QBM_CHECK(csv.writeHeader(columns));
    Utf8Rows rows(encoding, csv);
    if (needsUnpacking(backup))
        QBM_CHECK(extractPassing(backup, unpack.identity, chosen, rows, context));
    else
        QBM_CHECK(extractSeeking(backup.file, tools, chosen, rows, context));
    QBM_CHECK(csv.finish());
    QBM_CHECK(out.keep());
    return ExtractReport{csv.rows(), out.sizeBytes(), generatedColumns(items, schema, table), csv.formulaCells(),
        options.forSpreadsheet, encoding == "SQL_ASCII"};
}

} // namespace qbm::backup
