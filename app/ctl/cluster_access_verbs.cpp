// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/cluster_verbs.h"

#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using service::Permission;
using service::PermissionQuestion;

struct AccessArguments {
    PermissionQuestion question;
    bool all = false;
};

Result<int> canIAll(Invocation& invocation, service::ClusterService& cluster)
{
    const std::vector<PermissionQuestion> questions = service::consoleQuestions();
    QBM_TRY(answers, cluster.fetchPermissions(questions, invocation.task()));
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const Permission& answer = answers[i];
        list.push_back({{"verb", questions[i].verb}, {"resource", questions[i].resource}, {"allowed", answer.allowed},
            {"reason", answer.reason.english()}});
        rows.push_back({questions[i].verb, questions[i].resource, answer.allowed ? "yes" : "no", answer.reason.english()});
    }
    invocation.print({{"permissions", std::move(list)}},
        [&](std::ostream& out) { printTable(out, {{"VERB"}, {"RESOURCE"}, {"ALLOWED"}, {"REASON"}}, rows); });
    return kOk;
}

Result<int> canI(Invocation& invocation, service::ClusterService& cluster, const AccessArguments& arguments)
{
    if (arguments.all)
        return canIAll(invocation, cluster);
    if (arguments.question.verb.empty() || arguments.question.resource.empty())
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "Name a verb and a resource, or --all.")));
    QBM_TRY(permission, cluster.fetchPermission(arguments.question, invocation.task()));
    invocation.print(
        {{"allowed", permission.allowed}, {"reason", permission.reason.english()}}, [&](std::ostream& out) {
            out << (permission.allowed ? "yes" : "no") << "\n";
            if (!permission.allowed)
                invocation.err() << permission.reason.english() << "\n";
        });
    return permission.allowed ? kOk : kDenied;
}

} // namespace

void addClusterAccessVerbs(CLI::App& group, ClusterRegistrar& registrar)
{
    const auto arguments = std::make_shared<AccessArguments>();
    CLI::App* command = group.add_subcommand("can-i", "Ask whether something is allowed, and why not");
    command->add_option("VERB", arguments->question.verb, "get, list, patch, delete, ...");
    command->add_option("RESOURCE", arguments->question.resource, "pods, deployments/scale, ...");
    command->add_option("NAME", arguments->question.name, "Only for this object");
    command->add_flag("--all", arguments->all, "Everything this console may ask of a cluster");
    registrar.verb(command, [arguments](Invocation& invocation, service::ClusterService& cluster) {
        return canI(invocation, cluster, *arguments);
    });
}

} // namespace qbm::ctl
