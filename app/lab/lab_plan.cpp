// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/lab_plan.h"

#include "app/lab/part_process.h"
#include "app/lab/services/packages.h"
#include "app/lab/services/ports.h"
#include "app/lab/services/postgres.h"
#include "app/lab/services/prometheus.h"
#include "app/lab/services/redis.h"
#include "core/base/sha256.h"

#include <csignal>
#include <fmt/format.h>

namespace qbm::lab {

namespace {

constexpr std::size_t kSecretBytes = 24;
/// What the seeded application meets on a quiet day.
constexpr int kObjectiveP95Milliseconds = 1000;
constexpr int kObjectiveAccuracyPercent = 80;

struct Ports {
    std::uint16_t postgres = 0;
    std::uint16_t redis = 0;
    std::uint16_t kubernetes = 0;
    MonitoringPorts monitoring;
};

Result<Ports> pickPorts()
{
    Ports ports;
    for (std::uint16_t* port :
        {&ports.postgres, &ports.redis, &ports.kubernetes, &ports.monitoring.prometheus, &ports.monitoring.alertmanager,
            &ports.monitoring.application, &ports.monitoring.postgresExporter, &ports.monitoring.redisExporter}) {
        QBM_TRY(picked, pickFreePort());
        *port = picked;
    }
    return ports;
}

Result<> makeFolders(const LabFolder& folder)
{
    QBM_CHECK(makeFolder(folder.secrets(), 0700));
    for (const auto& each : {folder.logs(), folder.redis(), folder.prometheus(), folder.alertmanager(),
             folder.application(), folder.control(), folder.backups(), folder.consoleState()})
        QBM_CHECK(makeFolder(each, 0755));
    QBM_CHECK(makeFolder(folder.kubernetes(), 0700));
    return makePostgresFolder(folder.postgres());
}

Result<> makeSecrets(const LabFolder& folder, const Ports& ports)
{
    for (const char* name :
        {secrets::kPostgres, secrets::kRedis, secrets::kKubernetesToken, secrets::kSecretKey, secrets::kJwtSecretKey})
        QBM_CHECK(writeFileDurably(folder.secret(name), randomHex(kSecretBytes), 0600));
    QBM_TRY(password, readSecret(folder, secrets::kPostgres));
    return writeFileDurably(folder.secret(secrets::kPgPass),
        fmt::format("127.0.0.1:{}:*:{}:{}\n", ports.postgres, kSuperuser, password.reveal()), 0600);
}

Part makePart(const char* name, std::uint16_t port, process::Command command, int stopSignal = SIGTERM)
{
    Part part;
    part.name = name;
    part.port = port;
    part.command = std::move(command);
    part.stopSignal = stopSignal;
    return part;
}

Result<Part> planPostgres(const LabFolder& folder, const Ports& ports)
{
    QBM_TRY(program, findPostgresTool("postgres"));
    // The guide's settings as far as they fit a workstation; the rest is what a database page has to show.
    auto command = postgresCommand(program, folder.postgresData(), ports.postgres,
        {"max_connections=200", "shared_buffers=128MB", "default_statistics_target=100", "random_page_cost=1.1",
            "shared_preload_libraries=pg_stat_statements", "track_io_timing=on", "log_timezone=UTC", "timezone=UTC"});
    return makePart(
        parts::kPostgres, ports.postgres, std::move(command), SIGINT); // SIGTERM would wait for clients to leave
}

Result<Part> planRedis(const LabFolder& folder, const Ports& ports)
{
    QBM_TRY(password, readSecret(folder, secrets::kRedis));
    const auto file = folder.redis() / "redis.conf";
    QBM_CHECK(writeFileDurably(file,
        redisConfig(ports.redis, folder.redis(), password,
            {"maxmemory 256mb", "maxmemory-policy allkeys-lru", "tcp-keepalive 300", "slowlog-log-slower-than 5000",
                "set-proc-title no"}),
        0600));
    QBM_TRY(command, redisCommand(file));
    return makePart(parts::kRedis, ports.redis, command);
}

Result<Part> planPrometheus(const LabFolder& folder, const Ports& ports)
{
    const auto rules = folder.prometheus() / "rules.yml";
    const auto file = folder.prometheus() / "prometheus.yml";
    QBM_CHECK(writeFileDurably(rules, alertRules()));
    QBM_CHECK(writeFileDurably(file, prometheusConfig(ports.monitoring, rules, kApplicationScrapeInterval)));
    QBM_TRY(command, prometheusCommand(file, folder.prometheusData(), ports.monitoring.prometheus));
    return makePart(parts::kPrometheus, ports.monitoring.prometheus, command);
}

Result<Part> planAlertmanager(const LabFolder& folder, const Ports& ports)
{
    const auto file = folder.alertmanager() / "alertmanager.yml";
    QBM_CHECK(writeFileDurably(file, alertmanagerConfig()));
    QBM_TRY(command, alertmanagerCommand(file, folder.alertmanager() / "data", ports.monitoring.alertmanager));
    return makePart(parts::kAlertmanager, ports.monitoring.alertmanager, command);
}

Result<Part> planPostgresExporter(const LabFolder& folder, const Ports& ports)
{
    process::Command command;
    QBM_TRY(program, findTool("prometheus-postgres-exporter"));
    command.program = program;
    command.arguments = {fmt::format("--web.listen-address=127.0.0.1:{}", ports.monitoring.postgresExporter)};
    command.environment
        = {{"DATA_SOURCE_URI", fmt::format("127.0.0.1:{}/{}?sslmode=disable&application_name=postgres_exporter", ports.postgres, kDatabase)},
            {"DATA_SOURCE_USER", kSuperuser}, {"DATA_SOURCE_PASS_FILE", folder.secret(secrets::kPostgres).string()}};
    return makePart(parts::kPostgresExporter, ports.monitoring.postgresExporter, command);
}

Result<Part> planRedisExporter(const LabFolder& folder, const Ports& ports)
{
    const std::string address = fmt::format("redis://127.0.0.1:{}", ports.redis);
    QBM_TRY(password, readSecret(folder, secrets::kRedis));
    const auto passwords = folder.secret("redis-exporter.json");
    QBM_CHECK(writeFileDurably(passwords, fmt::format(R"({{"{}": "{}"}})", address, password.reveal()), 0600));
    process::Command command;
    QBM_TRY(program, findTool("prometheus-redis-exporter"));
    command.program = program;
    command.arguments = {fmt::format("-web.listen-address=127.0.0.1:{}", ports.monitoring.redisExporter),
        "-redis.addr=" + address, "-redis.password-file=" + passwords.string()};
    return makePart(parts::kRedisExporter, ports.monitoring.redisExporter, command);
}

Part planOwnProgram(const LabFolder& folder, const char* name, const char* verb, std::uint16_t port)
{
    process::Command command;
    command.program = ownProgram();
    command.arguments = {verb, "--dir", folder.root.string()};
    return makePart(name, port, std::move(command));
}

} // namespace

Result<std::vector<Part>> planParts(const LabFolder& folder)
{
    QBM_TRY(ports, pickPorts());
    QBM_CHECK(makeFolders(folder));
    QBM_CHECK(makeSecrets(folder, ports));
    QBM_TRY(postgres, planPostgres(folder, ports));
    QBM_TRY(redis, planRedis(folder, ports));
    QBM_TRY(prometheus, planPrometheus(folder, ports));
    QBM_TRY(alertmanager, planAlertmanager(folder, ports));
    QBM_TRY(postgresExporter, planPostgresExporter(folder, ports));
    QBM_TRY(redisExporter, planRedisExporter(folder, ports));
    return std::vector<Part>{postgres, redis, prometheus, alertmanager, postgresExporter, redisExporter,
        planOwnProgram(folder, parts::kKubernetes, "serve-kubernetes", ports.kubernetes),
        planOwnProgram(folder, parts::kApplication, "serve-application", ports.monitoring.application)};
}

config::Profile labProfile(const LabFolder& folder, const LabState& state)
{
    using config::SecretReference;
    const auto url = [&](const char* part) { return fmt::format("http://127.0.0.1:{}", state.port(part)); };
    const auto file = [&](const char* secret) {
        return SecretReference{SecretReference::Kind::File, folder.secret(secret).string()};
    };
    config::Profile profile;
    profile.name = folder.root.filename().string();
    profile.tier = Tier::Lab;
    profile.postgres = config::PostgresAccess{
        "127.0.0.1", state.port(parts::kPostgres), kDatabase, kSuperuser, file(secrets::kPostgres), "disable"};
    profile.redis = config::RedisAccess{"127.0.0.1", state.port(parts::kRedis), 0, "", file(secrets::kRedis), "qbm:"};
    profile.prometheus = config::HttpAccess{url(parts::kPrometheus), {}, {}};
    profile.alertmanager = config::HttpAccess{url(parts::kAlertmanager), {}, {}};
    profile.application = config::HttpAccess{url(parts::kApplication), {}, {}};
    profile.kubernetes = config::KubernetesAccess{folder.kubeconfig(), kKubernetesContext, "qbm-ai-system"};
    profile.backups.folder = folder.backups();
    profile.objectives = {kObjectiveP95Milliseconds, std::nullopt, kObjectiveAccuracyPercent};
    profile.stateFolder = folder.consoleState();
    return profile;
}

Result<Secret> readSecret(const LabFolder& folder, const char* name)
{
    QBM_TRY(content, readFile(folder.secret(name)));
    return Secret(std::move(content));
}

} // namespace qbm::lab
