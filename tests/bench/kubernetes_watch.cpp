// SPDX-License-Identifier: GPL-3.0-or-later
// bench_kubernetes_watch KUBECONFIG COMMANDS SECONDS RATE: a live store of all pods under RATE changes a second, looked at
// four times a second as a page does. COMMANDS is the pipe bench_kubernetes_server reads.
#include "tests/bench/kubernetes_client.h"

#include <thread>

using namespace qbm;

int main(int argc, char** argv)
{
    if (argc != 5)
        bench::giveUp("usage: bench_kubernetes_watch KUBECONFIG COMMANDS SECONDS RATE");
    const long seconds = std::atol(argv[3]), rate = std::atol(argv[4]), changes = seconds * rate;
    kubernetes::StoreHub hub(bench::clientOf(argv[1]));
    const auto pods = hub.pods({});
    const auto subscription = pods->subscribe([] {});
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (pods->snapshot()->state != kubernetes::LiveState::Live) {
        if (std::chrono::steady_clock::now() > until)
            bench::giveUp("The cluster did not list its pods.");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    const long before = bench::restartsOf(pods->snapshot());
    const long memoryBefore = bench::memoryKib("VmRSS");
    const double cpuBefore = bench::cpuSeconds();
    const auto begin = std::chrono::steady_clock::now();
    const auto elapsed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(); };
    std::ofstream(argv[2]) << "churn " << changes << ' ' << rate << std::endl;
    const double giveUpAfter = 2.0 * static_cast<double>(seconds) + 30;
    while (bench::restartsOf(pods->snapshot()) < before + changes) {
        if (elapsed() > giveUpAfter)
            bench::giveUp("The store did not follow: " + std::to_string(bench::restartsOf(pods->snapshot()) - before) + " of " + std::to_string(changes) + " changes.");
        std::this_thread::sleep_for(std::chrono::milliseconds(250));
    }
    const double took = elapsed();
    const double cpu = bench::cpuSeconds() - cpuBefore;
    const long growth = bench::memoryKib("VmRSS") - memoryBefore;
    bench::printFigure("kubernetes_watch", static_cast<double>(changes) / took, "changes/s", "the cluster's own pace", static_cast<double>(rate));
    std::printf("kubernetes_watch_cpu\t%.3g\t%% of a core\t-\t-\n", 100 * cpu / took);
    std::printf("kubernetes_watch_memory\t%.3g\tMiB more\t-\t-\n", static_cast<double>(growth) / 1024);
}
