// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/compose.h"

#include "app/compose/backup_settings.h"
#include "app/compose/health_providers.h"
#include "app/compose/unavailable_cluster.h"
#include "core/backup/keep/backup_in_use.h"
#include "core/backup/restore/side_database.h"
#include "core/base/file.h"
#include "core/cluster/deployment_wait.h"
#include "core/config/alert_matchers.h"
#include "core/health/answers.h"
#include "core/kubernetes/client.h"
#include "core/postgres/client.h"
#include "core/redis/client.h"
#include "core/service/alert_silencer.h"
#include "core/service/analysis_service.h"
#include "core/service/backup_service.h"
#include "core/service/cluster_service.h"
#include "core/service/dashboard_service.h"
#include "core/service/health_service.h"
#include "core/service/kubernetes_cron_jobs.h"
#include "core/service/kubernetes_workload.h"
#include "core/service/metrics_service.h"
#include "core/service/operation_service.h"

#include <algorithm>
#include <iterator>

namespace qbm::compose {

namespace {

Error notConfigured(const char* part)
{
    return Error{ErrorKind::Unsupported,
        text(QT_TRANSLATE_NOOP("core", "The profile names no %1. Add it under \"Edit this connection\" or in the profile file."), part), {}, {}};
}

health::Objectives objectivesOf(const config::Objectives& chosen)
{
    health::Objectives objectives;
    if (chosen.p95Milliseconds)
        objectives.p95Seconds = *chosen.p95Milliseconds / 1000.0;
    if (chosen.failedPercent)
        objectives.failedPercent = *chosen.failedPercent;
    if (chosen.accuracyPercent)
        objectives.accuracy = *chosen.accuracyPercent / 100.0;
    return objectives;
}

/// Where an HTTP API answers, with the HTTP client that fits its certificates.
struct HttpApi {
    std::shared_ptr<net::HttpClient> http;
    prometheus::Endpoint endpoint;
};

/// Everything that is made from one profile, in the order in which one needs the other.
class Composer {
public:
    Composer(const config::Profile& profile, AccessMode access, std::string program, std::filesystem::path file)
        : m_profile(profile)
        , m_access(access)
        , m_program(std::move(program))
        , m_file(std::move(file))
    {
    }

    Result<service::Services> make(TaskContext& context)
    {
        QBM_CHECK(makeFolder(config::effectiveStateFolder(m_profile), 0700));
        openKubernetes();
        makeSecrets();
        QBM_CHECK(openPrometheus(context));
        QBM_CHECK(openAlertmanager(context));
        QBM_CHECK(openApplication(context));
        makeBackups();
        m_services.metrics = service::makeMetricsService(m_prometheus, m_alertmanager);
        m_services.dashboards = service::makeDashboardService(
            dashboard::Library(dashboard::builtInDashboardFolder(), dashboard::userDashboardFolder()), m_prometheus);
        makeAnalysis();
        makeCluster();
        makeHealth();
        makeOperations();
        m_services.profile = m_profile;
        m_services.access = m_access;
        return std::move(m_services);
    }

private:
    /// A kubeconfig that cannot be read takes the cluster pages away and nothing else.
    void openKubernetes()
    {
        if (!m_profile.kubernetes) {
            m_services.cluster = makeUnavailableCluster(notConfigured("Kubernetes"));
            return;
        }
        auto access = kubernetes::findAccess(m_profile.kubernetes->kubeconfig, m_profile.kubernetes->context);
        if (!access) {
            m_services.cluster = makeUnavailableCluster(std::move(access).error());
            return;
        }
        m_kubernetes = std::make_shared<kubernetes::Client>(std::move(*access), m_access);
    }

    /// What the cluster service asks of the other parts must not hold that service: they hold the client.
    void makeSecrets()
    {
        const auto client = m_kubernetes;
        const auto unavailable = m_services.cluster; // set where there is no client: it says why
        m_secrets = std::make_shared<config::SecretResolver>(
            [client, unavailable](
                const std::string& nameSpace, const std::string& name, const std::string& key, TaskContext& task) {
                return client ? client->fetchSecretKey(nameSpace, name, key, task)
                              : unavailable->fetchSecretKey(nameSpace, name, key, task);
            });
    }

