// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/judge.h"

#include "core/health/alert_severity.h"
#include "core/health/cluster_findings.h"
#include "core/health/nodes.h"
#include "core/health/objectives.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

namespace qbm::health {

namespace {

/// Without these kinds nothing can be said about the system; the others a role may leave out.
constexpr std::array<std::string_view, 3> kNeeded{"deployments.apps", "statefulsets.apps", "pods"};

class Judge {
public:
    Judge(const Answers& answers, const std::vector<Node>& parts, TimePoint now)
        : m_answers(answers)
        , m_parts(parts)
        , m_now(now)
    {
    }

    Judgement judge()
    {
        judgeCluster();
        judgeParts();
        judgeClusterNodes();
        judgeNumbers();
        judgeAlerts();
        judgeSilenced();
        judgeBackups();
        judgeOperations();
        judgeJobs();
        skip(text(QT_TRANSLATE_NOOP("core", "certificates")));
        skip(text(QT_TRANSLATE_NOOP("core", "space on volumes")));
        sortWorstFirst(m_out.findings);
        return std::move(m_out);
    }

private:
    void count(Text what) { m_out.judged.push_back(std::move(what)); }
    void skip(Text what) { m_out.notJudged.push_back(std::move(what)); }

    Finding& add(Severity severity, std::string subject, Text what, Text why, Address leadsTo, std::string source, TimePoint at)
    {
        Finding& finding = m_out.findings.emplace_back();
        finding.severity = severity;
        finding.subject = std::move(subject);
        finding.what = std::move(what);
        finding.why = std::move(why);
        finding.leadsTo = std::move(leadsTo);
        finding.source = std::move(source);
        finding.at = at;
        return finding;
    }

    void append(std::vector<Finding> findings) { std::ranges::move(findings, std::back_inserter(m_out.findings)); }

    // --- the cluster ---

    const ClusterFacts* cluster() const { return m_answers.cluster.value(); }

    void judgeCluster()
    {
        if (const Error* error = m_answers.cluster.error()) {
            add(Severity::Unknown, "kubernetes", text(QT_TRANSLATE_NOOP("core", "The cluster could not be asked")), error->message,
                {"cluster", {}}, "Kubernetes API", m_answers.cluster.at)
                .detail = error->detail;
        } else if (cluster() == nullptr) {
            skip(text(QT_TRANSLATE_NOOP("core", "workloads (the profile names no Kubernetes cluster)")));
        } else {
            if (cluster()->workloads.empty() && cluster()->unlisted.empty())
                addEmptyNamespace();
            else
                count(text(QT_TRANSLATE_NOOP("core", "workloads: %1"),
                    std::ranges::count_if(cluster()->workloads, [](const WorkloadFacts& each) { return each.desired.has_value(); })));
            for (const ClusterFacts::Unlisted& unlisted : cluster()->unlisted)
                judgeUnlisted(unlisted);
            append(workloadFindings(*cluster(), m_answers.cluster.at, m_now));
        }
    }

    void addEmptyNamespace()
    {
        add(Severity::Warning, "kubernetes", text(QT_TRANSLATE_NOOP("core", "Namespace %1 holds no workload"), cluster()->nameSpace),
            text(QT_TRANSLATE_NOOP("core", "the cluster answers, so either the profile names the wrong namespace or the system is not deployed")),
            {"cluster", {}}, "Kubernetes API", m_answers.cluster.at);
    }

    void judgeUnlisted(const ClusterFacts::Unlisted& unlisted)
    {
        const bool needed = std::ranges::find(kNeeded, unlisted.resource) != kNeeded.end();
        if (!needed && unlisted.error.kind == ErrorKind::Denied)
            return skip(text(QT_TRANSLATE_NOOP("core", "%1 (this account may not list them)"), unlisted.resource));
        if (!needed && unlisted.error.kind == ErrorKind::NotFound)
            return skip(text(QT_TRANSLATE_NOOP("core", "%1 (the cluster does not have them)"), unlisted.resource));
        add(Severity::Unknown, unlisted.resource, text(QT_TRANSLATE_NOOP("core", "%1 are not known"), unlisted.resource),
            unlisted.error.message, {"cluster", {}}, "Kubernetes API", m_answers.cluster.at)
            .detail = unlisted.error.detail;
    }

