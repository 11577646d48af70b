// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/verbs.h"
#include "core/service/cluster_service.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using kubernetes::Event;
using kubernetes::RolloutStatus;

struct GetArguments {
    std::string kind, name, selector;
};

Result<int> get(Invocation& invocation, const GetArguments& arguments)
{
    QBM_TRY(services, invocation.services());
    service::ClusterService& cluster = *services->cluster;
    if (invocation.options().json) {
        QBM_TRY(json, cluster.fetchJson(arguments.kind, arguments.name, arguments.selector, invocation.task()));
        invocation.print(nlohmann::json::parse(json, nullptr, false), {});
        return kOk;
    }
    QBM_TRY(table, cluster.fetchTable(arguments.kind, arguments.name, arguments.selector, invocation.task()));
    for (const std::string& warning : table.warnings)
        invocation.err() << "Warning: " << warning << "\n";
    if (table.rows.empty()) {
        invocation.err() << "There are no " << arguments.kind << " in " << cluster.identity().nameSpace << ".\n";
        return kOk;
    }
    std::vector<Column> columns;
    for (const std::string& title : table.columns)
        columns.push_back({title});
    printTable(invocation.out(), columns, table.rows);
    return kOk;
}

nlohmann::json toJson(const Event& event)
{
    return {{"first", formatRfc3339(event.first)}, {"last", formatRfc3339(event.last)}, {"type", event.type},
        {"reason", event.reason}, {"object", {{"kind", event.object.kind}, {"name", event.object.name}}},
        {"count", event.count}, {"source", event.source}, {"message", event.message}};
}

Result<int> events(Invocation& invocation, const std::string& object)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(found, services->cluster->fetchEvents(invocation.task()));
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const Event& event : found) {
        if (!object.empty() && event.object.name != object)
            continue;
        list.push_back(toJson(event));
        rows.push_back({formatRfc3339(event.last), event.type, event.reason,
            event.object.kind + "/" + event.object.name, std::to_string(event.count), event.message});
    }
    invocation.print({{"events", std::move(list)}}, [&](std::ostream& out) {
        if (rows.empty())
            out << "The cluster keeps no events" << (object.empty() ? "" : " of " + object) << ".\n";
        else
            printTable(out, {{"LAST SEEN"}, {"TYPE"}, {"REASON"}, {"OBJECT"}, {"COUNT", true}, {"MESSAGE"}}, rows);
    });
    return kOk;
}

Result<int> rolloutStatus(Invocation& invocation, const std::string& name, int timeoutSeconds)
{
    QBM_TRY(services, invocation.services());
    std::string shown;
    TaskContext context(invocation.task().stopToken(), [&](const Progress& progress) {
        const std::string sentence = progress.step.english();
        if (sentence != shown)
            invocation.err() << sentence << "\n";
        shown = sentence;
    });
    QBM_TRY(status, services->cluster->followRollout(name, std::chrono::seconds(timeoutSeconds), context));
    const bool done = status.state == RolloutStatus::State::Done;
    invocation.print({{"deployment", name}, {"done", done}, {"message", status.message.english()}},
        [&](std::ostream& out) { out << status.message.english() << "\n"; });
    return done ? kOk : kFailed;
}

Result<int> canI(Invocation& invocation, const service::PermissionQuestion& question)
{
    QBM_TRY(services, invocation.services());
    QBM_TRY(permission, services->cluster->fetchPermission(question, invocation.task()));
    invocation.print(
        {{"allowed", permission.allowed}, {"reason", permission.reason.english()}}, [&](std::ostream& out) {
            out << (permission.allowed ? "yes" : "no") << "\n";
            if (!permission.allowed)
                invocation.err() << permission.reason.english() << "\n";
        });
    return permission.allowed ? kOk : kDenied;
}

