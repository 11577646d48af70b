// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/kubernetes_interferers.h"

#include "core/base/json_text.h"
#include "core/cluster/access_check.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

namespace qbm::service {

namespace {

using backup::Interferer;
using kubernetes::JsonValue;
using kubernetes::Resource;
using nlohmann::json;

constexpr const char* kVersionKey = "version";
constexpr const char* kTargetKey = "target";

/// One interferer as it can be read and patched.
struct Handle {
    kubernetes::ObjectPath path;
    bool autoscaler = false;
    std::string target; ///< of an autoscaler: the deployment it belongs to
};

Result<Handle> open(const std::string& nameSpace, const Interferer& interferer)
{
    Handle handle;
    handle.autoscaler = interferer.kind == kubernetes::resource::kHorizontalPodAutoscalers.kind;
    Resource resource
        = handle.autoscaler ? kubernetes::resource::kHorizontalPodAutoscalers : kubernetes::resource::kCronJobs;
    const json state = json::parse(interferer.state, nullptr, false);
    const bool complete = state.is_object() && state.contains(kVersionKey) && state[kVersionKey].is_string()
        && (!handle.autoscaler || (state.contains(kTargetKey) && state[kTargetKey].is_string()));
    if (interferer.kind != resource.kind || !complete)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "What is remembered about %1 %2 cannot be read."), interferer.kind,
                interferer.name),
            interferer.state);
    resource.version = state[kVersionKey].get<std::string>();
    if (handle.autoscaler)
        handle.target = state[kTargetKey].get<std::string>();
    handle.path = {std::move(resource), nameSpace, interferer.name, {}};
    return handle;
}

using ItemHandler = std::function<void(const Resource& resource, const JsonValue& item)>;

/// Every object of a kind, in the older version where the server does not know this one.
Result<> forEach(kubernetes::Client& client, const Resource& resource, const std::string& nameSpace,
    const std::function<void()>& forget, const ItemHandler& handle, TaskContext& context)
{
    const auto list = [&](const Resource& version) {
        kubernetes::PageHandler handler;
        handler.onPage = [&](const JsonValue& page) -> Result<> {
            for (const JsonValue& item : page["items"].items())
                handle(version, item);
            return {};
        };
        handler.onRestart = forget;
        return client.list({version, nameSpace, {}, {}}, {}, handler, context);
    };
    auto listed = list(resource);
    const auto older = kubernetes::olderVersionOf(resource);
    if (!listed && listed.error().kind == ErrorKind::NotFound && older)
        listed = list(*older);
    QBM_CHECK(listed);
    return {};
}

/// The deployment an autoscaler scales, or did before it was paused.
std::string deploymentOf(const JsonValue& autoscaler)
{
    const JsonValue target = autoscaler["spec"]["scaleTargetRef"];
    if (target["kind"].view() != kubernetes::resource::kDeployments.kind)
        return {};
    std::string name = target["name"].string();
    if (name.ends_with(kPausedSuffix))
        name.resize(name.size() - kPausedSuffix.size());
    return name;
}

Interferer describeAutoscaler(const Resource& resource, const JsonValue& object, const std::string& deployment)
{
    const JsonValue spec = object["spec"];
    return {resource.kind, object["metadata"]["name"].string(),
        text(QT_TRANSLATE_NOOP("core", "%1 to %2 replicas of %3"), spec["minReplicas"].count(1),
            spec["maxReplicas"].count(), deployment),
        writeJson(json{{kVersionKey, resource.version}, {kTargetKey, deployment}})};
}

Interferer describeCronJob(const Resource& resource, const JsonValue& object)
{
    return {resource.kind, object["metadata"]["name"].string(),
        text(QT_TRANSLATE_NOOP("core", "runs at %1"), object["spec"]["schedule"].string()),
        writeJson(json{{kVersionKey, resource.version}})};
}

/// nullopt: it is gone.
Result<std::optional<json>> fetchSpec(kubernetes::Client& client, const Handle& handle, TaskContext& context)
{
    auto answer = client.get(handle.path, context);
    if (!answer && answer.error().kind == ErrorKind::NotFound)
        return std::optional<json>();
    QBM_CHECK(answer);
    const json object = json::parse(answer->json, nullptr, false);
    if (!object.is_object() || !object.contains("spec"))
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The cluster's answer about %1 cannot be read."), handle.path.toString()));
    return std::optional(object["spec"]);
}

