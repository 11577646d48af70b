// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/run_cron_job.h"

#include "core/base/clock.h"
#include "core/base/json_text.h"
#include "core/cluster/access_check.h"

#include <chrono>
#include <nlohmann/json.hpp>

namespace qbm::cluster {

namespace {

using nlohmann::json;
using operation::Check;
using operation::StepContext;
using operation::Verdict;

constexpr std::chrono::milliseconds kInterval{500};
constexpr std::chrono::seconds kOutageBorne{60};
// What a controller may add to a CronJob's name for a pod still has to fit in 63 characters.
constexpr std::size_t kLongestPrefix = 40;

/// "nightly-manual-20261124150405": told apart by the second, as the schedule's own are by the minute.
std::string madeName(const std::string& cronJob)
{
    std::string digits;
    for (const char c : formatRfc3339(systemClock().now()).substr(0, 19)) {
        if (c >= '0' && c <= '9')
            digits += c;
    }
    return cronJob.substr(0, kLongestPrefix) + "-manual-" + digits;
}

} // namespace

RunCronJob::RunCronJob(std::shared_ptr<kubernetes::Client> client, std::string nameSpace, RunCronJobRequest request)
    : m_client(std::move(client))
    , m_nameSpace(std::move(nameSpace))
    , m_request(std::move(request))
{
    if (m_request.job.empty())
        m_request.job = madeName(m_request.cronJob);
}

operation::Values RunCronJob::parameters() const
{
    return {{"context", m_client->access().contextName}, {"namespace", m_nameSpace}, {"cronJob", m_request.cronJob},
        {"job", m_request.job}};
}

kubernetes::CollectionPath RunCronJob::jobs() const
{
    return {kubernetes::resource::kJobs, m_nameSpace, {}, {}};
}

Result<json> RunCronJob::fetchCronJob(TaskContext& context) const
{
    kubernetes::ObjectPath path{kubernetes::resource::kCronJobs, m_nameSpace, m_request.cronJob, {}};
    auto answer = m_client->get(path, context);
    if (!answer && answer.error().kind == ErrorKind::NotFound) {
        path.resource = *kubernetes::olderVersionOf(path.resource);
        if (auto older = m_client->get(path, context))
            answer = std::move(older);
    }
    QBM_TRY(got, std::move(answer));
    json object = json::parse(got.json, nullptr, false);
    if (!object.is_object() || !object.contains(json::json_pointer("/spec/jobTemplate/spec")))
        return fail(ErrorKind::BadData,
            text(QT_TRANSLATE_NOOP("core", "The cluster's answer about %1 is none."), path.toString()));
    return object;
}

/// As kubectl makes it; its owner is the CronJob, so that its history limits count it too.
std::string RunCronJob::jobFor(const json& cronJob) const
{
    const json& jobTemplate = cronJob.at("spec").at("jobTemplate");
    const json metadata = jobTemplate.value("metadata", json::object());
    json annotations = metadata.value("annotations", json::object());
    annotations["cronjob.kubernetes.io/instantiate"] = "manual";
    json job{{"apiVersion", "batch/v1"}, {"kind", "Job"},
        {"metadata", {{"name", m_request.job}, {"annotations", std::move(annotations)}}}, {"spec", jobTemplate.at("spec")}};
    if (metadata.contains("labels"))
        job["metadata"]["labels"] = metadata["labels"];
    job["metadata"]["ownerReferences"] = json::array({{{"apiVersion", cronJob.value("apiVersion", "batch/v1")},
        {"kind", "CronJob"}, {"name", m_request.cronJob}, {"uid", cronJob["metadata"].value("uid", "")},
        {"controller", true}}});
    return writeJson(job);
}

Result<operation::Plan> RunCronJob::plan(TaskContext& context)
{
    QBM_TRY(cronJob, fetchCronJob(context));
    operation::Plan plan;
    plan.title = text(QT_TRANSLATE_NOOP("core", "Run CronJob %1 now"), m_request.cronJob);
    plan.consequence = text(QT_TRANSLATE_NOOP("core", "What it does is done once more, now; its schedule goes on as it was."));
    plan.target = m_request.cronJob;
    plan.lines.push_back({kubernetes::ObjectPath{kubernetes::resource::kJobs, m_nameSpace, m_request.job, {}}.toString(),
        text(QT_TRANSLATE_NOOP("core", "made of its template, and owned by it"))});
    for (const json& container : cronJob.at("spec").at("jobTemplate").at("spec").value("template", json::object())
                                     .value("spec", json::object()).value("containers", json::array()))
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "Container %1"), container.value("name", "")),
            container.value("image", "")});
    plan.stopLeaves = text(QT_TRANSLATE_NOOP("core", "The job goes on; only the console stops watching."));
    plan.undo = text(QT_TRANSLATE_NOOP("core", "What it has done stays done; deleting the job ends it."));
    return plan;
}

