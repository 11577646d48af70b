// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/http_connection.h"

#include "core/base/ascii.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <optional>
#include <utility>

namespace qbm::lab::kubernetes {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::size_t kMaxHeadBytes = 64u << 10;
constexpr auto kHandshakeTimeout = 10s;
constexpr auto kIdleTimeout = 120s;
constexpr auto kBodyTimeout = 30s;
constexpr auto kWriteTimeout = 30s;

std::string_view trim(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string percentDecode(std::string_view text, bool plusIsSpace)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        if (text[i] == '%' && i + 2 < text.size()
            && std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr == text.data() + i + 3) {
            result += static_cast<char>(value);
            i += 2;
        } else {
            result += plusIsSpace && text[i] == '+' ? ' ' : text[i];
        }
    }
    return result;
}

std::string_view reasonPhrase(int status)
{
    switch (status) {
    case 101:
        return "Switching Protocols";
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 413:
        return "Request Entity Too Large";
    case 415:
        return "Unsupported Media Type";
    case 422:
        return "Unprocessable Entity";
    case 429:
        return "Too Many Requests";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    default:
        return status < 400 ? "OK" : "Internal Server Error";
    }
}

class Connection final : public BodyStream, public RawStream {
public:
    Connection(FileDescriptor socket, const TlsContext& tls, int stopFd, std::size_t maxBodyBytes)
        : m_socket(std::move(socket))
        , m_stream(tls, m_socket.get(), stopFd)
        , m_stopFd(stopFd)
        , m_maxBodyBytes(maxBodyBytes)
    {
        const int on = 1;
        setsockopt(m_socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }

    void serve(const HttpServer::Handler& handler)
    {
        if (!m_stream.accept(Clock::now() + kHandshakeTimeout))
            return;
        while (auto request = readRequest()) {
            auto response = handler(*request);
            m_headOnly = request->method == "HEAD";
            if (!answer(response) || m_closeAfter)
                break;
        }
        m_stream.shutdown();
    }

    bool write(std::string_view chunk) override
    {
        char size[24];
        const auto end = std::to_chars(size, size + sizeof size, chunk.size(), 16).ptr;
        std::string framed(size, end);
        framed.append("\r\n").append(chunk).append("\r\n");
        return m_stream.writeAll(framed, Clock::now() + kWriteTimeout);
    }

    bool writeRaw(std::string_view bytes) override { return m_stream.writeAll(bytes, Clock::now() + kWriteTimeout); }

    std::string readRaw(std::chrono::milliseconds timeout) override
    {
        if (m_buffer.empty() && !fill(Clock::now() + timeout))
            return {};
        return std::exchange(m_buffer, {});
    }

    Wake wait(int fd, std::chrono::milliseconds timeout) override
    {
        const auto deadline = Clock::now() + timeout;
        while (true) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
            pollfd fds[] = {{m_socket.get(), POLLIN, 0}, {m_stopFd, POLLIN, 0}, {fd, POLLIN, 0}};
            const int ready = poll(fds, fd < 0 ? 2 : 3, static_cast<int>(std::clamp<std::int64_t>(left, 0, 1 << 30)));
            if (ready < 0 && errno != EINTR)
                return Wake::Closed;
            if (fds[1].revents != 0)
                return Wake::Closed;
            if (fds[0].revents != 0 && !keepEarlyBytes())
                return Wake::Closed;
            if (fd >= 0 && fds[2].revents != 0)
                return Wake::Signalled;
            if (Clock::now() >= deadline)
                return Wake::TimedOut;
        }
    }

private:
    /// Bytes that come while an answer is on its way belong to the next request. False at the connection's end.
    bool keepEarlyBytes()
    {
        char buffer[4096];
        const int count = m_stream.readAvailable(buffer, sizeof buffer);
        if (count > 0)
            m_buffer.append(buffer, static_cast<std::size_t>(count));
        return count >= 0 && m_buffer.size() <= kMaxHeadBytes;
    }

    bool fill(Clock::time_point deadline)
    {
        char buffer[16384];
        const auto count = m_stream.read(buffer, sizeof buffer, deadline);
        m_buffer.append(buffer, count);
        return count > 0;
    }

    std::optional<std::string> takeUntil(std::string_view mark, Clock::time_point deadline)
    {
        while (true) {
            if (const auto end = m_buffer.find(mark); end != std::string::npos) {
                auto piece = m_buffer.substr(0, end);
                m_buffer.erase(0, end + mark.size());
                return piece;
            }
            if (m_buffer.size() > kMaxHeadBytes || !fill(deadline))
                return std::nullopt;
        }
    }

    bool takeBytes(std::size_t count, std::string& out, Clock::time_point deadline)
    {
        while (m_buffer.size() < count)
            if (!fill(deadline))
                return false;
        out.append(m_buffer, 0, count);
        m_buffer.erase(0, count);
        return true;
    }

    std::optional<HttpRequest> readRequest()
    {
        const auto head = takeUntil("\r\n\r\n", Clock::now() + kIdleTimeout);
        if (!head)
            return std::nullopt;
        HttpRequest request;
        if (!parseHead(*head, request) || !readBody(request))
            return std::nullopt;
        m_closeAfter = m_closeAfter || toAsciiLower(request.header("connection")) == "close";
        return request;
    }

