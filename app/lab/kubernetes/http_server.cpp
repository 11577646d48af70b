// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/http_server.h"

#include "app/lab/kubernetes/http_connection.h"
#include "app/lab/kubernetes/tls.h"
#include "core/base/file.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <list>
#include <mutex>
#include <optional>
#include <thread>

namespace qbm::lab::kubernetes {

std::string HttpRequest::parameter(std::string_view name) const
{
    for (const auto& [key, value] : query)
        if (key == name)
            return value;
    return {};
}

bool HttpRequest::hasParameter(std::string_view name) const
{
    for (const auto& [key, value] : query)
        if (key == name)
            return true;
    return false;
}

std::string HttpRequest::header(std::string_view name) const
{
    const auto it = headers.find(std::string(name));
    return it == headers.end() ? std::string() : it->second;
}

class HttpServer::Impl {
public:
    Impl(Options options, Handler handler)
        : m_options(std::move(options))
        , m_handler(std::move(handler))
    {
    }

    ~Impl() { stop(); }

    Result<> start()
    {
        QBM_TRY(context, TlsContext::make(m_options.certificatePem, m_options.privateKeyPem));
        m_tls.emplace(std::move(context));
        m_stopSignal = FileDescriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
        QBM_CHECK(listen());
        m_acceptor = std::thread([this] { acceptLoop(); });
        return {};
    }

    std::uint16_t port() const { return m_port; }

    void stop()
    {
        const std::lock_guard lock(m_stopMutex);
        if (m_stopSignal)
            eventfd_write(m_stopSignal.get(), 1); // never drained: every poll from now on returns at once
        if (m_acceptor.joinable())
            m_acceptor.join();
        for (auto& connection : m_connections)
            connection.thread.join();
        m_connections.clear();
        m_listener.reset();
    }

private:
    struct Connection {
        std::thread thread;
        std::shared_ptr<std::atomic<bool>> done = std::make_shared<std::atomic<bool>>(false);
    };

    Result<> listen()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(m_options.port);
        if (inet_pton(AF_INET, m_options.address.c_str(), &address.sin_addr) != 1)
            return fail(ErrorKind::InvalidInput,
                text(QT_TRANSLATE_NOOP("core", "%1 is not an IPv4 address to listen on"), m_options.address));
        m_listener = FileDescriptor(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        const int on = 1;
        setsockopt(m_listener.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        if (!m_listener || bind(m_listener.get(), generic, size) != 0 || ::listen(m_listener.get(), 256) != 0
            || getsockname(m_listener.get(), generic, &size) != 0)
            return fail(errno == EADDRINUSE ? ErrorKind::Conflict : ErrorKind::Denied,
                text(QT_TRANSLATE_NOOP("core", "Cannot listen on %1 port %2"), m_options.address, m_options.port),
                std::strerror(errno));
        m_port = ntohs(address.sin_port);
        return {};
    }

    void acceptLoop()
    {
        while (true) {
            pollfd fds[] = {{m_listener.get(), POLLIN, 0}, {m_stopSignal.get(), POLLIN, 0}};
            if (poll(fds, 2, -1) < 0 && errno != EINTR)
                return;
            if (fds[1].revents != 0)
                return;
            reap();
            FileDescriptor socket(accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
            if (socket) {
                open(std::move(socket));
            } else if (errno == EMFILE || errno == ENFILE) {
                pollfd stop{m_stopSignal.get(), POLLIN, 0};
                poll(&stop, 1, 50); // the listener stays readable: without a pause this would spin
            }
        }
    }

    void open(FileDescriptor socket)
    {
        auto& connection = m_connections.emplace_back();
        connection.thread = std::thread(
            [this, done = connection.done, fd = std::make_shared<FileDescriptor>(std::move(socket))] {
                serveConnection(std::move(*fd), *m_tls, m_stopSignal.get(), m_options.maxBodyBytes, m_handler);
                done->store(true);
            });
    }

    void reap()
    {
        m_connections.remove_if([](Connection& connection) {
            if (!connection.done->load())
                return false;
            connection.thread.join();
            return true;
        });
    }

    Options m_options;
    Handler m_handler;
    std::optional<TlsContext> m_tls;
    FileDescriptor m_stopSignal;
    FileDescriptor m_listener;
    std::uint16_t m_port = 0;
    std::thread m_acceptor;
    std::list<Connection> m_connections; // touched by the acceptor's thread, and by stop() after it ended
    std::mutex m_stopMutex;
};

HttpServer::HttpServer(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::start(Options options, Handler handler)
{
    auto impl = std::make_unique<Impl>(std::move(options), std::move(handler));
    QBM_CHECK(impl->start());
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

std::uint16_t HttpServer::port() const
{
    return m_impl->port();
}

void HttpServer::stop()
{
    m_impl->stop();
}

} // namespace qbm::lab::kubernetes
