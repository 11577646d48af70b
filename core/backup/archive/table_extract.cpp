// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/table_extract.h"

#include "core/backup/archive/entry_list.h"
#include "core/backup/archive/table_columns.h"
#include "core/backup/archive/table_of_contents.h"
#include "core/backup/archive/unpacking.h"
#include "core/base/file.h"
#include "core/base/unit.h"

#include <algorithm>
#include <fcntl.h>
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

/// Hands on one entry's rows of an archive that passes by.
class OneTable final : public ArchiveListener {
public:
    OneTable(std::int64_t id, CopyToCsv& csv)
        : m_id(id)
        , m_csv(csv)
    {
    }
    void beginTable(const ArchiveItem& item) override { m_inside = item.id == m_id; }
    void addTableBytes(std::string_view bytes) override
    {
        if (m_inside && m_outcome)
            m_outcome = m_csv.add(bytes);
    }
    void endTable() override { m_inside = false; }
    void beginLargeObject(std::uint32_t) override { }
    void addLargeObjectBytes(std::string_view) override { }
    void endLargeObject() override { }
    const Result<>& outcome() const { return m_outcome; }

private:
    std::int64_t m_id;
    CopyToCsv& m_csv;
    bool m_inside = false;
    Result<> m_outcome;
};

/// What would have to be unpacked first is read as it passes, and no further than the table's end.
Result<> extractPassing(
    const Backup& backup, const fs::path& identity, const ArchiveItem& item, CopyToCsv& csv, TaskContext& context)
{
    OneTable table(item.id, csv);
    ArchiveStream stream(table);
    const auto read = streamArchive(
        backup, identity,
        [&](std::string_view bytes) -> Result<> {
            QBM_CHECK(stream.add(bytes));
            QBM_CHECK(table.outcome());
            return csv.ended() ? Result<>(fail(cancelledError())) : Result<>(); // the rest is not wanted
        },
        context);
    QBM_CHECK(context.checkpoint());
    return csv.ended() ? Result<>() : read;
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
Result<> extractSeeking(
    const fs::path& archive, const Tools& tools, const ArchiveItem& item, CopyToCsv& csv, TaskContext& context)
{
    QBM_TRY(list, EntryList::create({item.id}));
    const process::Command command = toolCommand(
        tools.pgRestore, {"--data-only", "--use-list=" + list.path().string(), "--file=-", archive.string()});
    BehindStatement behind(item.copyStatement);
    process::RunOptions options;
    options.stallTimeout = kToolStall;
    options.onOutput = [&](std::string_view bytes) -> Result<> {
        QBM_CHECK(csv.add(behind.rows(bytes)));
        context.report({0, 0, text(QT_TRANSLATE_NOOP("core", "%1 rows read"), formatCount(csv.rows()))});
        return {};
    };
    QBM_TRY(exit, process::run(command, options, context));
    if (exit.code != 0)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "pg_restore cannot read the rows of %1.%2."), item.schema, item.name),
            errorLines(exit.errorTail));
    return {};
}

/// Rows are written as they were dumped, and the file promises UTF-8.
Result<> requireUtf8(const std::vector<ArchiveItem>& items)
{
    const auto encoding = std::ranges::find(items, "ENCODING", &ArchiveItem::kind);
    if (encoding == items.end() || encoding->definition.find("'UTF8'") != std::string::npos
        || encoding->definition.find("'SQL_ASCII'") != std::string::npos)
        return {};
    return fail(ErrorKind::Unsupported,
        text(QT_TRANSLATE_NOOP(
                 "core", "The backup is not in UTF-8 (%1); restore the table into another database to read it."),
            encoding->definition));
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
    QBM_TRY(items, readTableOfContents(backup, unpack.identity, context));
    QBM_CHECK(requireUtf8(items));
    QBM_TRY(item, findRows(items, schema, table, backup.name));
    QBM_TRY(columns, parseCopyColumns(item.copyStatement));
    QBM_TRY(out, NewFile::create(file));
    CopyToCsv csv([&](std::string_view bytes) { return out.write(bytes); }, options);
    QBM_CHECK(csv.writeHeader(columns));
    if (needsUnpacking(backup))
        QBM_CHECK(extractPassing(backup, unpack.identity, item, csv, context));
    else
        QBM_CHECK(extractSeeking(backup.file, tools, item, csv, context));
    QBM_CHECK(csv.finish());
    QBM_CHECK(out.keep());
    return ExtractReport{csv.rows(), out.sizeBytes(), generatedColumns(items, schema, table), csv.formulaCells(),
        options.forSpreadsheet};
}

} // namespace qbm::backup
