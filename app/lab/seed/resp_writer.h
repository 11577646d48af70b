// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/base/secret.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace qbm::lab {

/// Writes many commands to a Redis on 127.0.0.1 and only looks whether each succeeded.
class RespWriter {
public:
    /// \error Unreachable, Denied (password)
    static Result<RespWriter> connect(std::uint16_t port, const Secret& password);

    /// Queues a command; every few hundred are sent and their answers read. \error Unreachable, BadData (Redis refused
    /// one)
    Result<> add(std::initializer_list<std::string_view> words);
    /// Sends what is queued and reads all answers.
    Result<> flush();

private:
    explicit RespWriter(FileDescriptor socket)
        : m_socket(std::move(socket))
    {
    }
    Result<> readAnswers();

    FileDescriptor m_socket;
    std::string m_queued;
    std::size_t m_pending = 0;
};

} // namespace qbm::lab
