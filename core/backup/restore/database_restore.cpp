// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/database_restore.h"

#include "core/backup/archive/entry_lines.h"
#include "core/backup/archive/entry_list.h"
#include "core/backup/drill/stored_tables.h"
#include "core/backup/restore/activity_watch.h"
#include "core/backup/restore/replication.h"
#include "core/backup/restore/session_options.h"
#include "core/backup/restore/sql_pipe.h"
#include "core/base/json_text.h"
#include "core/base/unit.h"
#include "core/base/utf8.h"
#include "core/postgres/server_facts.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace qbm::backup {

namespace {

// Numbers of things, not their contents: a restore drops and creates, and what is created gets a new number. Large
// objects keep theirs, so the transaction that made them stands in.
constexpr const char* kFingerprintSql = R"(
SELECT encode(sha256(convert_to(coalesce(string_agg(mark, ',' ORDER BY mark), ''), 'UTF8')), 'hex') FROM (
    SELECT 'c' || c.oid AS mark FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid >= 16384 AND c.relpersistence <> 't' AND n.nspname !~ '^pg_toast'
    UNION ALL SELECT 'p' || oid FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT 't' || oid FROM pg_type WHERE oid >= 16384 AND typrelid = 0 AND typelem = 0
    UNION ALL SELECT 'n' || oid FROM pg_namespace WHERE oid >= 16384 AND nspname !~ '^pg_(toast_)?temp'
    UNION ALL SELECT 'e' || oid FROM pg_extension WHERE oid >= 16384
    UNION ALL SELECT 'l' || oid || ':' || xmin FROM pg_largeobject_metadata) marks)";

bool says(const std::string& text, const char* part)
{
    return text.find(part) != std::string::npos;
}

/// Takes partitions off their tables, within the restore's transaction: the constraints they inherit could not be
/// dropped. A foreign key to a partitioned table would forbid that, so it goes first; the script makes it again.
constexpr const char* kPartitionSql = R"(
SELECT 1 AS position, n.nspname, c.relname, k.conname, ''
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_class f ON f.oid = k.confrelid
WHERE k.contype = 'f' AND k.conparentid = 0 AND (f.relkind = 'p' OR c.relkind = 'p')
UNION ALL
SELECT 2, pn.nspname, p.relname, n.nspname, c.relname
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
WHERE c.relispartition AND c.relkind IN ('r', 'p') ORDER BY 1)";

postgres::ConnectionSettings readOnly(postgres::ConnectionSettings settings)
{
    settings.access = AccessMode::ReadOnly;
    return settings;
}

Result<std::string> partitionPrelude(
    postgres::Client& client, const ArchiveContents& archive, TaskContext& context)
{
    QBM_TRY(answer, client.query(kPartitionSql, context));
    QBM_TRY(sql, setEncodingSql(client, context));
    for (const postgres::Row& row : answer.rows) {
        const std::string table = postgres::quoteQualified(*row[1], *row[2]);
        if (*row[0] == "1" && archive.definesTable(*row[1], *row[2]))
            sql += "ALTER TABLE " + table + " DROP CONSTRAINT " + postgres::quoteIdentifier(*row[3]) + ";\n";
        // A partition the archive does not know stays attached and goes with its parent.
        if (*row[0] == "2" && archive.definesTable(*row[1], *row[2]) && archive.definesTable(*row[3], *row[4]))
            sql += "ALTER TABLE " + table + " DETACH PARTITION " + postgres::quoteQualified(*row[3], *row[4]) + ";\n";
    }
    return sql;
}

/// "VIEW public foo" of the last line "pg_restore: from TOC entry 215; 1259 16400 VIEW public foo postgres", or the
/// beginning of the statement that psql refused; empty if neither is told.
std::string failedObject(const std::string& errorTail)
{
    constexpr std::string_view kEntry = "from TOC entry ", kStatement = "STATEMENT:  ";
    constexpr std::size_t kLongest = 120;
    const auto lineFrom = [&](std::size_t at) {
        return errorTail.substr(at, std::min(errorTail.find('\n', at), errorTail.size()) - at);
    };
    if (std::size_t at = errorTail.rfind(kEntry); at != std::string::npos) {
        std::string entry = lineFrom(at + kEntry.size());
        for (int number = 0; number < 3 && entry.find(' ') != std::string::npos; ++number) // 215; 1259 16400
            entry.erase(0, entry.find(' ') + 1);
        return entry.substr(0, entry.rfind(' ')); // without the owner
    }
    if (const std::size_t at = errorTail.rfind(kStatement); at != std::string::npos)
        return lineFrom(at + kStatement.size()).substr(0, kLongest);
    return {};
}

