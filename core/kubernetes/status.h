// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/kubernetes/json.h"
#include "core/net/http_client.h"

#include <chrono>
#include <string>
#include <vector>

namespace qbm::kubernetes {

/// One fault in Status.details.causes.
struct StatusCause {
    std::string reason;
    std::string message;
    std::string field;
};

/// A failed answer of an API server: a Status where it sent one, else what its text says.
struct ApiStatus {
    int code = 0;
    std::string reason; ///< "Conflict", "AlreadyExists", "Expired", ...; may be empty
    std::string message;
    std::string kind, group, name; ///< details: of the object it is about
    std::vector<StatusCause> causes;
    std::chrono::milliseconds retryAfter{0}; ///< header or details.retryAfterSeconds
    bool retryAfterInHeader = false; ///< only then does the server itself ask for another try
    std::string continueToken; ///< a fresh one offered with an expired list

    /// The resourceVersion or continue token is too old: list again.
    bool expired() const { return code == 410 || reason == "Expired" || reason == "Gone"; }
    bool hasCause(std::string_view causeReason) const;
};

ApiStatus parseStatus(const net::Response& response);
ApiStatus parseStatus(const JsonValue& status);

/// The Error for it. \param what the request in words: "list pods in qbm-ai-system"
/// \param writing whether the request could have changed something (a 5xx is then InDoubt)
Error toError(const ApiStatus& status, Text what, bool writing);

/// The texts of all Warning headers, unquoted.
std::vector<std::string> warningsOf(const net::Response& response);

} // namespace qbm::kubernetes
