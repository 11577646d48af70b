// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace qbm {

/// What went wrong, as far as a caller can act on it.
enum class ErrorKind {
    InvalidInput, ///< the request itself is wrong; change it
    NotFound, ///< the thing named is not there
    Denied, ///< credentials or rights do not allow it
    Unreachable, ///< no connection, or it broke before anything was written
    Timeout, ///< no answer in time; nothing was written
    Cancelled, ///< the user stopped it; not a failure
    Conflict, ///< somebody else changed or holds it
    BadData, ///< the answer or the file makes no sense
    Exhausted, ///< disk, memory, connections, rate limit
    InDoubt, ///< a write may or may not have happened: look before trying again; never retried
    Unsupported, ///< this server or tool cannot do it
    Internal, ///< a fault of ours
};

/// Stable lower-case name for logs and --json, for example "in-doubt".
std::string_view name(ErrorKind kind);

/// A failure as a value: one sentence for people, the evidence behind it, and the way in.
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    Text message; ///< one sentence: what failed, on what, why (what now)
    std::string detail; ///< evidence: SQLSTATE, HTTP status, the tool's last stderr lines; no secrets
    std::vector<Text> trail; ///< steps from outside in

    /// Trying the same again may help and can do no harm. Never true for InDoubt.
    bool retryable() const;
    /// The same error, seen from one step further out.
    Error within(Text step) &&;
    /// trail and message as one sentence; detail is left out.
    Text sentence() const;
    /// The same in English.
    std::string english() const;
};

/// Either a value or an Error. Every function that can fail returns one; exceptions stay inside the file that
/// includes the library throwing them.
template <class T = void>
using Result = tl::expected<T, Error>;

/// `return fail(ErrorKind::NotFound, text(...));`
[[nodiscard]] tl::unexpected<Error> fail(ErrorKind kind, Text message, std::string detail = {});
/// `return fail(std::move(result).error());` hands an error on.
[[nodiscard]] tl::unexpected<Error> fail(Error error);
/// Hands an error on with the step it happened in.
[[nodiscard]] tl::unexpected<Error> fail(Error error, Text step);

} // namespace qbm

/// Evaluates a Result; on error returns it from the calling function, else defines `name` as the value.
/// Two of them may not stand on one line.
#define QBM_TRY(name, expression) \
    auto name##Result = (expression); \
    if (!name##Result) \
        return ::qbm::fail(std::move(name##Result).error()); \
    auto name = std::move(*name##Result)

/// The same for a Result<void>.
#define QBM_CHECK(expression) \
    do { \
        if (auto checkedResult = (expression); !checkedResult) \
            return ::qbm::fail(std::move(checkedResult).error()); \
    } while (false)
