// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/schedule_keeper.h"
#include "core/base/file.h"
#include "core/cluster/manifest.h"
#include "core/operation/engine.h"
#include "core/service/kubernetes_cron_jobs.h"
#include "tests/core/kubernetes/cluster_under_test.h"
#include "tests/support/servers.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <nlohmann/json.hpp>

using namespace qbm;
using namespace qbm::backup;
using namespace std::chrono_literals;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

#define VERIFY_OK(expression)                                                                                          \
    do {                                                                                                               \
        const auto& checkedOutcome = (expression);                                                                     \
        QVERIFY2(checkedOutcome,                                                                                       \
            checkedOutcome ? "" : (checkedOutcome.error().english() + "\n" + checkedOutcome.error().detail).c_str());  \
    } while (false)

const kubernetes::Resource kClaims{"", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true};
constexpr const char* kName = "qbm-backup-qbm-ai-system";
/// A role that would break out of any text that does not quote it.
constexpr const char* kOddUser = "o\"ps: [#{x}] \\ $(id) 数据";

std::string reasons(const std::vector<operation::Check>& checks)
{
    std::string out;
    for (const operation::Check& check : checks)
        out += check.question.english() + ": " + check.reason.english() + "\n";
    return out;
}

} // namespace

/// A scheduled backup beside the database: on the simulator and on a real API server alike.
class TstScheduleKubernetes : public QObject {
    Q_OBJECT
    std::unique_ptr<test::ClusterUnderTest> m_cluster;
    std::unique_ptr<test::PostgresServer> m_postgres;
    QTemporaryDir m_folder;
    TaskContext m_task;
    std::string m_user = "postgres";

