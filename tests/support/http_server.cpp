// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/http_server.h"

#include <httplib.h>

#include <algorithm>
#include <csignal>
#include <mutex>
#include <thread>

namespace qbm::test {

namespace {

SeenRequest toSeen(const httplib::Request& request)
{
    SeenRequest seen{request.method, request.target, {}, request.body, request.remote_port};
    seen.headers.assign(request.headers.begin(), request.headers.end());
    return seen;
}

void fill(httplib::Response& response, Answer answer)
{
    response.status = answer.status;
    for (const auto& [name, value] : answer.headers)
        response.set_header(name, value);
    if (!answer.stream) {
        response.set_content(answer.body, answer.contentType);
        return;
    }
    response.set_chunked_content_provider(answer.contentType, [stream = std::move(answer.stream)](std::size_t, httplib::DataSink& sink) {
        stream([&sink](std::string_view chunk) { return sink.is_writable() && sink.write(chunk.data(), chunk.size()); });
        sink.done();
        return true;
    });
}

template <class Parsed, class Read, class Free>
std::unique_ptr<Parsed, Free> fromPem(const std::string& pem, Read read, Free free)
{
    BIO* const memory = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    std::unique_ptr<Parsed, Free> parsed(read(memory, nullptr, nullptr, nullptr), free);
    BIO_free(memory);
    return parsed;
}

std::unique_ptr<httplib::Server> makeTlsServer(const TlsIdentity& identity)
{
    const auto certificate = fromPem<X509>(identity.certificatePem, &PEM_read_bio_X509, &X509_free);
    const auto key = fromPem<EVP_PKEY>(identity.keyPem, &PEM_read_bio_PrivateKey, &EVP_PKEY_free);
    return std::make_unique<httplib::SSLServer>(certificate.get(), key.get());
}

} // namespace

std::string SeenRequest::header(std::string_view name) const
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    for (const auto& [key, value] : headers) {
        if (std::ranges::equal(key, name, {}, lower, lower))
            return value;
    }
    return {};
}

class HttpServer::Running {
public:
    Running(std::unique_ptr<httplib::Server> server, Handler handler, std::string scheme)
        : m_server(std::move(server))
        , m_handler(std::move(handler))
        , m_scheme(std::move(scheme))
    {
        const auto answer = [this](const httplib::Request& request, httplib::Response& response) {
            SeenRequest seen = toSeen(request);
            {
                const std::scoped_lock lock(m_mutex);
                m_seen.push_back(seen);
            }
            fill(response, m_handler(seen));
        };
        m_server->Get(".*", answer).Post(".*", answer).Put(".*", answer).Patch(".*", answer).Delete(".*", answer);
        m_server->set_keep_alive_max_count(100'000);
        m_server->set_keep_alive_timeout(1); // seconds that an idle connection may delay the end
        m_server->set_tcp_nodelay(true);
        m_port = m_server->bind_to_any_port("127.0.0.1");
        m_thread = std::thread([this] {
            // OpenSSL writes to clients that have gone; the server's own threads inherit the mask.
            sigset_t sigPipe;
            ::sigemptyset(&sigPipe);
            ::sigaddset(&sigPipe, SIGPIPE);
            ::pthread_sigmask(SIG_BLOCK, &sigPipe, nullptr);
            m_server->listen_after_bind();
        });
        while (!m_server->is_running())
            std::this_thread::yield();
    }

    ~Running()
    {
        m_server->stop();
        m_thread.join();
    }

    int port() const { return m_port; }
    std::string url() const { return m_scheme + "://127.0.0.1:" + std::to_string(m_port); }
    std::vector<SeenRequest> seen() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_seen;
    }

private:
    std::unique_ptr<httplib::Server> m_server;
    Handler m_handler;
    std::string m_scheme;
    int m_port = 0;
    mutable std::mutex m_mutex;
    std::vector<SeenRequest> m_seen;
    std::thread m_thread;
};

HttpServer::HttpServer(Handler handler)
    : m_running(std::make_unique<Running>(std::make_unique<httplib::Server>(), std::move(handler), "http"))
{
}

HttpServer::HttpServer(Handler handler, const TlsIdentity& identity)
    : m_running(std::make_unique<Running>(makeTlsServer(identity), std::move(handler), "https"))
{
}

HttpServer::~HttpServer() = default;

int HttpServer::port() const
{
    return m_running->port();
}

std::string HttpServer::url() const
{
    return m_running->url();
}

std::vector<SeenRequest> HttpServer::seen() const
{
    return m_running->seen();
}

} // namespace qbm::test
