// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/client.h"

#include "core/base/json_text.h"
#include "core/kubernetes/base64.h"
#include "core/kubernetes/transport.h"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace qbm::kubernetes {

namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

std::string withQuery(std::string path, const Parameters& parameters)
{
    return parameters.empty() ? path : std::move(path) + "?" + net::queryString(parameters);
}

Parameters selectors(const CollectionPath& path)
{
    Parameters parameters;
    if (!path.labelSelector.empty())
        parameters.emplace_back("labelSelector", path.labelSelector);
    if (!path.fieldSelector.empty())
        parameters.emplace_back("fieldSelector", path.fieldSelector);
    return parameters;
}

Parameters writeParameters(const WriteOptions& options)
{
    Parameters parameters{{"fieldManager", std::string(kFieldManager)}};
    if (options.dryRun)
        parameters.emplace_back("dryRun", "All");
    return parameters;
}

const char* contentTypeOf(PatchType type)
{
    switch (type) {
    case PatchType::Json:
        return "application/json-patch+json";
    case PatchType::Merge:
        return "application/merge-patch+json";
    case PatchType::StrategicMerge:
        return "application/strategic-merge-patch+json";
    case PatchType::Apply:
        return "application/apply-patch+yaml";
    }
    return "application/json";
}

Answer answerOf(net::Response response)
{
    Answer answer;
    answer.warnings = warningsOf(response);
    answer.json = std::move(response.body);
    return answer;
}

Result<Answer> sendJson(Client::Transport& transport, const char* method, const std::string& urlPath,
    const std::string& json, const WriteOptions& options, Text what, TaskContext& context)
{
    ApiRequest request{.method = method,
        .pathAndQuery = withQuery(urlPath, writeParameters(options)),
        .contentType = "application/json",
        .body = json,
        .dryRun = options.dryRun,
        .what = std::move(what)};
    QBM_TRY(response, transport.call(request, context));
    return answerOf(std::move(response));
}

/// Our own sentence around a body that could not be read.
Error unreadable(Error error, const Text& what)
{
    error.message
        = text(QT_TRANSLATE_NOOP("core", "The cluster's answer to \"%1\" cannot be read: %2"), what, error.message);
    return error;
}

} // namespace

std::string AccessQuestion::toString() const
{
    std::string out = verb + " " + resource.qualifiedName();
    if (!subresource.empty())
        out = verb + " " + resource.plural + "/" + subresource;
    if (!name.empty())
        out += " " + name;
    if (resource.namespaced)
        out += nameSpace.empty() ? " in all namespaces" : " in " + nameSpace;
    else
        out += " in the whole cluster";
    return out;
}

Client::Client(ClusterAccess access, AccessMode mode)
    : m_transport(std::make_unique<Transport>(std::move(access), mode))
{
}
Client::~Client() = default;

const ClusterAccess& Client::access() const
{
    return m_transport->access();
}

AccessMode Client::mode() const
{
    return m_transport->mode();
}

Result<ServerVersion> Client::fetchVersion(TaskContext& context)
{
    const Text what = text(QT_TRANSLATE_NOOP("core", "tell its version"));
    QBM_TRY(response, m_transport->call({.pathAndQuery = "/version", .what = what}, context));
    JsonDocument document;
    const auto root = document.parse(response.body);
    if (!root)
        return fail(unreadable(root.error(), what));
    ServerVersion version;
    // Some distributions write "21+".
    version.major = std::atoi((*root)["major"].string().c_str());
    version.minor = std::atoi((*root)["minor"].string().c_str());
    version.gitVersion = (*root)["gitVersion"].string();
    if (version.gitVersion.empty())
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1 does not answer like a Kubernetes API server."),
                m_transport->access().server));
    return version;
}

Result<Answer> Client::get(const ObjectPath& path, TaskContext& context, Representation representation)
{
    ApiRequest request{.pathAndQuery = path.urlPath(),
        .accept = acceptFor(representation, false),
        .what = text(QT_TRANSLATE_NOOP("core", "get %1"), path.toString())};
    QBM_TRY(response, m_transport->call(request, context));
    return answerOf(std::move(response));
}

