// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/secret.h"
#include "core/base/task_context.h"
#include "core/base/text.h"
#include "core/base/tier.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::net {

struct Header {
    std::string name;
    std::string value;
};

/// How the other side is recognised, and how we show who we are. PEM texts, not paths, except where said.
struct TlsOptions {
    std::string caPem; ///< trusted certificates; empty: the system's
    Text caOrigin; ///< where caPem is from, for the sentence about a certificate it does not trust; empty: this machine
    Text caSetting; ///< where another authority is named: "the kubeconfig (certificate-authority)"
    std::string clientCertificatePem;
    Secret clientKeyPem;
    std::string serverName; ///< expected name and SNI where it differs from the URL's host
    bool insecureSkipVerify = false; ///< allowed, and shown as a warning by whoever sets it
};

struct HttpOptions {
    std::string userAgent = "qbm-console";
    TlsOptions tls;
    std::string proxyUrl; ///< http://, https:// or socks5://; empty: what the environment says, but none for loopback
    std::chrono::milliseconds connectTimeout{5'000};
    std::chrono::milliseconds stallTimeout{30'000}; ///< no byte for this long ends the call; zero: never
    AccessMode access = AccessMode::ReadWrite; ///< ReadOnly refuses every method but GET and HEAD before it leaves,
                                               ///< unless the request says it only asks
};

/// A body that is read while it is sent, so that it need not fit into memory. It is read once: such a request is never
/// sent again.
struct UploadBody {
    std::uint64_t sizeBytes = 0;
    /// Fills up to `most` bytes. \return how many; fewer than sizeBytes in all are an error \error ends the request
    std::function<Result<std::size_t>(char* buffer, std::size_t most)> read;
};

/// Who signs a request with AWS Signature Version 4, as S3-compatible stores expect it.
/// \source docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
struct AwsSignature {
    std::string region;
    std::string service = "s3";
    std::string keyId;
    Secret secretKey; ///< used to sign; itself it is never sent, and kept out of every error and log
};

struct Request {
    std::string method = "GET";
    std::string url;
    std::vector<Header> headers;
    std::string body;
    std::optional<UploadBody> upload; ///< instead of body
    /// The URL's path must be encoded by urlEncode() and its query be that of queryString() with names in order. The
    /// hash of an upload is signed if the caller gives it as the header x-amz-content-sha256; any other body's always is.
    std::optional<AwsSignature> signature;
    std::optional<Secret> bearerToken; ///< becomes the Authorization header; kept out of every error and log
    std::optional<std::chrono::milliseconds> totalTimeout; ///< for short questions; long transfers have only the stall timeout
    std::optional<std::chrono::milliseconds> stallTimeout; ///< instead of the client's: a watch may be silent for long
    bool onlyAsks = false; ///< a POST that changes nothing (access review, PromQL by POST): allowed when read-only, never InDoubt
    /// How often a request whose connection broke is sent again, each time on a fresh connection after a short random
    /// pause. Only what changes nothing is; a stream only before its handler has heard of an answer.
    int retriesWhenBroken = 0;
};

struct Response {
    int status = 0;
    std::vector<Header> headers;
    std::string body;

    bool ok() const { return status >= 200 && status < 300; }
    /// First header of that name, letter case ignored; empty if absent.
    std::string_view header(std::string_view name) const;
    /// Every header of that name ("Warning" comes several times).
    std::vector<std::string_view> headersNamed(std::string_view name) const;
};

/// Called in the thread of stream(). Returning false ends the transfer without an error.
struct StreamHandler {
    std::function<bool(const Response& head)> onHead; ///< status and headers, before the first byte of the body
    std::function<bool(std::string_view chunk)> onData;
};

/// HTTP/1.1 and HTTP/2 (over TLS) by libcurl. Any HTTP status is a Response, not an Error; errors are transport only.
///
/// Connections are kept and reused between calls of one client; a writing request always gets a fresh one, because on a
/// kept one that has died libcurl would send it again. Stopping reaches a blocked call within 200 ms.
/// Redirects are not followed. Errors speak of scheme://host:port only, never of query or token.
/// \thread any number of calls at once; each borrows one handle of an internal pool
/// \error Unreachable (connect, DNS, TLS, a connection that broke: the message says which), Timeout, Cancelled, Denied
///        (read-only), InvalidInput (URL, header, certificate texts, and a certificate that is not trusted: the settings
///        are wrong, trying again does not mend it), BadData (not HTTP), Exhausted (answer beyond 512 MiB),
///        InDoubt: a writing request had been sent when the connection failed, stalled or was stopped; an upload that
///        had not been sent to its end cannot have been carried out, so its error is the plain one
class HttpClient {
public:
    explicit HttpClient(HttpOptions options);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    Result<Response> send(const Request& request, TaskContext& context);
    /// For watches, logs and large bodies: hands the body on as it comes; the returned Response has no body.
    Result<Response> stream(const Request& request, const StreamHandler& handler, TaskContext& context);

    const HttpOptions& options() const;

private:
    class Pool;
    std::unique_ptr<Pool> m_pool;
};

/// The pause a Retry-After header asks for, given in seconds or as a date; nullopt without a readable one.
/// \source RFC 9110 section 10.2.3
std::optional<std::chrono::milliseconds> retryAfter(const Response& response, TimePoint now);

/// Percent-encoding of everything but unreserved characters (RFC 3986 section 2.3).
std::string urlEncode(std::string_view text);
/// "a=1&b=x%20y"
std::string queryString(const std::vector<std::pair<std::string, std::string>>& parameters);

/// When to try again: a random pause from 0 up to a ceiling that doubles from `first` to `most` (full jitter), but never
/// shorter than a Retry-After, and up to a quarter longer: many clients told the same would return in step.
class Backoff {
public:
    Backoff(std::chrono::milliseconds first, std::chrono::milliseconds most, std::uint32_t seed);
    /// The next pause; `atLeast` is the server's Retry-After.
    std::chrono::milliseconds next(std::chrono::milliseconds atLeast = {});
    void reset();

private:
    std::chrono::milliseconds m_first, m_most, m_ceiling;
    std::uint32_t m_state;
};

} // namespace qbm::net
