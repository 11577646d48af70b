// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/base/task_context.h"
#include "core/base/tier.h"
#include "core/redis/info.h"

#include <chrono>
#include <cstdint>
#include <map>
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

/// A server's reply (RESP2). A command that fails is an Error; Kind::Error occurs only inside an array (EXEC).
struct Reply {
    enum class Kind { Nil, Status, String, Integer, Array, Error };
    Kind kind = Kind::Nil;
    std::string text; ///< Status, String and Error
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

    /// Sends one command, its arguments as they are (binary safe). Commands that change what the connection speaks (SUBSCRIBE,
    /// MONITOR, HELLO, ...) are Unsupported. \cost one more round trip the first time a command is used, for its flags
    Result<Reply> command(const std::vector<std::string>& arguments, TaskContext& context);
    /// INFO, every section.
    Result<Info> fetchInfo(TaskContext& context);
    /// Keys in the chosen database.
    Result<std::int64_t> fetchKeyCount(TaskContext& context);
    /// INFO and DBSIZE as the numbers a console shows.
    Result<ServerFacts> fetchFacts(TaskContext& context);

    const Options& options() const { return m_options; }
    /// "Redis at HOST:PORT": how errors name this server.
    std::string address() const;

private:
    class Connection;
    Result<> ensureConnected(TaskContext& context);
    Result<Reply> ask(const std::vector<std::string>& arguments, TaskContext& context);
    Result<bool> isWriting(const std::vector<std::string>& arguments, TaskContext& context);

    Options m_options;
    std::unique_ptr<Connection> m_connection;
    std::map<std::string, bool, std::less<>> m_writing; ///< by "command" or "command|subcommand": what COMMAND INFO said
};

} // namespace qbm::redis
