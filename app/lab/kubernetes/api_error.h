// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/resource_type.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace qbm::lab::kubernetes {

/// One entry of details.causes.
struct Cause {
    std::string reason; ///< "FieldValueInvalid"
    std::string message; ///< "Invalid value: -1: must be ..."
    std::string field; ///< "spec.replicas"
};

/// An answer that refuses, as the API machinery words it.
struct ApiError {
    int code = 500;
    std::string message;
    std::string body; ///< a Status in JSON, or plain text
    std::string contentType = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
};

template <class T = void>
using ApiResult = tl::expected<T, ApiError>;
using Refusal = tl::unexpected<ApiError>;

/// What a Status says beyond code, reason and message.
struct StatusDetails {
    bool present = true; ///< false: no details key at all
    std::string name;
    std::string group;
    std::string kind;
    std::string uid;
    std::vector<Cause> causes;
    int retryAfterSeconds = 0;
    std::string continueToken; ///< goes to metadata.continue
};

/// The Status document of a failure.
ApiError makeStatusError(int code, std::string_view reason, std::string message, const StatusDetails& details);
ApiError plainError(int code, std::string text);

// The refusals of the API machinery, by their names there.
Refusal notFound(const ResourceType& type, std::string_view name);
Refusal genericNotFound();
Refusal groupNotFound(); ///< text/plain "404 page not found"
Refusal alreadyExists(const ResourceType& type, std::string_view name, bool beingDeleted);
Refusal conflict(const ResourceType& type, std::string_view name);
Refusal conflict(std::string_view kindInDetails, std::string_view group, std::string_view name, std::string_view why);
Refusal badRequest(std::string message);
Refusal invalid(const ResourceType& type, std::string_view name, std::vector<Cause> causes);
/// Invalid options: "ListOptions", "PatchOptions".
Refusal invalidOptions(std::string_view kind, std::vector<Cause> causes);
Refusal invalidObject(std::string_view group, std::string_view kind, std::string_view name, std::vector<Cause> causes);
Refusal rejectedPatch();
Refusal forbidden(const ResourceType& type, std::string_view name, std::string_view why, std::vector<Cause> causes = {});
Refusal methodNotAllowed();
Refusal unsupportedPatchType();
Refusal unsupportedBodyType();
Refusal notAcceptable(std::string_view why);
Refusal expired(std::string message, std::string continueToken = {});
Refusal tooLargeVersion(std::uint64_t asked, std::uint64_t current);
Refusal internalError(std::string message); ///< 500 without a reason
Refusal webhookDown(); ///< 500 of an admission webhook that does not answer

inline Cause invalidValue(std::string field, std::string_view value, std::string_view why)
{
    return {"FieldValueInvalid", "Invalid value: " + std::string(value) + ": " + std::string(why), std::move(field)};
}
inline Cause requiredValue(std::string field, std::string_view why = {})
{
    return {"FieldValueRequired", why.empty() ? "Required value" : "Required value: " + std::string(why), std::move(field)};
}
inline Cause forbiddenValue(std::string field, std::string_view why)
{
    return {"FieldValueForbidden", "Forbidden: " + std::string(why), std::move(field)};
}

} // namespace qbm::lab::kubernetes
