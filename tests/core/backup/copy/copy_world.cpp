// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/backup/copy/copy_world.h"

#include "core/backup/archive/backup_digest.h"
#include "core/base/file.h"

#include <algorithm>
#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace qbm::test {

namespace {

namespace fs = std::filesystem;

/// Not the same at any two places, so that parts put together in the wrong order are noticed.
std::string bytes(const std::string& beginning, std::size_t size)
{
    std::string out = beginning;
    std::uint32_t state = 20261124;
    while (out.size() < size) {
        state = state * 1664525 + 1013904223;
        out += static_cast<char>(state >> 24);
    }
    out.resize(size);
    return out;
}

void writeTrueSidecar(const fs::path& backup, backup::Format format)
{
    TaskContext task;
    const backup::BackupDigest digest = backup::digestBackup(backup, 0, task).value();
    backup::Sidecar sidecar;
    sidecar.sha256 = digest.sha256;
    sidecar.sizeBytes = digest.sizeBytes;
    sidecar.archiveSizeBytes = digest.sizeBytes;
    sidecar.database = "qbm";
    sidecar.format = format;
    // qbm_backup_20261122_020000
    const std::string day = backup.filename().string().substr(11, 8);
    sidecar.snapshotAt
        = parseRfc3339(day.substr(0, 4) + "-" + day.substr(4, 2) + "-" + day.substr(6) + "T02:00:00Z").value();
    (void)backup::writeSidecar(backup, sidecar);
}

} // namespace

backup::BackupEnvironment CopyWorld::environment() const
{
    backup::BackupEnvironment environment;
    environment.folder = backups();
    environment.target = "postgres@localhost:5432/qbm";
    environment.database = "qbm";
    environment.settings.copies = {place};
    return environment;
}

operation::Engine CopyWorld::engine(operation::Journal::PointHook hook) const
{
    return operation::Engine(
        {.stateFolder = root / "state", .profile = "test", .actor = "tester@here", .onJournalPoint = std::move(hook)});
}

void CopyWorld::add(const std::string& name, std::size_t sizeBytes) const
{
    (void)makeFolder(backups());
    (void)writeFileDurably(backups() / name, bytes(name.ends_with(".zst") ? "\x28\xB5\x2F\xFD" : "PGDMP", sizeBytes));
    writeTrueSidecar(backups() / name, backup::Format::Guide);
}

void CopyWorld::addDirectory(const std::string& name) const
{
    (void)makeFolder(backups() / name);
    for (const char* file : {"toc.dat", "4001.dat.zst", "4002.dat.zst"})
        (void)writeFileDurably(backups() / name / file, bytes("PGDMP", 100'000));
    writeTrueSidecar(backups() / name, backup::Format::Directory);
}

backup::Sidecar CopyWorld::sidecar(const std::string& name) const
{
    return backup::readSidecar(backups() / name).value();
}

std::string CopyWorld::content(const std::string& name) const
{
    return readFile(backups() / name).value();
}

Result<operation::Outcome> CopyWorld::copy(
    const std::string& name, TaskContext& task, const operation::Observer& observer) const
{
    QBM_TRY(made, backup::makeCopyOperation(environment(), name, place.name, task));
    return engine().run(*made, "test", task, observer);
}

Result<operation::Outcome> CopyWorld::fetch(const std::string& name, TaskContext& task) const
{
    QBM_TRY(made, backup::makeFetchOperation(environment(), name, place.name, task));
    return engine().run(*made, "test", task);
}

std::vector<backup::PlacedCopy> CopyWorld::copies() const
{
    TaskContext task;
    return backup::listCopies(place, task).value();
}

bool CopyWorld::killCopyAt(const std::string& name, int point, const std::function<bool()>& until) const
{
    const pid_t child = ::fork();
    if (child == 0) {
        TaskContext task;
        int left = point;
        const operation::Engine killing = engine([&](std::string_view) {
            if (--left == 0)
                ::kill(::getpid(), SIGKILL);
        });
        auto made = backup::makeCopyOperation(environment(), name, place.name, task);
        if (made)
            (void)operation::Engine(killing).run(**made, "test", task);
        ::_exit(0);
    }
    if (until) {
        for (int i = 0; i < 20'000 && !until(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        ::kill(child, SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status);
}

std::vector<std::string> namesIn(const fs::path& folder)
{
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

std::string ending(const Result<operation::Outcome>& outcome)
{
    if (!outcome)
        return outcome.error().english() + " | " + outcome.error().detail;
    const operation::Record& record = outcome->record;
    return std::string(operation::name(record.state)) + (record.error ? ": " + record.error->english() : "");
}

} // namespace qbm::test
