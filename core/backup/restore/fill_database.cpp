// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/side_database.h"

#include "core/backup/archive/entry_list.h"
#include "core/backup/restore/activity_watch.h"
#include "core/backup/restore/database_restore.h"
#include "core/base/unit.h"

#include <algorithm>

/// fillDatabase(): parallel pg_restore into an empty database.
namespace qbm::backup {

namespace {

/// A stop of the caller, or of our own when nothing moves any more.
class StallStop {
public:
    explicit StallStop(const TaskContext& context)
        : m_onStop(context.stopToken(), [this] { m_source.request_stop(); })
        , m_task(m_source.get_token())
    {
    }
    void stall()
    {
        m_stalled = true;
        m_source.request_stop();
    }
    bool stalled() const { return m_stalled; }
    TaskContext& task() { return m_task; }

private:
    std::stop_source m_source;
    std::stop_callback<std::function<void()>> m_onStop;
    TaskContext m_task;
    bool m_stalled = false;
};

/// One run of pg_restore and what its lines tell.
class Filling {
public:
    Filling(const postgres::ConnectionSettings& settings, const FillOptions& options, std::string name)
        : m_settings(settings)
        , m_options(options)
        , m_name(std::move(name))
        , m_watch(settings, options.stallTimeout)
    {
    }

    Result<> run(process::Command command, TaskContext& context)
    {
        StallStop stop(context);
        process::RunOptions run;
        run.onErrorLine = [&](std::string_view line) { takeLine(line, context); };
        run.onTick = [&] {
            if (m_watch.stalled(context))
                stop.stall();
        };
        auto exit = process::run(command, run, stop.task());
        if (stop.stalled() && !context.stopRequested())
            return fail(ErrorKind::Timeout,
                text(QT_TRANSLATE_NOOP("core", "Neither pg_restore nor %1 did anything for %2; it was stopped."),
                    m_settings.target(), formatDuration(m_options.stallTimeout)));
        if (!exit)
            return fail(std::move(exit).error());
        if (exit->code != 0)
            return fail(restoreToolError(exit->errorTail, m_name, m_settings.target()));
        return {};
    }

private:
    void takeLine(std::string_view line, TaskContext& context)
    {
        m_watch.noteSign();
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
    ActivityWatch m_watch;
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