Result<Answer> Client::getPath(const std::string& pathAndQuery, TaskContext& context)
{
    QBM_TRY(response,
        m_transport->call(
            {.pathAndQuery = pathAndQuery, .what = text(QT_TRANSLATE_NOOP("core", "get %1"), pathAndQuery)}, context));
    return answerOf(std::move(response));
}

Result<ListEnd> Client::list(
    const CollectionPath& path, const ListOptions& options, const PageHandler& handler, TaskContext& context)
{
    ApiRequest request{.accept = acceptFor(options.representation, true),
        .quick = false,
        .what = text(QT_TRANSLATE_NOOP("core", "list %1"), path.toString())};
    ListEnd end;
    std::string continueToken;
    int pageSize = options.pageSize;
    int restarts = 0;
    JsonDocument document;
    for (;;) {
        Parameters parameters = selectors(path);
        if (pageSize > 0)
            parameters.emplace_back("limit", std::to_string(pageSize));
        if (options.wholeObjects)
            parameters.emplace_back("includeObject", "Object");
        if (!continueToken.empty())
            parameters.emplace_back("continue", continueToken);
        else if (!options.resourceVersion.empty())
            parameters.emplace_back("resourceVersion", options.resourceVersion);
        request.pathAndQuery = withQuery(path.urlPath(), parameters);
        auto response = m_transport->exchange(request, context);
        if (!response)
            return fail(
                std::move(response).error(), text(QT_TRANSLATE_NOOP("core", "Asking the cluster to %1"), request.what));
        if (!response->ok()) {
            const ApiStatus status = parseStatus(*response);
            if (!status.expired() || continueToken.empty() || restarts > 1)
                return fail(toError(status, request.what, false));
            // A list that cannot be paged to its end before its version is compacted is asked for whole.
            pageSize = ++restarts > 1 ? 0 : pageSize;
            continueToken.clear();
            if (handler.onRestart)
                handler.onRestart();
            continue;
        }
        const auto page = document.parse(response->body);
        if (!page)
            return fail(unreadable(page.error(), request.what));
        QBM_CHECK(handler.onPage(*page));
        for (std::string& warning : warningsOf(*response)) {
            if (std::find(end.warnings.begin(), end.warnings.end(), warning) == end.warnings.end())
                end.warnings.push_back(std::move(warning));
        }
        end.resourceVersion = (*page)["metadata"]["resourceVersion"].string();
        const std::string next = (*page)["metadata"]["continue"].string();
        if (next.empty())
            return end;
        if (next == continueToken)
            return fail(ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP("core", "The cluster lists %1 in a circle."), path.toString()));
        continueToken = next;
    }
}

Result<Answer> Client::create(
    const CollectionPath& path, const std::string& json, TaskContext& context, const WriteOptions& options)
{
    return sendJson(*m_transport, "POST", path.urlPath(), json, options,
        text(QT_TRANSLATE_NOOP("core", "create %1"), path.toString()), context);
}

Result<Answer> Client::createAt(
    const ObjectPath& path, const std::string& json, TaskContext& context, const WriteOptions& options)
{
    return sendJson(*m_transport, "POST", path.urlPath(), json, options,
        text(QT_TRANSLATE_NOOP("core", "create %1"), path.toString()), context);
}

Result<Answer> Client::replace(
    const ObjectPath& path, const std::string& json, TaskContext& context, const WriteOptions& options)
{
    return sendJson(*m_transport, "PUT", path.urlPath(), json, options,
        text(QT_TRANSLATE_NOOP("core", "change %1"), path.toString()), context);
}

Result<Answer> Client::patch(
    const ObjectPath& path, PatchType type, const std::string& body, TaskContext& context, const WriteOptions& options)
{
    Parameters parameters = writeParameters(options);
    if (type == PatchType::Apply && options.force)
        parameters.emplace_back("force", "true");
    ApiRequest request{.method = "PATCH",
        .pathAndQuery = withQuery(path.urlPath(), parameters),
        .contentType = contentTypeOf(type),
        .body = body,
        .dryRun = options.dryRun,
        .what = text(QT_TRANSLATE_NOOP("core", "change %1"), path.toString())};
    QBM_TRY(response, m_transport->call(request, context));
    return answerOf(std::move(response));
}

