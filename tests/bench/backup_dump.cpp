// SPDX-License-Identifier: GPL-3.0-or-later
// Backups of a database half of random bytes, half of text and numbers: our default format and the guide's against a
// bare pg_dump with the guide's flags, and what checksums of content cost. bench_backup_dump FOLDER [ROUNDS] [MIB] [pipe]
#include "core/backup/dump/dump.h"
#include "core/base/file.h"
#include "core/process/process.h"
#include "tests/bench/backup_database.h"
#include "tests/bench/measure.h"

#include <filesystem>

namespace {

using namespace qbm;
using namespace qbm::backup;
namespace fs = std::filesystem;

constexpr int kRounds = 5;
constexpr int kDatabaseMib = 2200; ///< of tables, without indexes

/// What one way of backing up took each time, and what it left.
struct Samples {
    std::vector<double> seconds;
    std::vector<double> checksumSeconds;
    double mib = 0;
};

double mibOf(std::uint64_t sizeBytes)
{
    return static_cast<double>(sizeBytes) / 1048576;
}

class Bench {
public:
    Bench(fs::path folder, int mib)
        : m_folder(std::move(folder))
        , m_server(bench::startFilledServer(mib / 1024.0))
    {
        std::fprintf(stderr, "database: %.2f GB\n", static_cast<double>(bench::databaseSizeBytes(*m_server)) / 1e9);
        auto tools = findTools(15, m_task);
        if (!tools)
            bench::giveUp(tools.error().english());
        m_tools = std::move(*tools);
    }

    void ours(Format format, bool checksums, Samples& samples)
    {
        DumpOptions options;
        options.folder = m_folder;
        options.format = format;
        options.contentChecksums = checksums;
        Result<Backup> made;
        samples.seconds.push_back(
            bench::secondsOf([&] { made = dumpDatabase(settings(), m_tools, options, {}, m_task); }));
        if (!made)
            bench::giveUp(made.error().english() + "\n" + made.error().detail);
        if (!made->sidecar->counted || made->sidecar->tables.size() != 2
            || made->sidecar->tables[0].checksum.empty() == checksums)
            bench::giveUp("The sidecar does not tell the rows.");
        samples.mib = mibOf(made->sizeBytes);
        samples.checksumSeconds.push_back(std::chrono::duration<double>(made->sidecar->checksumTook).count());
        fs::remove(made->file);
        fs::remove(sidecarPath(made->file));
    }

    /// The guide's command, as an operator types it.
    void peer(Samples& samples)
    {
        const auto access = ToolAccess::create(settings());
        process::Command command = access->command(m_tools.pgDump);
        const fs::path file = m_folder / "peer.dump";
        command.arguments.insert(
            command.arguments.end(), {"--format=custom", "--compress=9", "--file=" + file.string()});
        int code = 1;
        samples.seconds.push_back(bench::secondsOf([&] {
            const auto exit = process::run(command, {}, m_task);
            code = exit ? exit->code : 1;
        }));
        if (code != 0)
            bench::giveUp("pg_dump failed.");
        samples.mib = mibOf(fs::file_size(file));
        fs::remove(file);
    }

    /// What somebody who knows their tools would write by hand, with a checksum beside it.
    void pipe(Samples& samples)
    {
        const auto access = ToolAccess::create(settings());
        process::Command command = access->command(m_tools.pgDump);
        const fs::path file = m_folder / "pipe.zst";
        // pg_dump's arguments follow as $@, so that nothing of them is read by the shell.
        command.arguments.insert(command.arguments.begin(),
            {"-o", "pipefail", "-c",
                "\"$@\" --format=custom --compress=0 | zstd -q -T2 -3 | tee >(sha256sum > \"$0.sha256\") > \"$0\" && sync -d \"$0\"",
                file.string(), m_tools.pgDump.string()});
        command.program = "/bin/bash";
        int code = 1;
        samples.seconds.push_back(bench::secondsOf([&] {
            const auto exit = process::run(command, {}, m_task);
            code = exit ? exit->code : 1;
        }));
        if (code != 0)
            bench::giveUp("The pipe failed; is zstd installed?");
        samples.mib = mibOf(fs::file_size(file));
        fs::remove(file);
        fs::remove(file.string() + ".sha256");
    }

private:
    postgres::ConnectionSettings settings() const { return bench::settingsOf(*m_server, AccessMode::ReadOnly); }

    fs::path m_folder;
    std::unique_ptr<test::PostgresServer> m_server;
    TaskContext m_task;
    Tools m_tools;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        qbm::bench::giveUp("bench_backup_dump FOLDER [ROUNDS] [MIB] [pipe]");
    const int rounds = argc > 2 ? std::atoi(argv[2]) : kRounds;
    Bench bench(argv[1], argc > 3 ? std::atoi(argv[3]) : kDatabaseMib);
    const bool withGuide = argc <= 4 || std::string_view(argv[4]) != "pipe"; // the guide's -Z9 takes eight times as long
    Samples fast, plain, guide, peer, pipe;
    bench.ours(Format::Fast, true, fast); // warms up
    fast = {};
    for (int round = 0; round < rounds; ++round) {
        // Each way goes first in turn, so that a load that comes and goes hits all of them.
        for (int turn = 0; turn < 5; ++turn) {
            switch ((round + turn) % 5) {
            case 0:
                if (withGuide)
                    bench.peer(peer);
                break;
            case 1:
                bench.ours(Format::Fast, true, fast);
                break;
            case 2:
                if (withGuide)
                    bench.ours(Format::Guide, true, guide);
                break;
            case 3:
                bench.pipe(pipe);
                break;
            default:
                bench.ours(Format::Fast, false, plain);
            }
        }
    }
    using qbm::bench::median, qbm::bench::printFigure;
    if (withGuide) {
        constexpr const char* kPeer = "pg_dump --format=custom --compress=9";
        printFigure("backup_fast", median(fast.seconds), "s", kPeer, median(peer.seconds));
        printFigure("backup_fast_size", fast.mib, "MiB", kPeer, peer.mib);
        printFigure("backup_guide_format", median(guide.seconds), "s", kPeer, median(peer.seconds));
    }
    printFigure("backup_pipe", median(fast.seconds), "s", "pg_dump -Fc -Z0 | zstd -T2 -3, with sha256sum",
        median(pipe.seconds));
    printFigure("backup_checksums", median(fast.seconds), "s", "without checksums of content", median(plain.seconds));
    printFigure("backup_checksums_cpu", median(fast.checksumSeconds), "s", "rows alone", median(plain.checksumSeconds));
    return 0;
}
