// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/directory_archive.h"
#include "core/backup/dump/dump_job.h"
#include "core/backup/dump/dump_progress.h"
#include "core/backup/dump/lock_watch.h"
#include "core/base/unit.h"

#include <algorithm>
#include <stop_token>

namespace qbm::backup {

namespace {

namespace fs = std::filesystem;

std::uint64_t sizeOfFilesIn(const fs::path& directory)
{
    std::uint64_t sizeBytes = 0;
    std::error_code error;
    for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
        std::error_code gone;
        const auto size = it->file_size(gone);
        sizeBytes += gone ? 0 : size;
    }
    return sizeBytes;
}

/// pg_dump's workers say nothing while they dump a table: that they live is seen by the growth of their files.
class Growth {
public:
    Growth(fs::path directory, std::chrono::milliseconds patience)
        : m_directory(std::move(directory))
        , m_patience(patience)
    {
    }

    void noteLife() { m_lastAt = SteadyClock::now(); }
    /// \return the size now
    std::uint64_t look()
    {
        const std::uint64_t size = sizeOfFilesIn(m_directory);
        if (size != m_sizeBytes)
            noteLife();
        return m_sizeBytes = size;
    }
    bool stalled() const { return m_patience.count() > 0 && SteadyClock::now() - m_lastAt > m_patience; }

private:
    using SteadyClock = std::chrono::steady_clock;
    fs::path m_directory;
    std::chrono::milliseconds m_patience;
    std::uint64_t m_sizeBytes = 0;
    SteadyClock::time_point m_lastAt = SteadyClock::now();
};

/// Runs pg_dump until it ends, is stopped, or neither writes nor says anything for the stall timeout.
Result<process::Exit> runWatched(
    const process::Command& command, const DumpJob& job, const fs::path& directory, LockWatch& locks,
    TaskContext& context)
{
    std::stop_source stop;
    const std::stop_callback onStop(context.stopToken(), [&] { stop.request_stop(); });
    TaskContext inner(stop.get_token());
    Growth growth(directory, job.options.stallTimeout);
    DumpProgress progress(job.settings.database, job.estimate.archiveSizeBytes, job.estimate.measured);
    bool stalled = false;
    process::RunOptions run;
    run.onErrorLine = [&](std::string_view line) {
        growth.noteLife();
        locks.noteSign();
        progress.noteLine(line);
    };
    run.onTick = [&] {
        const std::uint64_t size = growth.look();
        if (const Text& reason = locks.look(context); !reason.empty())
            progress.reportWait(size, reason, context);
        else
            progress.report(size, context);
        stalled = stalled || growth.stalled();
        if (stalled)
            stop.request_stop();
    };
    auto exit = process::run(command, run, inner);
    if (!exit && stalled && !context.stopRequested())
        return fail(ErrorKind::Timeout,
            text(QT_TRANSLATE_NOOP("core", "pg_dump was stopped because it wrote nothing for %1."),
                formatQuantity(std::chrono::duration<double>(job.options.stallTimeout).count(), Unit::Seconds)
                    .joined()));
    return exit;
}

} // namespace

Result<DumpOutcome> dumpIntoDirectory(const DumpJob& job, const Unfinished& directory, TaskContext& context)
{
    QBM_TRY(access, ToolAccess::create(job.settings));
    const int jobs = std::max(1, job.options.jobs);
    const process::Command command = job.command(
        access, {"--format=directory", "--jobs=" + std::to_string(jobs), "--file=" + directory.path().string()});
    LockWatch locks(job.settings);
    QBM_TRY(exit, runWatched(command, job, directory.path(), locks, context));
    if (exit.code != 0)
        return fail(dumpToolError(exit, job.settings.target(), locks.last()));
    DirectoryOptions reading;
    reading.contentChecksums = job.options.contentChecksums;
    reading.jobs = jobs;
    reading.sync = true;
    QBM_TRY(report, readDirectory(directory.path(), reading, context));
    return DumpOutcome{report.digest, report.digest.sizeBytes, std::move(report.reading)};
}

} // namespace qbm::backup
