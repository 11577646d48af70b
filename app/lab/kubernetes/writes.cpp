// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/writes.h"

#include "app/lab/kubernetes/apply/managed_fields.h"
#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/known_fields.h"
#include "app/lab/kubernetes/list_options.h"
#include "app/lab/kubernetes/patch.h"
#include "app/lab/kubernetes/render.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr int kAttempts = 20;

HttpResponse objectResponse(int status, const StoredObject& object, const RequestContext& context)
{
    return renderedResponse(status,
        renderObject(object, context.representation, context.http.parameter("includeObject")), context.representation);
}

/// The document as a client sees it: with kind and apiVersion.
json fullDocument(const StoredObject& object)
{
    auto document = object.copy();
    document["kind"] = object.type().kind;
    document["apiVersion"] = object.type().apiVersion();
    return document;
}

Part partOf(const RequestContext& context)
{
    return context.info.subresource == "status" ? Part::Status : Part::Main;
}

/// A body may name the version and the uid it was made from.
ApiResult<> checkOrigin(const StoredObject& current, const json& desired)
{
    const auto& type = current.type();
    if (const auto uid = stringAt(desired, {"metadata", "uid"}); !uid.empty() && uid != current.uid()) {
        const auto key = "/registry/" + type.plural + "/" + storeKey(current.nameSpace(), current.name());
        return conflict(type.plural, type.group, current.name(),
            "StorageError: invalid object, Code: 4, Key: " + key
                + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: " + uid
                + ", UID in object meta: " + current.uid());
    }
    const auto version = stringAt(desired, {"metadata", "resourceVersion"});
    if (!version.empty() && version != std::to_string(current.resourceVersion()))
        return conflict(type, current.name());
    return {};
}

HttpResponse withWarnings(HttpResponse response, const std::vector<std::string>& warnings)
{
    for (const auto& warning : warnings)
        response.headers.emplace_back("Warning", "299 - " + writeJson(json(warning)));
    return response;
}

/// What to warn of in a body, which loses its unknown fields; those fields by the request's fieldValidation. \error 400
/// (Strict)
ApiResult<std::vector<std::string>> judgeBody(const RequestContext& context, json& body)
{
    const auto mode = context.http.parameter("fieldValidation");
    const auto& type = *context.type;
    std::vector<std::string> warnings;
    std::string faults;
    if (mode != "Ignore")
        for (const auto& field : unknownFields(type, body)) {
            warnings.push_back("unknown field \"" + field + "\"");
            faults += (faults.empty() ? "" : ", ") + warnings.back();
        }
    if (mode == "Strict" && !faults.empty())
        return badRequest(type.kind + " in version \"" + type.version + "\" cannot be handled as a " + type.kind
            + ": strict decoding error: " + faults);
    dropUnknownFields(type, body);
    for (auto& warning : warningsAbout(type, body))
        warnings.push_back(std::move(warning));
    return warnings;
}

ApiResult<HttpResponse> writeOver(const RequestContext& context, Registry& registry, const ObjectPtr& current,
    json desired, const WriteOptions& options)
{
    if (auto same = checkOrigin(*current, desired); !same)
        return Refusal(std::move(same).error());
    auto written = registry.update(current, std::move(desired), partOf(context), options);
    if (!written)
        return Refusal(std::move(written).error());
    return objectResponse(200, **written, context);
}

ApiResult<json> parsePatchBody(const HttpRequest& request)
{
    auto body = parseJson(request.body);
    if (!body)
        return badRequest("error decoding patch: invalid JSON");
    return std::move(*body);
}

ApiResult<HttpResponse> answerApply(const RequestContext& context, Registry& registry)
{
    if (context.http.parameter("fieldManager").empty())
        return invalidOptions("PatchOptions", {requiredValue("fieldManager", "is required for apply patch")});
    const auto dry = dryRun(context.http, "PatchOptions");
    if (!dry)
        return Refusal(dry.error());
    auto documents = parseYaml(context.http.body);
    if (!documents || documents->size() != 1 || !(*documents)[0].is_object())
        return badRequest("error decoding YAML: the body is no single object");
    auto applied = (*documents)[0];
    if (!arrayAt(applied, {"metadata", "managedFields"}).empty())
        return badRequest("metadata.managedFields must be nil");
    if (auto same = checkIdentity(context, applied); !same)
        return Refusal(std::move(same).error());
    if (const auto unknown = unknownFields(*context.type, applied); !unknown.empty())
        return internalError("failed to create typed patch object (" + stringAt(applied, {"metadata", "namespace"})
            + "/" + context.info.name + "; " + context.type->apiVersion() + ", Kind=" + context.type->kind + "): ."
            + unknown[0] + ": field not declared in schema");
    if (context.info.subresource.empty() && context.type->has("status"))
        applied.erase("status");
    const bool force = context.http.parameter("force") == "true" || context.http.parameter("force") == "1";
    auto options = WriteOptions{*dry, managerOf(context)};
    options.manager.apply = true;
    return retryOnConflict(
        !stringAt(applied, {"metadata", "resourceVersion"}).empty(), [&]() -> ApiResult<HttpResponse> {
            const auto current = registry.store().get(*context.type, context.info.nameSpace, context.info.name);
            auto laid = applyConfiguration(
                current ? current->document() : json::object(), applied, options.manager.name, force);
            if (!laid)
                return Refusal(std::move(laid).error());
            options.manager.applied = std::move(laid->fields);
            if (current) {
                if (auto same = checkOrigin(*current, applied); !same)
                    return Refusal(std::move(same).error());
                return writeOver(context, registry, current, std::move(laid->document), options);
            }
            auto document = applied;
            document["metadata"]["name"] = context.info.name;
            auto created = registry.create(*context.type, context.info.nameSpace, std::move(document), options);
            if (!created)
                return Refusal(std::move(created).error());
            return objectResponse(201, **created, context);
        });
}

