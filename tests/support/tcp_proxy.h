// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

namespace qbm::test {

/// A network in between that can be cut: hands bytes on from a free port of the loopback to another one.
class TcpProxy {
public:
    explicit TcpProxy(std::uint16_t target);
    TcpProxy(const TcpProxy&) = delete;
    TcpProxy& operator=(const TcpProxy&) = delete;
    ~TcpProxy();

    std::uint16_t port() const { return m_port; }
    /// Every connection breaks, and new ones break at once, until mend(). Returns when it is so.
    void cut();
    void mend() { m_cut = false; }

private:
    void serve(const std::stop_token& stop);

    std::uint16_t m_target;
    std::uint16_t m_port = 0;
    int m_listener = -1;
    std::atomic<bool> m_cut = false;
    std::atomic<int> m_open = 0; ///< connections
    std::jthread m_thread;
};

} // namespace qbm::test
