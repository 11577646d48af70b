// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

namespace qbm {

std::string_view name(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::InvalidInput: return "invalid-input";
    case ErrorKind::NotFound: return "not-found";
    case ErrorKind::Denied: return "denied";
    case ErrorKind::Unreachable: return "unreachable";
    case ErrorKind::Timeout: return "timeout";
    case ErrorKind::Cancelled: return "cancelled";
    case ErrorKind::Conflict: return "conflict";
    case ErrorKind::BadData: return "bad-data";
    case ErrorKind::Exhausted: return "exhausted";
    case ErrorKind::InDoubt: return "in-doubt";
    case ErrorKind::Unsupported: return "unsupported";
    case ErrorKind::Internal: return "internal";
    }
    return "internal";
}

bool Error::retryable() const
{
    return kind == ErrorKind::Unreachable || kind == ErrorKind::Timeout || kind == ErrorKind::Conflict
        || kind == ErrorKind::Exhausted;
}

Error Error::within(Text step) &&
{
    trail.insert(trail.begin(), std::move(step));
    return std::move(*this);
}

Text Error::sentence() const
{
    Text out = message;
    for (auto step = trail.rbegin(); step != trail.rend(); ++step)
        out = text(QT_TRANSLATE_NOOP("core", "%1: %2"), *step, out);
    return out;
}

std::string Error::english() const
{
    return sentence().english();
}

tl::unexpected<Error> fail(ErrorKind kind, Text message, std::string detail)
{
    return tl::unexpected(Error{kind, std::move(message), std::move(detail), {}});
}

tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected(std::move(error));
}

tl::unexpected<Error> fail(Error error, Text step)
{
    return tl::unexpected(std::move(error).within(std::move(step)));
}

} // namespace qbm
