// SPDX-License-Identifier: GPL-3.0-or-later
// A restore beside the live database, from its checks to the exchange, against a bare pg_restore -j2 of the same archive
// (unpacked before) into an empty database: with the comparison, and of a backup that says nothing to compare with. And seconds at 0
// replicas: ours, and the guide's restore.sh in place. Pods go and come at once on both sides, so that only what the
// database needs is measured.
#include "core/backup/catalogue.h"
#include "core/backup/dump/backup_operation.h"
#include "core/backup/restore/restore_operation.h"
#include "core/backup/restore/side_database.h"
#include "core/backup/server_identity.h"
#include "core/backup/tools.h"
#include "core/operation/engine.h"
#include "tests/bench/backup_database.h"
#include "tests/bench/measure.h"

#include <cstdlib>
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
        const auto readOnly = bench::settingsOf(*m_server, AccessMode::ReadOnly);
        m_environment.identity = std::make_shared<backup::ServerIdentity>(
            backup::Origin{{}, readOnly.host, readOnly.port, readOnly.database},
            [readOnly](TaskContext& task) { return backup::connectToMaintenance(readOnly, task); },
            std::filesystem::path());
        m_environment.workload = m_workload;
        std::fprintf(stderr, "database: %.2f GB\n", static_cast<double>(bench::databaseSizeBytes(*m_server)) / 1e9);
        backup::BackupOptions options;
        options.format = backup::Format::Fast;
        run(*backup::makeBackupOperation(m_environment, options));
        m_backup = newestName();
        unpack();
    }

    /// The guide's file, for the guide's restore.
    void makeGuideFile()
    {
        backup::BackupOptions options;
        options.format = backup::Format::Guide;
        run(*backup::makeBackupOperation(m_environment, options));
        m_guideFile = m_environment.folder / newestName();
    }

    /// Seconds at 0 replicas.
    double downtime()
    {
        restoreBeside(m_backup);
        return m_workload->downSeconds();
    }

    /// Seconds of the whole.
    double besideCompared() { return restoreBeside(m_backup); }
    double besideUncompared()
    {
        const std::filesystem::path file = m_environment.folder / m_backup;
        const backup::Sidecar counted = bench::valueOf(backup::readSidecar(file), "sidecar");
        backup::Sidecar uncounted = counted;
        uncounted.counted = false;
        uncounted.tables.clear();
        uncounted.largeObjects.reset();
        bench::require(backup::writeSidecar(file, uncounted), "sidecar");
        const double seconds = restoreBeside(m_backup);
        bench::require(backup::writeSidecar(file, counted), "sidecar");
        return seconds;
    }

    double bare()
    {
        auto settings = bench::settingsOf(*m_server, AccessMode::ReadWrite);
        const auto sql = [&](const char* statement) { (void)bench::valueOf(m_server->sql(statement), statement); };
        sql("CREATE DATABASE bare TEMPLATE template0");
        settings.database = "bare";
        const auto tools = bench::valueOf(backup::findNewestTools(m_task), "pg_restore");
        const auto access = bench::valueOf(backup::ToolAccess::create(settings), "pg_restore");
        process::Command command = access.command(tools.pgRestore);
        command.arguments.insert(command.arguments.end(), {"--jobs=2", m_plainFile.string()});
        const double seconds = bench::secondsOf([&] { runTool(command); });
        sql("DROP DATABASE bare");
        sql("CHECKPOINT");
        return seconds;
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
        return bench::secondsOf([&] { runTool(command); });
    }

private:
    double restoreBeside(const std::string& backup)
    {
        m_workload->begin();
        m_begun = Stopwatch::now();
        auto operation = bench::valueOf(
            backup::makeRestoreOperation(m_environment, backup, {}, m_task), "making the restore");
        const double seconds = bench::secondsOf([&] { run(*operation); });
        dropKeptDatabases();
        return seconds;
    }

    /// The same archive, as pg_restore can read it.
    void unpack()
    {
        m_plainFile = m_server->folder() / "plain.dump";
        process::Command command;
        command.program = "/usr/bin/zstd";
        command.arguments = {"-d", "-q", "-o", m_plainFile.string(), (m_environment.folder / m_backup).string()};
        runTool(command);
    }

    void runTool(const process::Command& command)
    {
        const auto exit = process::run(command, {}, m_task);
        if (!exit || exit->code != 0)
            bench::require(
                fail(ErrorKind::BadData, Text("pg_restore failed."), exit ? exit->errorTail : ""), "pg_restore");
    }

    operation::EngineOptions engineOptions() const
    {
        operation::EngineOptions options;
        options.stateFolder = m_server->folder() / "state";
        options.profile = "bench";
        options.actor = operation::currentActor();
        if (std::getenv("QBM_BENCH_STEPS") != nullptr) // where the time goes
            options.onJournalPoint = [this](std::string_view point) {
                std::fprintf(stderr, "# %7.3f s  %.*s\n",
                    std::chrono::duration<double>(Stopwatch::now() - m_begun).count(), static_cast<int>(point.size()),
                    point.data());
            };
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
        const auto backups = backup::Catalogue(m_environment.folder).list(m_task); // newest first
        if (!backups)
            bench::require(fail(backups.error()), "catalogue");
        return backups->front().name;
    }

    void dropKeptDatabases()
    {
        (void)m_server->sql(
            "SELECT format('DROP DATABASE %I', datname) FROM pg_database WHERE datname LIKE '%\\_before\\_%' "
            "\\gexec");
        (void)m_server->sql("CHECKPOINT");
    }

    std::unique_ptr<test::PostgresServer> m_server;
    std::shared_ptr<TimedWorkload> m_workload = std::make_shared<TimedWorkload>();
    backup::BackupEnvironment m_environment;
    operation::Engine m_engine;
    TaskContext m_task;
    Stopwatch::time_point m_begun = Stopwatch::now();
    std::string m_backup;
    std::filesystem::path m_guideFile, m_plainFile;
};

} // namespace

/// bench_backup_restore [MIB] [PAIRS]
int main(int argc, char** argv)
{
    const double gigabytes = (argc > 1 ? std::atof(argv[1]) : 2200) / 1024;
    const int pairs = argc > 2 ? std::atoi(argv[2]) : 5;
    RestoreBench restore(gigabytes);
    constexpr const char* kPeer = "pg_restore --jobs=2 of the same archive";
    const auto bare = [&] { return restore.bare(); };
    const auto uncompared = bench::compareInTurn(
        pairs, [&] { return restore.besideUncompared(); }, bare);
    bench::printFigure("restore_beside", uncompared.ours, "s", kPeer, uncompared.peer);
    const auto compared = bench::compareInTurn(
        pairs, [&] { return restore.besideCompared(); }, bare);
    bench::printFigure("restore_beside_compared", compared.ours, "s", kPeer, compared.peer);
    restore.makeGuideFile();
    const auto both = bench::compareInTurn(
        pairs, [&] { return restore.downtime(); }, [&] { return restore.inPlace(); });
    bench::printFigure("restore_downtime", both.ours, "s", "pg_restore in place, as the guide", both.peer);
    return 0;
}
