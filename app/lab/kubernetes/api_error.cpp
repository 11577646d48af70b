// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/api_error.h"

#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

std::string inQuotes(std::string_view text)
{
    return "\"" + std::string(text) + "\"";
}

StatusDetails detailsOf(const ResourceType& type, std::string_view name)
{
    StatusDetails details;
    details.name = name;
    details.group = type.group;
    details.kind = type.plural;
    return details;
}

StatusDetails noDetails()
{
    StatusDetails details;
    details.present = false;
    return details;
}

json causeJson(const Cause& cause)
{
    auto entry = json::object();
    if (!cause.reason.empty())
        entry["reason"] = cause.reason;
    entry["message"] = cause.message;
    if (!cause.field.empty())
        entry["field"] = cause.field;
    return entry;
}

json detailsJson(const StatusDetails& details)
{
    auto object = json::object();
    for (const auto& [key, value] : {std::pair{"name", &details.name}, std::pair{"group", &details.group},
             std::pair{"kind", &details.kind}, std::pair{"uid", &details.uid}})
        if (!value->empty())
            object[key] = *value;
    for (const auto& cause : details.causes)
        object["causes"].push_back(causeJson(cause));
    if (details.retryAfterSeconds > 0)
        object["retryAfterSeconds"] = details.retryAfterSeconds;
    return object;
}

} // namespace

ApiError makeStatusError(int code, std::string_view reason, std::string message, const StatusDetails& details)
{
    auto status = json{{"kind", "Status"}, {"apiVersion", "v1"}, {"metadata", json::object()}, {"status", "Failure"},
        {"message", message}, {"code", code}};
    if (!details.continueToken.empty())
        status["metadata"]["continue"] = details.continueToken;
    if (!reason.empty())
        status["reason"] = reason;
    if (details.present)
        status["details"] = detailsJson(details);
    ApiError error;
    error.code = code;
    error.body = writeJson(status) + "\n";
    error.message = std::move(message);
    if (details.retryAfterSeconds > 0)
        error.headers.emplace_back("Retry-After", std::to_string(details.retryAfterSeconds));
    return error;
}

ApiError plainError(int code, std::string text)
{
    ApiError error;
    error.code = code;
    error.message = text;
    error.body = std::move(text);
    error.contentType = "text/plain; charset=utf-8";
    error.headers.emplace_back("X-Content-Type-Options", "nosniff");
    return error;
}

Refusal notFound(const ResourceType& type, std::string_view name)
{
    return Refusal(makeStatusError(
        404, "NotFound", type.qualifiedPlural() + " " + inQuotes(name) + " not found", detailsOf(type, name)));
}

Refusal genericNotFound()
{
    return Refusal(makeStatusError(404, "NotFound", "the server could not find the requested resource", {}));
}

Refusal groupNotFound()
{
    return Refusal(plainError(404, "404 page not found\n"));
}

Refusal alreadyExists(const ResourceType& type, std::string_view name, bool beingDeleted)
{
    auto message = type.qualifiedPlural() + " " + inQuotes(name) + " already exists";
    if (beingDeleted)
        message = "object is being deleted: " + message;
    return Refusal(makeStatusError(409, "AlreadyExists", std::move(message), detailsOf(type, name)));
}

Refusal conflict(const ResourceType& type, std::string_view name)
{
    return Refusal(makeStatusError(409, "Conflict",
        "Operation cannot be fulfilled on " + type.qualifiedPlural() + " " + inQuotes(name)
            + ": the object has been modified; please apply your changes to the latest version and try again",
        detailsOf(type, name)));
}

Refusal conflict(std::string_view kindInDetails, std::string_view group, std::string_view name, std::string_view why)
{
    StatusDetails details;
    details.name = name;
    details.group = group;
    details.kind = kindInDetails;
    auto qualified = std::string(kindInDetails);
    if (!group.empty())
        qualified += "." + std::string(group);
    return Refusal(makeStatusError(409, "Conflict",
        "Operation cannot be fulfilled on " + qualified + " " + inQuotes(name) + ": " + std::string(why), details));
}

Refusal badRequest(std::string message)
{
    return Refusal(makeStatusError(400, "BadRequest", std::move(message), noDetails()));
}

Refusal invalidObject(std::string_view group, std::string_view kind, std::string_view name, std::vector<Cause> causes)
{
    std::string faults;
    for (const auto& cause : causes)
        faults += (faults.empty() ? "" : ", ") + cause.field + ": " + cause.message;
    if (causes.size() > 1)
        faults = "[" + faults + "]";
    auto qualified = std::string(kind);
    if (!group.empty())
        qualified += "." + std::string(group);
    StatusDetails details;
    details.name = name;
    details.group = group;
    details.kind = kind;
    details.causes = std::move(causes);
    return Refusal(makeStatusError(422, "Invalid", qualified + " " + inQuotes(name) + " is invalid: " + faults, details));
}

Refusal invalid(const ResourceType& type, std::string_view name, std::vector<Cause> causes)
{
    return invalidObject(type.group, type.kind, name, std::move(causes));
}

Refusal invalidOptions(std::string_view kind, std::vector<Cause> causes)
{
    return invalidObject("meta.k8s.io", kind, "", std::move(causes));
}

Refusal rejectedPatch()
{
    return Refusal(
        makeStatusError(422, "Invalid", "the server rejected our request due to an error in our request", {}));
}

Refusal forbidden(const ResourceType& type, std::string_view name, std::string_view why, std::vector<Cause> causes)
{
    auto subject = type.qualifiedPlural();
    if (!name.empty())
        subject += " " + inQuotes(name);
    auto details = detailsOf(type, name);
    details.causes = std::move(causes);
    return Refusal(makeStatusError(403, "Forbidden", subject + " is forbidden: " + std::string(why), details));
}

Refusal methodNotAllowed()
{
    return Refusal(makeStatusError(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource", {}));
}

Refusal unsupportedPatchType()
{
    return Refusal(makeStatusError(415, "UnsupportedMediaType", "415: Unsupported Media Type", {}));
}

Refusal unsupportedBodyType()
{
    return Refusal(makeStatusError(415, "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: "
        "application/json, application/yaml, application/vnd.kubernetes.protobuf",
        noDetails()));
}

Refusal notAcceptable(std::string_view why)
{
    return Refusal(makeStatusError(406, "NotAcceptable", std::string(why), noDetails()));
}

Refusal expired(std::string message, std::string continueToken)
{
    auto details = noDetails();
    details.continueToken = std::move(continueToken);
    return Refusal(makeStatusError(410, "Expired", std::move(message), details));
}

Refusal tooLargeVersion(std::uint64_t asked, std::uint64_t current)
{
    StatusDetails details;
    details.causes.push_back({"ResourceVersionTooLarge", "Too large resource version", {}});
    details.retryAfterSeconds = 1;
    return Refusal(makeStatusError(504, "Timeout",
        "Timeout: Too large resource version: " + std::to_string(asked) + ", current: " + std::to_string(current),
        details));
}

Refusal internalError(std::string message)
{
    return Refusal(makeStatusError(500, {}, std::move(message), noDetails()));
}

Refusal webhookDown()
{
    const std::string said = "failed calling webhook \"policy.lab.qbm\": failed to call webhook: Post "
                             "\"https://127.0.0.1:9/validate?timeout=10s\": dial tcp 127.0.0.1:9: connect: connection refused";
    StatusDetails details;
    details.causes.push_back({{}, said, {}});
    return Refusal(makeStatusError(500, "InternalError", "Internal error occurred: " + said, details));
}

} // namespace qbm::lab::kubernetes
