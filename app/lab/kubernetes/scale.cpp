// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/scale.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/selector.h"
#include "app/lab/kubernetes/writes.h"

#include <nlohmann/json.hpp>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

/// The Scale of a workload. At 0 its spec is {}, and its status has replicas all the same.
json scaleOf(const StoredObject& object)
{
    const auto& document = object.document();
    json metadata = json::object();
    for (const auto* key : {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"})
        if (const auto* value = kubernetes::find(document, {"metadata", key}))
            metadata[key] = *value;
    json spec = json::object();
    setCount(spec, "replicas", intAt(document, {"spec", "replicas"}));
    return {{"kind", "Scale"}, {"apiVersion", "autoscaling/v1"}, {"metadata", metadata}, {"spec", spec},
        {"status",
            {{"replicas", intAt(document, {"status", "replicas"})},
                {"selector", LabelSelector::fromSpec(objectAt(document, {"spec", "selector"})).print()}}}};
}

ApiResult<json> desiredScale(const RequestContext& context, const StoredObject& current)
{
    if (context.info.verb == "patch")
        return patched(context.http, scaleOf(current));
    static const ResourceType scaleType{
        "autoscaling", "v1", "Scale", "scales", "scale", true, {}, {}, {}, {}, false, 0};
    auto body = parseBody(context.http, scaleType);
    if (!body)
        return body;
    RequestContext scaleContext = context;
    scaleContext.type = &scaleType;
    if (auto same = checkIdentity(scaleContext, *body); !same)
        return Refusal(std::move(same).error());
    return body;
}

ApiResult<> checkScale(const StoredObject& current, const json& scale)
{
    const auto version = stringAt(scale, {"metadata", "resourceVersion"});
    if (!version.empty() && version != std::to_string(current.resourceVersion()))
        return conflict(current.type(), current.name());
    const auto* replicas = kubernetes::find(scale, {"spec", "replicas"});
    if (replicas != nullptr && !replicas->is_number_integer() && !replicas->is_null())
        return badRequest("Scale in version \"v1\" cannot be handled as a Scale: json: cannot unmarshal "
            + std::string(replicas->type_name()) + " into Go struct field ScaleSpec.spec.replicas of type int32");
    const auto count = intAt(scale, {"spec", "replicas"});
    if (count < 0)
        return invalidObject("autoscaling", "Scale", current.name(),
            {invalidValue("spec.replicas", std::to_string(count), "must be greater than or equal to 0")});
    return {};
}

} // namespace

ApiResult<HttpResponse> answerScale(const RequestContext& context, Registry& registry)
{
    const auto dry = dryRun(context.http, context.info.verb == "patch" ? "PatchOptions" : "UpdateOptions");
    if (!dry)
        return Refusal(dry.error());
    const auto body = parseJson(context.http.body);
    const bool versionNamed = body && !stringAt(*body, {"metadata", "resourceVersion"}).empty();
    return retryOnConflict(versionNamed, [&]() -> ApiResult<HttpResponse> {
        const auto current = registry.store().get(*context.type, context.info.nameSpace, context.info.name);
        if (!current)
            return notFound(*context.type, context.info.name);
        if (context.info.verb == "get")
            return jsonResponse(200, scaleOf(*current));
        auto scale = desiredScale(context, *current);
        if (!scale)
            return Refusal(std::move(scale).error());
        if (auto valid = checkScale(*current, *scale); !valid)
            return Refusal(std::move(valid).error());
        auto document = current->copy();
        document["spec"]["replicas"] = intAt(*scale, {"spec", "replicas"});
        auto written = registry.update(current, std::move(document), Part::Main, {*dry, managerOf(context)});
        if (!written)
            return Refusal(std::move(written).error());
        return jsonResponse(200, scaleOf(**written));
    });
}

} // namespace qbm::lab::kubernetes
