// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/request.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/protobuf.h"
#include "core/base/ascii.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr std::string_view kAccepted = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        if (end > 0)
            parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::string trimmed(const std::string& text)
{
    const auto first = text.find_first_not_of(' ');
    return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string resourceVerb(const HttpRequest& request, bool named)
{
    const auto& method = request.method;
    if (method == "GET" || method == "HEAD") {
        const auto watch = request.parameter("watch");
        if (!named && (watch == "true" || watch == "1"))
            return "watch";
        return named ? "get" : "list";
    }
    if (method == "POST")
        return "create";
    if (method == "PUT")
        return "update";
    if (method == "PATCH")
        return "patch";
    if (method == "DELETE")
        return named ? "delete" : "deletecollection";
    return "";
}

void parseResource(std::vector<std::string> parts, RequestInfo& info)
{
    if (parts[0] == "namespaces" && parts.size() >= 2) {
        info.nameSpace = parts[1];
        const bool ofNamespace = parts.size() == 2 || parts[2] == "status" || parts[2] == "finalize";
        if (!ofNamespace)
            parts.erase(parts.begin(), parts.begin() + 2);
    }
    info.resource = parts[0];
    if (parts.size() > 1)
        info.name = parts[1];
    if (parts.size() > 2)
        info.subresource = parts[2];
}

struct MediaType {
    std::string name;
    std::map<std::string, std::string> parameters;
};

MediaType parseMediaType(const std::string& text)
{
    MediaType media;
    bool first = true;
    for (const auto& part : split(text, ';')) {
        const auto piece = trimmed(part);
        const auto equals = piece.find('=');
        if (first)
            media.name = piece;
        else if (equals != std::string::npos)
            media.parameters[piece.substr(0, equals)] = piece.substr(equals + 1);
        first = false;
    }
    return media;
}

} // namespace

AccessAttributes RequestInfo::attributes(const std::string& path) const
{
    if (!isResource)
        return {verb, {}, {}, {}, {}, {}, path};
    return {verb, group, resource, subresource, nameSpace, name, {}};
}

RequestInfo parseRequestInfo(const HttpRequest& request)
{
    RequestInfo info;
    auto parts = split(request.path, '/');
    const bool core = parts.size() >= 3 && parts[0] == "api";
    const bool grouped = parts.size() >= 4 && parts[0] == "apis";
    if (!core && !grouped) {
        info.verb = toAsciiLower(request.method);
        return info;
    }
    info.isResource = true;
    if (grouped)
        info.group = parts[1];
    info.version = parts[grouped ? 2 : 1];
    parts.erase(parts.begin(), parts.begin() + (grouped ? 3 : 2));
    parseResource(std::move(parts), info);
    info.verb = resourceVerb(request, !info.name.empty());
    return info;
}

ApiResult<Representation> negotiate(const std::string& accept)
{
    if (accept.empty())
        return Representation{};
    bool known = false;
    for (const auto& text : split(accept, ',')) {
        const auto media = parseMediaType(text);
        const bool isJson = media.name == "application/json" || media.name == "application/*" || media.name == "*/*";
        const bool isYaml = media.name == "application/yaml";
        known = known || isJson || isYaml || media.name == "application/vnd.kubernetes.protobuf";
        if (!isJson && !isYaml)
            continue;
        const auto as = media.parameters.find("as");
        if (as == media.parameters.end())
            return Representation{Shape::Full, isYaml};
        if (as->second == "Table")
            return Representation{Shape::Table, isYaml};
        if (as->second == "PartialObjectMetadata" || as->second == "PartialObjectMetadataList")
            return Representation{Shape::Metadata, isYaml};
    }
    if (known)
        return notAcceptable("only the following media types are accepted: " + std::string(kAccepted));
    return Refusal(makeStatusError(
        406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: " + std::string(kAccepted), {}));
}

ApiResult<json> parseBody(const HttpRequest& request, const ResourceType& type)
{
    const auto media = parseMediaType(request.header("content-type")).name;
    if (media == "application/vnd.kubernetes.protobuf") {
        if (auto decoded = decodeReview(request.body))
            return std::move(*decoded);
        return unsupportedBodyType();
    }
    if (media == "application/yaml") {
        auto documents = parseYaml(request.body);
        if (documents && documents->size() == 1)
            return (*documents)[0];
    } else if (!media.empty() && media != "application/json") {
        return unsupportedBodyType();
    } else if (auto document = parseJson(request.body); document && document->is_object()) {
        return std::move(*document);
    }
    const auto excerpt = request.body.empty() ? "<empty>"
        : request.body.size() > 30           ? request.body.substr(0, 30) + " ..."
                                              : request.body;
    return badRequest("the object provided is unrecognized (must be of type " + type.kind
        + "): couldn't get version/kind; json parse error: unexpected end of JSON input (" + excerpt + ")");
}

ApiResult<> checkIdentity(const RequestContext& context, const json& body)
{
    const auto& type = *context.type;
    const auto kind = stringAt(body, {"kind"});
    const auto apiVersion = stringAt(body, {"apiVersion"});
    if (!apiVersion.empty() && apiVersion != type.apiVersion()) {
        return badRequest("the API version in the data (" + apiVersion + ") does not match the expected API version ("
            + type.apiVersion() + ")");
    }
    if (!kind.empty() && kind != type.kind) {
        const auto internal = type.group.empty() ? std::string("core") : type.group.substr(0, type.group.find('.'));
        return badRequest(kind + " in version \"" + type.version + "\" cannot be handled as a " + type.kind
            + ": converting (" + type.version + "." + kind + ") to (" + internal + "." + type.kind
            + "): unknown conversion");
    }
    const auto name = stringAt(body, {"metadata", "name"});
    if (!context.info.name.empty() && !name.empty() && name != context.info.name)
        return badRequest(
            "the name of the object (" + name + ") does not match the name on the URL (" + context.info.name + ")");
    const auto nameSpace = stringAt(body, {"metadata", "namespace"});
    if (type.namespaced && !nameSpace.empty() && nameSpace != context.info.nameSpace)
        return badRequest("the namespace of the provided object does not match the namespace sent on the request");
    return {};
}

ApiResult<bool> dryRun(const HttpRequest& request, std::string_view options)
{
    if (!request.hasParameter("dryRun"))
        return false;
    const auto value = request.parameter("dryRun");
    if (value == "All")
        return true;
    return invalidOptions(options,
        {{"FieldValueNotSupported", "Unsupported value: []string{\"" + value + "\"}: supported values: \"All\"", "dryRun"}});
}

HttpResponse jsonResponse(int status, std::string body)
{
    HttpResponse response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "application/json");
    response.body = std::move(body);
    if (!response.body.ends_with('\n'))
        response.body += '\n';
    return response;
}

HttpResponse jsonResponse(int status, const json& body)
{
    return jsonResponse(status, writeJson(body));
}

HttpResponse textResponse(int status, std::string body)
{
    HttpResponse response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.body = std::move(body);
    return response;
}

HttpResponse errorResponse(const ApiError& error)
{
    HttpResponse response;
    response.status = error.code;
    response.headers.emplace_back("Content-Type", error.contentType);
    response.headers.insert(response.headers.end(), error.headers.begin(), error.headers.end());
    response.body = error.body;
    return response;
}

} // namespace qbm::lab::kubernetes
