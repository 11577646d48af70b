// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/openapi.h"

#include "app/lab/kubernetes/request.h"

#include <nlohmann/json.hpp>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr std::string_view kRoot = "/openapi/v3";

std::string documentPath(const ResourceType& type)
{
    return type.group.empty() ? "api/" + type.version : "apis/" + type.group + "/" + type.version;
}

json operation(const ResourceType& type, const char* action, bool writes)
{
    auto parameters = json::array();
    if (writes)
        for (const auto* name : {"dryRun", "fieldManager", "fieldValidation"})
            parameters.push_back(
                {{"name", name}, {"in", "query"}, {"schema", {{"type", "string"}, {"uniqueItems", true}}}});
    return {{"parameters", parameters}, {"responses", {{"200", {{"description", "OK"}}}}},
        {"x-kubernetes-action", action},
        {"x-kubernetes-group-version-kind",
            {{"group", type.group}, {"version", type.version}, {"kind", type.kind}}}};
}

json groupDocument(const std::string& path)
{
    auto paths = json::object();
    for (const auto& type : resourceTypes()) {
        if (documentPath(type) != path)
            continue;
        const auto collection = "/" + path + (type.namespaced ? "/namespaces/{namespace}/" : "/") + type.plural;
        paths[collection]["post"] = operation(type, "post", true);
        if (!type.isStored())
            continue;
        paths[collection]["get"] = operation(type, "list", false);
        auto& named = paths[collection + "/{name}"];
        named["get"] = operation(type, "get", false);
        named["put"] = operation(type, "put", true);
        named["patch"] = operation(type, "patch", true);
        named["delete"] = operation(type, "delete", false);
    }
    return {{"openapi", "3.0.0"}, {"info", {{"title", "Kubernetes"}, {"version", "v1.32.13"}}},
        {"components", {{"schemas", json::object()}}}, {"paths", paths}};
}

} // namespace

HttpResponse answerOpenApi(const HttpRequest& request)
{
    if (request.path == kRoot || request.path == std::string(kRoot) + "/") {
        auto paths = json::object();
        for (const auto& type : resourceTypes())
            paths[documentPath(type)] = {{"serverRelativeURL", std::string(kRoot) + "/" + documentPath(type)}};
        return jsonResponse(200, json{{"paths", paths}});
    }
    if (request.path.starts_with(std::string(kRoot) + "/")) {
        auto document = groupDocument(request.path.substr(kRoot.size() + 1));
        if (!document["paths"].empty())
            return jsonResponse(200, document);
    }
    return errorResponse(groupNotFound().value());
}

} // namespace qbm::lab::kubernetes
