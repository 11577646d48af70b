// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/access.h"
#include "app/lab/kubernetes/api_error.h"
#include "app/lab/kubernetes/http_server.h"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace qbm::lab::kubernetes {

/// What a path and a method ask for.
struct RequestInfo {
    bool isResource = false;
    std::string group;
    std::string version;
    std::string nameSpace;
    std::string resource;
    std::string name;
    std::string subresource;
    std::string verb; ///< get, list, watch, create, update, patch, delete, deletecollection; of a path: get, post, ...

    AccessAttributes attributes(const std::string& path) const;
};

RequestInfo parseRequestInfo(const HttpRequest& request);

/// The shape an answer takes, chosen by Accept.
enum class Shape { Full, Table, Metadata };

/// Shape and encoding of an answer.
struct Representation {
    Shape shape = Shape::Full;
    bool yaml = false;
};
/// \error 406
ApiResult<Representation> negotiate(const std::string& accept);

/// A request on its way to a handler.
struct RequestContext {
    const HttpRequest& http;
    RequestInfo info;
    User user;
    const ResourceType* type = nullptr;
    Representation representation;
};

/// The body of a write as JSON, by its Content-Type (JSON, YAML, protobuf of the reviews). \error 400, 415
ApiResult<nlohmann::json> parseBody(const HttpRequest& request, const ResourceType& type);

/// Checks kind, apiVersion, name and namespace of a body against the path. \error 400
ApiResult<> checkIdentity(const RequestContext& context, const nlohmann::json& body);

/// dryRun=All in the query. \error 422 for another value; `options` names the kind in it ("CreateOptions")
ApiResult<bool> dryRun(const HttpRequest& request, std::string_view options);

HttpResponse jsonResponse(int status, std::string body);
HttpResponse jsonResponse(int status, const nlohmann::json& body);
HttpResponse textResponse(int status, std::string body);
HttpResponse errorResponse(const ApiError& error);

} // namespace qbm::lab::kubernetes