    void judgeClusterNodes()
    {
        if (cluster() == nullptr || cluster()->nodes.empty())
            return;
        count(text(QT_TRANSLATE_NOOP("core", "nodes: %1"), cluster()->nodes.size()));
        append(clusterNodeFindings(*cluster(), m_answers.cluster.at));
    }

    void judgeJobs()
    {
        if (cluster() == nullptr || cluster()->jobs.empty())
            return;
        count(text(QT_TRANSLATE_NOOP("core", "jobs: %1"), cluster()->jobs.size()));
        append(jobFindings(*cluster(), m_answers.cluster.at));
    }

    // --- the parts, as their own servers tell ---

    static bool isWorkload(const Node& part)
    {
        return part.kind == NodeKind::Ingress || part.kind == NodeKind::Frontend || part.kind == NodeKind::Backend;
    }

    static Text titleOf(const Node& part)
    {
        switch (part.state) {
        case State::Down:
            // The server answers; what is not there is the database, as its SQLSTATE tells (invalid_catalog_name).
            if (part.kind == NodeKind::Postgres && part.error && part.error->detail.find("3D000") != std::string::npos)
                return text(QT_TRANSLATE_NOOP("core", "%1 answers, but the database is missing"), part.title);
            return isWorkload(part) ? text(QT_TRANSLATE_NOOP("core", "%1 is not healthy"), part.title)
                                    : text(QT_TRANSLATE_NOOP("core", "%1 does not answer"), part.title);
        case State::Degraded: return text(QT_TRANSLATE_NOOP("core", "%1 does not work as it should"), part.title);
        case State::Stale: return text(QT_TRANSLATE_NOOP("core", "What is known of %1 is old"), part.title);
        default: return text(QT_TRANSLATE_NOOP("core", "How %1 stands is not known"), part.title);
        }
    }

    void judgeParts()
    {
        std::vector<Text> absent;
        for (const Node& part : m_parts) {
            if (part.state == State::NotConfigured) {
                if (!isWorkload(part))
                    absent.emplace_back(part.title);
                continue;
            }
            // One answer of the cluster is behind all of these, and has its finding.
            if (isWorkload(part) && part.state == State::Unknown)
                continue;
            if (!isWorkload(part) && part.state != State::Unknown)
                count(part.title);
            if (part.state == State::Ok)
                continue;
            Finding& finding = add(severityOf(part.state), part.id, titleOf(part), part.sentence, {"overview", part.id}, part.title, part.checkedAt);
            finding.part = part.id;
            if (part.error)
                finding.detail = part.error->detail;
        }
        if (!absent.empty())
            skip(text(QT_TRANSLATE_NOOP("core", "%1 (not in the profile)"), joinTexts(absent)));
        if (m_answers.application.configured())
            count(text(QT_TRANSLATE_NOOP("core", "the backend's health check")));
    }

    // --- the numbers ---

    void judgeNumbers()
    {
        for (const Objective& objective : objectivesOf(m_answers.objectives)) {
            const MetricsFacts* metrics = m_answers.metrics.value();
            if (metrics == nullptr)
                continue; // Prometheus itself is the finding, or is not in the profile
            const Reading& reading = metrics->*objective.reading;
            if (!objective.limit)
                skip(text(QT_TRANSLATE_NOOP("core", "%1 (no objective)"), objective.label));
            else if (reading.hasValue())
                judgeNumber(objective, reading);
            else if (reading.state == ReadingState::NoTraffic)
                skip(text(QT_TRANSLATE_NOOP("core", "%1 (no traffic)"), objective.label));
            else
                missNumber(objective, reading);
        }
    }

    void judgeNumber(const Objective& objective, const Reading& reading)
    {
        count(objective.label);
        if (objective.met(reading.value))
            return;
        const std::string value = formatQuantity(reading.value, objective.unit).joined();
        add(Severity::Warning, std::string(objective.id), objective.title,
            text(QT_TRANSLATE_NOOP("core", "%1, the objective is %2"), value, objective.words()), objective.leadsTo, reading.source, reading.at)
            .part = "backend";
    }

