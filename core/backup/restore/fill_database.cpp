// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/side_database.h"

#include "core/backup/archive/entry_lines.h"
#include "core/backup/archive/entry_list.h"
#include "core/backup/restore/activity_watch.h"
#include "core/backup/restore/database_restore.h"
#include "core/backup/restore/replication.h"
#include "core/backup/restore/session_options.h"
#include "core/backup/restore/sql_pipe.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <stop_token>

/// fillDatabase(): parallel pg_restore into an empty database, or one transaction into one that is not.
namespace qbm::backup {

namespace {

/// Which tables' rows a run of pg_restore could not load, by what it says. \source pg_restore's warn_or_exit_horribly()
class RefusedRows {
public:
    /// \return false: the server ails, and not the rows
    bool takeLine(std::string_view line)
    {
        // Several jobs write at once, a word and a message at a time: what stands before in a line may be another's.
        constexpr std::string_view kEntry = "from TOC entry ", kError = "error: ", kCopy = "COPY failed for table ";
        if (const std::size_t at = line.find(kEntry); at != std::string_view::npos) {
            const std::string_view entry = line.substr(at + kEntry.size());
            if (entry.find(" TABLE DATA ") != std::string_view::npos)
                m_entries.insert(numberIn(entry));
        }
        m_copies += line.find(kCopy) != std::string_view::npos ? 1u : 0u;
        for (std::size_t at = line.find(kError); at != std::string_view::npos; at = line.find(kError, at + 1))
            ++m_errors;
        constexpr std::array kAiling{"No space left on device", "Check free disk space", "could not extend file",
            "could not write", "out of memory", "out of shared memory", "terminating connection",
            "closed the connection", "connection to server", "the database system is"};
        const auto says = [&](const char* words) { return line.find(words) != std::string_view::npos; };
        if (m_ofServer.empty() && line.find("error:") != std::string_view::npos && std::ranges::any_of(kAiling, says))
            m_ofServer = line;
        return m_ofServer.empty();
    }
    const std::string& ofServer() const { return m_ofServer; }
    /// Whether nothing else went wrong.
    bool areAll() const { return m_copies > 0 && m_errors == m_copies && m_copies == m_entries.size(); }
    /// By number.
    std::vector<std::int64_t> entries() const { return {m_entries.begin(), m_entries.end()}; }

private:
    static std::int64_t numberIn(std::string_view text)
    {
        std::int64_t number = 0;
        std::from_chars(text.data(), text.data() + text.size(), number);
        return number;
    }

    std::set<std::int64_t> m_entries;
    std::size_t m_copies = 0; ///< that failed: one an entry
    std::size_t m_errors = 0; ///< of any kind
    std::string m_ofServer;
};

/// One run of pg_restore and what its lines tell.
class Filling {
public:
    Filling(const postgres::ConnectionSettings& settings, const FillOptions& options, std::string name)
        : m_settings(settings)
        , m_options(options)
        , m_name(std::move(name))
    {
    }

    Result<> run(process::Command command, TaskContext& context)
    {
        StallGuard guard(m_settings, m_options.stallTimeout, context);
        process::RunOptions run;
        run.onErrorLine = [&](std::string_view line) {
            guard.noteSign();
            takeLine(line, context);
        };
        run.onTick = [&] { guard.tick(); };
        auto exit = process::run(command, run, guard.task());
        if (!exit) {
            QBM_CHECK(guard.requireNoStall());
            return fail(std::move(exit).error());
        }
        if (exit->code != 0)
            return fail(restoreToolError(exit->errorTail, m_name, m_settings.target()));
        return {};
    }

    /// Goes on where rows are refused. \return entries of the tables whose rows were; anything else is an error
    Result<std::vector<std::int64_t>> runPatiently(process::Command command, TaskContext& context)
    {
        StallGuard guard(m_settings, m_options.stallTimeout, context);
        std::stop_source ends;
        const std::stop_callback onStop(guard.task().stopToken(), [&] { ends.request_stop(); });
        TaskContext task(ends.get_token());
        RefusedRows refused;
        process::RunOptions run;
        run.onErrorLine = [&](std::string_view line) {
            guard.noteSign();
            takeLine(line, context);
            if (!refused.takeLine(line))
                ends.request_stop(); // the next table would fare no better
        };
        run.onTick = [&] { guard.tick(); };
        auto exit = process::run(command, run, task);
        QBM_CHECK(guard.requireNoStall());
        QBM_CHECK(context.checkpoint());
        if (!refused.ofServer().empty())
            return fail(restoreToolError(refused.ofServer(), m_name, m_settings.target()));
        QBM_CHECK(exit);
        if (exit->code != 0 && !refused.areAll())
            return fail(restoreToolError(exit->errorTail, m_name, m_settings.target()));
        return refused.entries();
    }

