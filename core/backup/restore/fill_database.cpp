// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/side_database.h"

#include "core/backup/archive/entry_list.h"
#include "core/backup/restore/activity_watch.h"
#include "core/backup/restore/database_restore.h"
#include "core/backup/restore/sql_pipe.h"

#include <algorithm>

/// fillDatabase(): parallel pg_restore into an empty database, or one transaction into one that is not.
namespace qbm::backup {

namespace {

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

    /// In one transaction: pg_restore writes its script and psql runs it.
    Result<> runInTransaction(process::Command pgRestore, process::Command psql, TaskContext& context)
    {
        StallGuard guard(m_settings, m_options.stallTimeout, context);
        SqlPipe pipe;
        pipe.producer = std::move(pgRestore);
        pipe.psql = std::move(psql);
        pipe.prelude = m_options.prelude;
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
        if (what.starts_with("processing data for table "))
            ++m_tablesBegun;
        context.report({m_tablesBegun, std::max(m_options.expectedTables, m_tablesBegun) + 1, Text(std::string(what))});
    }

    const postgres::ConnectionSettings& m_settings;
    const FillOptions& m_options;
    std::string m_name;
    std::uint64_t m_tablesBegun = 0;
};

} // namespace

Result<> fillDatabase(const postgres::ConnectionSettings& settings, const Tools& tools,
    const std::filesystem::path& archive, const FillOptions& options, TaskContext& context)
{
    QBM_TRY(access, ToolAccess::create(settings));
    const bool together = static_cast<bool>(options.onTransaction);
    process::Command command = together ? process::Command{tools.pgRestore, {}, {{"LC_ALL", "C.UTF-8"}}, {}, {}}
                                        : access.command(tools.pgRestore);
    command.environment["PGAPPNAME"] = kRestoreApplicationName;
    addServerOptions(command.environment, pinnedOptions(options.outputSettings));
    auto& arguments = command.arguments;
    arguments.insert(arguments.end(),
        {together ? "--file=-" : "--jobs=" + std::to_string(std::max(1, options.jobs)), "--exit-on-error",
            "--verbose"});
    if (together)
        arguments.emplace_back("--single-transaction");
    if (!options.withOwners)
        arguments.insert(arguments.end(), {"--no-owner", "--no-privileges"});
    Filling filling(settings, options, options.archiveName.empty() ? archive.filename().string() : options.archiveName);
    std::optional<EntryList> list;
    if (!options.entries.empty()) {
        QBM_TRY(made, EntryList::create(options.entries));
        list.emplace(std::move(made));
        arguments.push_back("--use-list=" + list->path().string());
    }
    arguments.push_back(archive.string());
    if (!together)
        return filling.run(std::move(command), context);
    process::Command psql = access.command(tools.psql);
    psql.arguments.insert(
        psql.arguments.end(), {"--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"});
    psql.environment["PGAPPNAME"] = kRestoreApplicationName;
    addServerOptions(psql.environment, pinnedOptions(options.outputSettings));
    return filling.runInTransaction(std::move(command), std::move(psql), context);
}

} // namespace qbm::backup
