// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup_world.h"
#include "core/backup/catalogue.h"
#include "core/backup/drill/drill_operation.h"
#include "core/backup/dump/backup_operation.h"
#include "core/backup/restore/restore_elsewhere.h"
#include "core/backup/restore/restore_operation.h"
#include "core/backup/restore/side_database.h"
#include "tests/support/servers.h"

#include <QTemporaryDir>
#include <memory>
#include <string>
#include <vector>

/// As QCOMPARE, and shows what was found.
#define QBM_SAME(actual, expected) \
    do { \
        const std::string found = (actual); \
        QVERIFY2(found == (expected), found.c_str()); \
    } while (false)

namespace qbm::test {

/// A server, one database of it as the live one, and its backups: for tests about what a restore brings back. Sentences
/// that steps, checks and errors say are gathered.
class RestoreRunner {
public:
    std::string start(const std::string& database, PostgresServerOptions options = {})
    {
        auto started = PostgresServer::start(std::move(options));
        if (!started)
            return started.error().english();
        server = std::move(*started);
        use(database);
        return {};
    }
    /// Another database, with backups of its own.
    void use(const std::string& database)
    {
        m_folder = std::make_unique<QTemporaryDir>();
        world = {m_folder->path().toStdString(), server->port(), server->password().reveal()};
        world.database = database;
        user.clear();
    }
    /// psql as the superuser. \return what it prints, or "failed: ..."
    std::string sql(const std::string& statements, const std::string& database = "postgres") const
    {
        const auto answer = server->sql("\\connect " + postgres::quoteIdentifier(database)
            + "\nSET client_min_messages = error;\n" + statements);
        return answer ? *answer : "failed: " + answer.error().english() + answer.error().detail;
    }
    backup::BackupEnvironment environment() const
    {
        auto environment = world.environment();
        environment.deployments.clear();
        environment.silencer = nullptr;
        if (user.empty())
            return environment;
        environment.connection = [this](AccessMode access, TaskContext&) -> Result<postgres::ConnectionSettings> {
            auto settings = world.settings(access);
            settings.user = user;
            settings.password = Secret("secret");
            return settings;
        };
        return environment;
    }
    std::string backUp()
    {
        return run(backup::makeBackupOperation(environment(), {}));
    }
    std::string restore(backup::RestoreOptions options = {})
    {
        return run(backup::makeRestoreOperation(environment(), "LATEST", options, task));
    }
    std::string restoreInPlace() { return restore({.way = backup::RestoreWay::InPlace}); }
    std::string restoreInto(const std::string& database)
    {
        return run(backup::makeRestoreElsewhereOperation(environment(), "LATEST", {database, {}, {}}, task));
    }
    std::string drill() { return run(backup::makeDrillOperation(environment(), "LATEST", {}, task)); }

    /// Checks first, as the front ends do. \return empty if all went well, else "refused: ..." or "failed: ..."
    std::string run(Result<std::unique_ptr<operation::Operation>> made)
    {
        told.clear();
        checks.clear();
        if (!made)
            return "refused: " + made.error().english();
        const auto plan = (*made)->plan(task);
        if (!plan)
            return "refused: " + plan.error().english() + plan.error().detail;
        const auto asked = (*made)->check(task);
        if (!asked)
            return "refused: " + asked.error().english() + asked.error().detail;
        std::string refused;
        for (const operation::Check& check : *asked) {
            if (check.verdict != operation::Verdict::Pass)
                checks += check.reason.english() + "\n";
            if (check.verdict == operation::Verdict::Fail)
                refused += check.reason.english() + "\n";
        }
        if (!refused.empty())
            return "refused: " + refused;
        auto engine = world.engine();
        const auto outcome = engine.run(**made, "test", task);
        if (!outcome)
            return "failed: " + outcome.error().english() + outcome.error().detail;
        if (outcome->succeeded())
            return {};
        return "failed: " + (outcome->record.error ? outcome->record.error->english() + "\n" + outcome->record.error->detail : "?");
    }

    std::unique_ptr<PostgresServer> server;
    BackupWorld world;
    std::string user; ///< who connects, with the password "secret"; empty: the superuser
    std::string checks; ///< what the last run's checks warned of, a line each
    std::string told;
    TaskContext task;

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

} // namespace qbm::test
