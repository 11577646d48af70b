// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tcp_proxy.h"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace qbm::test {

namespace {

constexpr int kTickMilliseconds = 10;

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

struct Pair {
    int client = -1, server = -1;
};

int connectTo(std::uint16_t port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    if (fd >= 0 && ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return fd;
    ::close(fd);
    return -1;
}

/// Hands on what is there. False at the end of either side.
bool pass(int from, int to)
{
    std::array<char, 65536> buffer{};
    const ssize_t got = ::recv(from, buffer.data(), buffer.size(), 0);
    for (ssize_t sent = 0; sent < got;) {
        const ssize_t now = ::send(to, buffer.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
        if (now <= 0)
            return false;
        sent += now;
    }
    return got > 0;
}

void closePair(const Pair& pair)
{
    ::close(pair.client);
    ::close(pair.server);
}

} // namespace

TcpProxy::TcpProxy(std::uint16_t target)
    : m_target(target)
    , m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    if (m_listener < 0 || ::bind(m_listener, reinterpret_cast<sockaddr*>(&address), length) != 0
        || ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &length) != 0
        || ::listen(m_listener, 64) != 0)
        throw std::runtime_error("cannot listen on the loopback");
    m_port = ntohs(address.sin_port);
    m_thread = std::jthread([this](const std::stop_token& stop) { serve(stop); });
}

TcpProxy::~TcpProxy()
{
    m_thread.request_stop();
    m_thread.join();
    ::close(m_listener);
}

void TcpProxy::cut()
{
    m_cut = true;
    while (m_open > 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(kTickMilliseconds));
}

void TcpProxy::serve(const std::stop_token& stop)
{
    std::vector<Pair> pairs;
    while (!stop.stop_requested()) {
        std::vector<pollfd> polled{{m_listener, POLLIN, 0}};
        for (const Pair& pair : pairs) {
            polled.push_back({pair.client, POLLIN, 0});
            polled.push_back({pair.server, POLLIN, 0});
        }
        ::poll(polled.data(), polled.size(), kTickMilliseconds);
        std::vector<Pair> left;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            const Pair& pair = pairs[i];
            const bool alive = !m_cut && (polled[1 + 2 * i].revents == 0 || pass(pair.client, pair.server))
                && (polled[2 + 2 * i].revents == 0 || pass(pair.server, pair.client));
            if (alive)
                left.push_back(pair);
            else
                closePair(pair);
        }
        pairs = std::move(left);
        if (polled[0].revents != 0) {
            const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            const int server = client >= 0 && !m_cut ? connectTo(m_target) : -1;
            if (server >= 0)
                pairs.push_back({client, server});
            else
                ::close(client);
        }
        m_open = static_cast<int>(pairs.size());
    }
    for (const Pair& pair : pairs)
        closePair(pair);
}

} // namespace qbm::test
