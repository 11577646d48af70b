// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/servers.h"

#include "app/lab/services/packages.h"
#include "app/lab/services/ports.h"
#include "app/lab/services/postgres.h"
#include "app/lab/services/probe.h"
#include "app/lab/services/process_tree.h"
#include "app/lab/services/prometheus.h"
#include "app/lab/services/redis.h"
#include "core/base/file.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fmt/format.h>
#include <thread>
#include <unistd.h>

namespace qbm::test {

namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr auto kReadyLimit = 20s;
constexpr auto kStopGrace = 5s;
// Constant, so that the template of the data folder serves every run.
constexpr const char* kPassword = "qbm-test-password";

Result<fs::path> makeTemporaryFolder()
{
    std::string name = (fs::temp_directory_path() / "qbm-test-XXXXXX").string();
    if (!::mkdtemp(name.data()))
        return fail(fileError(errno, "Cannot make the folder " + name));
    fs::permissions(name, fs::perms(0755)); // PostgreSQL's own user goes through it
    return fs::path(name);
}

/// A data folder to copy, made once per machine, PostgreSQL build and further arguments of initdb: three times as fast
/// as initdb.
fs::path templateFolder(const fs::path& postgres, const std::vector<std::string>& initdb)
{
    const char* cache = std::getenv("XDG_CACHE_HOME");
    const char* home = std::getenv("HOME");
    const fs::path base = cache ? fs::path(cache) : home ? fs::path(home) / ".cache" : fs::temp_directory_path();
    const auto built = fs::last_write_time(postgres).time_since_epoch().count();
    const std::string kind = initdb.empty()
        ? ""
        : fmt::format("-{:x}", std::hash<std::string>()(fmt::format("{}", fmt::join(initdb, " "))));
    return base / "qbm-console-tests" / fmt::format("postgres-{}-{}{}", ::geteuid(), built, kind);
}

Result<> makeTemplate(const fs::path& target, const std::vector<std::string>& initdbArguments)
{
    QBM_TRY(work, makeTemporaryFolder());
    const auto make = [&]() -> Result<> {
        const fs::path owned = work / "owned";
        QBM_CHECK(lab::makePostgresFolder(owned));
        QBM_CHECK(writeFileDurably(owned / "password", kPassword, 0600));
        QBM_CHECK(lab::giveToPostgres(owned / "password"));
        QBM_TRY(initdb, lab::findPostgresTool("initdb"));
        process::Command command = lab::initdbCommand(initdb, owned / "data", owned / "password");
        command.arguments.insert(command.arguments.end(), initdbArguments.begin(), initdbArguments.end());
        QBM_CHECK(runTool(command));
        QBM_TRY(postgres, lab::findPostgresTool("postgres"));
        QBM_CHECK(runTool(
            lab::singleUserCommand(postgres, owned / "data"), std::string("CREATE DATABASE ") + lab::kDatabase + "\n"));
        QBM_CHECK(writeFileDurably(owned / "data/pg_hba.conf", lab::hostBasedAccess(false), 0644));
        const fs::path partial = target.string() + ".partial";
        fs::remove_all(partial);
        fs::copy(owned / "data", partial, fs::copy_options::recursive);
        fs::rename(partial, target);
        return {};
    };
    auto made = make();
    fs::remove_all(work);
    return made;
}

Result<fs::path> ensureTemplate(const std::vector<std::string>& initdb)
{
    QBM_TRY(postgres, lab::findPostgresTool("postgres"));
    const fs::path folder = templateFolder(postgres, initdb);
    QBM_CHECK(makeFolder(folder.parent_path(), 0700));
    QBM_TRY(lock, FileLock::acquire(folder.string() + ".lock"));
    if (!fs::exists(folder))
        QBM_CHECK(makeTemplate(folder, initdb));
    return folder;
}

struct Place {
    fs::path folder;
    std::uint16_t port = 0;
};

Result<Place> makePlace()
{
    QBM_TRY(port, lab::pickFreePort());
    QBM_TRY(folder, makeTemporaryFolder());
    return Place{folder, port};
}

} // namespace

