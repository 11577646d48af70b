// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/exec/web_socket.h"

#include "app/lab/kubernetes/names.h"

#include <openssl/evp.h>

#include <array>

namespace qbm::lab::kubernetes {

namespace {

using namespace std::chrono_literals;

constexpr unsigned char kText = 1;
constexpr unsigned char kBinary = 2;
constexpr unsigned char kClose = 8;
constexpr unsigned char kPing = 9;
constexpr unsigned char kPong = 10;
constexpr std::size_t kMaxPayload = 1u << 20;

unsigned char byteAt(const std::string& text, std::size_t index)
{
    return static_cast<unsigned char>(text[index]);
}

struct Frame {
    unsigned char opcode = 0;
    bool final = true;
    std::string payload;
    std::size_t size = 0; ///< on the wire
};

/// The first frame of the buffer; nothing while it is incomplete. A payload beyond the limit ends in `tooLong`.
std::optional<Frame> parseFrame(const std::string& buffer, bool& tooLong)
{
    if (buffer.size() < 2)
        return std::nullopt;
    Frame frame;
    frame.final = (byteAt(buffer, 0) & 0x80u) != 0;
    frame.opcode = byteAt(buffer, 0) & 0x0fu;
    const bool masked = (byteAt(buffer, 1) & 0x80u) != 0;
    std::size_t length = byteAt(buffer, 1) & 0x7fu;
    std::size_t at = 2;
    const std::size_t extra = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (buffer.size() < at + extra)
        return std::nullopt;
    if (extra > 0) {
        length = 0;
        for (std::size_t i = 0; i < extra; ++i)
            length = length << 8 | byteAt(buffer, at + i);
        at += extra;
    }
    tooLong = length > kMaxPayload;
    if (tooLong || buffer.size() < at + (masked ? 4 : 0) + length)
        return std::nullopt;
    const auto mask = at;
    at += masked ? 4 : 0;
    frame.payload = buffer.substr(at, length);
    if (masked)
        for (std::size_t i = 0; i < length; ++i)
            frame.payload[i] = static_cast<char>(frame.payload[i] ^ buffer[mask + i % 4]);
    frame.size = at + length;
    return frame;
}

} // namespace

std::string webSocketAccept(const std::string& key)
{
    const auto text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha1(), nullptr);
    return base64({reinterpret_cast<const char*>(digest.data()), length});
}

bool WebSocket::sendFrame(unsigned char opcode, std::string_view payload)
{
    std::string frame(1, static_cast<char>(0x80u | opcode));
    if (payload.size() < 126) {
        frame += static_cast<char>(payload.size());
    } else {
        const std::size_t bytes = payload.size() < 65536 ? 2 : 8;
        frame += static_cast<char>(bytes == 2 ? 126 : 127);
        for (std::size_t i = bytes; i-- > 0;)
            frame += static_cast<char>(payload.size() >> (8 * i) & 0xffu);
    }
    return m_stream.writeRaw(frame.append(payload));
}

bool WebSocket::send(std::string_view payload, bool isText)
{
    return sendFrame(isText ? kText : kBinary, payload);
}

void WebSocket::close()
{
    if (!sendFrame(kClose, std::string_view("\x03\xe8", 2)))
        return;
    while (const auto message = receive(1000ms))
        if (message->close)
            return;
}

std::optional<WebSocketMessage> WebSocket::receive(std::chrono::milliseconds timeout)
{
    WebSocketMessage message;
    while (true) {
        bool tooLong = false;
        const auto frame = parseFrame(m_buffer, tooLong);
        if (tooLong)
            return std::nullopt;
        if (!frame) {
            const auto bytes = m_stream.readRaw(timeout);
            if (bytes.empty())
                return std::nullopt;
            m_buffer += bytes;
            continue;
        }
        m_buffer.erase(0, frame->size);
        if (frame->opcode == kPing && !sendFrame(kPong, frame->payload))
            return std::nullopt;
        if (frame->opcode == kPing || frame->opcode == kPong)
            continue;
        message.close = frame->opcode == kClose;
        message.payload += frame->payload;
        if (frame->final)
            return message;
    }
}

} // namespace qbm::lab::kubernetes
