// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/base/task_context.h"
#include "core/base/tier.h"
#include "core/redis/info.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qbm::redis {

struct Options {
    std::string host = "localhost";
    std::uint16_t port = 6379;
    int database = 0;
    std::string user; ///< ACL user; empty: the default user
    std::optional<Secret> password;
    std::chrono::milliseconds connectTimeout{5'000};
    std::chrono::milliseconds commandTimeout{10'000}; ///< between a command and its whole reply
    AccessMode access = AccessMode::ReadWrite; ///< ReadOnly refuses what the server's own COMMAND INFO flags as write or admin
};

/// A server's reply (RESP2). An error reply is never one of these: it is an Error.
struct Reply {
    enum class Kind { Nil, Status, String, Integer, Array };
    Kind kind = Kind::Nil;
    std::string text; ///< Status and String
    std::int64_t integer = 0;
    std::vector<Reply> elements;
};

/// One connection to a Redis server, made at the first command and made again after it broke.
///
/// A command is never sent twice: where the connection breaks under a writing command, the error is InDoubt.
/// \thread one call at a time
/// \error Unreachable, Timeout, Cancelled; Denied (WRONGPASS, NOAUTH, NOPERM, READONLY, or refused because read-only);
///        Conflict (LOADING, BUSY, MASTERDOWN: try again later); Exhausted (OOM, too many clients);
///        Unsupported (no such command); InvalidInput (the server refuses the arguments); BadData (not RESP)
class Client {
public:
    explicit Client(Options options);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Sends one command, its arguments as they are (binary safe).
    Result<Reply> command(const std::vector<std::string>& arguments, TaskContext& context);
    /// INFO, every section.
    Result<Info> fetchInfo(TaskContext& context);
    /// Keys in the chosen database.
    Result<std::int64_t> fetchKeyCount(TaskContext& context);
    /// INFO and DBSIZE as the numbers a console shows.
    Result<ServerFacts> fetchFacts(TaskContext& context);

    const Options& options() const { return m_options; }
    /// "redis at HOST:PORT": how errors name this server.
    std::string address() const;

private:
    class Connection;
    Result<> ensureConnected(TaskContext& context);
    Result<Reply> exchange(const std::vector<std::string>& arguments, bool writes, TaskContext& context);
    Result<bool> writes(const std::vector<std::string>& arguments, TaskContext& context);

    Options m_options;
    std::unique_ptr<Connection> m_connection;
    std::vector<std::pair<std::string, bool>> m_writes; ///< by lower-case command name: what COMMAND INFO said
};

} // namespace qbm::redis
