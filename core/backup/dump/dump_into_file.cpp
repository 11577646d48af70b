// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/archive_observer.h"
#include "core/backup/dump/dump_job.h"
#include "core/backup/dump/dump_progress.h"
#include "core/backup/dump/lock_watch.h"
#include "core/backup/dump/zstd_stream.h"
#include "core/base/file.h"
#include "core/base/sha256.h"

namespace qbm::backup {

namespace {

/// What pg_dump's bytes pass through: read for rows beside, compressed, encrypted, hashed, written.
class Chain {
public:
    Chain(const DumpJob& job, const Unfinished& file)
        : m_file(file)
        , m_observer(job.options.contentChecksums)
        , m_first([this](std::string_view bytes) { return writeAway(bytes); })
    {
    }

    Result<> start(const DumpOptions& options, TaskContext& context)
    {
        if (options.recipient.encryption != Encryption::None) {
            QBM_TRY(encryption, startEncryption(options.recipient, m_first, options.stallTimeout, context));
            m_encryption = std::move(encryption);
            m_first = [this](std::string_view bytes) { return m_encryption->write(bytes); };
        }
        if (options.format == Format::Fast) {
            m_compression = makeZstdCompressor(m_first);
            m_first = [this](std::string_view bytes) { return m_compression->write(bytes); };
        }
        return {};
    }

    Result<> write(std::string_view bytes)
    {
        m_receivedBytes += bytes.size();
        m_observer.add(bytes);
        return m_first(bytes);
    }
    std::uint64_t receivedBytes() const { return m_receivedBytes; }

    Result<DumpOutcome> finish()
    {
        if (m_compression)
            QBM_CHECK(m_compression->finish());
        if (m_encryption)
            QBM_CHECK(m_encryption->finish());
        return DumpOutcome{{m_hash.finish(), m_writtenBytes}, m_receivedBytes, m_observer.finish()};
    }

private:
    Result<> writeAway(std::string_view bytes)
    {
        m_hash.add(bytes);
        m_writtenBytes += bytes.size();
        return writeAll(m_file.fd(), bytes, m_file.path());
    }

    const Unfinished& m_file;
    Sha256 m_hash;
    std::uint64_t m_writtenBytes = 0;
    std::uint64_t m_receivedBytes = 0;
    ArchiveObserver m_observer;
    ByteSink m_first;
    std::unique_ptr<ByteFilter> m_compression;
    std::unique_ptr<ByteFilter> m_encryption; // last: its thread writes until it is gone
};

} // namespace

Result<DumpOutcome> dumpIntoFile(const DumpJob& job, const Unfinished& file, TaskContext& context)
{
    QBM_TRY(access, ToolAccess::create(job.settings));
    const process::Command command = job.command(
        access, {"--format=custom", job.options.format == Format::Fast ? "--compress=0" : "--compress=9"});
    Chain chain(job, file);
    QBM_CHECK(chain.start(job.options, context));
    DumpProgress progress(job.settings.database, job.estimate.archiveSizeBytes, job.estimate.measured);
    LockWatch locks(job.settings);
    process::RunOptions run;
    run.stallTimeout = job.options.stallTimeout;
    run.onErrorLine = [&](std::string_view line) {
        locks.noteSign();
        progress.noteLine(line);
    };
    run.onTick = [&] {
        if (const Text& reason = locks.look(context); !reason.empty())
            progress.reportWait(chain.receivedBytes(), reason, context);
    };
    run.onOutput = [&](std::string_view bytes) {
        locks.noteSign();
        auto written = chain.write(bytes);
        progress.report(chain.receivedBytes(), context);
        return written;
    };
    QBM_TRY(exit, process::run(command, run, context));
    if (exit.code != 0)
        return fail(dumpToolError(exit, job.settings.target(), locks.last()));
    return chain.finish();
}

} // namespace qbm::backup
