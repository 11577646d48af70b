// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/openapi.h"

#include "app/lab/kubernetes/request.h"
#include "core/base/json_text.h"

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
        {"x-kubernetes-group-version-kind", {{"group", type.group}, {"version", type.version}, {"kind", type.kind}}}};
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

/// A field of a protobuf message that holds text or a message.
std::string protobufField(int number, const std::string& value)
{
    return std::string(1, static_cast<char>(number << 3 | 2)) + static_cast<char>(value.size()) + value;
}

/// OpenAPI v2 without schemas: an old kubectl asks for it before it applies, and checks nothing where it finds no schema.
HttpResponse emptyVersion2()
{
    HttpResponse response;
    response.headers.emplace_back("Content-Type", "application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
    response.body = protobufField(1, "2.0")
        + protobufField(2, protobufField(1, "Kubernetes") + protobufField(2, "v1.32.13")) + protobufField(8, "");
    return response;
}

} // namespace

HttpResponse answerOpenApi(const HttpRequest& request)
{
    if (request.path == kRoot || request.path == std::string(kRoot) + "/") {
        auto paths = json::object();
        for (const auto& type : resourceTypes())
            paths[documentPath(type)] = {{"serverRelativeURL", std::string(kRoot) + "/" + documentPath(type)}};
        return textResponse(200, writeJson(json{{"paths", paths}})); // a real server calls its index plain text
    }
    if (request.path.starts_with(std::string(kRoot) + "/")) {
        auto document = groupDocument(request.path.substr(kRoot.size() + 1));
        if (!document["paths"].empty())
            return jsonResponse(200, document);
    }
    if (request.path == "/openapi/v2")
        return emptyVersion2();
    return errorResponse(groupNotFound().value());
}

} // namespace qbm::lab::kubernetes