    static bool parseHead(const std::string& head, HttpRequest& request)
    {
        const auto lineEnd = std::min(head.find("\r\n"), head.size());
        const auto line = std::string_view(head).substr(0, lineEnd);
        const auto methodEnd = line.find(' ');
        const auto targetEnd = line.rfind(' ');
        if (methodEnd == std::string_view::npos || targetEnd <= methodEnd
            || !line.substr(targetEnd).starts_with(" HTTP/1."))
            return false;
        request.method = line.substr(0, methodEnd);
        parseTarget(line.substr(methodEnd + 1, targetEnd - methodEnd - 1), request);
        for (auto start = lineEnd + 2; start < head.size();) {
            const auto end = std::min(head.find("\r\n", start), head.size());
            const auto field = std::string_view(head).substr(start, end - start);
            const auto colon = field.find(':');
            if (colon == std::string_view::npos)
                return false;
            auto& value = request.headers[toAsciiLower(field.substr(0, colon))];
            if (!value.empty())
                value += ", ";
            value += trim(field.substr(colon + 1));
            start = end + 2;
        }
        return true;
    }

    static void parseTarget(std::string_view target, HttpRequest& request)
    {
        const auto mark = target.find('?');
        request.path = percentDecode(target.substr(0, mark), false);
        if (mark == std::string_view::npos)
            return;
        auto rest = target.substr(mark + 1);
        while (!rest.empty()) {
            const auto end = std::min(rest.find('&'), rest.size());
            const auto pair = rest.substr(0, end);
            const auto equals = std::min(pair.find('='), pair.size());
            if (!pair.empty())
                request.query.emplace_back(percentDecode(pair.substr(0, equals), true),
                    percentDecode(equals < pair.size() ? pair.substr(equals + 1) : std::string_view(), true));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }

    bool readBody(HttpRequest& request)
    {
        const auto deadline = Clock::now() + kBodyTimeout;
        const auto length = request.header("content-length");
        if (toAsciiLower(request.header("expect")) == "100-continue"
            && !m_stream.writeAll("HTTP/1.1 100 Continue\r\n\r\n", deadline))
            return false;
        if (toAsciiLower(request.header("transfer-encoding")).find("chunked") != std::string::npos)
            return readChunkedBody(request, deadline);
        std::size_t size = 0;
        if (!length.empty()
            && std::from_chars(length.data(), length.data() + length.size(), size).ptr != length.data() + length.size())
            return false;
        // One byte more than allowed tells the handler; the rest is drained so that the client reads the answer.
        const auto kept = std::min(size, m_maxBodyBytes + 1);
        if (!takeBytes(kept, request.body, deadline))
            return false;
        return discard(size - kept, deadline);
    }

    bool discard(std::size_t count, Clock::time_point deadline)
    {
        m_closeAfter = m_closeAfter || count > 0;
        while (count > 0) {
            if (m_buffer.empty() && !fill(deadline))
                return false;
            const auto dropped = std::min(count, m_buffer.size());
            m_buffer.erase(0, dropped);
            count -= dropped;
        }
        return true;
    }

    bool readChunkedBody(HttpRequest& request, Clock::time_point deadline)
    {
        while (true) {
            const auto line = takeUntil("\r\n", deadline);
            std::size_t size = 0;
            if (!line || std::from_chars(line->data(), line->data() + line->size(), size, 16).ec != std::errc())
                return false;
            if (size == 0)
                return takeUntil("\r\n", deadline).has_value();
            std::string end;
            if (request.body.size() + size > 2 * m_maxBodyBytes || !takeBytes(size, request.body, deadline)
                || !takeBytes(2, end, deadline))
                return false;
        }
    }

    bool answer(HttpResponse& response)
    {
        if (response.neverAnswer) {
            wait(-1, 24h);
            return false;
        }
        if (response.delay > 0ms && wait(-1, response.delay) == Wake::Closed)
            return false;
        std::string head
            = "HTTP/1.1 " + std::to_string(response.status) + " " + std::string(reasonPhrase(response.status)) + "\r\n";
        for (const auto& [name, value] : response.headers)
            head.append(name).append(": ").append(value).append("\r\n");
        if (m_closeAfter)
            head += "Connection: close\r\n";
        if (response.upgraded) {
            if (m_stream.writeAll(head + "\r\n", Clock::now() + kWriteTimeout))
                response.upgraded(*this);
            return false;
        }
        if (!response.stream) {
            if (response.status != 304)
                head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
            return m_stream.writeAll(
                head + "\r\n" + (m_headOnly ? std::string() : response.body), Clock::now() + kWriteTimeout);
        }
        if (!m_stream.writeAll(head + "Transfer-Encoding: chunked\r\n\r\n", Clock::now() + kWriteTimeout))
            return false;
        response.stream(*this);
        return m_stream.writeAll("0\r\n\r\n", Clock::now() + kWriteTimeout);
    }

    FileDescriptor m_socket;
    TlsStream m_stream;
    int m_stopFd;
    std::size_t m_maxBodyBytes;
    std::string m_buffer;
    bool m_closeAfter = false;
    bool m_headOnly = false;
};

} // namespace

void serveConnection(FileDescriptor socket, const TlsContext& tls, int stopFd, std::size_t maxBodyBytes,
    const HttpServer::Handler& handler)
{
    // OpenSSL writes without MSG_NOSIGNAL: a client that is gone must be an error of this connection, not of the
    // process.
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    Connection(std::move(socket), tls, stopFd, maxBodyBytes).serve(handler);
}

} // namespace qbm::lab::kubernetes