    const std::string& ns() const { return m_cluster->nameSpace(); }
    fs::path folder() const { return m_folder.path().toStdString(); }
    BackupEnvironment environment() const
    {
        BackupEnvironment environment;
        environment.folder = folder() / "backups";
        environment.target = "postgres@localhost/qbm_ai_system";
        environment.database = "qbm_ai_system";
        environment.connection = [this](AccessMode access, TaskContext&) -> Result<postgres::ConnectionSettings> {
            postgres::ConnectionSettings settings;
            settings.host = "127.0.0.1";
            settings.port = m_postgres->port();
            settings.database = m_postgres->database();
            settings.user = m_user;
            settings.password = m_postgres->password();
            settings.access = access;
            return settings;
        };
        environment.cronJobs = service::makeKubernetesCronJobs(m_cluster->client(), ns());
        return environment;
    }
    static Schedule nightly(int hour = 2)
    {
        Schedule schedule;
        schedule.kind = ScheduleKind::KubernetesCronJob;
        schedule.hour = hour;
        schedule.host = "postgres";
        schedule.claim = "backups";
        schedule.secret = "postgres-secret";
        schedule.secretKey = "POSTGRES_PASSWORD";
        return schedule;
    }
    Result<operation::Outcome> run(operation::Operation& operation)
    {
        return operation::Engine({.stateFolder = folder() / "state", .profile = "test", .actor = "tester@here"})
            .run(operation, "because", m_task);
    }
    void set(const Schedule& schedule)
    {
        const auto outcome = run(*makeScheduleOperation(environment(), schedule));
        VERIFY_OK(outcome);
        QVERIFY2(outcome->succeeded(), outcome->record.error ? outcome->record.error->english().c_str() : "");
    }
    std::optional<ScheduleState> state()
    {
        return fetchSchedule(environment(), ScheduleKind::KubernetesCronJob, m_task).value();
    }
    json manifestOf(const Schedule& schedule)
    {
        const auto yaml = describeSchedule(environment(), schedule, m_task);
        const auto objects = yaml ? cluster::parseManifest(*yaml)
                                  : Result<std::vector<cluster::ManifestObject>>(tl::make_unexpected(yaml.error()));
        if (!objects || objects->size() != 1) {
            qWarning("%s\n%s", objects ? "more than one object" : objects.error().english().c_str(),
                yaml ? yaml->c_str() : "");
            return {};
        }
        return *objects->front().object;
    }
    static json podSpec(const json& cronJob) { return cronJob["spec"]["jobTemplate"]["spec"]["template"]["spec"]; }
    static json variable(const json& cronJob, const std::string& name)
    {
        const json pod = podSpec(cronJob);
        for (const json& one : pod["containers"][0]["env"]) {
            if (one["name"] == name)
                return one;
        }
        return {};
    }
    /// A Job of the CronJob's that has ended.
    void addJob(const std::string& name, const json& condition)
    {
        const auto resource = m_cluster->client()->findResource("cronjobs.batch", m_task);
        VERIFY_OK(resource);
        const auto cronJob = m_cluster->client()->get({resource->resource, ns(), kName, {}}, m_task);
        VERIFY_OK(cronJob);
        const json owner = json::parse(cronJob->json);
        const json job{{"apiVersion", "batch/v1"}, {"kind", "Job"},
            {"metadata",
                {{"name", name},
                    {"ownerReferences",
                        {{{"apiVersion", owner["apiVersion"]}, {"kind", "CronJob"}, {"name", kName},
                            {"uid", owner["metadata"]["uid"]}}}}}},
            {"spec",
                {{"parallelism", 0},
                    {"template",
                        {{"spec",
                            {{"restartPolicy", "Never"},
                                {"containers", {{{"name", "c"}, {"image", "registry.k8s.io/pause:3.9"}}}}}}}}}}};
        VERIFY_OK(m_cluster->client()->create({kubernetes::resource::kJobs, ns(), {}, {}}, job.dump(), m_task));
        if (condition.is_null())
            return;
        VERIFY_OK(m_cluster->client()->patch({kubernetes::resource::kJobs, ns(), name, "status"},
            kubernetes::PatchType::Merge, json{{"status", {{"conditions", {condition}}}}}.dump(), m_task));
    }

private slots:
    void initTestCase()
    {
        auto cluster = test::ClusterUnderTest::start();
        VERIFY_OK(cluster);
        m_cluster = std::move(*cluster);
        auto postgres = test::PostgresServer::start();
        VERIFY_OK(postgres);
        m_postgres = std::move(*postgres);
    }

