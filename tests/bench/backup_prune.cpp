// SPDX-License-Identifier: GPL-3.0-or-later
// How long it takes to remove what the retention policy does not keep out of a folder of thousands of backups.
#include "core/backup/keep/keep_operations.h"
#include "core/backup/ours.h"
#include "core/base/file.h"
#include "measure.h"

#include <cstdio>
#include <filesystem>
#include <unistd.h>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr int kBackups = 5000;
constexpr int kRemoved = 1241;
constexpr int kTables = 20;

/// Small files: a removal costs what names and records cost, not what bytes do.
void fill(const fs::path& folder, TimePoint now)
{
    const std::string archive = "PGDMP" + std::string(195, 'x');
    for (int i = 0; i < kBackups; ++i) {
        Sidecar sidecar;
        sidecar.sha256 = std::string(64, 'a');
        sidecar.sizeBytes = archive.size();
        sidecar.database = "shop";
        sidecar.host = "db";
        sidecar.startedAt = sidecar.snapshotAt = sidecar.finishedAt = now - 1h - i * 1h;
        sidecar.counted = true;
        for (int table = 0; table < kTables; ++table)
            sidecar.tables.push_back({"public", "table_" + std::to_string(table), i, std::string(32, 'c')});
        const fs::path file = folder / backupName(sidecar.snapshotAt);
        if (!writeFileDurably(file, archive) || !writeSidecar(file, sidecar))
            bench::giveUp("The folder cannot be filled.");
    }
}

} // namespace

int main()
{
    const fs::path folder = fs::temp_directory_path() / ("qbm-bench-prune-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    const TimePoint now = systemClock().now();
    fill(folder, now);
    BackupEnvironment environment;
    environment.folder = folder;
    environment.database = "shop";
    environment.identity = std::make_shared<ServerIdentity>(Origin{{}, "db", 0, "shop"},
        [](TaskContext&) -> Result<postgres::Client> { return fail(ErrorKind::Unreachable, "no server here"); },
        fs::path());
    environment.backupsOfUnfinishedOperations = [] { return std::vector<std::string>(); };
    RetentionPolicy policy;
    policy.days.reset();
    policy.last = kBackups - kRemoved;
    TaskContext task;
    std::size_t removed = 0;
    const double seconds = bench::secondsOf([&] {
        const auto plan = planPrune(environment, policy, task);
        if (!plan)
            bench::giveUp(plan.error().english());
        const auto report = pruneBackups(environment, policy, removals(*plan), task);
        if (!report)
            bench::giveUp(report.error().english());
        removed = report->removed.size();
    });
    fs::remove_all(folder);
    if (removed != kRemoved)
        bench::giveUp("It removed " + std::to_string(removed) + " backups.");
    std::printf("backup_prune\t%.2f\ts\t-\t-\n", seconds);
    return 0;
}
