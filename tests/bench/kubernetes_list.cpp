// SPDX-License-Identifier: GPL-3.0-or-later
// bench_kubernetes_list KUBECONFIG FIGURES [paged|streamed]: all pods into a live store; appends "FIRST_MS ALL_MS GROWTH_KIB ROWS" to
// FIGURES: when the first rows could be shown, when all were there, and the peak of memory above the start.
#include "tests/bench/kubernetes_client.h"

using namespace qbm;

int main(int argc, char** argv)
{
    if (argc < 3)
        bench::giveUp("usage: bench_kubernetes_list KUBECONFIG FIGURES [paged|streamed]");
    kubernetes::ListWatchTuning tuning;
    if (argc > 3)
        tuning.streamedLists = argv[3] == std::string("streamed");
    kubernetes::StoreHub hub(bench::clientOf(argv[1]), tuning);
    const auto pods = hub.pods({});
    const long before = bench::memoryKib("VmRSS");
    bench::News news;
    double first = 0;
    const auto begin = std::chrono::steady_clock::now();
    const auto elapsed = [&] { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count(); };
    const auto subscription = pods->subscribe([&] { news.tell(); });
    while (news.wait()) {
        const auto snapshot = pods->snapshot();
        if (first == 0 && !snapshot->rows.empty())
            first = elapsed();
        if (snapshot->error)
            bench::giveUp(snapshot->error->english());
        if (snapshot->state != kubernetes::LiveState::Live)
            continue;
        std::ofstream(argv[2], std::ios::app) << first << ' ' << elapsed() << ' ' << bench::memoryKib("VmHWM") - before << ' ' << snapshot->rows.size() << '\n';
        return 0;
    }
    bench::giveUp("The cluster did not list its pods.");
}
