// SPDX-License-Identifier: GPL-3.0-or-later
// bench_kubernetes_decode KUBECONFIG: a list of all pods, read once, from its text to rows: ours against nlohmann::json's
// document model, which would be the plain way.
#include "tests/bench/kubernetes_client.h"

#include <nlohmann/json.hpp>

namespace {

using namespace qbm;
using kubernetes::Pod;

constexpr int kPairs = 5;

std::vector<std::string> fetchPages(kubernetes::Client& client)
{
    std::vector<std::string> pages;
    TaskContext context;
    std::string next;
    do {
        auto answer = client.getPath("/api/v1/pods?limit=500" + (next.empty() ? "" : "&continue=" + net::urlEncode(next)), context);
        if (!answer)
            bench::giveUp(answer.error().english());
        kubernetes::JsonDocument document;
        next = (*document.parse(answer->json))["metadata"]["continue"].string();
        pages.push_back(std::move(answer->json));
    } while (!next.empty());
    return pages;
}

std::vector<Pod> decodeOurs(const std::vector<std::string>& pages)
{
    std::vector<Pod> pods;
    kubernetes::JsonDocument document;
    for (const std::string& page : pages) {
        for (const auto& item : kubernetes::itemsOf(*document.parse(page)))
            pods.push_back(decodePod(item.object));
    }
    return pods;
}

/// The same pages, and of each pod no more than its name, phase and node.
std::size_t decodeByDocument(const std::vector<std::string>& pages)
{
    std::vector<std::array<std::string, 3>> pods;
    for (const std::string& page : pages) {
        const auto document = nlohmann::json::parse(page);
        for (const auto& item : document.at("items"))
            pods.push_back({item.at("metadata").at("name"), item.at("status").at("phase"), item.at("spec").value("nodeName", "")});
    }
    return pods.size();
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        bench::giveUp("usage: bench_kubernetes_decode KUBECONFIG");
    const auto pages = fetchPages(*bench::clientOf(argv[1]));
    std::size_t ours = 0, peers = 0;
    const auto took = bench::compareInTurn(
        kPairs, [&] { return bench::secondsOf([&] { ours = decodeOurs(pages).size(); }); },
        [&] { return bench::secondsOf([&] { peers = decodeByDocument(pages); }); });
    if (ours == 0 || ours != peers)
        bench::giveUp("The two decoders do not agree.");
    bench::printFigure("kubernetes_decode", took.ours * 1e3, "ms", "nlohmann::json document", took.peer * 1e3);
}