    void missNumber(const Objective& objective, const Reading& reading)
    {
        if (!objective.required && reading.state == ReadingState::NoData)
            return skip(text(QT_TRANSLATE_NOOP("core", "%1 (no data)"), objective.label));
        add(Severity::Unknown, std::string(objective.id), text(QT_TRANSLATE_NOOP("core", "%1 is not known"), objective.label),
            reading.error ? reading.error->message : text(QT_TRANSLATE_NOOP("core", "Prometheus has no such series")), objective.leadsTo,
            reading.source, reading.at);
    }

    // --- alerts and backups ---

    void judgeAlerts()
    {
        const auto* alerts = m_answers.alerts.value();
        if (alerts == nullptr)
            return; // Alertmanager itself is the finding, or is not in the profile
        count(text(QT_TRANSLATE_NOOP("core", "alerts")));
        std::map<std::string_view, std::vector<const prometheus::Alert*>> byName;
        for (const prometheus::Alert& alert : *alerts) {
            if (alert.firing())
                byName[alert.alertName()].push_back(&alert);
        }
        for (const auto& [name, group] : byName)
            addAlert(name, group);
    }

    void addAlert(std::string_view alertName, const std::vector<const prometheus::Alert*>& group)
    {
        const prometheus::Alert& worst = **std::ranges::max_element(group, {}, [](const auto* alert) { return severityOf(*alert); });
        Finding& finding = add(severityOf(worst), "alert/" + std::string(alertName),
            group.size() == 1 ? text(QT_TRANSLATE_NOOP("core", "Alert %1 is firing"), alertName)
                              : text(QT_TRANSLATE_NOOP("core", "Alert %1 is firing %2 times"), alertName, group.size()),
            std::string(wordsOf(worst)), {"alerts", std::string(alertName)}, "Alertmanager", m_answers.alerts.at);
        finding.since = (*std::ranges::min_element(group, {}, [](const auto* alert) { return alert->startsAt; }))->startsAt;
    }

    /// Nobody hears of them, so that they are there is said.
    void judgeSilenced()
    {
        const SilencedAlerts silenced = silencedAlerts(m_answers);
        if (silenced.count == 0)
            return;
        add(Severity::Note, "alerts/silenced", text(QT_TRANSLATE_NOOP("core", "Alerts are held quiet: %1"), silenced.names),
            silenced.by, {"overview", "alertmanager"}, "Alertmanager", m_answers.alerts.at);
    }

    void judgeOperations()
    {
        if (const Error* error = m_answers.operations.error())
            add(Severity::Unknown, "operations", text(QT_TRANSLATE_NOOP("core", "Which operations run is not known")), error->message,
                {"activity", {}}, "State folder", m_answers.operations.at)
                .detail = error->detail;
        const auto* operations = m_answers.operations.value();
        if (operations == nullptr)
            return;
        for (const OperationFacts& operation : *operations) {
            if (operation.running || !isToldByBackups(operation))
                addOperation(operation);
        }
    }

    /// An unfinished restore is an alarm of the backups already.
    bool isToldByBackups(const OperationFacts& operation) const
    {
        const BackupFacts* backups = m_answers.backups.value();
        return backups != nullptr && std::ranges::any_of(backups->alarms, [&](const Text& alarm) {
            return alarm.english().find(operation.id) != std::string::npos;
        });
    }

    void addOperation(const OperationFacts& operation)
    {
        Text what = !operation.running ? text(QT_TRANSLATE_NOOP("core", "\"%1\" was left unfinished"), operation.title)
            : operation.takingBack     ? text(QT_TRANSLATE_NOOP("core", "\"%1\" is being taken back"), operation.title)
                                       : text(QT_TRANSLATE_NOOP("core", "\"%1\" is running"), operation.title);
        add(operation.running ? Severity::Note : Severity::Warning, "operation/" + operation.id, std::move(what),
            text(QT_TRANSLATE_NOOP("core", "since %1, step %2 of %3: %4"), formatRfc3339(operation.startedAt), operation.step,
                operation.steps, operation.stepTitle),
            {"activity", operation.id}, "State folder", m_answers.operations.at)
            .since = operation.startedAt;
    }

