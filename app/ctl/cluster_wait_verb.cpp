// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/cluster_verbs.h"
#include "core/base/ascii.h"
#include "core/kubernetes/json_path.h"
#include "core/prometheus/series.h"

#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

using kubernetes::JsonValue;

struct WaitArguments {
    std::string object; ///< "deployment/backend"
    std::string what; ///< "condition=Available", "delete", "jsonpath={.status.phase}=Running"
    std::string timeout = "30s";
};

/// What is waited for.
struct Goal {
    enum class Kind { Gone, Condition, Value };
    Kind kind = Kind::Gone;
    std::string condition, status = "True";
    kubernetes::JsonPath path;
    std::optional<std::string> value; ///< unset: anything
};

bool equalNames(std::string_view left, std::string_view right)
{
    return toAsciiLower(left) == toAsciiLower(right);
}

/// The "=" after the path; those within its braces belong to it.
std::size_t endOfPath(const std::string& words)
{
    int depth = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        depth += words[i] == '{' ? 1 : words[i] == '}' ? -1 : 0;
        if (words[i] == '=' && depth == 0)
            return i;
    }
    return words.size();
}

Result<Goal> parseGoal(const std::string& what)
{
    Goal goal;
    if (what == "delete")
        return goal;
    constexpr std::string_view kCondition = "condition=", kJsonPath = "jsonpath=";
    if (what.starts_with(kCondition) && what.size() > kCondition.size()) {
        const std::string rest = what.substr(kCondition.size());
        const std::size_t equals = rest.find('=');
        goal.kind = Goal::Kind::Condition;
        goal.condition = rest.substr(0, equals);
        if (equals != std::string::npos)
            goal.status = rest.substr(equals + 1);
        return goal;
    }
    if (what.starts_with(kJsonPath)) {
        const std::string rest = what.substr(kJsonPath.size());
        const std::size_t end = endOfPath(rest);
        QBM_TRY(path, kubernetes::JsonPath::parsePath(std::string_view(rest).substr(0, end)));
        goal.kind = Goal::Kind::Value;
        goal.path = std::move(path);
        if (end < rest.size())
            goal.value = rest.substr(end + 1);
        return goal;
    }
    return fail(ErrorKind::InvalidInput,
        text(QT_TRANSLATE_NOOP("core",
                 "\"%1\" cannot be waited for: write delete, condition=TYPE[=STATUS] or jsonpath={PATH}[=VALUE]."),
            what));
}

std::string printed(const JsonValue& value)
{
    return value.isString() ? value.string() : value.text();
}

/// Whether the object is there yet; `seen` is what it says instead.
bool holds(const Goal& goal, const JsonValue& object, std::string& seen)
{
    if (goal.kind == Goal::Kind::Gone) {
        seen = object["metadata"]["deletionTimestamp"].empty() ? "is there" : "is being deleted";
        return false;
    }
    if (goal.kind == Goal::Kind::Value) {
        const std::vector<JsonValue> found = goal.path.find(object);
        seen = found.empty() ? "has no such value" : "says " + printed(found.front());
        return !found.empty() && (!goal.value || printed(found.front()) == *goal.value);
    }
    seen = "has no condition " + goal.condition;
    // A controller that has not seen the newest spec tells of the one before.
    const auto observed = object["status"]["observedGeneration"].optionalInteger();
    if (observed && *observed < object["metadata"]["generation"].integer()) {
        seen = "was changed and not looked at yet";
        return false;
    }
    for (const JsonValue& condition : object["status"]["conditions"].items()) {
        if (!equalNames(condition["type"].view(), goal.condition))
            continue;
        seen = "says " + goal.condition + "=" + condition["status"].string();
        return equalNames(condition["status"].view(), goal.status);
    }
    return false;
}

Result<int> wait(Invocation& invocation, service::ClusterService& cluster, const WaitArguments& arguments)
{
    const std::size_t slash = arguments.object.find('/');
    if (slash == std::string::npos || slash == 0 || slash + 1 == arguments.object.size())
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "\"%1\" names no object: write KIND/NAME."), arguments.object));
    QBM_TRY(goal, parseGoal(arguments.what));
    QBM_TRY(timeout, prometheus::parseDuration(arguments.timeout));
    service::ObjectQuery query;
    query.kind = arguments.object.substr(0, slash);
    query.names = {arguments.object.substr(slash + 1)};
    const auto begun = std::chrono::steady_clock::now();
    std::string seen;
    kubernetes::JsonDocument document;
    for (;;) {
        const auto answer = cluster.fetchJson(query, invocation.task());
        const bool gone = !answer && answer.error().kind == ErrorKind::NotFound;
        if (!answer && !(gone && goal.kind == Goal::Kind::Gone) && !answer.error().retryable())
            return fail(answer.error());
        bool met = gone;
        if (answer) {
            QBM_TRY(object, document.parse(*answer));
            met = holds(goal, object, seen);
        }
        if (met) {
            invocation.print({{"object", arguments.object}, {"for", arguments.what}, {"met", true}},
                [&](std::ostream& out) { out << arguments.object << (gone ? " is gone\n" : " condition met\n"); });
            return kOk;
        }
        if (std::chrono::steady_clock::now() - begun > timeout)
            return fail(ErrorKind::Timeout,
                text(QT_TRANSLATE_NOOP("core", "%1 did not come to %2 within %3: it %4."), arguments.object,
                    arguments.what, arguments.timeout, seen));
        QBM_CHECK(invocation.task().sleepFor(std::chrono::milliseconds(500)));
    }
}

} // namespace

void addClusterWaitVerb(CLI::App& group, ClusterRegistrar& registrar)
{
    const auto arguments = std::make_shared<WaitArguments>();
    CLI::App* verb = group.add_subcommand("wait", "Wait until an object has a condition or a value, or is gone");
    verb->add_option("OBJECT", arguments->object, "KIND/NAME")->required();
    verb->add_option("--for", arguments->what, "condition=TYPE[=STATUS], delete or jsonpath={PATH}[=VALUE]")->required();
    verb->add_option("--timeout", arguments->timeout, "How long at most: 30s, 10m")->capture_default_str();
    registrar.verb(verb, [arguments](Invocation& invocation, service::ClusterService& cluster) {
        return wait(invocation, cluster, *arguments);
    });
}

} // namespace qbm::ctl
