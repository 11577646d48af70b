// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/cluster_verbs.h"
#include "core/prometheus/series.h"

namespace qbm::ctl {

namespace {

using service::ClusterActions;

struct DrainArguments {
    cluster::DrainRequest request;
    int graceSeconds = -1;
    std::string timeout;
};

Result<int> drain(Invocation& invocation, service::ClusterService& cluster, const DrainArguments& arguments)
{
    cluster::DrainRequest request = arguments.request;
    if (arguments.graceSeconds >= 0)
        request.gracePeriod = std::chrono::seconds(arguments.graceSeconds);
    if (!arguments.timeout.empty()) {
        QBM_TRY(timeout, prometheus::parseDuration(arguments.timeout));
        request.timeout = std::chrono::ceil<std::chrono::seconds>(timeout);
    }
    return runAction(invocation, cluster, [&](ClusterActions& actions) { return actions.make(request); });
}

} // namespace

void addClusterNodeVerbs(CLI::App& group, ClusterRegistrar& registrar)
{
    const auto node = std::make_shared<std::string>();
    for (const bool cordon : {true, false}) {
        CLI::App* verb = cordon ? group.add_subcommand("cordon", "Keep new pods off a node")
                                : group.add_subcommand("uncordon", "Let new pods come to a node again");
        verb->add_option("NODE", *node, "Its name")->required();
        registrar.verb(verb, [node, cordon](Invocation& invocation, service::ClusterService& cluster) {
            return runAction(invocation, cluster,
                [&](ClusterActions& actions) { return actions.make(cluster::CordonRequest{*node, cordon}); });
        });
    }

    const auto drained = std::make_shared<DrainArguments>();
    CLI::App* emptying = group.add_subcommand(
        "drain", "Cordon a node and evict its pods as their disruption budgets allow; those of DaemonSets stay");
    emptying->add_option("NODE", drained->request.node, "Its name")->required();
    emptying->add_flag("--delete-emptydir-data", drained->request.deleteEmptyDirData, "Also pods whose emptyDir data is lost with them");
    emptying->add_flag("--force", drained->request.force, "Also pods that nothing makes anew");
    emptying->add_option("--grace-period", drained->graceSeconds, "Seconds for each pod to end in; else what it says itself")
        ->check(CLI::NonNegativeNumber);
    emptying->add_option("--timeout", drained->timeout, "Give up after this long: 90s, 10m; else never");
    registrar.verb(emptying, [drained](Invocation& invocation, service::ClusterService& cluster) {
        return drain(invocation, cluster, *drained);
    });

    const auto taint = std::make_shared<cluster::TaintRequest>();
    CLI::App* tainting = group.add_subcommand("taint", "Set and remove taints of a node");
    tainting->add_option("NODE", taint->node, "Its name")->required();
    tainting->add_option("TAINT", taint->changes, "KEY=VALUE:EFFECT or KEY:EFFECT to set, KEY- or KEY:EFFECT- to remove")
        ->required();
    registrar.verb(tainting, [taint](Invocation& invocation, service::ClusterService& cluster) {
        return runAction(invocation, cluster, [&](ClusterActions& actions) { return actions.make(*taint); });
    });
}

} // namespace qbm::ctl
