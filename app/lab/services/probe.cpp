// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/services/probe.h"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace qbm::lab {

FileDescriptor connectToLoopback(std::uint16_t port)
{
    FileDescriptor fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const timeval limit{1, 0};
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit); // bounds connect() as well
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        fd.reset();
    return fd;
}

std::string ask(std::uint16_t port, std::string_view request)
{
    const FileDescriptor fd = connectToLoopback(port);
    if (!fd || ::send(fd.get(), request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
        return {};
    std::array<char, 4096> buffer{};
    const ssize_t got = ::recv(fd.get(), buffer.data(), buffer.size(), 0);
    return got > 0 ? std::string(buffer.data(), static_cast<std::size_t>(got)) : std::string();
}

bool answersHttp(std::uint16_t port, std::string_view path)
{
    const std::string request
        = "GET " + std::string(path) + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    return ask(port, request).starts_with("HTTP/1.1 200");
}

bool answersRedis(std::uint16_t port)
{
    const std::string answer = ask(port, "PING\r\n");
    return answer.starts_with("+PONG") || answer.starts_with("-NOAUTH");
}

bool acceptsConnections(std::uint16_t port)
{
    return static_cast<bool>(connectToLoopback(port));
}

} // namespace qbm::lab