Result<Answer> Client::remove(const ObjectPath& path, TaskContext& context, const DeleteOptions& options)
{
    nlohmann::json body{{"kind", "DeleteOptions"}, {"apiVersion", "v1"}, {"propagationPolicy", options.propagation}};
    if (!options.uid.empty())
        body["preconditions"]["uid"] = options.uid;
    if (options.gracePeriod)
        body["gracePeriodSeconds"] = options.gracePeriod->count();
    if (options.dryRun)
        body["dryRun"] = nlohmann::json::array({"All"});
    ApiRequest request{.method = "DELETE",
        .pathAndQuery = path.urlPath(),
        .contentType = "application/json",
        .body = writeJson(body),
        .dryRun = options.dryRun,
        .what = text(QT_TRANSLATE_NOOP("core", "delete %1"), path.toString())};
    QBM_TRY(response, m_transport->call(request, context));
    return answerOf(std::move(response));
}

Result<AccessDecision> Client::reviewAccess(const AccessQuestion& question, TaskContext& context)
{
    nlohmann::json attributes{{"verb", question.verb}, {"group", question.resource.group},
        {"version", question.resource.version}, {"resource", question.resource.plural}};
    if (!question.subresource.empty())
        attributes["subresource"] = question.subresource;
    if (question.resource.namespaced && !question.nameSpace.empty())
        attributes["namespace"] = question.nameSpace;
    if (!question.name.empty())
        attributes["name"] = question.name;
    const nlohmann::json body{{"kind", "SelfSubjectAccessReview"}, {"apiVersion", "authorization.k8s.io/v1"},
        {"spec", {{"resourceAttributes", attributes}}}};
    ApiRequest request{.method = "POST",
        .pathAndQuery = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        .contentType = "application/json",
        .body = writeJson(body),
        .onlyAsks = true,
        .what = text(QT_TRANSLATE_NOOP("core", "say whether we may %1"), question.toString())};
    QBM_TRY(response, m_transport->call(request, context));
    JsonDocument document;
    const auto root = document.parse(response.body);
    if (!root)
        return fail(unreadable(root.error(), request.what));
    const JsonValue status = (*root)["status"];
    return AccessDecision{status["allowed"].boolean(), status["reason"].string()};
}

Result<std::optional<std::string>> Client::fetchUserName(TaskContext& context)
{
    ApiRequest request{.method = "POST",
        .pathAndQuery = "/apis/authentication.k8s.io/v1/selfsubjectreviews",
        .contentType = "application/json",
        .body = R"({"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1"})",
        .onlyAsks = true,
        .what = text(QT_TRANSLATE_NOOP("core", "say who we are"))};
    auto response = m_transport->exchange(request, context);
    if (!response)
        return fail(
            std::move(response).error(), text(QT_TRANSLATE_NOOP("core", "Asking the cluster to %1"), request.what));
    // Older servers do not know the question, and tell those with few rights not even that.
    if (response->status == 404 || response->status == 403)
        return std::optional<std::string>();
    if (!response->ok())
        return fail(toError(parseStatus(*response), request.what, false));
    JsonDocument document;
    const auto root = document.parse(response->body);
    if (!root)
        return fail(unreadable(root.error(), request.what));
    const auto name = (*root)["status"]["userInfo"]["username"].view();
    return name.empty() ? std::nullopt : std::optional<std::string>(name);
}

Result<Secret> Client::fetchSecretKey(
    const std::string& nameSpace, const std::string& name, const std::string& key, TaskContext& context)
{
    const ObjectPath path{resource::kSecrets, nameSpace, name, {}};
    QBM_TRY(answer, get(path, context));
    JsonDocument document;
    const auto root = document.parse(answer.json);
    if (!root)
        return fail(unreadable(root.error(), path.toString()));
    const JsonValue value = (*root)["data"][key];
    if (!value.isString())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "The secret %1 in %2 has no key \"%3\"."), name, nameSpace, key));
    auto decoded = decodeBase64(value.view());
    if (!decoded)
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The key \"%3\" of the secret %1 in %2 is not base64."), name, nameSpace,
                key));
    return Secret(std::move(*decoded));
}

} // namespace qbm::kubernetes
