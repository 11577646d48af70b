// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/restart.h"

#include "core/base/clock.h"

#include <nlohmann/json.hpp>

namespace qbm::cluster {

namespace {

using nlohmann::json;
using operation::Check;

// kubectl's own annotation, so that either tool sees the other's restarts.
constexpr const char* kRestartedAt = "kubectl.kubernetes.io/restartedAt";
constexpr const char* kOurs = "restartedAt";
constexpr const char* kBefore = "restartedAtBefore";

/// "2026-11-24T15:04:05Z"
std::string timeNow()
{
    return formatRfc3339(systemClock().now()).substr(0, 19) + "Z";
}

std::optional<std::string> restartedAt(const json& deployment)
{
    const json& podTemplate = deployment.at("spec").at("template");
    const json::json_pointer path("/metadata/annotations/kubectl.kubernetes.io~1restartedAt");
    if (!podTemplate.contains(path))
        return std::nullopt;
    return podTemplate.at(path).get<std::string>();
}

/// The patch and the object with this annotation; without it where nullopt.
std::pair<json, json> annotated(const json& deployment, const std::optional<std::string>& time)
{
    json patch;
    patch["spec"]["template"]["metadata"]["annotations"][kRestartedAt] = time ? json(*time) : json(nullptr);
    json after = deployment;
    json& annotations = after["spec"]["template"]["metadata"]["annotations"];
    if (time)
        annotations[kRestartedAt] = *time;
    else if (annotations.is_object())
        annotations.erase(kRestartedAt);
    return {std::move(patch), std::move(after)};
}

} // namespace

Result<> Restart::describe(const DeploymentDocument& now, operation::Plan& plan, TaskContext&)
{
    plan.title = text(QT_TRANSLATE_NOOP("core", "Restart %1"), nounOf(deployment()));
    plan.consequence = text(QT_TRANSLATE_NOOP("core",
        "Its pods are replaced by new ones, as many at a time as it allows; the others go on serving."));
    plan.lines.push_back(
        {text(QT_TRANSLATE_NOOP("core", "%1 in %2"), subjectOf(deployment()), deployment().nameSpace),
            text(QT_TRANSLATE_NOOP("core", "%1 pods are replaced; image and settings stay"), now.row.desired)});
    plan.stopLeaves
        = text(QT_TRANSLATE_NOOP("core", "The cluster goes on replacing the pods; only the console stops watching."));
    plan.undo = text(QT_TRANSLATE_NOOP("core",
        "Nothing to go back to: the new pods are like the old ones. If they do not become ready, the former pods come "
        "back."));
    return {};
}

Result<std::vector<Check>> Restart::ownChecks(const DeploymentDocument& now, TaskContext&)
{
    return std::vector{rollsAtOnceCheck(now)};
}

Result<operation::Values> Restart::toRemember(const DeploymentDocument& now, TaskContext&)
{
    operation::Values values{{kOurs, timeNow()}};
    if (const auto before = restartedAt(*now.object))
        values[kBefore] = *before;
    return values;
}

Result<RolloutOperation::Change> Restart::change(const DeploymentDocument& now, const Memory& memory, TaskContext&)
{
    auto [patch, after] = annotated(*now.object, memory[kOurs].value_or(timeNow()));
    return merge(patch, std::move(after));
}

Result<bool> Restart::holds(const DeploymentDocument& now, const Memory& memory, TaskContext&)
{
    return restartedAt(*now.object) == memory[kOurs];
}

Result<std::optional<RolloutOperation::Change>> Restart::wayBack(
    const DeploymentDocument& now, const Memory& memory, TaskContext&)
{
    const auto seen = restartedAt(*now.object);
    if (seen == memory[kBefore])
        return std::optional<Change>();
    if (seen != memory[kOurs])
        return changedByOthers();
    auto [patch, after] = annotated(*now.object, memory[kBefore]);
    return std::optional(merge(patch, std::move(after)));
}

Text Restart::askTitle() const
{
    return text(QT_TRANSLATE_NOOP("core", "Ask for new pods of %1"), deployment().name);
}

} // namespace qbm::cluster
