// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/cluster_verbs.h"
#include "app/ctl/reading_output.h"
#include "core/base/text_diff.h"
#include "core/service/rollout_service.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using kubernetes::RolloutStatus;
using service::Revision;
using service::RevisionEffect;

constexpr const char* kWorkloads = "deployment/NAME, statefulset/NAME or daemonset/NAME; a bare name is a deployment";

struct HistoryArguments {
    std::string name;
    std::int64_t revision = 0; ///< 0: all
    std::int64_t against = 0; ///< 0: none
};

Result<int> status(Invocation& invocation, service::ClusterService& cluster, const std::string& name, int timeoutSeconds)
{
    std::string shown;
    TaskContext context(invocation.task().stopToken(), [&](const Progress& progress) {
        const std::string sentence = progress.step.english();
        if (sentence != shown)
            invocation.err() << sentence << "\n";
        shown = sentence;
    });
    QBM_TRY(workload, cluster::parseWorkload(name));
    QBM_TRY(status, cluster.followRollout(workload, std::chrono::seconds(timeoutSeconds), context));
    const bool done = status.state == RolloutStatus::State::Done;
    const bool paused = status.state == RolloutStatus::State::Paused;
    invocation.print({{cluster::keyOf(workload.kind), workload.name}, {"done", done}, {"paused", paused}, {"message", status.message.english()}},
        [&](std::ostream& out) { out << status.message.english() << "\n"; });
    return done ? kOk : kFailed;
}

std::string imagesText(const Revision& revision)
{
    std::string images;
    for (const kubernetes::ContainerImage& image : revision.images)
        images += (images.empty() ? "" : ", ") + image.image;
    return images;
}

nlohmann::json toJson(const Revision& revision)
{
    nlohmann::json images = nlohmann::json::array();
    for (const kubernetes::ContainerImage& image : revision.images)
        images.push_back({{"container", image.container}, {"image", image.image}});
    return {{"revision", revision.number}, {"replicaSet", revision.replicaSet}, {"created", formatRfc3339(revision.created)},
        {"images", std::move(images)}, {"changeCause", revision.changeCause}, {"earlierNumbers", revision.earlierNumbers},
        {"desired", revision.desired}, {"ready", revision.ready}, {"current", revision.current},
        {"template", revision.templateYaml}};
}

Result<Revision> findRevision(const std::vector<Revision>& revisions, const service::Workload& workload, std::int64_t number)
{
    const auto found = std::ranges::find(revisions, number, &Revision::number);
    if (found == revisions.end())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "%1 keeps no revision %2."),
                cluster::subjectOf({{}, workload.name, workload.kind}), number));
    return *found;
}

Result<int> showDifference(Invocation& invocation, const Revision& before, const Revision& after)
{
    const auto label = [](const Revision& revision) { return "revision " + std::to_string(revision.number); };
    const std::string diff = unifiedDiff(before.templateYaml, after.templateYaml, label(before), label(after));
    invocation.print({{"from", before.number}, {"to", after.number}, {"diff", diff}}, [&](std::ostream& out) {
        out << (diff.empty() ? "The two pod templates are equal.\n" : diff);
    });
    return kOk;
}

Result<int> history(Invocation& invocation, service::ClusterService& cluster, const HistoryArguments& arguments)
{
    if (arguments.against != 0 && arguments.revision == 0)
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "--against compares with --revision: give both.")));
    QBM_TRY(workload, cluster::parseWorkload(arguments.name));
    QBM_TRY(revisions, cluster.rollouts()->fetchRevisions(workload, invocation.task()));
    if (arguments.revision != 0) {
        QBM_TRY(wanted, findRevision(revisions, workload, arguments.revision));
        if (arguments.against != 0) {
            QBM_TRY(other, findRevision(revisions, workload, arguments.against));
            return showDifference(invocation, other, wanted);
        }
        invocation.print(toJson(wanted), [&](std::ostream& out) { out << wanted.templateYaml; });
        return kOk;
    }
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const Revision& revision : revisions) {
        list.push_back(toJson(revision));
        // Only ReplicaSets count the pods of a revision that is not the present one.
        const bool counted = revision.current || workload.kind == cluster::WorkloadKind::Deployment;
        rows.push_back({revision.current ? "*" : "", std::to_string(revision.number), formatRfc3339(revision.created),
            counted ? std::to_string(revision.ready) + "/" + std::to_string(revision.desired) : std::string(kUnknown), imagesText(revision), revision.changeCause});
    }
    invocation.print({{cluster::keyOf(workload.kind), workload.name}, {"revisions", std::move(list)}}, [&](std::ostream& out) {
        printTable(out, {{"CURRENT"}, {"REVISION", true}, {"CREATED"}, {"READY", true}, {"IMAGES"}, {"CHANGE CAUSE"}}, rows);
    });
    return kOk;
}

