// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/keep/cron_time.h"
#include "core/backup/keep/schedule_keeper.h"
#include "core/backup/operation_checks.h"
#include "core/base/json_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace qbm::backup {

namespace {

using nlohmann::json;
using operation::Check;
using operation::Verdict;

constexpr const char* kOwner = "qbm-console"; ///< app.kubernetes.io/managed-by
constexpr const char* kSinceAnnotation = "qbm-console/since";
/// A CronJob's name may have 52 characters, so that those of its Jobs fit into 63.
constexpr std::size_t kLongestName = 52;

/// The guide's backup.sh, but that an unfinished file is never called a dump, and nothing old goes unless a new one was
/// made. Everything that differs from system to system comes by the environment, so nothing is ever put into the
/// script.
constexpr const char* kScript = R"(file="/backups/qbm_backup_$(date +%Y%m%d_%H%M%S).dump"
pg_dump --format=custom --compress=9 --no-password --file="$file.partial"
mv "$file.partial" "$file"
echo "Backup completed: $file"
find /backups -name "qbm_backup_*.dump.partial" -mtime +1 -delete
if [ -n "${RETENTION_DAYS:-}" ]; then
  find /backups -name "qbm_backup_*.dump" -mtime "+$RETENTION_DAYS" -delete
fi
)";

/// A YAML scalar in double quotes, which takes whatever JSON takes.
std::string quoted(const std::string& value)
{
    return writeJson(json(value));
}

std::string indented(std::string_view script, const std::string& by)
{
    std::string out;
    while (!script.empty()) {
        const std::size_t end = script.find('\n') + 1;
        out += by + std::string(script.substr(0, end));
        script.remove_prefix(end);
    }
    return out;
}

/// "qbm-backup-qbm-ai-system" for the database qbm_ai_system: whoever looks from whatever desktop finds the same one.
std::string jobName(const std::string& database)
{
    std::string name = "qbm-backup-";
    for (const char c : database) {
        const bool digit = c >= '0' && c <= '9', letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        name += digit || letter ? static_cast<char>(letter ? c | 0x20 : c) : '-';
    }
    name.resize(std::min(name.size(), kLongestName));
    name.erase(name.find_last_not_of('-') + 1);
    return name;
}

bool isLoopback(const std::string& host)
{
    return host.empty() || host == "localhost" || host == "::1" || host.starts_with("127.") || host.starts_with('/');
}

const json& at(const json& value, const char* pointer)
{
    static const json none;
    const json::json_pointer path(pointer);
    return value.contains(path) ? value.at(path) : none;
}

std::string stringAt(const json& value, const char* pointer)
{
    const json& found = at(value, pointer);
    return found.is_string() ? found.get<std::string>() : std::string();
}

/// A variable of the pod's only container; an absent value if it has none of that name.
const json& variable(const json& podSpec, std::string_view name)
{
    static const json none;
    const json& variables = at(podSpec, "/containers/0/env");
    const auto found = std::ranges::find_if(variables, [&](const json& one) { return stringAt(one, "/name") == name; });
    return found == variables.end() ? none : *found;
}

/// A CronJob beside the database.
class KubernetesKeeper final : public ScheduleKeeper {
public:
    explicit KubernetesKeeper(const BackupEnvironment& environment)
        : m_environment(environment)
        , m_cronJobs(environment.cronJobs)
        , m_name(jobName(environment.database))
    {
    }

    Result<std::string> describe(const Schedule& schedule, TaskContext& context) override
    {
        return manifest(schedule, context);
    }

    void check(const Schedule& schedule, std::vector<Check>& checks, TaskContext& context) override
    {
        const std::string where = m_cronJobs->nameSpace();
        add(checks, text(QT_TRANSLATE_NOOP("core", "May set a CronJob in %1"), where),
            m_cronJobs->checkMayApply(context));
        add(checks, text(QT_TRANSLATE_NOOP("core", "PersistentVolumeClaim %1 is in %2"), schedule.claim, where),
            m_cronJobs->checkClaim(schedule.claim, context));
        add(checks,
            text(QT_TRANSLATE_NOOP("core", "Secret %1 in %2 has the key %3"), schedule.secret, where,
                schedule.secretKey),
            m_cronJobs->checkSecretKey(schedule.secret, schedule.secretKey, context));
        const auto server = checkConnection(m_environment, AccessMode::ReadOnly, checks, context);
        if (server) {
            const std::string host = hostFor(schedule, server->settings());
            checks.push_back({text(QT_TRANSLATE_NOOP("core", "Pods reach the database as %1"), host),
                isLoopback(host) ? Verdict::Fail : Verdict::Pass,
                isLoopback(host) ? text(QT_TRANSLATE_NOOP(
                    "core", "Within a pod that is the pod itself; give the name the cluster has for the database."))
                                 : text(QT_TRANSLATE_NOOP("core", "Its first run shows whether that is so."))});
        }
        checkOwner(checks, context);
    }

