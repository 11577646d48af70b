// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/child_process.h"
#include "tests/support/http_server.h"

#include <filesystem>
#include <string>

namespace qbm::test {

/// nghttpx in front of a server: HTTP/2 over TLS, as an API server speaks it.
class Http2Front {
public:
    struct Options {
        int requestsPerConnection = 0; ///< after so many it says GOAWAY; 0: never
        std::string clientCaPem; ///< asks for a client certificate this authority signed; empty: asks for none
    };

    Http2Front(const HttpServer& behind, Options options);
    Http2Front(const Http2Front&) = delete;
    Http2Front& operator=(const Http2Front&) = delete;
    ~Http2Front();

    /// True once it listens; also again after kill().
    bool start();
    void kill();
    /// Says GOAWAY on every connection and ends when the requests under way are answered.
    void endGracefully() const;

    std::string url() const { return "https://127.0.0.1:" + std::to_string(m_port); }
    const std::string& caPem() const { return m_identity.caPem; }

private:
    TlsIdentity m_identity = makeTlsIdentity({"127.0.0.1"});
    std::filesystem::path m_folder;
    int m_port;
    process::Command m_command;
    ChildProcess m_child;
};

} // namespace qbm::test