Result<std::vector<Check>> RunCronJob::check(TaskContext& context)
{
    std::vector<Check> checks{writableCheck(*m_client)};
    const auto cronJob = fetchCronJob(context);
    if (!cronJob && cronJob.error().kind == ErrorKind::Cancelled)
        return fail(cronJob.error());
    checks.push_back({text(QT_TRANSLATE_NOOP("core", "CronJob %1 is there"), m_request.cronJob),
        cronJob ? Verdict::Pass : Verdict::Fail,
        cronJob ? text(QT_TRANSLATE_NOOP("core", "Its schedule is %1."), (*cronJob)["spec"].value("schedule", ""))
                : cronJob.error().message});
    for (const char* verb : {"get", "create"})
        checks.push_back(accessCheck(*m_client, {verb, kubernetes::resource::kJobs, {}, m_nameSpace, {}}, context));
    if (!cronJob)
        return checks;
    const json active = cronJob->value("status", json::object()).value("active", json::array());
    Check alone{text(QT_TRANSLATE_NOOP("core", "None of its jobs runs now")), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "Its status names none."))};
    if (!active.empty()) {
        alone.verdict = Verdict::Warning;
        alone.reason = text(QT_TRANSLATE_NOOP("core",
                                "Job %1 runs: the two run side by side, whatever its concurrency policy says."),
            active.front().value("name", ""));
    }
    checks.push_back(std::move(alone));
    if (operation::mayRun(checks))
        QBM_CHECK(appendDryRun(checks, m_client->create(jobs(), jobFor(*cronJob), context, {.dryRun = true})));
    QBM_CHECK(context.checkpoint());
    return checks;
}

std::vector<operation::Step> RunCronJob::steps()
{
    operation::Step creating;
    creating.id = "create";
    creating.title = text(QT_TRANSLATE_NOOP("core", "Make job %1"), m_request.job);
    creating.run = [this](StepContext& step) { return create(step); };
    operation::Step ending;
    ending.id = "end";
    ending.title = text(QT_TRANSLATE_NOOP("core", "Wait until %1 has ended"), m_request.job);
    ending.run = [this](StepContext& step) { return awaitEnd(step); };
    return {std::move(creating), std::move(ending)};
}

Result<> RunCronJob::create(StepContext& step) const
{
    QBM_TRY(cronJob, fetchCronJob(step.task()));
    const bool again = step.recall("asked").has_value();
    QBM_CHECK(step.remember("asked", "yes"));
    const auto made = m_client->create(jobs(), jobFor(cronJob), step.task());
    if (!made && !(again && made.error().kind == ErrorKind::Conflict)) // made before a kill
        return fail(made.error());
    return {};
}

Result<> RunCronJob::awaitEnd(StepContext& step) const
{
    const kubernetes::ObjectPath path{kubernetes::resource::kJobs, m_nameSpace, m_request.job, {}};
    auto answered = std::chrono::steady_clock::now();
    kubernetes::JsonDocument document;
    for (;;) {
        const auto answer = m_client->get(path, step.task());
        const auto now = std::chrono::steady_clock::now();
        if (!answer && (!answer.error().retryable() || now - answered > kOutageBorne))
            return fail(answer.error());
        if (answer) {
            answered = now;
            QBM_TRY(job, document.parse(answer->json));
            for (const kubernetes::JsonValue& condition : job["status"]["conditions"].items()) {
                if (condition["status"].view() != "True")
                    continue;
                if (condition["type"].view() == "Complete")
                    return {};
                if (condition["type"].view() == "Failed")
                    return fail(ErrorKind::Conflict,
                        text(QT_TRANSLATE_NOOP("core", "Job %1 failed: %2 Its log says more: qbmctl cluster logs job/%1"),
                            m_request.job, condition["message"].string(condition["reason"].view())));
            }
            step.task().report({0, 0,
                text(QT_TRANSLATE_NOOP("core", "%1 pods run, %2 succeeded, %3 failed"), job["status"]["active"].integer(),
                    job["status"]["succeeded"].integer(), job["status"]["failed"].integer())});
        }
        QBM_CHECK(step.task().sleepFor(kInterval));
    }
}

} // namespace qbm::cluster