bool isEventTrigger(const EntryLine& line)
{
    return line.is("EVENT TRIGGER") || line.what.starts_with("COMMENT - EVENT TRIGGER ")
        || line.what.starts_with("SECURITY LABEL - EVENT TRIGGER ");
}

/// What pg_restore makes after an event trigger is for that trigger to act on, and it makes rows of materialized views
/// after them. \return whether an order of ours is needed
bool putEventTriggersLast(std::vector<EntryLine>& lines)
{
    if (std::ranges::none_of(lines, isEventTrigger)
        || std::ranges::none_of(lines, [](const EntryLine& line) { return line.is("MATERIALIZED VIEW DATA"); }))
        return false;
    std::ranges::stable_partition(lines, [](const EntryLine& line) { return !isEventTrigger(line); });
    return true;
}

/// DROP SUBSCRIPTION reaches out for its slot on the publisher and so is refused in a transaction: those that are there
/// stay, and what the archive says about them is left out. \param chosen numbers of the only entries wanted; empty: all
/// \return in which order; nullopt: everything can be restored as it comes
Result<std::optional<std::vector<std::int64_t>>> wantedEntries(postgres::Client& client, const Tools& tools,
    const std::filesystem::path& dump, const std::vector<std::int64_t>& chosen, TaskContext& context)
{
    std::optional<std::vector<std::int64_t>> wanted;
    if (!chosen.empty())
        wanted = chosen;
    QBM_TRY(present, fetchSubscriptions(client, client.settings().database, context));
    QBM_TRY(lines, readEntryLines(dump, tools, context));
    const bool ordered = putEventTriggersLast(lines);
    if (present.empty() && !ordered)
        return wanted;
    std::vector<std::int64_t> kept;
    for (const EntryLine& line : lines) {
        const bool theirs = std::ranges::any_of(present, [&](const Subscription& subscription) {
            return line.what.starts_with("SUBSCRIPTION - " + subscription.name + " ")
                || line.what.starts_with("COMMENT - SUBSCRIPTION " + subscription.name + " ")
                || line.what.starts_with("SECURITY LABEL - SUBSCRIPTION " + subscription.name + " ");
        });
        if (!theirs && (chosen.empty() || std::ranges::find(chosen, line.id) != chosen.end()))
            kept.push_back(line.id);
    }
    if (!ordered && kept.size() == lines.size())
        return wanted;
    if (wanted) { // in the order that was wanted, but for the event triggers
        std::erase_if(*wanted, [&](std::int64_t id) { return std::ranges::find(kept, id) == kept.end(); });
        std::ranges::stable_partition(*wanted, [&](std::int64_t id) {
            return std::ranges::none_of(lines, [&](const EntryLine& line) { return line.id == id && isEventTrigger(line); });
        });
    } else
        wanted = std::move(kept);
    return wanted;
}