    std::string kubernetesNamespace() const
    {
        const std::string& wanted = m_profile.kubernetes->nameSpace;
        return wanted.empty() ? m_kubernetes->access().nameSpace : wanted;
    }

    /// \param section of the profile, for sentences: "prometheus"
    Result<HttpApi> httpApi(const char* section, const config::HttpAccess& access, TaskContext& context)
    {
        HttpApi api;
        net::HttpOptions options;
        options.userAgent = m_program;
        options.access = m_access;
        options.tls.caSetting = text(QT_TRANSLATE_NOOP("core", "the profile (%1: ca)"), section);
        if (!access.caFile.empty()) {
            QBM_TRY(pem, readFile(access.caFile));
            options.tls.caPem = std::move(pem);
            options.tls.caOrigin = text(QT_TRANSLATE_NOOP("core", "the authority in %1"), access.caFile.string());
        }
        QBM_TRY(token, m_secrets->resolve(access.bearerToken, context));
        api.http = std::make_shared<net::HttpClient>(std::move(options));
        api.endpoint.url = access.url;
        api.endpoint.bearerToken = std::move(token);
        return api;
    }

    Result<> openPrometheus(TaskContext& context)
    {
        if (!m_profile.prometheus)
            return {};
        QBM_TRY(api, httpApi("prometheus", *m_profile.prometheus, context));
        m_prometheus = std::make_shared<const prometheus::Client>(std::move(api.http), std::move(api.endpoint));
        return {};
    }

    Result<> openAlertmanager(TaskContext& context)
    {
        if (!m_profile.alertmanager)
            return {};
        QBM_TRY(api, httpApi("alertmanager", *m_profile.alertmanager, context));
        m_alertmanager = std::make_shared<const prometheus::AlertmanagerClient>(std::move(api.http), std::move(api.endpoint));
        return {};
    }

    Result<> openApplication(TaskContext& context)
    {
        if (!m_profile.application)
            return {};
        QBM_TRY(api, httpApi("application", *m_profile.application, context));
        m_application = applicationProvider(std::move(api.http), api.endpoint.url);
        return {};
    }

    /// Resolves the password at each call, so that nothing keeps it longer than a connection needs it.
    auto databaseSettings() const
    {
        return [profile = m_profile.postgres, secrets = m_secrets, program = m_program, mode = m_access](
                   AccessMode access, TaskContext& context) -> Result<postgres::ConnectionSettings> {
            if (!profile)
                return fail(notConfigured("PostgreSQL"));
            postgres::ConnectionSettings settings;
            settings.host = profile->host;
            settings.port = profile->port;
            settings.database = profile->database;
            settings.user = profile->user;
            settings.sslMode = profile->sslMode;
            settings.applicationName = program;
            settings.access = mode == AccessMode::ReadOnly ? AccessMode::ReadOnly : access;
            QBM_TRY(password, secrets->resolve(profile->password, context));
            settings.password = std::move(password);
            settings.passwordFromPassFile = profile->password.kind == config::SecretReference::Kind::PgPass;
            return settings;
        };
    }

    auto cacheOptions() const
    {
        return [profile = *m_profile.redis, secrets = m_secrets, mode = m_access](TaskContext& context) -> Result<redis::Options> {
            redis::Options options;
            options.host = profile.host;
            options.port = profile.port;
            options.database = profile.database;
            options.user = profile.user;
            options.access = mode;
            QBM_TRY(password, secrets->resolve(profile.password, context));
            options.password = std::move(password);
            return options;
        };
    }

    /// The overview's figure.
    auto p95Reader() const
    {
        return [query = queryFunction()](TaskContext& context) -> Result<std::optional<double>> {
            const auto staleAfter = prometheus::staleAfter(std::chrono::seconds(30));
            const Reading reading = health::measureP95(query, staleAfter, systemClock().now(), context);
            if (reading.state == ReadingState::SourceDown && reading.error)
                return fail(*reading.error);
            return reading.state == ReadingState::Value ? std::optional(reading.value) : std::nullopt;
        };
    }

