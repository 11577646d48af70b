// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/cluster_verbs.h"
#include "app/ctl/reading_output.h"
#include "core/base/file.h"
#include "core/base/unit.h"
#include "core/cluster/run_command.h"

#include <algorithm>
#include <charconv>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace qbm::ctl {

namespace {

using service::ClusterActions;
using service::Workload;

constexpr const char* kWorkloads = "deployment/NAME, statefulset/NAME or daemonset/NAME; a bare name is a deployment";

/// A verb that ends in an operation on a workload.
Result<int> runWorkloadAction(Invocation& invocation, service::ClusterService& cluster, const std::string& name,
    const std::function<std::unique_ptr<operation::Operation>(ClusterActions& actions, const Workload& workload)>& make)
{
    QBM_TRY(workload, cluster::parseWorkload(name));
    return runAction(invocation, cluster, [&](ClusterActions& actions) { return make(actions, workload); });
}

Result<int> scale(Invocation& invocation, service::ClusterService& cluster, const std::string& name, int replicas)
{
    QBM_TRY(workload, cluster::parseWorkload(name));
    const auto operation = cluster.makeScaleOperation(workload, replicas);
    return runOperation(invocation, *operation);
}

std::string predictionText(const std::optional<service::LatencyPrediction>& prediction)
{
    if (!prediction)
        return std::string(kUnknown);
    if (!prediction->stable)
        return "without end";
    const auto shown = [](double seconds) { return formatQuantity(seconds, Unit::Seconds).joined(); };
    return shown(prediction->seconds) + " (" + shown(prediction->lowSeconds) + " to " + shown(prediction->highSeconds)
        + ")";
}

nlohmann::json toJson(const std::optional<service::LatencyPrediction>& prediction)
{
    if (!prediction)
        return nullptr;
    if (!prediction->stable)
        return {{"stable", false}};
    return {{"stable", true}, {"seconds", prediction->seconds}, {"lowSeconds", prediction->lowSeconds},
        {"highSeconds", prediction->highSeconds}};
}

Result<int> scaleHistory(Invocation& invocation, service::ClusterService& cluster, const std::string& name)
{
    QBM_TRY(outcomes, cluster.actions()->fetchScaleOutcomes(name, invocation.task()));
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const service::ScaleOutcome& outcome : outcomes) {
        list.push_back({{"operation", outcome.operationId}, {"at", formatRfc3339(outcome.at)}, {"from", outcome.from},
            {"to", outcome.to}, {"predictedP95", toJson(outcome.predicted)},
            {"measuredP95", readingToJson(outcome.measuredP95, systemClock().now())}});
        rows.push_back({formatRfc3339(outcome.at), std::to_string(outcome.from), std::to_string(outcome.to),
            predictionText(outcome.predicted), readingText(outcome.measuredP95), outcome.operationId});
    }
    invocation.print({{"scalings", std::move(list)}}, [&](std::ostream& out) {
        if (rows.empty())
            out << "No scaling of " << name << " is on record.\n";
        else
            printTable(
                out, {{"AT"}, {"FROM", true}, {"TO", true}, {"PREDICTED P95"}, {"MEASURED P95"}, {"OPERATION"}}, rows);
    });
    return kOk;
}

Result<int> reveal(
    Invocation& invocation, service::ClusterService& cluster, const std::string& secret, const std::string& key)
{
    const CommonOptions& options = invocation.options();
    // A document is easily kept; whoever wants the values in one says so by the secret's name.
    if (options.json && !options.dryRun && options.confirm != secret)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "With --json the values are printed only with --confirm %1."), secret));
    const auto operation = cluster.actions()->makeReveal(secret, key);
    OutcomeExtra extra;
    extra.json = [&](nlohmann::json& document, const operation::Outcome&) {
        if (const auto revealed = operation->revealed()) {
            for (const auto& [name, value] : revealed->values)
                document["values"][name] = value.reveal();
        }
    };
    extra.text = [&](std::ostream& out, const operation::Outcome&) {
        if (const auto revealed = operation->revealed()) {
            for (const auto& [name, value] : revealed->values)
                out << name << ": " << value.reveal() << "\n";
        }
    };
    return runOperation(invocation, *operation, extra);
}

struct CommandArguments {
    std::string pod, container, preset, folder = "/app/logs", olderThan = "30d", package;
    std::vector<std::string> words;
};