bool isPaused(const Handle& handle, const json& spec)
{
    if (!handle.autoscaler)
        return spec.value("suspend", false);
    return spec.value(json::json_pointer("/scaleTargetRef/name"), std::string())
        == handle.target + std::string(kPausedSuffix);
}

json pausePatch(const Handle& handle, bool paused)
{
    if (!handle.autoscaler)
        return {{"spec", {{"suspend", paused}}}};
    return {{"spec",
        {{"scaleTargetRef", {{"name", handle.target + std::string(paused ? kPausedSuffix : std::string_view())}}}}}};
}

/// Asks for it unless it is so already, and believes only what it reads back. \error Conflict
Result<> setPaused(kubernetes::Client& client, const Handle& handle, bool paused, TaskContext& context)
{
    QBM_TRY(before, fetchSpec(client, handle, context));
    if (!before || isPaused(handle, *before) == paused)
        return {};
    const auto patched
        = client.patch(handle.path, kubernetes::PatchType::Merge, writeJson(pausePatch(handle, paused)), context);
    // Whether a patch without an answer was made is what reading it back tells.
    if (!patched && patched.error().kind != ErrorKind::NotFound && patched.error().kind != ErrorKind::InDoubt)
        return fail(patched.error());
    QBM_TRY(after, fetchSpec(client, handle, context));
    if (after && isPaused(handle, *after) != paused)
        return fail(ErrorKind::Conflict,
            text(QT_TRANSLATE_NOOP("core", "%1 was changed, but does not stay so: somebody else sets it back."),
                handle.path.toString()));
    return {};
}

} // namespace

Result<std::vector<Interferer>> fetchInterferers(kubernetes::Client& client, const std::string& nameSpace,
    const std::vector<std::string>& deployments, TaskContext& context)
{
    std::vector<Interferer> autoscalers, cronJobs;
    QBM_CHECK(forEach(
        client, kubernetes::resource::kHorizontalPodAutoscalers, nameSpace, [&] { autoscalers.clear(); },
        [&](const Resource& resource, const JsonValue& item) {
            const std::string deployment = deploymentOf(item);
            if (std::ranges::find(deployments, deployment) != deployments.end())
                autoscalers.push_back(describeAutoscaler(resource, item, deployment));
        },
        context));
    QBM_CHECK(forEach(
        client, kubernetes::resource::kCronJobs, nameSpace, [&] { cronJobs.clear(); },
        [&](const Resource& resource, const JsonValue& item) {
            if (!item["spec"]["suspend"].boolean(false))
                cronJobs.push_back(describeCronJob(resource, item));
        },
        context));
    std::ranges::move(cronJobs, std::back_inserter(autoscalers));
    return autoscalers;
}

Result<> checkMayPause(
    kubernetes::Client& client, const std::string& nameSpace, const Interferer& interferer, TaskContext& context)
{
    QBM_TRY(handle, open(nameSpace, interferer));
    if (client.mode() == AccessMode::ReadOnly)
        return fail(ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP("core", "%1 cannot be paused: the console is in read-only mode."),
                handle.path.toString()));
    QBM_TRY(denial,
        cluster::denialReason(client, {"patch", handle.path.resource, {}, nameSpace, interferer.name}, context));
    if (denial)
        return fail(ErrorKind::Denied, std::move(*denial));
    // A webhook or a policy may refuse what access rules allow: better heard before the first step than in the middle.
    auto tried = client.patch(
        handle.path, kubernetes::PatchType::Merge, writeJson(pausePatch(handle, true)), context, {.dryRun = true});
    if (!tried && tried.error().kind != ErrorKind::NotFound) // gone meanwhile: nothing to pause
        return fail(std::move(tried).error());
    return {};
}

Result<> pauseInterferer(
    kubernetes::Client& client, const std::string& nameSpace, const Interferer& interferer, TaskContext& context)
{
    QBM_TRY(handle, open(nameSpace, interferer));
    return setPaused(client, handle, true, context);
}

Result<> resumeInterferer(
    kubernetes::Client& client, const std::string& nameSpace, const Interferer& interferer, TaskContext& context)
{
    QBM_TRY(handle, open(nameSpace, interferer));
    return setPaused(client, handle, false, context);
}

} // namespace qbm::service
