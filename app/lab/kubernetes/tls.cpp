// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>

#include <algorithm>
#include <climits>

namespace qbm::lab::kubernetes {

namespace {

// Go clients offer h2 first: without an answer they would stay at HTTP/1.1 too, but say so clearly.
int selectHttp11(SSL*, const unsigned char** out, unsigned char* outSize, const unsigned char* offered,
    unsigned offeredSize, void*)
{
    static const unsigned char wanted[] = "\x08http/1.1";
    auto* selected = const_cast<unsigned char*>(*out);
    if (SSL_select_next_proto(&selected, outSize, wanted, sizeof wanted - 1, offered, offeredSize)
        != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *out = selected;
    return SSL_TLSEXT_ERR_OK;
}

int millisecondsUntil(TlsStream::TimePoint deadline)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, INT_MAX));
}

} // namespace

Result<TlsContext> TlsContext::make(const std::string& certificatePem, const std::string& privateKeyPem)
{
    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    const auto refuse = [] {
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "The simulator's certificate and key cannot be used for TLS")));
    };
    if (!context)
        return refuse();
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_alpn_select_cb(context.get(), selectHttp11, nullptr);
    const std::unique_ptr<BIO, int (*)(BIO*)> certificateBio(
        BIO_new_mem_buf(certificatePem.data(), static_cast<int>(certificatePem.size())), BIO_free);
    const std::unique_ptr<BIO, int (*)(BIO*)> keyBio(
        BIO_new_mem_buf(privateKeyPem.data(), static_cast<int>(privateKeyPem.size())), BIO_free);
    const std::unique_ptr<X509, void (*)(X509*)> certificate(
        PEM_read_bio_X509(certificateBio.get(), nullptr, nullptr, nullptr), X509_free);
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(
        PEM_read_bio_PrivateKey(keyBio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    if (!certificate || !key || SSL_CTX_use_certificate(context.get(), certificate.get()) != 1
        || SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1 || SSL_CTX_check_private_key(context.get()) != 1)
        return refuse();
    return TlsContext(std::move(context));
}

TlsStream::TlsStream(const TlsContext& context, int fd, int stopFd)
    : m_ssl(SSL_new(context.m_context.get()), SSL_free)
    , m_fd(fd)
    , m_stopFd(stopFd)
{
    if (!m_ssl || SSL_set_fd(m_ssl.get(), fd) != 1)
        m_broken = true;
}

TlsStream::~TlsStream() = default;

bool TlsStream::waitFor(int sslResult, TimePoint deadline)
{
    const int reason = SSL_get_error(m_ssl.get(), sslResult);
    ERR_clear_error();
    if (reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE) {
        m_broken = true;
        return false;
    }
    const short events = reason == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
    while (true) {
        pollfd fds[] = {{m_fd, events, 0}, {m_stopFd, POLLIN, 0}};
        const int ready = poll(fds, 2, millisecondsUntil(deadline));
        if (ready < 0 && errno == EINTR)
            continue;
        return ready > 0 && fds[1].revents == 0;
    }
}

bool TlsStream::accept(TimePoint deadline)
{
    while (!m_broken) {
        const int result = SSL_accept(m_ssl.get());
        if (result == 1)
            return true;
        if (!waitFor(result, deadline))
            return false;
    }
    return false;
}

std::size_t TlsStream::read(char* data, std::size_t size, TimePoint deadline)
{
    while (!m_broken) {
        const int result = SSL_read(m_ssl.get(), data, static_cast<int>(std::min<std::size_t>(size, INT_MAX)));
        if (result > 0)
            return static_cast<std::size_t>(result);
        if (!waitFor(result, deadline))
            return 0;
    }
    return 0;
}

int TlsStream::readAvailable(char* data, std::size_t size)
{
    if (m_broken)
        return -1;
    const int result = SSL_read(m_ssl.get(), data, static_cast<int>(std::min<std::size_t>(size, INT_MAX)));
    if (result > 0)
        return result;
    const int reason = SSL_get_error(m_ssl.get(), result);
    ERR_clear_error();
    if (reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE)
        return 0;
    m_broken = true;
    return -1;
}

bool TlsStream::writeAll(std::string_view data, TimePoint deadline)
{
    while (!data.empty() && !m_broken) {
        const int result
            = SSL_write(m_ssl.get(), data.data(), static_cast<int>(std::min<std::size_t>(data.size(), INT_MAX)));
        if (result > 0)
            data.remove_prefix(static_cast<std::size_t>(result));
        else if (!waitFor(result, deadline))
            return false;
    }
    return data.empty();
}

void TlsStream::shutdown()
{
    if (!m_broken && SSL_is_init_finished(m_ssl.get()) == 1)
        SSL_shutdown(m_ssl.get());
    ERR_clear_error();
}

} // namespace qbm::lab::kubernetes