Result<int> advise(Invocation& invocation, service::ClusterService& cluster, const std::string& name)
{
    QBM_TRY(effects, cluster.rollouts()->fetchRevisionEffects(name, invocation.task()));
    const TimePoint now = systemClock().now();
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const RevisionEffect& effect : effects) {
        list.push_back({{"revision", effect.number}, {"from", formatRfc3339(effect.from)},
            {"to", effect.to ? nlohmann::json(formatRfc3339(*effect.to)) : nlohmann::json()},
            {"p95", readingToJson(effect.p95, now)}, {"errorRatio", readingToJson(effect.errorRatio, now)},
            {"accuracy", readingToJson(effect.accuracy, now)}, {"evidence", effect.evidence.english()}});
        rows.push_back({std::to_string(effect.number), formatRfc3339(effect.from), effect.to ? formatRfc3339(*effect.to) : "now",
            readingText(effect.p95), readingText(effect.errorRatio), readingText(effect.accuracy), effect.evidence.english()});
    }
    invocation.print({{"deployment", name}, {"effects", std::move(list)}}, [&](std::ostream& out) {
        printTable(out, {{"REVISION", true}, {"FROM"}, {"TO"}, {"P95", true}, {"ERRORS", true}, {"ACCURACY", true}, {"KNOWN FROM"}}, rows);
    });
    return kOk;
}

} // namespace

CLI::App& addClusterRolloutVerbs(CLI::App& group, ClusterRegistrar& registrar)
{
    CLI::App* rollout
        = group.add_subcommand("rollout", "How a workload gets to what was asked of it")->require_subcommand(1);
    const auto name = std::make_shared<std::string>();
    const auto timeout = std::make_shared<int>(600);
    CLI::App* follow = rollout->add_subcommand("status", "Follow a rollout until it is done or has failed");
    follow->add_option("NAME", *name, kWorkloads)->required();
    follow->add_option("--timeout", *timeout, "Seconds to wait at most")->capture_default_str()->check(CLI::PositiveNumber);
    registrar.verb(follow, [name, timeout](Invocation& invocation, service::ClusterService& cluster) {
        return status(invocation, cluster, *name, *timeout);
    });

    const auto arguments = std::make_shared<HistoryArguments>();
    CLI::App* past = rollout->add_subcommand("history", "The revisions a workload keeps, newest first");
    past->add_option("NAME", arguments->name, kWorkloads)->required();
    past->add_option("--revision", arguments->revision, "Show the pod template of this one")->check(CLI::PositiveNumber);
    past->add_option("--against", arguments->against, "Show what --revision changes in this one")->check(CLI::PositiveNumber);
    registrar.verb(past, [arguments](Invocation& invocation, service::ClusterService& cluster) {
        return history(invocation, cluster, *arguments);
    });

    const auto advised = std::make_shared<std::string>();
    CLI::App* effects = rollout->add_subcommand("advise", "Response time, errors and model accuracy while each revision served");
    effects->add_option("NAME", *advised, "A deployment")->required();
    registrar.verb(effects, [advised](Invocation& invocation, service::ClusterService& cluster) {
        return advise(invocation, cluster, *advised);
    });
    return *rollout;
}

} // namespace qbm::ctl
