// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/cluster_verbs.h"

namespace qbm::ctl {

namespace {

using service::ClusterActions;

struct ObjectArguments {
    std::string kind, name;
    std::vector<std::string> changes;
    std::string finalizer;
};

/// The object that KIND and NAME mean.
Result<service::ObjectKey> objectOf(
    Invocation& invocation, service::ClusterService& cluster, const ObjectArguments& arguments)
{
    QBM_TRY(found, cluster.findKind(arguments.kind, invocation.task()));
    return service::ObjectKey{found.resource, arguments.name};
}

std::shared_ptr<ObjectArguments> addObjectOptions(CLI::App& verb)
{
    const auto arguments = std::make_shared<ObjectArguments>();
    verb.add_option("KIND", arguments->kind, "By any of its names: deployment, deploy, Deployment")->required();
    verb.add_option("NAME", arguments->name, "Its name")->required();
    return arguments;
}

void addMetadataVerb(CLI::App& group, ClusterRegistrar& registrar, bool annotations)
{
    CLI::App* verb = annotations ? group.add_subcommand("annotate", "Set and remove annotations of an object")
                                 : group.add_subcommand("label", "Set and remove labels of an object");
    const auto arguments = addObjectOptions(*verb);
    verb->add_option("CHANGE", arguments->changes, "KEY=VALUE to set, KEY- to remove")->required();
    registrar.verb(
        verb, [arguments, annotations](Invocation& invocation, service::ClusterService& cluster) -> Result<int> {
            QBM_TRY(object, objectOf(invocation, cluster, *arguments));
            return runAction(invocation, cluster, [&](ClusterActions& actions) {
                return actions.make(cluster::MetadataRequest{object, annotations, arguments->changes});
            });
        });
}

} // namespace

void addClusterMetadataVerbs(CLI::App& group, ClusterRegistrar& registrar)
{
    for (const bool annotations : {false, true})
        addMetadataVerb(group, registrar, annotations);

    CLI::App* letGo = group.add_subcommand(
        "remove-finalizer", "Take a finalizer off an object, so that it goes without what the finalizer stands for");
    const auto held = addObjectOptions(*letGo);
    letGo->add_option("FINALIZER", held->finalizer, "As its metadata names it")->required();
    registrar.verb(letGo, [held](Invocation& invocation, service::ClusterService& cluster) -> Result<int> {
        QBM_TRY(object, objectOf(invocation, cluster, *held));
        return runAction(invocation, cluster, [&](ClusterActions& actions) {
            return actions.make(cluster::RemoveFinalizerRequest{object, held->finalizer});
        });
    });

    const auto job = std::make_shared<cluster::RunCronJobRequest>();
    CLI::App* now = group.add_subcommand("run-cronjob", "Make a job of a cron job's template now and wait for its end");
    now->add_option("NAME", job->cronJob, "A cron job")->required();
    now->add_option("--job", job->job, "The job's name; else one made of the cron job's and the time");
    registrar.verb(now, [job](Invocation& invocation, service::ClusterService& cluster) {
        return runAction(invocation, cluster, [&](ClusterActions& actions) { return actions.make(*job); });
    });
}

} // namespace qbm::ctl