    /// In one transaction: pg_restore writes its script and psql runs it.
    Result<> runInTransaction(
        process::Command pgRestore, process::Command psql, const EventTriggerRest& rest, TaskContext& context)
    {
        StallGuard guard(m_settings, m_options.stallTimeout, context);
        SqlPipe pipe;
        pipe.producer = std::move(pgRestore);
        pipe.psql = std::move(psql);
        pipe.prelude = rest.begin + m_options.prelude;
        pipe.epilogue = rest.end;
        pipe.onBegun = m_options.onTransaction;
        pipe.onTaken = [&] { guard.noteSign(); };
        pipe.onTick = [&] { guard.tick(); };
        pipe.onProducerLine = [&](std::string_view line) {
            guard.noteSign();
            takeLine(line, context);
        };
        const auto exit = runSqlPipe(pipe, guard.task());
        if (!exit) {
            QBM_CHECK(guard.requireNoStall());
            return fail(exit.error());
        }
        if (!exit->committed())
            return fail(restoreToolError(exit->psql.errorTail.empty() ? exit->producer.errorTail : exit->psql.errorTail,
                m_name, m_settings.target()));
        return {};
    }

private:
    void takeLine(std::string_view line, TaskContext& context)
    {
        constexpr std::string_view kPrefix = "pg_restore: ";
        if (!line.starts_with(kPrefix))
            return;
        const std::string_view what = line.substr(kPrefix.size());
        if (what.starts_with("skipping item "))
            return; // of another of its runs
        if (what.starts_with("processing data for table "))
            ++m_tablesBegun;
        context.report({m_tablesBegun, std::max(m_options.expectedTables, m_tablesBegun) + 1, Text(std::string(what))});
    }