ApiResult<DeleteOptions> parseDeleteOptions(const HttpRequest& request)
{
    DeleteOptions options;
    const auto dry = dryRun(request, "DeleteOptions");
    if (!dry)
        return Refusal(dry.error());
    options.dryRun = *dry;
    json body = json::object();
    if (!request.body.empty()) {
        auto parsed = request.header("content-type").starts_with("application/yaml") ? parseYaml(request.body)
                                                                                     : parseJson(request.body);
        if (parsed && parsed->is_array() && parsed->size() == 1)
            parsed = json((*parsed)[0]);
        if (!parsed || !parsed->is_object())
            return badRequest("couldn't get version/kind; json parse error: the body is no DeleteOptions");
        body = std::move(*parsed);
    }
    for (const auto& value : arrayAt(body, {"dryRun"}))
        options.dryRun = options.dryRun || value == "All";
    if (const auto* grace = kubernetes::find(body, {"gracePeriodSeconds"}); grace != nullptr && grace->is_number())
        options.gracePeriodSeconds = grace->get<std::int64_t>();
    else if (const auto text = request.parameter("gracePeriodSeconds"); !text.empty())
        options.gracePeriodSeconds = std::strtoll(text.c_str(), nullptr, 10);
    options.propagationPolicy = stringAt(body, {"propagationPolicy"}, request.parameter("propagationPolicy"));
    options.uid = stringAt(body, {"preconditions", "uid"});
    options.resourceVersion = stringAt(body, {"preconditions", "resourceVersion"});
    const auto& policy = options.propagationPolicy;
    if (!policy.empty() && policy != "Background" && policy != "Foreground" && policy != "Orphan")
        return invalidOptions("DeleteOptions",
            {{"FieldValueNotSupported",
                "Unsupported value: \"" + policy
                    + "\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"",
                "propagationPolicy"}});
    return options;
}

json deletedStatus(const StoredObject& object)
{
    json details = {{"name", object.name()}, {"kind", object.type().plural}, {"uid", object.uid()}};
    if (!object.type().group.empty())
        details["group"] = object.type().group;
    return {{"kind", "Status"}, {"apiVersion", "v1"}, {"metadata", json::object()}, {"status", "Success"},
        {"details", details}};
}

} // namespace

FieldManager managerOf(const RequestContext& context)
{
    FieldManager manager;
    manager.name = context.http.parameter("fieldManager");
    if (manager.name.empty()) {
        const auto agent = context.http.header("user-agent");
        manager.name = agent.empty() ? "unknown" : agent.substr(0, agent.find('/'));
    }
    manager.subresource = context.info.subresource;
    return manager;
}

ApiResult<HttpResponse> retryOnConflict(bool versionNamed, const std::function<ApiResult<HttpResponse>()>& attempt)
{
    auto result = attempt();
    for (int i = 1; i < kAttempts && !result && result.error().code == 409 && !versionNamed; ++i)
        result = attempt();
    return result;
}

ApiResult<json> patched(const HttpRequest& request, const json& document)
{
    auto media = request.header("content-type");
    media = media.substr(0, media.find(';'));
    const bool known = media == "application/merge-patch+json" || media == "application/json-patch+json"
        || media == "application/strategic-merge-patch+json";
    if (!known)
        return unsupportedPatchType();
    if (!request.parameter("force").empty())
        return invalidOptions("PatchOptions", {forbiddenValue("force", "may not be specified for non-apply patch")});
    auto patch = parsePatchBody(request);
    if (!patch)
        return Refusal(std::move(patch).error());
    if (media == "application/merge-patch+json")
        return mergePatch(document, *patch);
    if (media == "application/json-patch+json")
        return jsonPatch(document, *patch);
    return strategicMergePatch(document, *patch);
}