Result<service::PodCommand> podCommand(const CommandArguments& arguments)
{
    if (arguments.preset == "old-logs") {
        int days = 0;
        const std::string& age = arguments.olderThan;
        const auto read = std::from_chars(age.data(), age.data() + age.size(), days);
        if (read.ec != std::errc() || std::string_view(read.ptr) != "d" || days < 1)
            return fail(ErrorKind::InvalidInput,
                text(QT_TRANSLATE_NOOP("core", "\"%1\" is no age in days: write it as 30d."), age));
        return cluster::deleteOldLogs(arguments.pod, arguments.container, days, arguments.folder);
    }
    if (arguments.preset == "pip-upgrade")
        return cluster::upgradePackage(arguments.pod, arguments.container, arguments.package);
    if (!arguments.preset.empty())
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "There is no preset %1; there are old-logs and pip-upgrade."),
                arguments.preset));
    service::PodCommand command;
    command.pod = arguments.pod;
    command.container = arguments.container;
    command.command = arguments.words;
    return command;
}

Result<std::string> readManifest(const std::string& file)
{
    if (file != "-")
        return readFile(file);
    return std::string(std::istreambuf_iterator<char>(std::cin), {});
}

struct DeleteArguments {
    std::string kind, name, selector;
    bool force = false;
};

Result<int> deleteObjects(Invocation& invocation, service::ClusterService& cluster, const DeleteArguments& arguments)
{
    if (arguments.name.empty() == arguments.selector.empty())
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "Say what to delete: a NAME, or --selector, and not both.")));
    QBM_TRY(found, cluster.findKind(arguments.kind, invocation.task()));
    return runAction(invocation, cluster, [&](ClusterActions& actions) {
        if (!arguments.selector.empty())
            return actions.make(cluster::DeleteSelectedRequest{found.resource, arguments.selector, arguments.force});
        if (arguments.force)
            return actions.make(cluster::ForceDeleteRequest{{found.resource, arguments.name}});
        return actions.makeDelete({found.resource, arguments.name});
    });
}

void addScaleVerbs(CLI::App& group, ClusterRegistrar& registrar)
{
    const auto name = std::make_shared<std::string>();
    const auto replicas = std::make_shared<int>(0);
    CLI::App* scaling = group.add_subcommand("scale", "Set the number of replicas of a deployment or stateful set");
    scaling->add_option("NAME", *name, "deployment/NAME or statefulset/NAME; a bare name is a deployment")->required();
    scaling->add_option("N", *replicas, "How many")->required();
    registrar.verb(scaling, [name, replicas](Invocation& invocation, service::ClusterService& cluster) {
        return scale(invocation, cluster, *name, *replicas);
    });

    CLI::App* history
        = group.add_subcommand("scale-history", "What was predicted for each scaling, and the p95 that came");
    history->add_option("NAME", *name, "A deployment")->required();
    registrar.verb(history, [name](Invocation& invocation, service::ClusterService& cluster) {
        return scaleHistory(invocation, cluster, *name);
    });
}

void addRolloutChangeVerbs(CLI::App& group, CLI::App& rollout, ClusterRegistrar& registrar)
{
    const auto name = std::make_shared<std::string>();
    const auto image = std::make_shared<std::string>();
    CLI::App* set
        = group.add_subcommand("set-image", "Give a container, or an init container, another image and follow the rollout");
    set->add_option("NAME", *name, kWorkloads)->required();
    set->add_option("IMAGE", *image, "IMAGE, or CONTAINER=IMAGE where there are several, and for an init container")->required();
    registrar.verb(set, [name, image](Invocation& invocation, service::ClusterService& cluster) {
        return runWorkloadAction(invocation, cluster, *name, [&](ClusterActions& actions, const Workload& workload) {
            const std::size_t equals = image->find('=');
            const std::string container = equals == std::string::npos ? std::string() : image->substr(0, equals);
            return actions.makeSetImage(
                workload, container, equals == std::string::npos ? *image : image->substr(equals + 1));
        });
    });

    const auto revision = std::make_shared<std::int64_t>(0);
    CLI::App* undo = rollout.add_subcommand("undo", "Put the template of an earlier revision back");
    undo->add_option("NAME", *name, kWorkloads)->required();
    undo->add_option("--to-revision", *revision, "Its number; 0: the one before")->capture_default_str();
    registrar.verb(undo, [name, revision](Invocation& invocation, service::ClusterService& cluster) {
        return runWorkloadAction(invocation, cluster, *name, [&](ClusterActions& actions, const Workload& workload) {
            return actions.makeRolloutUndo(workload, *revision);
        });
    });
    CLI::App* restart = rollout.add_subcommand("restart", "Replace all pods with new ones of the same template");
    restart->add_option("NAME", *name, kWorkloads)->required();
    registrar.verb(restart, [name](Invocation& invocation, service::ClusterService& cluster) {
        return runWorkloadAction(invocation, cluster, *name,
            [](ClusterActions& actions, const Workload& workload) { return actions.makeRestart(workload); });
    });
    for (const bool paused : {true, false}) {
        CLI::App* verb = paused ? rollout.add_subcommand("pause", "Hold the rollouts of a deployment")
                                : rollout.add_subcommand("resume", "Let the rollouts of a deployment go on");
        verb->add_option("NAME", *name, "A deployment")->required();
        registrar.verb(verb, [name, paused](Invocation& invocation, service::ClusterService& cluster) {
            return runWorkloadAction(invocation, cluster, *name,
                [paused](ClusterActions& actions, const Workload& workload) { return actions.makePause(workload, paused); });
        });
    }
}

