// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qbm::lab::kubernetes {

/// A request as it came, its target split and decoded.
struct HttpRequest {
    std::string method;
    std::string path; ///< percent-decoded
    std::vector<std::pair<std::string, std::string>> query; ///< decoded, in order
    std::map<std::string, std::string> headers; ///< names in lower case; repeated ones joined by ", "
    std::string body;

    /// The first value of a query parameter, or "".
    std::string parameter(std::string_view name) const;
    bool hasParameter(std::string_view name) const;
    /// A header by its lower-case name, or "".
    std::string header(std::string_view name) const;
};

/// The body of an answer that is written as it comes (chunked), and the only place where a handler may wait.
class BodyStream {
public:
    enum class Wake { Signalled, TimedOut, Closed };
    virtual ~BodyStream() = default;
    /// One chunk. False when the client is gone or the server stops.
    virtual bool write(std::string_view chunk) = 0;
    /// Waits until `fd` is readable, the time is over, or the connection or the server ends.
    virtual Wake wait(int fd, std::chrono::milliseconds timeout) = 0;
};

/// The bytes of a connection that has left HTTP.
class RawStream {
public:
    virtual ~RawStream() = default;
    /// False when the client is gone or the server stops.
    virtual bool writeRaw(std::string_view bytes) = 0;
    /// What has come, at least one byte; empty at the end or when the time is over.
    virtual std::string readRaw(std::chrono::milliseconds timeout) = 0;
};

struct HttpResponse {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::function<void(BodyStream&)> stream; ///< set: chunked, `body` is ignored
    std::function<void(RawStream&)> upgraded; ///< set: called after the head; the connection is closed when it returns
    std::chrono::milliseconds delay{0}; ///< waits before the answer
    bool neverAnswer = false; ///< holds the connection without a word until either side ends it
};

/// A small HTTP/1.1 server over TLS: a thread a connection, keep-alive, streamed answers, prompt stop.
class HttpServer {
public:
    struct Options {
        std::string address;
        std::uint16_t port = 0;
        std::string certificatePem;
        std::string privateKeyPem;
        std::size_t maxBodyBytes = 3u << 20;
    };
    /// Called on the connection's thread.
    using Handler = std::function<HttpResponse(const HttpRequest&)>;

    /// \error Conflict (port taken), InvalidInput (address, certificate), Internal
    static Result<std::unique_ptr<HttpServer>> start(Options options, Handler handler);
    ~HttpServer();

    std::uint16_t port() const;
    /// Ends every connection and joins. Idempotent.
    void stop();

private:
    class Impl;
    explicit HttpServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace qbm::lab::kubernetes
