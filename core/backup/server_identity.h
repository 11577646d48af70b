// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/origin.h"
#include "core/postgres/client.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace qbm::backup {

/// The number that initdb gave the server's cluster; empty where this role may not ask for it. \error as
/// postgres::Client, but for Denied
Result<std::string> fetchSystemIdentifier(postgres::Client& client, TaskContext& context);

/// Whose backups a profile means: host, port and database as it names them, and the server's identifier, which is asked
/// for at most once a minute and remembered on disk, so that it is known while the server is down.
/// \thread any
class ServerIdentity {
public:
    using Connect = std::function<Result<postgres::Client>(TaskContext& context)>;
    /// \param origin without the identifier \param connect to any database of the server \param memory a file in the
    /// profile's state folder; empty: nothing is remembered
    ServerIdentity(Origin origin, Connect connect, std::filesystem::path memory);

    /// As far as it is known now: a server that does not answer costs its connect timeout once a minute.
    /// \error Cancelled
    Result<Origin> fetch(TaskContext& context);
    /// Whether the server has the database; nullopt: it does not answer. As old as fetch()'s answer; only that it is
    /// missing is asked anew each time, so that a restore is seen at once. \error Cancelled
    Result<std::optional<bool>> fetchDatabaseExists(TaskContext& context);

private:
    Result<> ask(TaskContext& context);
    void recall();
    void remember() const;

    std::mutex m_mutex;
    Origin m_origin;
    Connect m_connect;
    std::filesystem::path m_memory;
    std::chrono::steady_clock::time_point m_askAgainAt{};
    std::optional<bool> m_databaseExists; ///< when it was asked last
};

} // namespace qbm::backup
