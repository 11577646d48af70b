// SPDX-License-Identifier: GPL-3.0-or-later
// Seconds at 0 replicas of a restore: ours beside the live database, and the guide's restore.sh in place. Pods go and
// come at once on both sides, so that only what the database needs is measured.
#include "core/backup/dump/backup_operation.h"
#include "core/backup/restore/restore_operation.h"
#include "core/backup/tools.h"
#include "core/operation/engine.h"
#include "tests/bench/backup_database.h"
#include "tests/bench/measure.h"

#include <filesystem>
#include <map>
#include <unistd.h>

using namespace qbm;
using Stopwatch = std::chrono::steady_clock;

namespace {

/// Deployments that only note when they were at 0.
class TimedWorkload final : public backup::WorkloadControl {
public:
    Result<int> fetchReplicas(const std::string& deployment, TaskContext&) override
    {
        return m_replicas.at(deployment);
    }
    Result<> checkMayScale(const std::string&, TaskContext&) override { return {}; }
    Result<> scaleTo(const std::string& deployment, int replicas, TaskContext&) override
    {
        if (replicas == 0 && !m_stoppedAt)
            m_stoppedAt = Stopwatch::now();
        if (replicas > 0 && m_stoppedAt)
            m_downSeconds = std::chrono::duration<double>(Stopwatch::now() - *m_stoppedAt).count();
        m_replicas[deployment] = replicas;
        return {};
    }
    Result<> waitForPods(const std::string&, int, std::chrono::milliseconds, TaskContext&) override { return {}; }
    Result<std::string> findPodByAddress(const std::string&, TaskContext&) override { return std::string(); }
    Result<std::vector<backup::Interferer>> fetchInterferers(const std::vector<std::string>&, TaskContext&) override
    {
        return std::vector<backup::Interferer>();
    }
    Result<> checkMayPause(const backup::Interferer&, TaskContext&) override { return {}; }
    Result<> pause(const backup::Interferer&, TaskContext&) override { return {}; }
    Result<> resume(const backup::Interferer&, TaskContext&) override { return {}; }

    void begin() { m_stoppedAt.reset(); }
    double downSeconds() const { return m_downSeconds; }

private:
    std::map<std::string, int> m_replicas{{"backend", 3}, {"frontend", 2}};
    std::optional<Stopwatch::time_point> m_stoppedAt;
    double m_downSeconds = 0;
};

class RestoreBench {
public:
    explicit RestoreBench(double gigabytes)
        : m_server(bench::startFilledServer(gigabytes))
        , m_engine(engineOptions())
    {
        m_environment.folder = m_server->folder() / "backups";
        m_environment.database = m_server->database();
        m_environment.target = m_server->user() + "@" + m_server->host() + "/" + m_server->database();
        m_environment.connection = [this](AccessMode access, TaskContext&) -> Result<postgres::ConnectionSettings> {
            return bench::settingsOf(*m_server, access);
        };
        m_environment.workload = m_workload;
        std::fprintf(stderr, "database: %.2f GB\n", static_cast<double>(bench::databaseSizeBytes(*m_server)) / 1e9);
        backup::BackupOptions options;
        options.format = backup::Format::Fast;
        run(*backup::makeBackupOperation(m_environment, options));
        m_backup = newestName();
        // The guide's file, for the guide's restore.
        options.format = backup::Format::Guide;
        run(*backup::makeBackupOperation(m_environment, options));
        m_guideFile = m_environment.folder / newestName();
    }

    double beside()
    {
        m_workload->begin();
        auto operation = backup::makeRestoreOperation(m_environment, m_backup, {}, m_task);
        if (!operation)
            bench::require(fail(std::move(operation).error()), "making the restore");
        run(**operation);
        dropKeptDatabases();
        return m_workload->downSeconds();
    }

    /// What restore.sh runs between its two kubectl scale commands.
    double inPlace()
    {
        auto tools = backup::findNewestTools(m_task);
        auto access = backup::ToolAccess::create(bench::settingsOf(*m_server, AccessMode::ReadWrite));
        if (!tools || !access)
            bench::require(fail(tools ? access.error() : tools.error()), "finding pg_restore");
        process::Command command = access->command(tools->pgRestore);
        command.arguments.insert(
            command.arguments.end(), {"--clean", "--if-exists", "--no-owner", "--no-privileges", m_guideFile.string()});
        return bench::secondsOf([&] {
            const auto exit = process::run(command, {}, m_task);
            if (!exit || exit->code != 0)
                bench::require(
                    fail(ErrorKind::BadData, Text("pg_restore failed."), exit ? exit->errorTail : ""), "guide");
        });
    }

private:
    operation::EngineOptions engineOptions() const
    {
        operation::EngineOptions options;
        options.stateFolder = m_server->folder() / "state";
        options.profile = "bench";
        options.actor = operation::currentActor();
        return options;
    }

    void run(operation::Operation& operation)
    {
        const auto outcome = m_engine.run(operation, "benchmark", m_task);
        if (!outcome)
            bench::require(fail(outcome.error()), "operation");
        if (!outcome->succeeded())
            bench::require(fail(*outcome->record.error), "operation");
    }

    std::string newestName()
    {
        auto newest = test::latestBackup(m_environment.folder, m_task);
        if (!newest)
            bench::require(fail(newest.error()), "catalogue");
        return newest->name;
    }

    void dropKeptDatabases()
    {
        (void)m_server->sql(
            "SELECT format('DROP DATABASE %I', datname) FROM pg_database WHERE datname LIKE '%\\_before\\_%' "
            "\\gexec");
    }

    std::unique_ptr<test::PostgresServer> m_server;
    std::shared_ptr<TimedWorkload> m_workload = std::make_shared<TimedWorkload>();
    backup::BackupEnvironment m_environment;
    operation::Engine m_engine;
    TaskContext m_task;
    std::string m_backup;
    std::filesystem::path m_guideFile;
};

} // namespace

/// bench_backup_restore [MIB] [PAIRS]
int main(int argc, char** argv)
{
    const double gigabytes = (argc > 1 ? std::atof(argv[1]) : 2200) / 1024;
    const int pairs = argc > 2 ? std::atoi(argv[2]) : 5;
    RestoreBench restore(gigabytes);
    const auto both = bench::compareInTurn(
        pairs, [&] { return restore.beside(); }, [&] { return restore.inPlace(); });
    bench::printFigure("restore_downtime", both.ours, "s", "pg_restore in place, as the guide", both.peer);
    return 0;
}