void addObjectVerbs(CLI::App& group, ClusterRegistrar& registrar)
{
    const auto file = std::make_shared<std::string>();
    const auto force = std::make_shared<bool>(false);
    CLI::App* apply = group.add_subcommand("apply", "Apply the objects of a YAML or JSON file on the server's side");
    apply->add_option("-f,--file", *file, "A file; - for standard input")->required();
    apply->add_flag("--force-conflicts", *force, "Take over fields that others manage");
    registrar.verb(apply, [file, force](Invocation& invocation, service::ClusterService& cluster) -> Result<int> {
        QBM_TRY(manifest, readManifest(*file));
        return runAction(
            invocation, cluster, [&](ClusterActions& actions) { return actions.makeApply(manifest, *force); });
    });

    const auto doomed = std::make_shared<DeleteArguments>();
    CLI::App* remove = group.add_subcommand("delete", "Delete an object, or what a selector matches, and wait until it is gone");
    remove->add_option("KIND", doomed->kind, "By any of its names: deployment, deploy, Deployment")->required();
    remove->add_option("NAME", doomed->name, "Its name");
    remove->add_option("-l,--selector", doomed->selector, "Every object whose labels match when it is planned");
    remove->add_flag("--force", doomed->force, "Grace period 0: do not wait until what it runs has ended; the plan says the risk");
    registrar.verb(remove, [doomed](Invocation& invocation, service::ClusterService& cluster) {
        return deleteObjects(invocation, cluster, *doomed);
    });

    const auto name = std::make_shared<std::string>();

    CLI::App* make = group.add_subcommand("create-namespace", "Create a namespace");
    make->add_option("NAME", *name, "Its name")->required();
    registrar.verb(make, [name](Invocation& invocation, service::ClusterService& cluster) {
        return runAction(
            invocation, cluster, [&](ClusterActions& actions) { return actions.makeCreateNamespace(*name); });
    });

    const auto key = std::make_shared<std::string>();
    CLI::App* show = group.add_subcommand("reveal", "Show the values of a secret, which is recorded");
    show->add_option("SECRET", *name, "Its name")->required();
    show->add_option("KEY", *key, "Only this one");
    registrar.verb(show, [name, key](Invocation& invocation, service::ClusterService& cluster) {
        return reveal(invocation, cluster, *name, *key);
    });
}

void addCommandVerb(CLI::App& group, ClusterRegistrar& registrar)
{
    const auto arguments = std::make_shared<CommandArguments>();
    CLI::App* run = group.add_subcommand(
        "run", "Run a command in a container (through kubectl), after a look at what it touches");
    run->add_option("POD", arguments->pod, "A pod")->required();
    run->add_option("COMMAND", arguments->words, "After --: the program and its arguments");
    run->add_option("-c,--container", arguments->container, "Which one, where there are several");
    run->add_option("--preset", arguments->preset, "old-logs or pip-upgrade");
    run->add_option("--older-than", arguments->olderThan, "old-logs: days without a change")->capture_default_str();
    run->add_option("--folder", arguments->folder, "old-logs: where they lie")->capture_default_str();
    run->add_option("--package", arguments->package, "pip-upgrade: the package, with a version if need be");
    registrar.verb(run, [arguments](Invocation& invocation, service::ClusterService& cluster) -> Result<int> {
        QBM_TRY(command, podCommand(*arguments));
        return runAction(invocation, cluster, [&](ClusterActions& actions) { return actions.makeCommand(command); });
    });
}

} // namespace

void addClusterChangeVerbs(CLI::App& group, CLI::App& rollout, ClusterRegistrar& registrar)
{
    addScaleVerbs(group, registrar);
    addRolloutChangeVerbs(group, rollout, registrar);
    addObjectVerbs(group, registrar);
    addCommandVerb(group, registrar);
}

} // namespace qbm::ctl