    Result<> install(const Schedule& schedule, TaskContext& context) override
    {
        QBM_TRY(yaml, manifest(schedule, context));
        return m_cronJobs->apply(yaml, context);
    }

    Result<> remove(TaskContext& context) override { return m_cronJobs->remove(m_name, context); }

    Result<std::string> fetchInstalled(TaskContext& context) override
    {
        QBM_TRY(facts, m_cronJobs->fetch(m_name, context));
        return facts ? std::move(facts->manifest) : std::string();
    }

    Result<> putBack(const std::string& installed, TaskContext& context) override
    {
        return installed.empty() ? remove(context) : m_cronJobs->apply(installed, context);
    }

    Result<std::optional<ScheduleState>> fetchState(TaskContext& context) override
    {
        QBM_TRY(facts, m_cronJobs->fetch(m_name, context));
        if (!facts)
            return std::optional<ScheduleState>();
        const json cronJob = json::parse(facts->manifest, nullptr, false);
        if (stringAt(cronJob, "/metadata/labels/app.kubernetes.io~1managed-by") != kOwner)
            return std::optional<ScheduleState>();
        ScheduleState state;
        state.schedule = scheduleIn(cronJob);
        state.where = m_cronJobs->nameSpace() + "/" + m_name;
        if (!parseCronTime(stringAt(cronJob, "/spec/schedule"), state.schedule))
            return fail(ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP("core", "CronJob %1 was changed by hand: its time is not one of ours."),
                    state.where));
        const TimePoint now = systemClock().now();
        if (at(cronJob, "/spec/suspend") != true) {
            state.nextRun = nextRun(state.schedule, now);
        } else {
            state.runner = Runner::Nobody;
            state.runnerProblem = text(QT_TRANSLATE_NOOP("core", "The CronJob is suspended."));
        }
        state.lastRun = facts->lastScheduledAt;
        if (state.lastRun && !facts->running && (facts->lastFailed || facts->lastSucceededAt))
            state.lastSucceeded = !facts->lastFailed;
        state.lastMessage = facts->lastMessage;
        const auto since = parseRfc3339(stringAt(cronJob, "/metadata/annotations/qbm-console~1since"));
        state.missed = isMissed(state, since.value_or(TimePoint()), now);
        return std::optional(std::move(state));
    }