ApiResult<HttpResponse> answerCreate(const RequestContext& context, Registry& registry)
{
    const auto dry = dryRun(context.http, "CreateOptions");
    if (!dry)
        return Refusal(dry.error());
    auto body = parseBody(context.http, *context.type);
    if (!body)
        return Refusal(std::move(body).error());
    if (auto same = checkIdentity(context, *body); !same)
        return Refusal(std::move(same).error());
    auto warnings = judgeBody(context, *body);
    if (!warnings)
        return Refusal(std::move(warnings).error());
    auto created = registry.create(*context.type, context.info.nameSpace, std::move(*body), {*dry, managerOf(context)});
    if (!created)
        return Refusal(std::move(created).error());
    return withWarnings(objectResponse(201, **created, context), *warnings);
}

ApiResult<HttpResponse> answerUpdate(const RequestContext& context, Registry& registry)
{
    const auto dry = dryRun(context.http, "UpdateOptions");
    if (!dry)
        return Refusal(dry.error());
    auto body = parseBody(context.http, *context.type);
    if (!body)
        return Refusal(std::move(body).error());
    if (auto same = checkIdentity(context, *body); !same)
        return Refusal(std::move(same).error());
    auto warnings = judgeBody(context, *body);
    if (!warnings)
        return Refusal(std::move(warnings).error());
    const bool versionNamed = !stringAt(*body, {"metadata", "resourceVersion"}).empty();
    return retryOnConflict(versionNamed, [&]() -> ApiResult<HttpResponse> {
        const auto current = registry.store().get(*context.type, context.info.nameSpace, context.info.name);
        if (!current)
            return notFound(*context.type, context.info.name);
        auto answer = writeOver(context, registry, current, *body, {*dry, managerOf(context)});
        if (!answer)
            return answer;
        return withWarnings(std::move(*answer), *warnings);
    });
}

ApiResult<HttpResponse> answerPatch(const RequestContext& context, Registry& registry)
{
    if (context.http.header("content-type").starts_with("application/apply-patch+yaml"))
        return answerApply(context, registry);
    const auto dry = dryRun(context.http, "PatchOptions");
    if (!dry)
        return Refusal(dry.error());
    const auto version = parseJson(context.http.body);
    const bool versionNamed = version && !stringAt(*version, {"metadata", "resourceVersion"}).empty();
    return retryOnConflict(versionNamed, [&]() -> ApiResult<HttpResponse> {
        const auto current = registry.store().get(*context.type, context.info.nameSpace, context.info.name);
        if (!current)
            return notFound(*context.type, context.info.name);
        auto desired = patched(context.http, fullDocument(*current));
        if (!desired)
            return Refusal(std::move(desired).error());
        if (auto same = checkIdentity(context, *desired); !same)
            return Refusal(std::move(same).error());
        auto warnings = judgeBody(context, *desired);
        if (!warnings)
            return Refusal(std::move(warnings).error());
        auto answer = writeOver(context, registry, current, std::move(*desired), {*dry, managerOf(context)});
        if (!answer)
            return answer;
        return withWarnings(std::move(*answer), *warnings);
    });
}

ApiResult<HttpResponse> answerDelete(const RequestContext& context, Registry& registry)
{
    auto options = parseDeleteOptions(context.http);
    if (!options)
        return Refusal(std::move(options).error());
    return retryOnConflict(
        !options->resourceVersion.empty() || !options->uid.empty(), [&]() -> ApiResult<HttpResponse> {
            const auto current = registry.store().get(*context.type, context.info.nameSpace, context.info.name);
            if (!current)
                return notFound(*context.type, context.info.name);
            auto deletion = registry.remove(current, *options);
            if (!deletion)
                return Refusal(std::move(deletion).error());
            if (deletion->gone && context.type->kind != "Pod")
                return jsonResponse(200, deletedStatus(*deletion->object));
            return objectResponse(200, *deletion->object, context);
        });
}

ApiResult<HttpResponse> answerDeleteCollection(const RequestContext& context, Registry& registry)
{
    auto options = parseDeleteOptions(context.http);
    if (!options)
        return Refusal(std::move(options).error());
    auto selection = ListOptions::parse(context.http, *context.type, false);
    if (!selection)
        return Refusal(std::move(selection).error());
    auto snapshot = registry.store().list(*context.type, context.info.nameSpace);
    std::vector<ObjectPtr> deleted;
    for (const auto& object : snapshot.objects) {
        if (!selection->matches(*object))
            continue;
        auto current = object;
        for (int i = 0; i < kAttempts && current; ++i) {
            const auto deletion = registry.remove(current, *options);
            if (deletion || deletion.error().code != 409)
                break;
            current = registry.store().get(*context.type, object->nameSpace(), object->name());
        }
        deleted.push_back(object);
    }
    ListMeta meta;
    meta.resourceVersion = snapshot.resourceVersion;
    return renderedResponse(
        200, renderList(*context.type, deleted, meta, context.representation, {}), context.representation);
}

} // namespace qbm::lab::kubernetes
