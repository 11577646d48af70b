// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup_world.h"
#include "core/backup/tools.h"
#include "tests/support/servers.h"

#include <QTemporaryDir>
#include <QTest>
#include <memory>
#include <string>

namespace qbm::test {

/// What tests of backups on a real server begin with: the server, the tools, a folder, and SQL that has to go well. A test
/// class stands on it beside QObject.
class ServerFixture {
protected:
    /// Once: in initTestCase().
    void startServer()
    {
        auto server = PostgresServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
        m_tools = backup::findTools(15, m_task).value();
        newFolder();
    }
    /// For each test function that writes backups: in init().
    void newFolder()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_world = {m_folder->path().toStdString(), m_server->port(), m_server->password().reveal()};
    }
    void execute(const std::string& sql)
    {
        const auto answer = m_server->sql(sql);
        QVERIFY2(answer.has_value(), answer ? "" : (answer.error().english() + answer.error().detail).c_str());
    }
    postgres::ConnectionSettings settingsOf(const std::string& database) const
    {
        auto settings = m_world.settings();
        settings.database = database;
        return settings;
    }

    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    BackupWorld m_world;
    TaskContext m_task;
    backup::Tools m_tools;
};

} // namespace qbm::test