    const postgres::ConnectionSettings& m_settings;
    const FillOptions& m_options;
    std::string m_name;
    std::uint64_t m_tablesBegun = 0;
};

/// The rows that CREATE EXTENSION put into tables whose rows the archive holds too: both at once collide, and what an
/// extension brings itself is not what was there. Only rows that a dump of the table would hold.
/// \source pg_extension_config_dump(); pg_dump pastes the condition into its own statement in the same way
constexpr const char* kExtensionTablesSql = R"(
SELECT n.nspname, c.relname, coalesce(e.extcondition[t.position], '')
FROM pg_extension e, unnest(e.extconfig) WITH ORDINALITY t (relation, position)
     JOIN pg_class c ON c.oid = t.relation JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') ORDER BY e.oid, t.position DESC)";

Result<> emptyExtensionTables(const postgres::ConnectionSettings& settings, const std::vector<EntryLine>& lines,
    const FillOptions& options, TaskContext& context)
{
    QBM_TRY(client, postgres::Client::connect(settings, context));
    QBM_TRY(tables, client.query(kExtensionTablesSql, context));
    QBM_TRY(all, postgres::Transaction::begin(client, postgres::Transaction::Mode::ReadWrite, context));
    QBM_TRY(superuser, client.query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user", context));
    if (!superuser.rows.empty() && superuser.rows[0][0] == "t") // they may refer to each other
        QBM_CHECK(client.exec("SET LOCAL session_replication_role = replica", context));
    for (const postgres::Row& row : tables.rows) {
        const std::string rows = "TABLE DATA " + *row[0] + " " + *row[1] + " ";
        const bool comes = std::ranges::any_of(lines, [&](const EntryLine& line) {
            return line.what.starts_with(rows)
                && (options.entries.empty() || std::ranges::find(options.entries, line.id) != options.entries.end());
        });
        if (comes)
            QBM_CHECK(
                client.exec("DELETE FROM " + postgres::quoteQualified(*row[0], *row[1]) + " " + *row[2], context));
    }
    return all.commit(context);
}

/// The database before it is filled. The session is not kept: it would be idle for as long as the filling takes.
struct Present {
    std::string sessionOptions;
    EventTriggerRest rest;
    std::vector<std::string> subscriptions;
};

Result<Present> look(const postgres::ConnectionSettings& settings, const FillOptions& options, TaskContext& context)
{
    QBM_TRY(client, postgres::Client::connect(settings, context));
    Present present;
    QBM_TRY(sessionOptions, restoreSessionOptions(client, options.outputSettings, context));
    present.sessionOptions = std::move(sessionOptions);
    QBM_TRY(rest, restEventTriggers(client, context));
    present.rest = std::move(rest);
    QBM_TRY(subscriptions, fetchSubscriptions(client, settings.database, context));
    present.subscriptions = namesOf(subscriptions);
    return present;
}

/// pg_restore makes what a right needs before the right, but several jobs give rights in any order: one that its holder
/// has passed on may come before the right to the schema that he needs for that. What has to come after rights (event
/// triggers, rows of materialized views, which their owners compute) follows by itself. \source pg_restore's
/// RestorePass
struct Passes {
    std::vector<std::int64_t> things, rights, afterwards, last;
    std::vector<std::vector<std::int64_t>> late; ///< rows, in rounds; see FillOptions
    std::set<std::int64_t> rows; ///< where they are brought by themselves; else among the things
};

Passes inPasses(const std::vector<EntryLine>& lines, const FillOptions& options)
{
    const auto begins = [](const EntryLine& line, std::initializer_list<const char*> words) {
        return std::ranges::any_of(words, [&](const char* word) { return line.what.starts_with(word); });
    };
    Passes passes;
    const auto isWanted = [&](std::int64_t id) {
        return options.entries.empty() || std::ranges::find(options.entries, id) != options.entries.end();
    };
    std::set<std::int64_t> late;
    for (std::vector<std::int64_t> round : options.lateRows) {
        std::erase_if(round, [&](std::int64_t id) { return !isWanted(id); });
        late.insert(round.begin(), round.end());
        if (!round.empty())
            passes.late.push_back(std::move(round));
    }
    for (const EntryLine& line : lines) {
        if (!isWanted(line.id) || late.contains(line.id))
            continue;
        if (begins(line, {"ACL ", "DEFAULT ACL "}))
            passes.rights.push_back(line.id);
        else if (begins(line, {"MATERIALIZED VIEW DATA "}))
            passes.afterwards.push_back(line.id);
        else if (begins(line, {"EVENT TRIGGER ", "COMMENT - EVENT TRIGGER ", "SECURITY LABEL - EVENT TRIGGER "}))
            passes.last.push_back(line.id); // they may forbid all that goes before
        else if (options.bringRows && line.is("TABLE DATA"))
            passes.rows.insert(line.id);
        else
            passes.things.push_back(line.id);
    }
    return passes;
}

Result<> runOnly(
    Filling& filling, process::Command command, const std::vector<std::int64_t>& entries, TaskContext& context)
{
    if (entries.empty())
        return {};
    QBM_TRY(list, EntryList::create(entries));
    command.arguments.insert(command.arguments.begin(), "--use-list=" + list.path().string());
    return filling.run(std::move(command), context);
}

/// As runOnly(), for rows. \return entries of tables whose rows were refused; nothing of them was kept
Result<std::vector<std::int64_t>> runPatiently(
    Filling& filling, process::Command command, const std::vector<std::int64_t>& entries, TaskContext& context)
{
    if (entries.empty())
        return std::vector<std::int64_t>();
    QBM_TRY(list, EntryList::create(entries));
    std::erase(command.arguments, "--exit-on-error");
    command.arguments.insert(command.arguments.begin(), "--use-list=" + list.path().string());
    return filling.runPatiently(std::move(command), context);
}

process::Command withOneJob(process::Command command)
{
    std::ranges::replace_if(
        command.arguments, [](const std::string& each) { return each.starts_with("--jobs="); }, "--jobs=1");
    return command;
}

process::Command onlySections(process::Command command, std::initializer_list<const char*> sections)
{
    for (const char* section : sections)
        command.arguments.insert(command.arguments.begin(), std::string("--section=") + section);
    return command;
}

/// What comes late, or is refused, is loaded by one job alone, which is in nobody's way. Rows of extensions' own tables are
/// loaded by a single job, which follows the archive's order; parallel ones would load them largest first and meet the
/// foreign keys that the extension brought already.
Result<> fillThings(Filling& filling, const process::Command& command, const Passes& passes,
    const postgres::ConnectionSettings& settings, const std::vector<EntryLine>& lines, const FillOptions& options,
    TaskContext& context)
{
    const std::vector<std::int64_t>& things = passes.things;
    if (options.bringRows) {
        QBM_CHECK(runOnly(filling, onlySections(command, {"pre-data"}), things, context));
        QBM_CHECK(options.bringRows(passes.rows, context));
        for (const std::vector<std::int64_t>& round : passes.late)
            QBM_CHECK(options.bringRows({round.begin(), round.end()}, context));
        return runOnly(filling, onlySections(command, {"data", "post-data"}), things, context);
    }
    const bool ofExtensions = holdsRowsOfExtensions(lines);
    if (!ofExtensions && passes.late.empty() && !options.mayRefuseRows)
        return runOnly(filling, command, things, context);
    QBM_CHECK(runOnly(filling, onlySections(command, {"pre-data"}), things, context));
    if (ofExtensions)
        QBM_CHECK(emptyExtensionTables(settings, lines, options, context));
    const process::Command data = onlySections(command, {"data"});
    QBM_TRY(refused, runPatiently(filling, ofExtensions ? withOneJob(data) : data, things, context));
    for (const std::vector<std::int64_t>& round : passes.late) {
        QBM_TRY(more, runPatiently(filling, withOneJob(data), round, context));
        refused.insert(refused.end(), more.begin(), more.end());
    }
    QBM_CHECK(runOnly(filling, withOneJob(data), refused, context));
    return runOnly(filling, onlySections(command, {"post-data"}), things, context);
}

Result<> cutBrought(
    const postgres::ConnectionSettings& settings, const std::vector<std::string>& present, TaskContext& context)
{
    QBM_TRY(client, postgres::Client::connect(settings, context));
    QBM_TRY(cut, cutSubscriptions(client, present, context));
    return {};
}

} // namespace

Result<> fillDatabase(const postgres::ConnectionSettings& settings, const Tools& tools,
    const std::filesystem::path& archive, const FillOptions& options, TaskContext& context)
{
    QBM_TRY(access, ToolAccess::create(settings));
    QBM_TRY(present, look(settings, options, context));
    const bool together = static_cast<bool>(options.onTransaction);
    process::Command command = together ? toolCommand(tools.pgRestore) : access.command(tools.pgRestore);
    command.environment["PGAPPNAME"] = kRestoreApplicationName;
    command.environment["PGOPTIONS"] = present.sessionOptions;
    addServerOptions(command.environment, pinnedOptions(options.outputSettings));
    auto& arguments = command.arguments;
    arguments.insert(arguments.end(),
        {together ? "--file=-" : "--jobs=" + std::to_string(std::max(1, options.jobs)), "--exit-on-error",
            "--verbose"});
    if (together)
        arguments.emplace_back("--single-transaction");
    if (!options.withOwners)
        arguments.emplace_back("--no-owner");
    if (!options.withGrants)
        arguments.emplace_back("--no-privileges");
    if (!options.withTablespaces)
        arguments.emplace_back("--no-tablespaces");
    Filling filling(settings, options, options.archiveName.empty() ? archive.filename().string() : options.archiveName);
    std::optional<EntryList> list;
    if (together && !options.entries.empty()) {
        QBM_TRY(made, EntryList::create(options.entries));
        list.emplace(std::move(made));
        arguments.push_back("--use-list=" + list->path().string());
    }
    arguments.push_back(archive.string());
    if (together) {
        process::Command psql = access.command(tools.psql);
        psql.arguments.insert(
            psql.arguments.end(), {"--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"});
        psql.environment["PGAPPNAME"] = kRestoreApplicationName;
        psql.environment["PGOPTIONS"] = present.sessionOptions;
        addServerOptions(psql.environment, pinnedOptions(options.outputSettings));
        QBM_CHECK(filling.runInTransaction(std::move(command), std::move(psql), present.rest, context));
    } else {
        QBM_TRY(lines, readEntryLines(archive, tools, context));
        const Passes passes = inPasses(lines, options);
        QBM_CHECK(fillThings(filling, command, passes, settings, lines, options, context));
        if (options.withGrants)
            QBM_CHECK(runOnly(filling, withOneJob(command), passes.rights, context));
        QBM_CHECK(runOnly(filling, command, passes.afterwards, context));
        QBM_CHECK(cutBrought(settings, present.subscriptions, context)); // no event trigger is there to see it
        return runOnly(filling, withOneJob(command), passes.last, context);
    }
    return cutBrought(settings, present.subscriptions, context);
}

} // namespace qbm::backup