/// A name of a database in SQL_ASCII may be no UTF-8, which JSON demands: hexadecimal behind a character that no name has.
std::string writtenName(const std::string& name)
{
    if (isUtf8(name))
        return name;
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out(1, '\0');
    for (const char c : name) {
        out += kDigits[static_cast<unsigned char>(c) >> 4];
        out += kDigits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

std::string readName(const std::string& written)
{
    if (!written.starts_with('\0'))
        return written;
    std::string name;
    for (std::size_t at = 1; at + 1 < written.size(); at += 2) {
        unsigned value = 0;
        std::from_chars(written.data() + at, written.data() + at + 2, value, 16);
        name += static_cast<char>(value);
    }
    return name;
}

/// One table of a backup and what a database has of it.
struct RowCount {
    const TableRows* expected = nullptr;
    std::optional<std::int64_t> found; ///< nullopt: the table is not there
    bool equal() const { return found == expected->rows; }
};

/// Takes partitions whose sum is right out of those that differ.
std::vector<std::string> acceptMovedRows(std::vector<RowCount>& counts, const PartitionRoots& roots)
{
    struct Whole {
        std::int64_t expected = 0, found = 0;
        bool complete = true, different = false;
    };
    std::map<TableKey, Whole> wholes;
    const auto wholeOf = [&](const RowCount& count) -> Whole* {
        const auto root = roots.find({count.expected->schema, count.expected->name});
        return root == roots.end() ? nullptr : &wholes[root->second];
    };
    for (const RowCount& count : counts) {
        Whole* const whole = wholeOf(count);
        if (whole == nullptr)
            continue;
        whole->expected += count.expected->rows;
        whole->found += count.found.value_or(0);
        whole->complete = whole->complete && count.found;
        whole->different = whole->different || !count.equal();
    }
    std::erase_if(counts, [&](const RowCount& count) {
        const Whole* const whole = wholeOf(count);
        return whole != nullptr && whole->complete && whole->expected == whole->found;
    });
    std::vector<std::string> moved;
    for (const auto& [root, whole] : wholes) {
        if (whole.different && whole.complete && whole.expected == whole.found)
            moved.push_back(root.first + "." + root.second);
    }
    return moved;
}

} // namespace

Result<std::string> setEncodingSql(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(answer, client.query("SELECT pg_catalog.current_setting('client_encoding')", context));
    return "SET client_encoding = " + postgres::quoteLiteral(answer.rows.at(0)[0].value_or("UTF8")) + ";\n";
}

Error restoreToolError(const std::string& errorTail, const std::string& backup, const std::string& target)
{
    const std::string why = errorLines(errorTail);
    std::string first = why.substr(0, why.find('\n'));
    if (const std::string object = failedObject(errorTail); !object.empty())
        first = object + ": " + first;
    // The second is PostgreSQL's hint where only a part of a block could be written.
    const bool diskFull = says(why, "No space left on device") || says(why, "Check free disk space");
    ErrorKind kind = ErrorKind::BadData;
    if (says(why, "permission denied") || says(why, "must be owner") || says(why, "must be superuser"))
        kind = ErrorKind::Denied;
    else if (says(why, "other objects depend on it"))
        kind = ErrorKind::Conflict;
    else if (diskFull || says(why, "out of shared memory"))
        kind = ErrorKind::Exhausted;
    else if (says(why, "connection to server") || says(why, "closed the connection")
        || says(why, "terminating connection") || says(why, "the database system is"))
        kind = ErrorKind::Unreachable;
    if (diskFull)
        return Error{kind,
            text(QT_TRANSLATE_NOOP("core",
                     "The disk of the database server is full: %1 could not be restored into %2. Make room there and "
                     "try again."),
                backup, target),
            why, {}};
    return Error{kind,
        text(QT_TRANSLATE_NOOP("core", "pg_restore could not restore %1 into %2: %3"), backup, target, first), why, {}};
}

Result<> restoreArchive(const postgres::ConnectionSettings& settings, const Tools& tools,
    const std::filesystem::path& dump, std::uint64_t expectedTables, std::chrono::milliseconds stallTimeout,
    TaskContext& context, const std::string& backupName, const ArchiveParts& parts, const std::string& more,
    const OutputSettings& outputSettings)
{
    QBM_TRY(access, ToolAccess::create(settings));
    QBM_TRY(client, postgres::Client::connect(readOnly(settings), context));
    QBM_TRY(contents, readContents(dump, tools, context));
    QBM_TRY(rest, restEventTriggers(client, context));
    QBM_TRY(partitions, partitionPrelude(client, contents, context));
    QBM_TRY(wanted, wantedEntries(client, tools, dump, parts.entries, context));
    QBM_TRY(sessionOptions, restoreSessionOptions(client, {}, context));
    SqlPipe pipe;
    pipe.prelude = rest.begin + partitions + more;
    pipe.epilogue = rest.end;
    std::vector<std::string> arguments{"--clean", "--if-exists", "--single-transaction", "--verbose", "--file=-"};
    if (!parts.withOwners)
        arguments.emplace_back("--no-owner");
    if (!parts.withGrants)
        arguments.emplace_back("--no-privileges");
    if (!parts.withTablespaces)
        arguments.emplace_back("--no-tablespaces");
    std::optional<EntryList> list;
    if (wanted) {
        QBM_TRY(made, EntryList::create(*wanted));
        list.emplace(std::move(made));
        arguments.push_back("--use-list=" + list->path().string());
    }
    arguments.push_back(dump.string());
    pipe.producer = toolCommand(tools.pgRestore, std::move(arguments));
    pipe.psql = access.command(tools.psql);
    pipe.psql.arguments.insert(pipe.psql.arguments.end(), {"--no-psqlrc", "--quiet", "--echo-errors", "--set=ON_ERROR_STOP=1"});
    pipe.psql.environment["PGAPPNAME"] = kRestoreApplicationName;
    pipe.psql.environment["PGOPTIONS"] = sessionOptions;
    addServerOptions(pipe.psql.environment, pinnedOptions(outputSettings));
    StallGuard guard(settings, stallTimeout, context);
    pipe.onTaken = [&] { guard.noteSign(); };
    pipe.onTick = [&] { guard.tick(); };
    std::uint64_t tablesBegun = 0;
    pipe.onProducerLine = [&](std::string_view line) {
        guard.noteSign();
        constexpr std::string_view kPrefix = "pg_restore: ";
        if (!line.starts_with(kPrefix))
            return;
        const std::string_view what = line.substr(kPrefix.size());
        if (what.starts_with("processing data for table "))
            ++tablesBegun;
        // The tool's own words name the object; they are evidence, not a sentence of ours to translate.
        context.report({tablesBegun, std::max(expectedTables, tablesBegun) + 1, Text(std::string(what))});
    };
    const auto exit = runSqlPipe(pipe, guard.task());
    if (!exit) {
        QBM_CHECK(guard.requireNoStall());
        return fail(exit.error());
    }
    if (!exit->committed())
        // Where psql refuses a statement, pg_restore only complains that nobody reads any more.
        return fail(restoreToolError(exit->psql.errorTail.empty() ? exit->producer.errorTail : exit->psql.errorTail,
            backupName.empty() ? dump.filename().string() : backupName, settings.target()));
    return {};
}

Result<std::string> schemaFingerprint(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(table, client.query(kFingerprintSql, context));
    return postgres::toText(table.rows.at(0)[0]);
}

Result<std::vector<TableName>> fetchTableNames(postgres::Client& client, TaskContext& context)
{
    QBM_TRY(tables, postgres::fetchTables(client, context));
    std::vector<TableName> names;
    for (const postgres::TableFacts& table : tables)
        names.emplace_back(table.schema, table.name);
    return names;
}

std::string formatTableNames(const std::vector<TableName>& names)
{
    nlohmann::json list = nlohmann::json::array();
    for (const auto& [schema, name] : names)
        list.push_back({writtenName(schema), writtenName(name)});
    return writeJson(list);
}

Result<std::vector<TableName>> parseTableNames(const std::string& json)
{
    try {
        auto names = nlohmann::json::parse(json).get<std::vector<TableName>>();
        for (auto& [schema, name] : names) {
            schema = readName(schema);
            name = readName(name);
        }
        return names;
    } catch (const nlohmann::json::exception& exception) {
        return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "The journal's list of tables cannot be read.")),
            exception.what());
    }
}