// --- Server ---------------------------------------------------------------------------------------------------------

Server::Server(fs::path folder, std::uint16_t port)
    : m_folder(std::move(folder))
    , m_port(port)
{
}

Server::~Server()
{
    std::error_code ignored;
    fs::remove_all(m_folder, ignored);
}

std::string Server::log() const
{
    return readFile(m_folder / "server.log").value_or("");
}

int Server::stopSignal() const
{
    return SIGTERM;
}

Result<> Server::launch()
{
    QBM_TRY(child, ChildProcess::start(command(), m_folder / "server.log"));
    m_child = std::move(child);
    const auto deadline = std::chrono::steady_clock::now() + kReadyLimit;
    while (!ready()) {
        if (!m_child.running() || std::chrono::steady_clock::now() > deadline)
            return fail(ErrorKind::Timeout, command().program.filename().string() + " did not start: " + log());
        std::this_thread::sleep_for(10ms);
    }
    return {};
}

void Server::stop()
{
    thaw();
    m_child.stop(stopSignal(), kStopGrace);
}

Result<> Server::restart()
{
    stop();
    return launch();
}

void Server::freeze()
{
    lab::signalTree(pid(), SIGSTOP);
    // The signal takes its time on a busy machine; a server that still answers is not frozen.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    const auto frozen = [this] { return std::ranges::all_of(lab::processTree(pid()), lab::isFrozen); };
    while (!frozen() && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

void Server::thaw()
{
    lab::signalTree(pid(), SIGCONT);
}

// --- PostgreSQL -----------------------------------------------------------------------------------------------------

PostgresServer::PostgresServer(fs::path folder, std::uint16_t port, PostgresServerOptions options)
    : Server(std::move(folder), port)
    , m_options(std::move(options))
{
}

PostgresServer::~PostgresServer()
{
    stop();
}

Result<std::unique_ptr<PostgresServer>> PostgresServer::start(PostgresServerOptions options)
{
    QBM_TRY(pattern, ensureTemplate(options.initdb));
    QBM_TRY(place, makePlace());
    std::unique_ptr<PostgresServer> server(new PostgresServer(place.folder, place.port, std::move(options)));
    QBM_CHECK(writeFileDurably(server->passwordFile(), kPassword, 0600));
    std::error_code error;
    fs::copy(pattern, place.folder / "data", fs::copy_options::recursive, error);
    if (error)
        return fail(fileError(error.value(), "Cannot copy " + pattern.string()));
    fs::permissions(place.folder / "data", fs::perms(0700));
    QBM_CHECK(lab::giveToPostgres(place.folder / "data"));
    QBM_CHECK(server->launch());
    return server;
}

Secret PostgresServer::password() const
{
    return Secret(kPassword);
}

Result<std::string> PostgresServer::sql(const std::string& statements) const
{
    process::Command psql;
    QBM_TRY(program, lab::findPostgresTool("psql"));
    psql.program = program;
    psql.arguments = {"--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1", "--host",
        host(), "--port", std::to_string(port()), "--username", user(), "--dbname", database()};
    psql.environment = {{"PGPASSWORD", kPassword}};
    return runTool(psql, statements);
}

process::Command PostgresServer::command() const
{
    std::vector<std::string> settings{"max_connections=100", "shared_buffers=32MB"};
    settings.insert(settings.end(), m_options.settings.begin(), m_options.settings.end());
    const auto postgres = lab::findPostgresTool("postgres");
    return lab::postgresCommand(postgres.value_or("postgres"), folder() / "data", port(), settings);
}

bool PostgresServer::ready() const
{
    return lab::postgresReady(folder() / "data");
}

int PostgresServer::stopSignal() const
{
    return SIGINT; // fast shutdown: connections are ended, not waited for
}

// --- Redis ----------------------------------------------------------------------------------------------------------

RedisServer::RedisServer(fs::path folder, std::uint16_t port, RedisServerOptions options)
    : Server(std::move(folder), port)
    , m_options(std::move(options))
{
}

RedisServer::~RedisServer()
{
    stop();
}

Result<std::unique_ptr<RedisServer>> RedisServer::start(RedisServerOptions options)
{
    QBM_TRY(place, makePlace());
    std::unique_ptr<RedisServer> server(new RedisServer(place.folder, place.port, std::move(options)));
    QBM_CHECK(writeFileDurably(server->passwordFile(), server->password().reveal(), 0600));
    QBM_CHECK(writeFileDurably(place.folder / "redis.conf",
        lab::redisConfig(place.port, place.folder, server->password(), server->m_options.settings), 0600));
    QBM_CHECK(server->launch());
    return server;
}

Secret RedisServer::password() const
{
    return m_options.withPassword ? Secret(kPassword) : Secret();
}

process::Command RedisServer::command() const
{
    return lab::redisCommand(folder() / "redis.conf").value_or(process::Command{});
}

bool RedisServer::ready() const
{
    return lab::answersRedis(port());
}

// --- Prometheus -----------------------------------------------------------------------------------------------------

PrometheusServer::~PrometheusServer()
{
    stop();
}

Result<std::unique_ptr<PrometheusServer>> PrometheusServer::start(PrometheusServerOptions options)
{
    QBM_TRY(place, makePlace());
    std::unique_ptr<PrometheusServer> server(new PrometheusServer(place.folder, place.port));
    std::string config = "global: {scrape_interval: 1s, evaluation_interval: 1s}\n";
    if (!options.rules.empty()) {
        QBM_CHECK(writeFileDurably(place.folder / "rules.yml", options.rules));
        config += "rule_files: [rules.yml]\n";
    }
    if (!options.alertmanager.empty())
        config += fmt::format(
            "alerting: {{alertmanagers: [{{static_configs: [{{targets: [\"{}\"]}}]}}]}}\n", options.alertmanager);
    if (options.scrapeConfigs.empty())
        options.scrapeConfigs = fmt::format(
            "- {{job_name: prometheus, static_configs: [{{targets: [\"127.0.0.1:{}\"]}}]}}\n", place.port);
    QBM_CHECK(writeFileDurably(place.folder / "prometheus.yml", config + "scrape_configs:\n" + options.scrapeConfigs));
    if (!options.openMetrics.empty()) {
        QBM_CHECK(writeFileDurably(place.folder / "history.txt", options.openMetrics));
        QBM_TRY(createBlocks, lab::createBlocksCommand(place.folder / "history.txt", place.folder / "data"));
        QBM_CHECK(runTool(createBlocks));
    }
    QBM_CHECK(server->launch());
    return server;
}

std::string PrometheusServer::url() const
{
    return "http://127.0.0.1:" + std::to_string(port());
}

process::Command PrometheusServer::command() const
{
    return lab::prometheusCommand(folder() / "prometheus.yml", folder() / "data", port()).value_or(process::Command{});
}

bool PrometheusServer::ready() const
{
    return lab::answersHttp(port(), "/-/ready");
}

// --- Alertmanager ---------------------------------------------------------------------------------------------------

AlertmanagerServer::~AlertmanagerServer()
{
    stop();
}

Result<std::unique_ptr<AlertmanagerServer>> AlertmanagerServer::start()
{
    QBM_TRY(place, makePlace());
    std::unique_ptr<AlertmanagerServer> server(new AlertmanagerServer(place.folder, place.port));
    QBM_CHECK(writeFileDurably(place.folder / "alertmanager.yml", lab::alertmanagerConfig()));
    QBM_CHECK(server->launch());
    return server;
}

std::string AlertmanagerServer::url() const
{
    return "http://127.0.0.1:" + std::to_string(port());
}

process::Command AlertmanagerServer::command() const
{
    return lab::alertmanagerCommand(folder() / "alertmanager.yml", folder() / "data", port())
        .value_or(process::Command{});
}

bool AlertmanagerServer::ready() const
{
    return lab::answersHttp(port(), "/-/ready");
}

} // namespace qbm::test
