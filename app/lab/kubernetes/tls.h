// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

struct ssl_ctx_st;
struct ssl_st;

namespace qbm::lab::kubernetes {

/// A server's TLS settings: one certificate, TLS 1.2 and 1.3, HTTP/1.1 by ALPN.
class TlsContext {
public:
    /// \error InvalidInput if certificate and key do not fit
    static Result<TlsContext> make(const std::string& certificatePem, const std::string& privateKeyPem);

private:
    friend class TlsStream;
    explicit TlsContext(std::shared_ptr<ssl_ctx_st> context)
        : m_context(std::move(context))
    {
    }
    std::shared_ptr<ssl_ctx_st> m_context;
};

/// TLS over a non-blocking socket; every wait also ends when `stopFd` becomes readable. One thread at a time.
class TlsStream {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    TlsStream(const TlsContext& context, int fd, int stopFd);
    ~TlsStream();
    TlsStream(const TlsStream&) = delete;
    TlsStream& operator=(const TlsStream&) = delete;

    bool accept(TimePoint deadline);
    /// Bytes read (1..size); 0 at the end, on failure, stop or deadline.
    std::size_t read(char* data, std::size_t size, TimePoint deadline);
    /// What is there now, without waiting: bytes, 0 if nothing, -1 at the end.
    int readAvailable(char* data, std::size_t size);
    bool writeAll(std::string_view data, TimePoint deadline);
    /// close_notify, if the socket takes it at once.
    void shutdown();

private:
    bool waitFor(int sslResult, TimePoint deadline);

    std::unique_ptr<ssl_st, void (*)(ssl_st*)> m_ssl;
    int m_fd;
    int m_stopFd;
    bool m_broken = false;
};

} // namespace qbm::lab::kubernetes