    /// Another profile's database server, with its own secrets; read at each call, as the password is.
    auto otherServer() const
    {
        return [program = m_program, mode = m_access](const std::string& name, const std::string& database, AccessMode access,
                   TaskContext& context) -> Result<postgres::ConnectionSettings> {
            QBM_TRY(file, config::findProfile(name));
            QBM_TRY(profile, config::loadProfile(file));
            Composer other(profile, mode, program, {});
            other.openKubernetes();
            other.makeSecrets();
            QBM_TRY(settings, other.databaseSettings()(access, context));
            if (!database.empty())
                settings.database = database;
            return settings;
        };
    }

    /// Those the profile names, or the namespace.
    std::vector<prometheus::Matcher> silenceMatchers() const
    {
        const auto written = config::parseAlertMatchers(m_profile.backups.silence);
        if (!written) // none: loading refused what cannot be read
            return {{"namespace", m_kubernetes ? kubernetesNamespace() : config::KubernetesAccess().nameSpace, false, true}};
        std::vector<prometheus::Matcher> matchers;
        for (const config::AlertMatcher& matcher : *written)
            matchers.push_back({matcher.label, matcher.value, matcher.isRegex, matcher.isEqual});
        return matchers;
    }

    std::shared_ptr<backup::ServerIdentity> serverIdentity(
        const config::PostgresAccess& access, decltype(backup::BackupEnvironment::connection) settings) const
    {
        auto connect = [settings = std::move(settings)](TaskContext& context) -> Result<postgres::Client> {
            QBM_TRY(to, settings(AccessMode::ReadOnly, context));
            return backup::connectToMaintenance(std::move(to), context);
        };
        return std::make_shared<backup::ServerIdentity>(
            backup::Origin{{}, access.host, static_cast<std::uint16_t>(access.port), access.database},
            std::move(connect), engineOptions().stateFolder / "server-identity");
    }

    void makeBackups()
    {
        backup::BackupEnvironment environment;
        environment.folder = config::effectiveBackupFolder(m_profile);
        if (m_profile.postgres) {
            const config::PostgresAccess& access = *m_profile.postgres;
            environment.database = access.database;
            environment.target = access.user + "@" + access.host + ":" + std::to_string(access.port) + "/" + access.database;
        }
        environment.connection = databaseSettings();
        if (m_profile.postgres)
            environment.identity = serverIdentity(*m_profile.postgres, environment.connection);
        if (m_kubernetes) {
            environment.workload = service::makeKubernetesWorkload(m_kubernetes, kubernetesNamespace());
            environment.cronJobs = service::makeKubernetesCronJobs(m_kubernetes, kubernetesNamespace());
        }
        environment.checkHealth = m_application;
        environment.settings = backupSettings(m_profile.backups, m_secrets);
        if (m_alertmanager)
            environment.silencer = service::makeAlertSilencer(
                m_alertmanager, m_prometheus, silenceMatchers(), operation::currentActor());
        if (m_prometheus)
            environment.fetchP95 = p95Reader();
        environment.otherServer = otherServer();
        const auto engine = std::make_shared<const operation::Engine>(engineOptions());
        environment.backupsOfUnfinishedOperations = [engine]() -> Result<std::vector<std::string>> {
            return backup::namesInUnfinished(engine->records());
        };
        environment.databasesOfUnfinishedOperations = [engine]() -> Result<std::vector<std::string>> {
            std::vector<std::string> names;
            for (const operation::Record& record : engine->records()) {
                if (operation::isUnfinished(record.state) || record.state == operation::RecordState::Running)
                    std::ranges::move(
                        backup::databasesNamedBy(record.parameters, record.values), std::back_inserter(names));
            }
            return names;
        };
        environment.unfinishedRestores = [engine]() -> Result<std::vector<std::string>> {
            std::vector<std::string> ids;
            for (const operation::Record& record : engine->records()) {
                const bool open
                    = operation::isUnfinished(record.state) || record.state == operation::RecordState::Running;
                if (open && (record.kind == backup::kRestoreKind || record.kind == backup::kSwapBackKind))
                    ids.push_back(record.id);
            }
            return ids;
        };
        environment.lastScheduledRun
            = [engine](const std::string& reason) { return backup::lastScheduledRun(engine->records(), reason); };
        environment.operations = [engine] { return engine->records(); };
        environment.state = engineOptions().stateFolder;
        if (!m_file.empty())
            environment.profile = std::filesystem::absolute(m_file).string();
        m_services.backups = service::makeBackupService(std::move(environment));
    }