private:
    static void add(std::vector<Check>& checks, Text question, const Result<>& answer)
    {
        checks.push_back(answer
                ? Check{std::move(question), Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "It is so."))}
                : failedCheck(std::move(question), answer.error()));
    }

    /// What stands there under our name and is not ours is not taken over.
    void checkOwner(std::vector<Check>& checks, TaskContext& context) const
    {
        const auto facts = m_cronJobs->fetch(m_name, context);
        if (!facts || !*facts)
            return;
        const json cronJob = json::parse((*facts)->manifest, nullptr, false);
        if (stringAt(cronJob, "/metadata/labels/app.kubernetes.io~1managed-by") != kOwner)
            checks.push_back({text(QT_TRANSLATE_NOOP("core", "The name %1 is free"), m_name), Verdict::Fail,
                text(QT_TRANSLATE_NOOP("core", "There is a CronJob of that name that the console did not make."))});
    }

    static std::string hostFor(const Schedule& schedule, const postgres::ConnectionSettings& settings)
    {
        return schedule.host.empty() ? settings.host : schedule.host;
    }

    Schedule scheduleIn(const json& cronJob) const
    {
        const json& pod = at(cronJob, "/spec/jobTemplate/spec/template/spec");
        Schedule schedule;
        schedule.kind = ScheduleKind::KubernetesCronJob;
        schedule.prune = !variable(pod, "RETENTION_DAYS").is_null();
        schedule.host = stringAt(variable(pod, "PGHOST"), "/value");
        schedule.claim = stringAt(pod, "/volumes/0/persistentVolumeClaim/claimName");
        schedule.secret = stringAt(variable(pod, "PGPASSWORD"), "/valueFrom/secretKeyRef/name");
        schedule.secretKey = stringAt(variable(pod, "PGPASSWORD"), "/valueFrom/secretKeyRef/key");
        return schedule;
    }

    /// The image has the server's own major version: an older pg_dump refuses, a newer one writes what an older
    /// pg_restore may not read.
    Result<std::string> manifest(const Schedule& schedule, TaskContext& context) const
    {
        QBM_TRY(settings, m_environment.connection(AccessMode::ReadOnly, context));
        QBM_TRY(client, postgres::Client::connect(settings, context));
        const std::string image = "postgres:" + std::to_string(client.serverMajor()) + "-alpine";
        std::string variables;
        const auto add = [&](const char* name, const std::string& value) {
            variables += "            - name: " + std::string(name) + "\n              value: " + quoted(value) + "\n";
        };
        add("PGHOST", hostFor(schedule, settings));
        add("PGPORT", std::to_string(settings.port));
        add("PGUSER", settings.user);
        add("PGDATABASE", settings.database);
        add("PGSSLMODE", settings.sslMode);
        const auto& days = m_environment.settings.retention.days;
        if (schedule.prune) // without a number nothing goes: the script knows no other rule
            add("RETENTION_DAYS", days ? std::to_string(*days) : std::string());
        return "# The time is that of the cluster's controller manager, which is UTC unless somebody has set it "
               "otherwise.\n"
               "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: "
            + quoted(m_name) + "\n  namespace: " + quoted(m_cronJobs->nameSpace())
            + "\n  labels:\n    app.kubernetes.io/name: qbm-backup\n    app.kubernetes.io/managed-by: " + kOwner
            + "\n  annotations:\n    " + kSinceAnnotation + ": " + quoted(formatRfc3339(systemClock().now()))
            + "\nspec:\n  schedule: " + quoted(formatCronTime(schedule))
            + "\n  concurrencyPolicy: Forbid\n  startingDeadlineSeconds: 3600\n  successfulJobsHistoryLimit: 3\n"
              "  failedJobsHistoryLimit: 3\n  jobTemplate:\n    spec:\n      backoffLimit: 1\n      template:\n"
              "        metadata:\n          labels:\n            app.kubernetes.io/name: qbm-backup\n        spec:\n"
              "          restartPolicy: Never\n"
              // The image's user postgres; the claim is made writable for its group.
              "          securityContext:\n            runAsNonRoot: true\n            runAsUser: 70\n"
              "            runAsGroup: 70\n            fsGroup: 70\n"
              "          containers:\n          - name: pg-dump\n            image: "
            + image + "\n            command: [\"/bin/sh\", \"-euc\"]\n            args:\n            - |\n"
            + indented(kScript, "              ") + "            env:\n" + variables
            + "            - name: PGPASSWORD\n              valueFrom:\n                secretKeyRef:\n"
              "                  name: "
            + quoted(schedule.secret) + "\n                  key: " + quoted(schedule.secretKey)
            + "\n            resources:\n              requests: {cpu: 100m, memory: 128Mi}\n"
              "              limits: {cpu: \"2\", memory: 512Mi}\n"
              "            volumeMounts:\n            - name: backups\n              mountPath: /backups\n"
              "          volumes:\n          - name: backups\n            persistentVolumeClaim:\n              "
              "claimName: "
            + quoted(schedule.claim) + "\n";
    }

    const BackupEnvironment m_environment;
    std::shared_ptr<CronJobControl> m_cronJobs;
    std::string m_name;
};

} // namespace

Result<std::unique_ptr<ScheduleKeeper>> makeKubernetesKeeper(const BackupEnvironment& environment)
{
    if (!environment.cronJobs)
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core", "The profile names no cluster to run backups in; choose systemd or cron.")));
    return std::make_unique<KubernetesKeeper>(environment);
}

} // namespace qbm::backup
