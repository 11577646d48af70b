// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/discovery.h"

#include "app/lab/kubernetes/names.h"
#include "app/lab/kubernetes/openapi.h"
#include "core/base/json_text.h"
#include "core/base/sha256.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr const char* kAggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/// (group, version) in the order of discovery.
std::vector<std::pair<std::string, std::string>> groupVersions(const Aggregation& aggregation)
{
    std::vector<std::pair<std::string, std::string>> all;
    for (const auto& type : resourceTypes())
        if ((!type.isAggregated() || aggregation.metrics)
            && std::ranges::find(all, std::pair(type.group, type.version)) == all.end())
            all.emplace_back(type.group, type.version);
    return all;
}

json version()
{
    return {{"major", "1"}, {"minor", "32"}, {"gitVersion", "v1.32.13"}, {"gitCommit", "qbm-lab"},
        {"gitTreeState", "clean"}, {"buildDate", "2026-02-01T00:00:00Z"}, {"goVersion", "none"}, {"compiler", "gcc"},
        {"platform", "linux/amd64"}};
}

/// A group with its versions, the preferred one first.
json groupDocument(const std::string& group, const Aggregation& aggregation)
{
    auto versions = json::array();
    for (const auto& [known, groupVersion] : groupVersions(aggregation))
        if (known == group)
            versions.push_back({{"groupVersion", group + "/" + groupVersion}, {"version", groupVersion}});
    return {{"name", group}, {"versions", versions}, {"preferredVersion", versions[0]}};
}

/// The names of all groups, the core one (empty) first.
std::vector<std::string> groupNames(const Aggregation& aggregation)
{
    std::vector<std::string> names;
    for (const auto& [group, groupVersion] : groupVersions(aggregation))
        if (std::ranges::find(names, group) == names.end())
            names.push_back(group);
    return names;
}

json classicGroups(const Aggregation& aggregation)
{
    auto groups = json::array();
    for (const auto& group : groupNames(aggregation))
        if (!group.empty())
            groups.push_back(groupDocument(group, aggregation));
    return {{"kind", "APIGroupList"}, {"apiVersion", "v1"}, {"groups", groups}};
}

json classicResource(const ResourceType& type)
{
    json entry = {{"name", type.plural}, {"singularName", type.singular}, {"namespaced", type.namespaced},
        {"kind", type.kind}, {"verbs", type.verbs}};
    if (type.isStored()) // of any eight bytes: clients compare it with itself only
        entry["storageVersionHash"] = base64(sha256Hex(type.apiVersion() + "/" + type.kind).substr(0, 8));
    if (!type.shortNames.empty())
        entry["shortNames"] = type.shortNames;
    if (!type.categories.empty())
        entry["categories"] = type.categories;
    return entry;
}

json classicSubresource(const ResourceType& type, const std::string& sub)
{
    const auto description = describeSubresource(type, sub);
    json entry = {{"name", type.plural + "/" + sub}, {"singularName", ""}, {"namespaced", type.namespaced},
        {"kind", description.kind}, {"verbs", description.verbs}};
    if (!description.version.empty())
        entry.update({{"group", description.group}, {"version", description.version}});
    return entry;
}

json classicResources(const std::string& group, const std::string& groupVersion)
{
    auto resources = json::array();
    for (const auto& type : resourceTypes()) {
        if (type.group != group || type.version != groupVersion)
            continue;
        resources.push_back(classicResource(type));
        for (const auto& sub : type.subresources)
            resources.push_back(classicSubresource(type, sub));
    }
    json list = {{"kind", "APIResourceList"},
        {"groupVersion", group.empty() ? groupVersion : group + "/" + groupVersion}, {"resources", resources}};
    if (!group.empty())
        list["apiVersion"] = "v1"; // the core list of a real server has none
    return list;
}

json aggregatedResource(const ResourceType& type)
{
    const auto kindOf = [](const std::string& group, const std::string& kindVersion, const std::string& kind) {
        return json{{"group", group}, {"version", kindVersion}, {"kind", kind}};
    };
    json entry = {{"resource", type.plural}, {"responseKind", kindOf(type.group, type.version, type.kind)},
        {"scope", type.namespaced ? "Namespaced" : "Cluster"}, {"singularResource", type.singular},
        {"verbs", type.verbs}};
    if (!type.shortNames.empty())
        entry["shortNames"] = type.shortNames;
    if (!type.categories.empty())
        entry["categories"] = type.categories;
    for (const auto& sub : type.subresources) {
        const auto description = describeSubresource(type, sub);
        entry["subresources"].push_back({{"subresource", sub},
            {"responseKind",
                description.version.empty() ? kindOf(type.group, type.version, description.kind)
                                            : kindOf(description.group, description.version, description.kind)},
            {"verbs", description.verbs}});
    }
    return entry;
}

json aggregatedVersion(const std::string& group, const std::string& groupVersion, const Aggregation& aggregation)
{
    json entry = {{"version", groupVersion}, {"freshness", "Current"}};
    if (aggregation.metricsDown && group == "metrics.k8s.io") {
        entry["freshness"] = "Stale"; // and what it had is not known
        return entry;
    }
    for (const auto& type : resourceTypes())
        if (type.group == group && type.version == groupVersion)
            entry["resources"].push_back(aggregatedResource(type));
    return entry;
}

