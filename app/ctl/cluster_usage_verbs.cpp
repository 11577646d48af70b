// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/cluster_verbs.h"
#include "core/base/unit.h"

#include <cmath>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using kubernetes::Node;
using kubernetes::Pod;
using service::Usage;
using service::UsageSnapshot;

nlohmann::json orNull(const std::optional<double>& value)
{
    return value ? nlohmann::json(*value) : nlohmann::json();
}

/// "250m" as Kubernetes writes CPU.
std::string coresText(const std::optional<double>& cores)
{
    return cores ? std::to_string(std::lround(*cores * 1000)) + "m" : std::string(kUnknown);
}

std::string bytesText(const std::optional<double>& bytes)
{
    return bytes ? formatBytes(static_cast<std::uint64_t>(std::llround(*bytes))) : std::string(kUnknown);
}

std::string shareText(double part, double whole)
{
    return whole > 0 ? std::to_string(std::lround(part / whole * 100)) + " %" : std::string(kUnknown);
}

/// Usage beside what was asked for and what is allowed. A sum is unknown where one part is.
struct Consumption {
    std::optional<double> cpu, cpuRequest, cpuLimit, memory, memoryRequest, memoryLimit;

    void add(const Consumption& other)
    {
        const auto both = [](std::optional<double>& sum, const std::optional<double>& part) {
            sum = sum && part ? std::optional(*sum + *part) : std::nullopt;
        };
        both(cpu, other.cpu);
        both(cpuRequest, other.cpuRequest);
        both(cpuLimit, other.cpuLimit);
        both(memory, other.memory);
        both(memoryRequest, other.memoryRequest);
        both(memoryLimit, other.memoryLimit);
    }
    nlohmann::json json() const
    {
        return {{"cpuCores", orNull(cpu)}, {"cpuRequestCores", orNull(cpuRequest)}, {"cpuLimitCores", orNull(cpuLimit)},
            {"memoryBytes", orNull(memory)}, {"memoryRequestBytes", orNull(memoryRequest)}, {"memoryLimitBytes", orNull(memoryLimit)}};
    }
    std::vector<std::string> cells() const
    {
        return {coresText(cpu), coresText(cpuRequest), coresText(cpuLimit), bytesText(memory), bytesText(memoryRequest), bytesText(memoryLimit)};
    }
};

Consumption consumptionOf(const Pod& pod, const UsageSnapshot& usage)
{
    const kubernetes::PodResources& asked = pod.resources;
    Consumption out{{}, asked.cpuRequestCores, asked.cpuLimitCores, {}, asked.memoryRequestBytes, asked.memoryLimitBytes};
    if (const auto found = usage.pods.find(pod.meta.name); found != usage.pods.end()) {
        out.cpu = found->second.cpuCores;
        out.memory = found->second.memoryBytes;
    }
    return out;
}

/// "deployment/backend": what made the pod, seen past the ReplicaSet between them.
std::string workloadOf(const Pod& pod)
{
    const kubernetes::OwnerReference& owner = pod.meta.controller;
    if (owner.name.empty())
        return "pod/" + pod.meta.name;
    const std::string suffix = "-" + std::string(kubernetes::find(pod.meta.labels, "pod-template-hash"));
    if (owner.kind == "ReplicaSet" && suffix.size() > 1 && owner.name.ends_with(suffix))
        return "Deployment/" + owner.name.substr(0, owner.name.size() - suffix.size());
    return owner.kind + "/" + owner.name;
}

const std::vector<Column> kConsumptionColumns{{"NAME"}, {"CPU", true}, {"REQUEST", true}, {"LIMIT", true}, {"MEMORY", true}, {"REQUEST", true}, {"LIMIT", true}};

std::vector<std::string> rowOf(const std::string& name, const Consumption& consumption)
{
    std::vector<std::string> row{name};
    for (std::string& cell : consumption.cells())
        row.push_back(std::move(cell));
    return row;
}

