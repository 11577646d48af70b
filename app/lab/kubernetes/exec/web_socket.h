// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/http_server.h"

#include <optional>
#include <string>
#include <string_view>

namespace qbm::lab::kubernetes {

/// Sec-WebSocket-Accept for a client's key (RFC 6455, section 4.2.2).
std::string webSocketAccept(const std::string& key);

/// One message of a client.
struct WebSocketMessage {
    bool close = false;
    std::string payload;
};

/// The server's side of an open WebSocket: whole messages, control frames answered.
class WebSocket {
public:
    explicit WebSocket(RawStream& stream)
        : m_stream(stream)
    {
    }
    bool send(std::string_view payload, bool isText);
    /// Ends it with 1000 (normal) and waits a moment for the client to agree.
    void close();
    /// Nothing at the end, on a fault, or when `timeout` is over.
    std::optional<WebSocketMessage> receive(std::chrono::milliseconds timeout);

private:
    bool sendFrame(unsigned char opcode, std::string_view payload);

    RawStream& m_stream;
    std::string m_buffer;
};

} // namespace qbm::lab::kubernetes
