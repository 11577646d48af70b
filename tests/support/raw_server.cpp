// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/raw_server.h"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace qbm::test {

namespace {

bool readable(int fd, std::chrono::milliseconds patience)
{
    pollfd polled{fd, POLLIN, 0};
    return ::poll(&polled, 1, static_cast<int>(patience.count())) > 0;
}

/// A socket bound to a free port of 127.0.0.1, which is written to `port`.
int bindLoopback(int& port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (fd < 0 || ::bind(fd, reinterpret_cast<sockaddr*>(&address), length) != 0
        || ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        throw std::runtime_error("cannot bind a loopback port");
    port = ntohs(address.sin_port);
    return fd;
}

} // namespace

std::string RawConnection::readHead(std::chrono::milliseconds patience)
{
    std::string head;
    std::array<char, 4096> buffer{};
    while (head.find("\r\n\r\n") == std::string::npos && readable(m_fd, patience)) {
        const ssize_t got = ::recv(m_fd, buffer.data(), buffer.size(), 0);
        if (got <= 0)
            return {};
        head.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return head;
}

void RawConnection::write(const std::string& bytes)
{
    [[maybe_unused]] const ssize_t sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

void RawConnection::waitForClose()
{
    std::array<char, 4096> buffer{};
    while (readable(m_fd, std::chrono::seconds(5)) && ::recv(m_fd, buffer.data(), buffer.size(), 0) > 0) { }
}

RawServer::RawServer(Script script)
    : m_script(std::move(script))
    , m_listener(bindLoopback(m_port))
{
    ::listen(m_listener, 16);
    m_thread = std::jthread([this](const std::stop_token& stop) { serve(stop); });
}

RawServer::~RawServer()
{
    m_thread.request_stop();
    m_thread.join();
    ::close(m_listener);
}

void RawServer::serve(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        if (!readable(m_listener, std::chrono::milliseconds(20)))
            continue;
        const int fd = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        RawConnection connection(fd);
        m_script(connection, ++m_connections);
        ::close(fd);
    }
}

int unusedPort()
{
    int port = 0;
    ::close(bindLoopback(port));
    return port;
}

} // namespace qbm::test
