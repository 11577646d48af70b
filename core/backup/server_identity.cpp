// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/server_identity.h"

#include "core/base/file.h"
#include "core/base/log.h"
#include "core/postgres/shared_names.h"

namespace qbm::backup {

namespace {

constexpr std::chrono::minutes kAskAgain{1};

std::optional<bool> hasDatabase(postgres::Client& client, const std::string& name, TaskContext& context)
{
    const auto answer = client.query(
        "SELECT 1 FROM pg_catalog.pg_database WHERE " + postgres::isNamed("datname"), {postgres::nameBytes(name)}, context);
    return answer ? std::optional(!answer->rows.empty()) : std::nullopt;
}

} // namespace

Result<std::string> fetchSystemIdentifier(postgres::Client& client, TaskContext& context)
{
    auto answer = client.query("SELECT system_identifier::text FROM pg_catalog.pg_control_system()", context);
    if (!answer && answer.error().kind == ErrorKind::Denied)
        return std::string();
    QBM_CHECK(answer);
    return answer->rows.at(0).at(0).value_or("");
}

ServerIdentity::ServerIdentity(Origin origin, Connect connect, std::filesystem::path memory)
    : m_origin(std::move(origin))
    , m_connect(std::move(connect))
    , m_memory(std::move(memory))
{
    recall();
}

Result<Origin> ServerIdentity::fetch(TaskContext& context)
{
    const std::scoped_lock lock(m_mutex);
    if (std::chrono::steady_clock::now() >= m_askAgainAt)
        QBM_CHECK(ask(context));
    return m_origin;
}

Result<std::optional<bool>> ServerIdentity::fetchDatabaseExists(TaskContext& context)
{
    const std::scoped_lock lock(m_mutex);
    if (std::chrono::steady_clock::now() >= m_askAgainAt || m_databaseExists == false)
        QBM_CHECK(ask(context));
    return m_databaseExists;
}

Result<> ServerIdentity::ask(TaskContext& context)
{
    auto client = m_connect(context);
    auto identifier = client ? fetchSystemIdentifier(*client, context) : Result<std::string>(fail(client.error()));
    const auto exists = client ? hasDatabase(*client, m_origin.database, context) : std::nullopt;
    QBM_CHECK(context.checkpoint());
    m_askAgainAt = std::chrono::steady_clock::now() + kAskAgain;
    m_databaseExists = exists;
    if (identifier && !identifier->empty() && *identifier != m_origin.systemIdentifier) {
        m_origin.systemIdentifier = std::move(*identifier);
        remember();
    }
    return {};
}

/// One line: host:port and the identifier.
void ServerIdentity::recall()
{
    const auto written = m_memory.empty() ? Result<std::string>(std::string()) : readFile(m_memory);
    const std::string server = m_origin.host + ":" + std::to_string(m_origin.port) + " ";
    if (written && written->starts_with(server) && written->ends_with('\n'))
        m_origin.systemIdentifier = written->substr(server.size(), written->size() - server.size() - 1);
}

void ServerIdentity::remember() const
{
    if (m_memory.empty())
        return;
    const std::string line
        = m_origin.host + ":" + std::to_string(m_origin.port) + " " + m_origin.systemIdentifier + "\n";
    // A state folder that cannot be written is told where it matters; here the server is asked again.
    if (const auto written = writeFileDurably(m_memory, line, 0600); !written)
        log::write(log::Level::Info, "backup", written.error());
}

} // namespace qbm::backup
