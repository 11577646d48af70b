// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/services/ports.h"

#include "core/base/file.h"

#include <arpa/inet.h>
#include <mutex>
#include <netinet/in.h>
#include <random>
#include <set>
#include <sys/socket.h>

namespace qbm::lab {

namespace {

// Linux hands out ports from 32768 on (ip_local_port_range); below 15000 live the well-known defaults.
constexpr std::uint16_t kFirst = 15'000;
constexpr std::uint16_t kLast = 32'000;
constexpr int kTries = 400;

bool isFree(std::uint16_t port)
{
    const FileDescriptor fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // As servers do: else a port with connections in TIME_WAIT would count as taken.
    const int on = 1;
    ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    return fd && ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

} // namespace

Result<std::uint16_t> pickFreePort()
{
    static std::mutex mutex;
    static std::set<std::uint16_t> given;
    static std::mt19937 random(std::random_device{}());
    const std::lock_guard lock(mutex);
    std::uniform_int_distribution<int> anyPort(kFirst, kLast);
    for (int attempt = 0; attempt < kTries; ++attempt) {
        const auto port = static_cast<std::uint16_t>(anyPort(random));
        if (!given.contains(port) && isFree(port)) {
            given.insert(port);
            return port;
        }
    }
    return fail(
        ErrorKind::Exhausted, text("No free TCP port was found on 127.0.0.1 between %1 and %2.", kFirst, kLast));
}

} // namespace qbm::lab