Result<int> topPods(Invocation& invocation, service::ClusterService& cluster)
{
    const auto live = cluster.pods();
    const Subscription subscription = live->subscribe([] {});
    QBM_TRY(usage, cluster.fetchUsage(invocation.task()));
    QBM_TRY(pods, awaitLive(*live, invocation.task()));
    std::map<std::string, Consumption> workloads;
    nlohmann::json podList = nlohmann::json::array();
    std::vector<std::vector<std::string>> podRows;
    for (const auto& pod : pods->rows) {
        if (pod->phase == "Succeeded" || pod->phase == "Failed")
            continue; // uses nothing any more
        const Consumption consumption = consumptionOf(*pod, usage);
        const std::string workload = workloadOf(*pod);
        if (const auto [found, isNew] = workloads.try_emplace(workload, consumption); !isNew)
            found->second.add(consumption);
        nlohmann::json entry = consumption.json();
        entry["name"] = pod->meta.name;
        entry["workload"] = workload;
        podList.push_back(std::move(entry));
        podRows.push_back(rowOf(pod->meta.name, consumption));
    }
    nlohmann::json workloadList = nlohmann::json::array();
    std::vector<std::vector<std::string>> workloadRows;
    for (const auto& [name, consumption] : workloads) {
        nlohmann::json entry = consumption.json();
        entry["name"] = name;
        workloadList.push_back(std::move(entry));
        workloadRows.push_back(rowOf(name, consumption));
    }
    invocation.print({{"at", formatRfc3339(usage.at)}, {"pods", std::move(podList)}, {"workloads", std::move(workloadList)}},
        [&](std::ostream& out) {
            printTable(out, kConsumptionColumns, podRows);
            out << "\n";
            printTable(out, kConsumptionColumns, workloadRows);
        });
    return kOk;
}

Result<int> topNodes(Invocation& invocation, service::ClusterService& cluster)
{
    const auto live = cluster.nodes();
    const Subscription subscription = live->subscribe([] {});
    QBM_TRY(usage, cluster.fetchUsage(invocation.task()));
    QBM_TRY(nodes, awaitLive(*live, invocation.task()));
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const auto& node : nodes->rows) {
        const auto found = usage.nodes.find(node->meta.name);
        const auto used = found == usage.nodes.end() ? std::nullopt : std::optional(found->second);
        const auto cpu = used ? std::optional(used->cpuCores) : std::nullopt;
        const auto memory = used ? std::optional(used->memoryBytes) : std::nullopt;
        list.push_back({{"name", node->meta.name}, {"cpuCores", orNull(cpu)}, {"cpuAllocatableCores", node->cpuAllocatableCores},
            {"memoryBytes", orNull(memory)}, {"memoryAllocatableBytes", node->memoryAllocatableBytes}});
        rows.push_back({node->meta.name, coresText(cpu), coresText(node->cpuAllocatableCores),
            cpu ? shareText(*cpu, node->cpuAllocatableCores) : std::string(kUnknown), bytesText(memory), bytesText(node->memoryAllocatableBytes),
            memory ? shareText(*memory, node->memoryAllocatableBytes) : std::string(kUnknown)});
    }
    invocation.print({{"at", formatRfc3339(usage.at)}, {"nodes", std::move(list)}}, [&](std::ostream& out) {
        printTable(out, {{"NAME"}, {"CPU", true}, {"ALLOCATABLE", true}, {"SHARE", true}, {"MEMORY", true}, {"ALLOCATABLE", true}, {"SHARE", true}}, rows);
    });
    return kOk;
}

} // namespace

void addClusterUsageVerbs(CLI::App& group, ClusterRegistrar& registrar)
{
    CLI::App* top = group.add_subcommand("top", "What is used, beside what was asked for")->require_subcommand(1);
    registrar.verb(top->add_subcommand("pods", "CPU and memory of each pod and workload, beside requests and limits"), topPods);
    registrar.verb(top->add_subcommand("nodes", "CPU and memory of each node, beside what it can give"), topNodes);
}

} // namespace qbm::ctl
