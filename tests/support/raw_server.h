// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace qbm::test {

/// One accepted connection, byte by byte, for what no well-behaved server does.
class RawConnection {
public:
    explicit RawConnection(int fd) : m_fd(fd) {}
    /// Reads until the blank line after a request's head (and the bytes that came along); empty at the end.
    std::string readHead(std::chrono::milliseconds patience = std::chrono::seconds(5));
    void write(const std::string& bytes);
    /// Waits until the client closes, at most some seconds.
    void waitForClose();

private:
    int m_fd;
};

/// A TCP server on a free port of the loopback that handles its connections one after the other.
class RawServer {
public:
    using Script = std::function<void(RawConnection& connection, int number)>; ///< number counts from 1

    explicit RawServer(Script script);
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;
    ~RawServer();

    int port() const { return m_port; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }
    int connections() const { return m_connections; }

private:
    void serve(const std::stop_token& stop);

    Script m_script;
    int m_port = 0; // before m_listener, whose making sets it
    int m_listener = -1;
    std::atomic<int> m_connections = 0;
    std::jthread m_thread;
};

/// A port of the loopback where nothing listens.
int unusedPort();

} // namespace qbm::test
