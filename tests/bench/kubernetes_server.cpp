// SPDX-License-Identifier: GPL-3.0-or-later
// bench_kubernetes_server FOLDER PODS: the lab's simulator with that many running pods. Writes FOLDER/kubeconfig when it
// answers, obeys "churn COUNT RATE" lines (COUNT changes, RATE a second, 0: as fast as it can), ends with its input.
#include "app/lab/kubernetes/simulator.h"
#include "tests/bench/measure.h"

#include <iostream>
#include <sstream>
#include <thread>

namespace {

using namespace qbm;
using lab::kubernetes::Simulator;

template <class Value> Value expect(Result<Value> outcome)
{
    if (!outcome)
        bench::giveUp(outcome.error().english());
    if constexpr (!std::is_void_v<Value>)
        return std::move(*outcome);
}

void churn(Simulator& simulator, std::size_t pods, std::size_t count, int perSecond)
{
    constexpr int kTicksPerSecond = 50;
    const auto begin = std::chrono::steady_clock::now();
    const std::size_t tick = perSecond == 0 ? count : static_cast<std::size_t>(perSecond / kTicksPerSecond);
    for (std::size_t done = 0, ticks = 0; done < count; done += tick, ++ticks) {
        std::this_thread::sleep_until(begin + ticks * std::chrono::milliseconds(1'000 / kTicksPerSecond));
        expect(churnPods(simulator, done % pods, std::min(tick, pods - done % pods)));
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3)
        bench::giveUp("usage: bench_kubernetes_server FOLDER PODS");
    const std::filesystem::path folder = argv[1];
    const auto pods = static_cast<std::size_t>(std::atoll(argv[2]));
    lab::kubernetes::SimulatorOptions options;
    options.stateFolder = folder / "state";
    const auto simulator = expect(Simulator::start(options));
    expect(seedPods(*simulator, pods));
    expect(simulator->writeKubeconfig(folder / "kubeconfig", "bench", "load"));
    std::string line;
    while (std::getline(std::cin, line)) {
        std::istringstream words(line);
        std::string verb;
        std::size_t count = 0;
        int perSecond = 0;
        if (words >> verb >> count >> perSecond; verb == "churn")
            churn(*simulator, pods, count, perSecond);
    }
}