Result<std::string> dropNewTablesStatement(postgres::Client& client, const std::vector<TableName>& before,
    const ArchiveContents& archive, TaskContext& context)
{
    QBM_TRY(now, fetchTableNames(client, context));
    std::string list;
    for (const auto& [schema, name] : now) {
        const bool isNew = std::ranges::find(before, TableName(schema, name)) == before.end();
        if (isNew && archive.definesTable(schema, name))
            list += (list.empty() ? "" : ", ") + postgres::quoteQualified(schema, name);
    }
    // One statement, so that tables that refer to each other can go together. What else depends on them (views) came
    // with them.
    return list.empty() ? list : "DROP TABLE IF EXISTS " + list + " CASCADE;\n";
}

Result<std::vector<std::string>> compareRowCounts(
    postgres::Client& client, const Sidecar& sidecar, TaskContext& context)
{
    std::vector<RowCount> counts;
    for (const TableRows& expected : sidecar.tables) {
        context.report({counts.size(), sidecar.tables.size(),
            text(QT_TRANSLATE_NOOP("core", "Counting %1.%2"), expected.schema, expected.name)});
        auto rows = postgres::countRows(client, expected.schema, expected.name, context);
        if (!rows && rows.error().kind != ErrorKind::NotFound)
            return fail(std::move(rows).error());
        counts.push_back({&expected, rows ? std::optional(*rows) : std::nullopt});
    }
    QBM_TRY(roots, fetchPartitionRoots(client, context));
    std::vector<std::string> moved = acceptMovedRows(counts, roots);
    std::erase_if(counts, [](const RowCount& count) { return count.equal(); });
    std::string differences;
    for (const RowCount& count : counts)
        differences += count.expected->schema + "." + count.expected->name + ": "
            + (count.found ? formatCount(*count.found) + " rows" : "missing") + ", "
            + formatCount(count.expected->rows) + " in the backup\n";
    if (!counts.empty())
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1 of %2 tables do not hold the rows that the backup holds."),
                counts.size(), sidecar.tables.size()),
            differences);
    return moved;
}

} // namespace qbm::backup