Result<int> showContext(Invocation& invocation)
{
    QBM_TRY(services, invocation.services());
    const service::ClusterService& cluster = *services->cluster;
    const service::ClusterIdentity identity = cluster.identity();
    nlohmann::json contexts = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const service::ClusterContext& context : cluster.contexts()) {
        contexts.push_back({{"name", context.name}, {"cluster", context.cluster}, {"user", context.user},
            {"namespace", context.nameSpace}, {"current", context.current}});
        rows.push_back({context.current ? "*" : "", context.name, context.cluster, context.user, context.nameSpace});
    }
    nlohmann::json warnings = nlohmann::json::array();
    for (const Text& warning : identity.warnings)
        warnings.push_back(warning.english());
    const nlohmann::json document{{"context", identity.context}, {"cluster", identity.cluster}, {"user", identity.user},
        {"namespace", identity.nameSpace}, {"server", identity.server}, {"readOnly", identity.readOnly},
        {"warnings", std::move(warnings)}, {"contexts", std::move(contexts)}};
    invocation.print(document, [&](std::ostream& out) {
        out << "Server " << identity.server << ", namespace " << identity.nameSpace
            << (identity.readOnly ? ", read-only" : "") << "\n";
        printTable(out, {{"CURRENT"}, {"NAME"}, {"CLUSTER"}, {"USER"}, {"NAMESPACE"}}, rows);
        for (const Text& warning : identity.warnings)
            invocation.err() << "Warning: " << warning.english() << "\n";
    });
    return kOk;
}

CLI::App& addRolloutVerbs(CLI::App& group, Registrar& registrar)
{
    const auto name = std::make_shared<std::string>();
    const auto timeout = std::make_shared<int>(600);
    CLI::App* rollout
        = group.add_subcommand("rollout", "How a deployment gets to what was asked of it")->require_subcommand(1);
    CLI::App* status = rollout->add_subcommand("status", "Follow a rollout until it is done or has failed");
    status->add_option("NAME", *name, "A deployment")->required();
    status->add_option("--timeout", *timeout, "Seconds to wait at most")
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
    registrar.verb(
        status, [name, timeout](Invocation& invocation) { return rolloutStatus(invocation, *name, *timeout); });
    return *rollout;
}

} // namespace

void addClusterVerbs(CLI::App& app, Registrar& registrar)
{
    CLI::App* group = app.add_subcommand("cluster", "The Kubernetes side of the system")->require_subcommand(1);

    const auto wanted = std::make_shared<GetArguments>();
    CLI::App* list = group->add_subcommand("get", "Objects of any kind, as the server's table");
    list->add_option("KIND", wanted->kind, "By any of its names: deployments, deploy, Deployment")->required();
    list->add_option("NAME", wanted->name, "Only this one");
    list->add_option("-l,--selector", wanted->selector, "Only those whose labels match");
    registrar.verb(list, [wanted](Invocation& invocation) { return get(invocation, *wanted); });

    const auto object = std::make_shared<std::string>();
    CLI::App* recent = group->add_subcommand("events", "What the cluster recorded lately, newest last");
    recent->add_option("--for", *object, "Only of the object of this name");
    registrar.verb(recent, [object](Invocation& invocation) { return events(invocation, *object); });

    CLI::App& rollout = addRolloutVerbs(*group, registrar);
    addClusterChangeVerbs(*group, rollout, registrar);

    const auto question = std::make_shared<service::PermissionQuestion>();
    CLI::App* may = group->add_subcommand("can-i", "Ask whether something is allowed");
    may->add_option("VERB", question->verb, "get, list, patch, delete, ...")->required();
    may->add_option("RESOURCE", question->resource, "pods, deployments/scale, ...")->required();
    may->add_option("NAME", question->name, "Only for this object");
    registrar.verb(may, [question](Invocation& invocation) { return canI(invocation, *question); });

    registrar.verb(
        group->add_subcommand("context", "Which cluster this profile talks to, and what else its kubeconfig offers"),
        showContext);
}

} // namespace qbm::ctl
