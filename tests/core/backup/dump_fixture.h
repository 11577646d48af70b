// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup_world.h"
#include "core/backup/dump/dump.h"
#include "core/backup/operation_checks.h"
#include "core/base/file.h"
#include "tests/support/servers.h"

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace qbm::test {

/// A PostgreSQL with an empty database for each test function, and a folder for its backups.
class DumpFixture {
public:
    void startServer()
    {
        auto server = PostgresServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
    }
    /// A new folder for backups; the server answers again if it was stopped.
    void beginWithTheSameData()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_world = {m_folder->path().toStdString(), m_server->port(), m_server->password().reveal()};
        if (!m_server->sql("SELECT 1"))
            QVERIFY(m_server->restart().has_value());
    }
    void begin()
    {
        beginWithTheSameData();
        execute(emptySql());
    }

    PostgresServer& server() { return *m_server; }
    BackupWorld& world() { return m_world; }
    TaskContext& task() { return m_task; }
    backup::Tools tools() { return backup::findTools(15, m_task).value(); }

    void execute(const std::string& sql)
    {
        const auto answer = m_server->sql(sql);
        QVERIFY2(answer.has_value(), answer ? "" : (answer.error().english() + answer.error().detail).c_str());
    }
    /// What psql prints, or its complaint, which is equal to nothing.
    std::string ask(const std::string& sql)
    {
        const auto answer = m_server->sql(sql);
        return answer ? *answer : "failed: " + answer.error().english() + answer.error().detail;
    }
    postgres::Client connect() { return postgres::Client::connect(m_world.settings(), m_task).value(); }

    /// The folder is filled in.
    Result<backup::Backup> dump(backup::DumpOptions options) { return dump(std::move(options), m_task); }
    Result<backup::Backup> dump(backup::DumpOptions options, TaskContext& task)
    {
        options.folder = m_world.backups();
        return backup::dumpDatabase(m_world.settings(), tools(), options, {}, task);
    }
    backup::Backup again(const backup::Backup& made)
    {
        return backup::Catalogue(m_world.backups()).find(made.name, m_task).value();
    }

private:
    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    BackupWorld m_world;
    TaskContext m_task;
};

inline std::vector<std::string> namesIn(const std::filesystem::path& folder)
{
    std::vector<std::string> names;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none))
        names.push_back(entry.path().filename().string());
    return names;
}

/// Processes called pg_dump that talk to this port.
inline std::vector<pid_t> dumpProcesses(std::uint16_t port)
{
    std::vector<pid_t> found;
    const std::string wanted = "--port=" + std::to_string(port);
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const auto commandLine = readFile(entry.path() / "cmdline");
        if (commandLine && commandLine->find("pg_dump") != std::string::npos
            && commandLine->find(wanted) != std::string::npos)
            found.push_back(static_cast<pid_t>(std::atol(entry.path().filename().c_str())));
    }
    return found;
}

template <class Condition> bool waitFor(Condition condition, std::chrono::milliseconds limit = std::chrono::seconds(10))
{
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
}

} // namespace qbm::test
