// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/seed/resp_writer.h"

#include "app/lab/services/probe.h"

#include <algorithm>
#include <array>
#include <sys/socket.h>

namespace qbm::lab {

namespace {

// Few enough that their answers fit the socket's buffer: else both sides would wait for each other to read.
constexpr std::size_t kBatch = 500;

Error lostError()
{
    return Error{ErrorKind::Unreachable, "The connection to Redis broke.", {}, {}};
}

} // namespace

Result<RespWriter> RespWriter::connect(std::uint16_t port, const Secret& password)
{
    FileDescriptor socket = connectToLoopback(port);
    if (!socket)
        return fail(ErrorKind::Unreachable, text("Redis does not answer on port %1.", port));
    RespWriter writer(std::move(socket));
    QBM_CHECK(writer.add({"AUTH", password.reveal()}));
    if (auto accepted = writer.flush(); !accepted)
        return fail(accepted.error().kind == ErrorKind::BadData ? ErrorKind::Denied : accepted.error().kind,
            "Redis does not take the lab's password.", accepted.error().detail);
    return writer;
}

Result<> RespWriter::add(std::initializer_list<std::string_view> words)
{
    m_queued += "*" + std::to_string(words.size()) + "\r\n";
    for (const std::string_view word : words) {
        m_queued += "$" + std::to_string(word.size()) + "\r\n";
        m_queued.append(word).append("\r\n");
    }
    return ++m_pending < kBatch ? Result<>{} : flush();
}

Result<> RespWriter::flush()
{
    for (std::string_view rest = m_queued; !rest.empty();) {
        const ssize_t sent = ::send(m_socket.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return fail(lostError());
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    m_queued.clear();
    return readAnswers();
}

Result<> RespWriter::readAnswers()
{
    // Every command written here is answered by one line: a status, an integer or an error.
    std::string line;
    std::array<char, 16'384> buffer{};
    while (m_pending > 0) {
        const ssize_t got = ::recv(m_socket.get(), buffer.data(), buffer.size(), 0);
        if (got <= 0)
            return fail(lostError());
        for (const char c : std::string_view(buffer.data(), static_cast<std::size_t>(got))) {
            if (c != '\n') {
                line += c;
                continue;
            }
            if (line.starts_with('-'))
                return fail(ErrorKind::BadData, "Redis refused a command of the lab.", line);
            line.clear();
            --m_pending;
        }
    }
    return {};
}

} // namespace qbm::lab
