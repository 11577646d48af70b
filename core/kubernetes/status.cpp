// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/status.h"

#include <algorithm>
#include <optional>

namespace qbm::kubernetes {

namespace {

constexpr std::size_t kMaxPlainText = 500;
constexpr std::chrono::seconds kWorthSaying{60}; // of a Retry-After

std::string trimmed(std::string_view text)
{
    const auto isSpace = [](char character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    };
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    return std::string(text.substr(0, kMaxPlainText));
}

/// A 500 that the server says before it stores anything: an apply with fields its schema does not know, and a webhook
/// that must be asked first and does not answer.
std::optional<ErrorKind> refusalIn500(const ApiStatus& status)
{
    if (status.code != 500)
        return std::nullopt;
    if (status.message.starts_with("failed to create typed patch object")
        || status.message.starts_with("failed to create manager for existing fields"))
        return ErrorKind::InvalidInput;
    if (status.message.find("failed calling webhook") != std::string::npos)
        return ErrorKind::Unreachable;
    return std::nullopt;
}

ErrorKind kindOf(const ApiStatus& status, bool writing)
{
    if (const auto refusal = refusalIn500(status))
        return *refusal;
    switch (status.code) {
    case 400:
    case 413:
    case 415:
    case 422:
        return ErrorKind::InvalidInput;
    case 401:
    case 403:
    case 407:
        return ErrorKind::Denied;
    case 404:
        return ErrorKind::NotFound;
    case 405:
    case 406:
    case 501:
        return ErrorKind::Unsupported;
    case 409:
    case 410:
        return ErrorKind::Conflict;
    case 408:
        return ErrorKind::Timeout;
    case 429:
        return ErrorKind::Exhausted;
    case 503:
        return ErrorKind::Unreachable; // refused before it was worked on
    case 504:
        return writing ? ErrorKind::InDoubt : ErrorKind::Timeout;
    default:
        break;
    }
    if (status.code >= 500)
        return writing ? ErrorKind::InDoubt : ErrorKind::Unreachable;
    return ErrorKind::BadData;
}

std::string detailOf(const ApiStatus& status)
{
    std::string detail = "HTTP " + std::to_string(status.code);
    if (!status.reason.empty())
        detail += " " + status.reason;
    for (const StatusCause& cause : status.causes) {
        detail += "\n";
        if (!cause.field.empty())
            detail += cause.field + ": ";
        detail += cause.message.empty() ? cause.reason : cause.message;
        if (!cause.reason.empty() && !cause.message.empty())
            detail += " (" + cause.reason + ")";
    }
    return detail;
}

Text messageOf(const ApiStatus& status, Text what, ErrorKind kind)
{
    if (status.code == 401)
        return text(QT_TRANSLATE_NOOP("core",
                        "The cluster does not accept our credentials (%1): %2. Renew the token or certificate of the "
                        "kubeconfig."),
            what, status.message);
    if (kind == ErrorKind::InDoubt)
        return text(
            QT_TRANSLATE_NOOP("core",
                "It is not known whether this happened: %1. The cluster answered: %2. Look before trying again."),
            what, status.message);
    if (kind == ErrorKind::Denied)
        return text(QT_TRANSLATE_NOOP("core", "The cluster does not allow us to %1: %2"), what, status.message);
    if (kind == ErrorKind::Exhausted && status.retryAfter >= kWorthSaying)
        return text(QT_TRANSLATE_NOOP("core", "The cluster cannot %1 now, try again in %2 s: %3"), what,
            std::chrono::ceil<std::chrono::seconds>(status.retryAfter).count(), status.message);
    if (kind == ErrorKind::Exhausted)
        return text(QT_TRANSLATE_NOOP("core", "The cluster cannot %1 now, try again later: %2"), what, status.message);
    return text(QT_TRANSLATE_NOOP("core", "The cluster could not %1: %2"), what, status.message);
}

} // namespace

bool ApiStatus::hasCause(std::string_view causeReason) const
{
    return std::any_of(
        causes.begin(), causes.end(), [&](const StatusCause& cause) { return cause.reason == causeReason; });
}

ApiStatus parseStatus(const JsonValue& status)
{
    ApiStatus out;
    out.code = status["code"].count();
    out.reason = status["reason"].string();
    out.message = status["message"].string();
    const JsonValue details = status["details"];
    out.kind = details["kind"].string();
    out.group = details["group"].string();
    out.name = details["name"].string();
    for (const JsonValue& cause : details["causes"].items())
        out.causes.push_back({cause["reason"].string(), cause["message"].string(), cause["field"].string()});
    out.retryAfter = std::chrono::seconds(std::max<std::int64_t>(0, details["retryAfterSeconds"].integer()));
    out.continueToken = status["metadata"]["continue"].string();
    return out;
}

ApiStatus parseStatus(const net::Response& response)
{
    ApiStatus out;
    JsonDocument document;
    // A request timeout is a Status without kind, sent as text/plain; other plain texts are just texts.
    if (const auto root = document.parse(response.body); root && (*root)["status"].isString())
        out = parseStatus(*root);
    else
        out.message = trimmed(response.body);
    out.code = response.status;
    if (out.message.empty())
        out.message = out.reason.empty() ? "HTTP " + std::to_string(response.status) : out.reason;
    if (const auto retryAfter = net::retryAfter(response, systemClock().now())) {
        out.retryAfter = *retryAfter;
        out.retryAfterInHeader = true;
    }
    return out;
}

Error toError(const ApiStatus& status, Text what, bool writing)
{
    const ErrorKind kind = kindOf(status, writing);
    return Error{kind, messageOf(status, std::move(what), kind), detailOf(status), {}};
}

std::vector<std::string> warningsOf(const net::Response& response)
{
    std::vector<std::string> warnings;
    for (const std::string_view header : response.headersNamed("Warning")) {
        const std::size_t open = header.find('"');
        if (open == std::string_view::npos)
            continue;
        std::string warning;
        for (std::size_t i = open + 1; i < header.size() && header[i] != '"'; ++i) {
            if (header[i] == '\\' && i + 1 < header.size())
                ++i;
            warning += header[i];
        }
        warnings.push_back(std::move(warning));
    }
    return warnings;
}

} // namespace qbm::kubernetes
