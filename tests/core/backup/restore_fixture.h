// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup_world.h"
#include "core/backup/restore/restore_operation.h"
#include "tests/support/servers.h"

#include <QTemporaryDir>
#include <memory>
#include <string>

namespace qbm::test {

/// A server whose live database was changed after a backup of it was made, and an application with an autoscaler and a
/// CronJob: what every test of a restore begins with and is held against.
class RestoreFixture {
public:
    static constexpr const char* kBackup = "wanted.dump";

    /// Once a test: the server, the databases to copy from, the backup. Empty if it went well.
    std::string start(PostgresServerOptions options = {});
    /// Before each test or run: everything as at the beginning. Empty if it went well.
    std::string reset();

    BackupWorld world;
    PostgresServer& server() { return *m_server; }
    FileWorkload workload() const { return FileWorkload(world.workloadFile()); }
    FileSilencer silencer() const { return FileSilencer(world.silenceFile()); }

    /// As BackupWorld::ask().
    std::string ask(const std::string& sql, const std::string& database = {}) const { return world.ask(sql, database); }
    std::string liveDigest() { return ask(digestSql()); }
    const std::string& digestOfBackup() const { return m_digestOfBackup; }
    const std::string& digestBefore() const { return m_digestBefore; }

    /// Names of the databases beside the live one, by their role ("_restore_", "_before_"), joined by blanks.
    std::string databasesBeside(const std::string& role);

    /// What differs from before the restore; empty where nothing does, the data included.
    std::string differencesFromBefore();
    /// What a finished restore must not leave different; empty if all is well. Data as in the backup.
    std::string differencesFromRestored(backup::RestoreWay way);

    operation::Engine engine(operation::Journal::PointHook hook = {}) const { return world.engine(std::move(hook)); }
    std::unique_ptr<operation::Operation> makeRestore(
        const backup::BackupEnvironment& environment, backup::RestoreOptions options = {});
    Result<operation::Outcome> restore(
        const backup::BackupEnvironment& environment, backup::RestoreOptions options = {});
    /// Continues or takes back the newest unfinished operation.
    Result<operation::Outcome> goOn(const std::string& how, const backup::BackupEnvironment& environment);

    TaskContext task;

private:
    std::string surroundingsDiffer();
    Result<> recreateLive();

    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<QTemporaryDir> m_stash, m_folder;
    std::string m_digestOfBackup, m_digestBefore;
};

/// State and error of an outcome, for messages.
std::string describe(const Result<operation::Outcome>& outcome);
/// Makes an unfinished restore or swap again from its journal.
Result<std::unique_ptr<operation::Operation>> remake(
    const backup::BackupEnvironment& environment, const operation::Record& record);

} // namespace qbm::test
