// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/side_database.h"

#include "core/backup/archive/entry_list.h"
#include "core/backup/restore/activity_watch.h"
#include "core/backup/restore/database_restore.h"

#include <algorithm>

/// fillDatabase(): parallel pg_restore into an empty database.
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
    process::Command command = access.command(tools.pgRestore);
    command.environment["PGAPPNAME"] = kRestoreApplicationName;
    auto& arguments = command.arguments;
    arguments.insert(arguments.end(),
        {options.oneTransaction ? "--single-transaction" : "--jobs=" + std::to_string(std::max(1, options.jobs)),
            "--exit-on-error", "--verbose"});
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
    return filling.run(std::move(command), context);
}

} // namespace qbm::backup
