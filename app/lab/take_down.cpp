// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/orchestrator.h"
#include "app/lab/parallel.h"
#include "app/lab/part_process.h"

#include <algorithm>
#include <array>

namespace qbm::lab {

namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr auto kVerbPatience = 15s;
constexpr auto kRemoveLimit = 5s;

/// Everything `up` makes in the folder; lab.json comes last, so that a `down` cut short can be repeated.
std::vector<fs::path> ownEntries(const LabFolder& folder)
{
    return {folder.postgres(), folder.redis(), folder.prometheus(), folder.alertmanager(), folder.application(),
        folder.kubernetes(), folder.control(), folder.secrets(), folder.logs(), folder.backups(), folder.consoleState(),
        folder.kubeconfig(), folder.profile(), folder.stateLock(), folder.verbLock(), folder.stateFile()};
}

Result<> stopAll(const LabState& state, TaskContext& context)
{
    // Those that slow others down first: they would stop them again while they are being ended.
    for (const Part& part : state.parts) {
        if (part.port == 0)
            QBM_CHECK(stopPart(part, context));
    }
    Parallel stops(context, Parallel::OnError::GoOn);
    for (const Part& part : state.parts)
        stops.run([&part](TaskContext& each) { return stopPart(part, each); });
    return stops.wait();
}

Result<> remove(const fs::path& path, const TaskContext& context)
{
    // A tool that died with its parent (initdb, promtool) may still be writing its last file.
    const auto deadline = std::chrono::steady_clock::now() + kRemoveLimit;
    for (;;) {
        std::error_code error;
        fs::remove_all(path, error);
        if (!error)
            return {};
        if (std::chrono::steady_clock::now() > deadline)
            return fail(fileError(error.value(), text("Cannot remove %1", path.string())));
        QBM_CHECK(context.sleepFor(100ms));
    }
}

} // namespace

Result<std::vector<fs::path>> takeDown(const fs::path& path, TaskContext& context)
{
    QBM_TRY(folder, openLab(path));
    QBM_TRY(lock, lockVerb(folder, kVerbPatience, context));
    // From here on no part can start any more: each records itself in lab.json first, and reads this there.
    QBM_TRY(state, changeState(folder, [](LabState& changed) -> Result<> {
        changed.phase = LabState::Phase::Ending;
        return {};
    }));
    QBM_CHECK(stopAll(state, context));
    for (const fs::path& entry : ownEntries(folder))
        QBM_CHECK(remove(entry, context));
    std::vector<fs::path> left;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder.root, ignored))
        left.push_back(entry.path());
    if (left.empty() && state.folderIsOurs)
        fs::remove(folder.root, ignored);
    return left;
}

} // namespace qbm::lab