    prometheus::QueryFunction queryFunction() const
    {
        if (!m_prometheus)
            return {};
        return [prometheus = m_prometheus](const std::string& expression, std::optional<TimePoint> at, TaskContext& context) {
            return prometheus->query(expression, at, context);
        };
    }

    void makeAnalysis()
    {
        service::ReplicaReader replicas;
        if (m_kubernetes) {
            replicas = [client = m_kubernetes, nameSpace = kubernetesNamespace()](
                           const std::string& deployment, TaskContext& context) -> Result<int> {
                QBM_TRY(found, cluster::fetchDeployment(*client, {nameSpace, deployment}, context));
                return found.ready;
            };
        }
        m_services.analysis = service::makeAnalysisService(queryFunction(), std::move(replicas));
    }

    void makeCluster()
    {
        if (!m_kubernetes)
            return;
        service::ClusterSources sources;
        if (m_profile.postgres) {
            sources.connections = [database = databaseProvider(databaseSettings())](
                                      TaskContext& task) -> Result<service::ClusterSources::Connections> {
                QBM_TRY(facts, database(task));
                return service::ClusterSources::Connections{facts.maxConnections, facts.connections};
            };
        }
        sources.query = queryFunction();
        sources.capacity = [analysis = m_services.analysis](const service::CapacityQuestion& question, TaskContext& task) {
            return analysis->fetchCapacity(question, task);
        };
        sources.records = [engine = std::make_shared<const operation::Engine>(engineOptions())] { return engine->records(); };
        m_services.cluster = service::makeClusterService(
            m_kubernetes, kubernetesNamespace(), std::move(sources), m_profile.kubernetes->kubeconfig);
    }

    void makeHealth()
    {
        health::Providers providers;
        providers.query = queryFunction();
        if (m_prometheus)
            providers.targets = [prometheus = m_prometheus](TaskContext& context) { return prometheus->fetchTargets(context); };
        if (m_alertmanager)
            providers.alerts = [alertmanager = m_alertmanager](TaskContext& context) { return alertmanager->fetchAlerts(context); };
        if (m_profile.postgres)
            providers.database = databaseProvider(databaseSettings());
        if (m_profile.redis)
            providers.cache = cacheProvider(cacheOptions());
        if (m_profile.kubernetes)
            providers.cluster = m_kubernetes ? clusterProvider(m_kubernetes, kubernetesNamespace())
                                             : unavailableClusterProvider(m_services.cluster);
        if (m_profile.postgres)
            providers.backups = backupsProvider(m_services.backups);
        providers.objectives = objectivesOf(m_profile.objectives);
        providers.application = m_application;
        providers.operations = operationsProvider(engineOptions().stateFolder);
        m_services.health = service::makeHealthService(std::move(providers));
    }

    void makeOperations()
    {
        operation::Registry registry;
        service::registerClusterOperations(registry, m_services.cluster);
        m_services.backups->registerOperations(registry);
        m_services.operations = std::make_shared<service::OperationService>(engineOptions(), std::move(registry));
    }

    operation::EngineOptions engineOptions() const
    {
        operation::EngineOptions options;
        options.stateFolder = config::effectiveStateFolder(m_profile);
        options.profile = m_profile.name;
        options.actor = operation::currentActor();
        options.access = m_access;
        return options;
    }

    const config::Profile& m_profile;
    AccessMode m_access;
    std::string m_program;
    std::filesystem::path m_file;
    service::Services m_services;
    std::shared_ptr<config::SecretResolver> m_secrets;
    std::shared_ptr<kubernetes::Client> m_kubernetes;
    std::shared_ptr<const prometheus::Client> m_prometheus;
    std::shared_ptr<const prometheus::AlertmanagerClient> m_alertmanager;
    std::function<Result<>(TaskContext&)> m_application;
};

} // namespace

Result<service::Services> makeServices(
    const config::Profile& profile, AccessMode access, const std::string& program, TaskContext& context,
    const std::filesystem::path& file)
{
    return Composer(profile, access, program, file).make(context);
}

} // namespace qbm::compose
