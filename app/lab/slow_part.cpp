// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/serve.h"
#include "app/lab/services/process_tree.h"

#include <csignal>

namespace qbm::lab {

namespace {

using namespace std::chrono_literals;

// One tenth of the time to work in, in slices long enough for a client to notice each.
constexpr auto kStopped = 270ms;
constexpr auto kRunning = 30ms;

} // namespace

Result<> slowPart(const LabFolder& folder, const std::string& name, TaskContext& context)
{
    while (!context.stopRequested()) {
        QBM_TRY(state, loadState(folder)); // the part may have been started anew
        const Part* part = state.part(name);
        if (!part || !part->process || !process::isAlive(*part->process)) {
            (void)context.sleepFor(kStopped);
            continue;
        }
        signalTree(part->process->pid, SIGSTOP);
        (void)context.sleepFor(kStopped);
        signalTree(part->process->pid, SIGCONT);
        (void)context.sleepFor(kRunning);
    }
    return {};
}

} // namespace qbm::lab