    void check_claimOrSecretMissing_saysWhich()
    {
        const auto operation = makeScheduleOperation(environment(), nightly());
        auto checks = operation->check(m_task);
        VERIFY_OK(checks);
        QVERIFY(!mayRun(*checks));
        QVERIFY2(reasons(*checks).find("\"backups\" not found") != std::string::npos, reasons(*checks).c_str());
        QVERIFY2(reasons(*checks).find("\"postgres-secret\" not found") != std::string::npos, reasons(*checks).c_str());
        const json claim{{"apiVersion", "v1"}, {"kind", "PersistentVolumeClaim"}, {"metadata", {{"name", "backups"}}},
            {"spec", {{"accessModes", {"ReadWriteOnce"}}, {"resources", {{"requests", {{"storage", "1Gi"}}}}}}}};
        VERIFY_OK(m_cluster->client()->create({kClaims, ns(), {}, {}}, claim.dump(), m_task));
        const json secret{{"apiVersion", "v1"}, {"kind", "Secret"}, {"metadata", {{"name", "postgres-secret"}}},
            {"stringData", {{"POSTGRES_PASSWORD", "geheim"}}}};
        VERIFY_OK(m_cluster->client()->create({kubernetes::resource::kSecrets, ns(), {}, {}}, secret.dump(), m_task));
        checks = operation->check(m_task);
        QVERIFY2(mayRun(*checks), reasons(*checks).c_str());
        QVERIFY(reasons(*checks).find("geheim") == std::string::npos);
        Schedule otherKey = nightly();
        otherKey.secretKey = "password";
        QVERIFY(!mayRun(makeScheduleOperation(environment(), otherKey)->check(m_task).value()));
        Schedule loopback = nightly();
        loopback.host.clear(); // the profile's 127.0.0.1
        checks = makeScheduleOperation(environment(), loopback)->check(m_task);
        QVERIFY(!mayRun(*checks));
        QVERIFY(reasons(*checks).find("that is the pod itself") != std::string::npos);
    }
    void describe_manifest_fitsServerAndGuide()
    {
        const json cronJob = manifestOf(nightly());
        QCOMPARE(cronJob["spec"]["schedule"].get<std::string>(), std::string("0 2 * * *"));
        QCOMPARE(cronJob["spec"]["concurrencyPolicy"].get<std::string>(), std::string("Forbid"));
        const json container = podSpec(cronJob)["containers"][0];
        QCOMPARE(container["image"].get<std::string>(), std::string("postgres:15-alpine"));
        QVERIFY(container["args"][0].get<std::string>().find("--format=custom --compress=9") != std::string::npos);
        QCOMPARE(variable(cronJob, "PGPASSWORD")["valueFrom"]["secretKeyRef"]["key"].get<std::string>(),
            std::string("POSTGRES_PASSWORD"));
        QVERIFY(cronJob.dump().find(m_postgres->password().reveal()) == std::string::npos);
        QCOMPARE(variable(cronJob, "RETENTION_DAYS")["value"].get<std::string>(), std::string("30"));
        Schedule keeping = nightly();
        keeping.prune = false;
        QVERIFY(variable(manifestOf(keeping), "RETENTION_DAYS").is_null());
    }
    void describe_oddNames_stayOneValue()
    {
        VERIFY_OK(m_postgres->sql(
            "CREATE ROLE \"o\"\"ps: [#{x}] \\ $(id) 数据\" LOGIN PASSWORD '" + m_postgres->password().reveal() + "'"));
        m_user = kOddUser;
        const json cronJob = manifestOf(nightly());
        m_user = "postgres";
        QCOMPARE(variable(cronJob, "PGUSER")["value"].get<std::string>(), std::string(kOddUser));
    }
    void script_run_makesTheGuidesDumpAndRemovesOldOnes()
    {
        const json cronJob = manifestOf(nightly());
        std::string script = podSpec(cronJob)["containers"][0]["args"][0];
        for (std::size_t at = script.find("/backups"); at != std::string::npos; at = script.find("/backups", at + 1))
            script.replace(at, 8, folder().string() + "/claim");
        const fs::path claim = folder() / "claim";
        VERIFY_OK(makeFolder(claim));
        for (const char* name : {"qbm_backup_20260101_020000.dump", "qbm_backup_20260102_020000.dump.partial"}) {
            VERIFY_OK(writeFileDurably(claim / name, "old"));
            fs::last_write_time(claim / name, fs::file_time_type::clock::now() - 40 * 24h);
        }
        process::Command command{"sh", {"-euc", script},
            {{"PATH", "/usr/lib/postgresql/15/bin:/usr/bin:/bin"}, {"PGHOST", "127.0.0.1"},
                {"PGPORT", std::to_string(m_postgres->port())}, {"PGUSER", "postgres"},
                {"PGDATABASE", m_postgres->database()}, {"PGPASSWORD", "wrong"}, {"RETENTION_DAYS", "30"}},
            {}, {}};
        auto exit = process::run(command, {}, m_task);
        QVERIFY(exit->code != 0); // and nothing old has gone for it, nor is there anything that looks whole
        QVERIFY(fs::exists(claim / "qbm_backup_20260101_020000.dump"));
        command.environment["PGPASSWORD"] = m_postgres->password().reveal();
        exit = process::run(command, {}, m_task);
        QVERIFY2(exit->code == 0, exit->errorTail.c_str());
        QVERIFY(!fs::exists(claim / "qbm_backup_20260101_020000.dump"));
        QVERIFY(!fs::exists(claim / "qbm_backup_20260102_020000.dump.partial"));
        const auto backups = Catalogue(claim).list(m_task);
        const auto usable = std::ranges::count_if(*backups, &Backup::usable);
        QCOMPARE(usable, std::ptrdiff_t(1));
    }
    void set_changedAndPutBack_isWhatTheClusterHolds()
    {
        QVERIFY(!state().has_value());
        set(nightly(2));
        auto seen = state();
        QVERIFY(seen.has_value());
        QCOMPARE(seen->schedule, nightly(2));
        QCOMPARE(seen->where, ns() + "/" + kName);
        QVERIFY(seen->nextRun.has_value() && !seen->missed);
        const auto keeper = makeKeeper(ScheduleKind::KubernetesCronJob, environment());
        const auto former = (*keeper)->fetchInstalled(m_task);
        VERIFY_OK(former);
        Schedule weekly = nightly(4);
        weekly.weekdays = {false, false, false, false, false, false, true};
        weekly.prune = false;
        set(weekly);
        QCOMPARE(state()->schedule, weekly);
        VERIFY_OK((*keeper)->putBack(*former, m_task));
        QCOMPARE(state()->schedule, nightly(2));
        VERIFY_OK((*keeper)->putBack(*former, m_task)); // again
    }
    void state_jobs_tellTheLastResult()
    {
        set(nightly());
        addJob("by-hand-1",
            {{"type", "Failed"}, {"status", "True"}, {"reason", "BackoffLimitExceeded"},
                {"message", "Job has reached the specified backoff limit"}});
        const auto facts = environment().cronJobs->fetch(kName, m_task);
        VERIFY_OK(facts);
        QVERIFY((*facts)->lastFailed);
        QCOMPARE((*facts)->lastMessage, std::string("Job has reached the specified backoff limit"));
        QVERIFY(!(*facts)->running);
        QTest::qWait(1100); // creation times have seconds
        addJob("by-hand-2", {{"type", "Complete"}, {"status", "True"}});
        QVERIFY(!environment().cronJobs->fetch(kName, m_task).value()->lastFailed);
    }
    void check_foreignCronJobOfThatName_isNotTakenOver()
    {
        VERIFY_OK(run(*makeUnscheduleOperation(environment(), ScheduleKind::KubernetesCronJob)));
        QVERIFY(!state().has_value());
        json foreign = manifestOf(nightly());
        foreign["metadata"]["labels"]["app.kubernetes.io/managed-by"] = "somebody";
        VERIFY_OK(environment().cronJobs->apply(foreign.dump(), m_task));
        QVERIFY(!state().has_value());
        QVERIFY(!mayRun(makeScheduleOperation(environment(), nightly())->check(m_task).value()));
        VERIFY_OK(environment().cronJobs->remove(kName, m_task));
        VERIFY_OK(environment().cronJobs->remove(kName, m_task)); // none there is no error
    }
    void readOnly_nothingIsWritten()
    {
        const auto client = std::make_shared<kubernetes::Client>(m_cluster->access(), AccessMode::ReadOnly);
        const auto cronJobs = service::makeKubernetesCronJobs(client, ns());
        QVERIFY(cronJobs->checkMayApply(m_task).error().kind == ErrorKind::Denied);
        QVERIFY(cronJobs->apply(manifestOf(nightly()).dump(), m_task).error().kind == ErrorKind::Denied);
        QVERIFY(!state().has_value());
    }
    void apply_otherKinds_areRefused()
    {
        QVERIFY(environment().cronJobs->apply("{apiVersion: v1, kind: Pod, metadata: {name: x}}", m_task).error().kind
            == ErrorKind::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(TstScheduleKubernetes)
#include "tst_schedule_kubernetes.moc"
