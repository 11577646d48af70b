// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/copy/s3_refusal.h"

#include "core/backup/copy/s3_xml.h"
#include "core/base/clock.h"

#include <random>

namespace qbm::backup::s3 {

namespace {

using namespace std::chrono_literals;

constexpr int kMostTries = 5;

std::string valueOf(const net::Response& response, const char* tag)
{
    return unescaped(element(response.body, tag));
}

/// "AccessDenied: not authorized to perform: s3:GetObject (HTTP status 403, request 4442587FB7D0A2F9)"
std::string ownReason(const net::Response& response)
{
    const std::string code = valueOf(response, "Code"), message = valueOf(response, "Message");
    std::string request = valueOf(response, "RequestId");
    if (request.empty())
        request = response.header("x-amz-request-id");
    std::string out = code + (code.empty() || message.empty() ? "" : ": ") + message;
    if (out.empty())
        out = "no reason given";
    return out + " (HTTP status " + std::to_string(response.status) + (request.empty() ? "" : ", request " + request)
        + ")";
}

/// The right a request needs, as policies name it.
const char* rightFor(const Asked& asked)
{
    const auto says = [&](const char* part) { return asked.url.find(part) != std::string::npos; };
    if (asked.method == "GET" && says("list-type="))
        return "s3:ListBucket";
    if (asked.method == "GET" && says("uploads="))
        return "s3:ListBucketMultipartUploads";
    if (asked.method == "GET" || asked.method == "HEAD")
        return "s3:GetObject";
    if (asked.method == "DELETE")
        return says("uploadId=") ? "s3:AbortMultipartUpload" : "s3:DeleteObject";
    return "s3:PutObject";
}

/// The region the store says it is in; "" where it does not say.
std::string regionIn(const net::Response& response)
{
    const std::string named = valueOf(response, "Region");
    return named.empty() ? std::string(response.header("x-amz-bucket-region")) : named;
}

Error wrongRegion(const S3Place& place, const net::Response& response, const std::string& where, std::string reason)
{
    const std::string region = regionIn(response);
    return {ErrorKind::InvalidInput,
        region.empty() || region == place.region
            ? text(QT_TRANSLATE_NOOP("core", "%1 is not in the region %2; name the right one in the profile: %3"), where,
                place.region, reason)
            : text(QT_TRANSLATE_NOOP("core", "%1 is not in the region %2 but in %3; name that in the profile: %4"), where,
                place.region, region, reason),
        std::move(reason), {}};
}

ErrorKind kindOf(int status)
{
    if (status >= 500 || status == 429)
        return ErrorKind::Unreachable;
    return status == 409 || status == 412 ? ErrorKind::Conflict : ErrorKind::BadData;
}

} // namespace

Error refusal(const S3Place& place, const Asked& asked, const net::Response& response, const Secret& secret)
{
    const std::string code = valueOf(response, "Code");
    const std::string where = place.endpoint + "/" + place.bucket;
    std::string reason = redact(ownReason(response), secret);
    if (code == "SignatureDoesNotMatch")
        return {ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP("core", "%1 refused the signature: the secret key is not the one of %2. %3"), where,
                place.keyId, reason),
            reason, {}};
    if (code == "InvalidAccessKeyId")
        return {ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP("core", "%1 knows no access key %2. %3"), where, place.keyId, reason), reason, {}};
    if (code == "RequestTimeTooSkewed")
        return {ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP(
                     "core", "%1 refused the request because the clock here differs from its own. %2"),
                where, reason),
            reason, {}};
    const std::string region = regionIn(response); // some say no more than 403 where it is another one
    if (code == "AuthorizationHeaderMalformed" || code == "PermanentRedirect" || response.status == 301
        || (response.status == 403 && !region.empty() && region != place.region))
        return wrongRegion(place, response, where, std::move(reason));
    if (code == "NoSuchBucket")
        return {ErrorKind::NotFound, text(QT_TRANSLATE_NOOP("core", "There is no bucket %1. %2"), where, reason), reason,
            {}};
    if (code == "XAmzContentSHA256Mismatch" || code == "BadDigest")
        return {ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "%1 did not arrive at %2 as it was sent. %3"), asked.key, where, reason),
            reason, {}};
    if (response.status == 404)
        return {ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core", "There is no %1 in %2. %3"), asked.key, where, reason), reason, {}};
    if (response.status == 401 || response.status == 403)
        return {ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP("core", "The access key %1 may not do this with %2; it needs the right %3. %4"),
                place.keyId, where, rightFor(asked), reason),
            reason, {}};
    return {kindOf(response.status),
        text(QT_TRANSLATE_NOOP("core", "%1 answered with HTTP status %2. %3"), where, response.status, reason), reason,
        {}};
}

Patience::Patience()
    : m_backoff(200ms, 4s, std::random_device()())
{
}

Result<bool> Patience::waitAfter(const net::Response& response, TaskContext& context)
{
    const std::string_view code = element(response.body, "Code");
    const bool busy = response.status == 503 || response.status == 429 || response.status == 500 || code == "SlowDown"
        || code == "InternalError";
    if (!busy || ++m_tries >= kMostTries)
        return false;
    constexpr std::chrono::milliseconds kLongest = 30s;
    const auto asked = net::retryAfter(response, systemClock().now()).value_or(0ms);
    QBM_CHECK(context.sleepFor(m_backoff.next(std::min(asked, kLongest))));
    return true;
}

} // namespace qbm::backup::s3