json aggregated(bool core, const Aggregation& aggregation)
{
    auto items = json::array();
    for (const auto& group : groupNames(aggregation)) {
        if (group.empty() != core)
            continue;
        json metadata = {{"creationTimestamp", nullptr}};
        if (!group.empty())
            metadata["name"] = group;
        auto versions = json::array();
        for (const auto& [known, groupVersion] : groupVersions(aggregation))
            if (known == group)
                versions.push_back(aggregatedVersion(group, groupVersion, aggregation));
        items.push_back({{"metadata", metadata}, {"versions", versions}});
    }
    return {{"kind", "APIGroupDiscoveryList"}, {"apiVersion", "apidiscovery.k8s.io/v2"}, {"metadata", json::object()},
        {"items", items}};
}

bool wantsAggregated(const HttpRequest& request)
{
    const auto accept = request.header("accept");
    return accept.find("as=APIGroupDiscoveryList") != std::string::npos && accept.find("v=v2;") != std::string::npos;
}

HttpResponse answerAggregated(const HttpRequest& request, bool core, const Aggregation& aggregation)
{
    auto body = writeJson(aggregated(core, aggregation)) + "\n";
    const auto etag = "\"" + sha256Hex(body) + "\"";
    HttpResponse response;
    response.headers.emplace_back("Etag", etag);
    response.headers.emplace_back("Vary", "Accept");
    if (request.header("if-none-match") == etag) {
        response.status = 304;
        return response;
    }
    response.headers.emplace_back("Content-Type", kAggregatedType);
    response.body = std::move(body);
    return response;
}

HttpResponse answerHealth(const HttpRequest& request)
{
    if (!request.hasParameter("verbose"))
        return textResponse(200, "ok");
    const auto name = request.path.substr(1);
    return textResponse(200,
        "[+]ping ok\n[+]log ok\n[+]etcd ok\n[+]poststarthook/rbac/bootstrap-roles ok\n" + name + " check passed\n");
}

bool isHealthPath(const std::string& path)
{
    for (const std::string root : {"/healthz", "/livez", "/readyz"})
        for (const std::string check : {"", "/ping", "/log", "/etcd"})
            if (path == root + check)
                return true;
    return false;
}

json rootPaths(const Aggregation& aggregation)
{
    json paths = {"/api", "/api/v1", "/apis"};
    for (const auto& [group, groupVersion] : groupVersions(aggregation))
        if (!group.empty()) {
            paths.push_back("/apis/" + group);
            paths.push_back("/apis/" + group + "/" + groupVersion);
        }
    for (const auto* path : {"/healthz", "/livez", "/openapi/v3", "/readyz", "/version"})
        paths.push_back(path);
    return {{"paths", paths}};
}

HttpResponse answerGroupPath(const std::string& rest, const Aggregation& aggregation)
{
    const auto slash = rest.find('/');
    const auto group = rest.substr(0, slash);
    if (group.empty() || !isKnownGroup(group) || (group == "metrics.k8s.io" && !aggregation.metrics))
        return errorResponse(groupNotFound().value());
    if (group == "metrics.k8s.io" && aggregation.metricsDown && slash != std::string::npos)
        return errorResponse(plainError(503, "service unavailable\n"));
    if (slash == std::string::npos) {
        auto document = groupDocument(group, aggregation);
        document.update({{"kind", "APIGroup"}, {"apiVersion", "v1"}});
        return jsonResponse(200, document);
    }
    const auto groupVersion = rest.substr(slash + 1);
    if (!isKnownVersion(group, groupVersion))
        return errorResponse(genericNotFound().value());
    return jsonResponse(200, classicResources(group, groupVersion));
}

} // namespace

std::optional<HttpResponse> answerDiscovery(const HttpRequest& request, const Aggregation& aggregation)
{
    auto path = request.path;
    while (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    if (request.method != "GET" && request.method != "HEAD")
        return std::nullopt;
    if (path == "/version") {
        auto response = jsonResponse(200, writeJson(version(), 2));
        response.body.pop_back(); // a real server sends no final newline here
        return response;
    }
    if (isHealthPath(path))
        return answerHealth(request);
    if (path == "/")
        return jsonResponse(200, rootPaths(aggregation));
    if (path == "/api" || path == "/apis") {
        if (wantsAggregated(request))
            return answerAggregated(request, path == "/api", aggregation);
        if (path == "/apis")
            return jsonResponse(200, classicGroups(aggregation));
        return jsonResponse(200,
            {{"kind", "APIVersions"}, {"versions", {"v1"}},
                {"serverAddressByClientCIDRs",
                    json::array({{{"clientCIDR", "0.0.0.0/0"}, {"serverAddress", request.header("host")}}})}});
    }
    if (path == "/api/v1")
        return jsonResponse(200, classicResources("", "v1"));
    if (path.starts_with("/openapi/"))
        return answerOpenApi(request);
    constexpr std::string_view groups = "/apis/";
    if (path.starts_with(groups) && std::ranges::count(path, '/') <= 3)
        return answerGroupPath(path.substr(groups.size()), aggregation);
    return std::nullopt;
}

} // namespace qbm::lab::kubernetes
