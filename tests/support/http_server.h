// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/tls_identity.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qbm::test {

/// A request as the server saw it.
struct SeenRequest {
    std::string method;
    std::string target; ///< path and query as they came
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    int clientPort = 0; ///< the same for two requests on one connection

    /// First header of that name, letter case ignored; empty if absent.
    std::string header(std::string_view name) const;
};

struct Answer {
    int status = 200;
    std::string body;
    std::string contentType = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
    /// Instead of a body: writes chunks until it returns; write() is false once the client has gone.
    std::function<void(const std::function<bool(std::string_view)>& write)> stream;
};

/// An HTTP/1.1 server on a free port of the loopback, for the life of this object (cpp-httplib behind it).
class HttpServer {
public:
    /// Called in the server's threads, several at once.
    using Handler = std::function<Answer(const SeenRequest&)>;

    explicit HttpServer(Handler handler);
    HttpServer(Handler handler, const TlsIdentity& identity);
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    ~HttpServer();

    int port() const;
    std::string url() const; ///< "http://127.0.0.1:PORT"
    std::vector<SeenRequest> seen() const;

private:
    class Running;
    std::unique_ptr<Running> m_running;
};

} // namespace qbm::test