    void judgeBackups()
    {
        if (const Error* error = m_answers.backups.error()) {
            add(Severity::Unknown, "backups", text(QT_TRANSLATE_NOOP("core", "The backups are not known")), error->message, {"backups", {}},
                "Backup folder", m_answers.backups.at)
                .detail = error->detail;
        } else if (const BackupFacts* backups = m_answers.backups.value()) {
            count(text(QT_TRANSLATE_NOOP("core", "backups")));
            if (!backups->newest && backups->alarms.empty())
                addBackup(text(QT_TRANSLATE_NOOP("core", "There is no backup yet")), {});
            for (const Text& alarm : backups->alarms)
                addBackup(text(QT_TRANSLATE_NOOP("core", "The backups need a look")), alarm);
            judgeBackupDisk(*backups);
        } else {
            skip(text(QT_TRANSLATE_NOOP("core", "backups (the profile names no PostgreSQL)")));
        }
    }

    void judgeBackupDisk(const BackupFacts& backups)
    {
        if (!backups.freeBytes)
            return;
        count(text(QT_TRANSLATE_NOOP("core", "the disk of the backups")));
        if (backups.newest && *backups.freeBytes < backups.newest->sizeBytes)
            addBackup(text(QT_TRANSLATE_NOOP("core", "The disk of the backups is full")),
                text(QT_TRANSLATE_NOOP("core", "%1 are free, the newest backup takes %2: the next one will not fit"),
                    formatBytes(*backups.freeBytes), formatBytes(backups.newest->sizeBytes)));
    }

    void addBackup(Text what, Text why)
    {
        add(Severity::Warning, "backups", std::move(what), std::move(why), {"backups", {}}, "Backup folder", m_answers.backups.at);
    }

    const Answers& m_answers;
    const std::vector<Node>& m_parts;
    TimePoint m_now;
    Judgement m_out;
};

} // namespace

Judgement judge(const Answers& answers, const std::vector<Node>& parts, TimePoint now)
{
    return Judge(answers, parts, now).judge();
}

Text joinTexts(const std::vector<Text>& texts)
{
    Text all;
    for (const Text& each : texts)
        all = all.empty() ? each : text(QT_TRANSLATE_NOOP("core", "%1, %2"), std::move(all), each);
    return all;
}

Headline headlineOf(const std::vector<Finding>& findings, const std::vector<Text>& judged, const std::vector<Text>& notJudged)
{
    Headline headline;
    const auto weighs = [](const Finding& finding) { return finding.severity != Severity::Note; };
    if (!findings.empty() && weighs(findings.front())) {
        const Finding& worst = findings.front();
        headline.state = stateOf(worst.severity);
        headline.what = worst.what;
        headline.why = worst.why;
        headline.since = worst.since;
        headline.leadsTo = worst.leadsTo;
        headline.more = static_cast<std::size_t>(std::ranges::count_if(findings, weighs)) - 1;
    } else if (judged.empty()) {
        headline.what = text(QT_TRANSLATE_NOOP("core", "The profile names no part of the system"));
    } else {
        headline.state = State::Ok;
        headline.what = text(QT_TRANSLATE_NOOP("core", "All is well"));
        // What is under way is no fault, and whoever asks how the system stands wants to know of it.
        const auto running
            = std::ranges::find_if(findings, [](const Finding& finding) { return finding.subject.starts_with("operation/"); });
        if (running != findings.end()) {
            headline.what = text(QT_TRANSLATE_NOOP("core", "All is well, and %1"), running->sentence());
            headline.leadsTo = running->leadsTo;
        }
        headline.why = notJudged.empty()
            ? text(QT_TRANSLATE_NOOP("core", "Judged: %1."), joinTexts(judged))
            : text(QT_TRANSLATE_NOOP("core", "Judged: %1. Not judged: %2."), joinTexts(judged), joinTexts(notJudged));
    }
    return headline;
}

} // namespace qbm::health
