// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/cron_schedule.h"
#include "app/lab/kubernetes/controllers/job_controller.h"
#include "app/lab/kubernetes/json_access.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr const char* kComponent = "cronjob-controller";

bool hasEnded(const StoredObject& job)
{
    return conditionStatus(job.document(), "Complete") == "True" || conditionStatus(job.document(), "Failed") == "True";
}

ObjectPtr startJob(Cluster& cluster, const StoredObject& cronJob, std::int64_t scheduled)
{
    const auto& jobTemplate = objectAt(cronJob.document(), {"spec", "jobTemplate"});
    json job = {{"metadata", objectAt(jobTemplate, {"metadata"})}, {"spec", objectAt(jobTemplate, {"spec"})}};
    auto& metadata = job["metadata"];
    metadata["name"] = cronJob.name() + "-" + std::to_string(scheduled / 60);
    metadata["annotations"]["batch.kubernetes.io/cronjob-scheduled-timestamp"] = formatTime(scheduled);
    metadata["ownerReferences"] = controllerReference(cronJob);
    auto created = cluster.registry.create(typeOf("Job"), cronJob.nameSpace(), std::move(job));
    if (!created) {
        if (created.error().code != 409) // 409: started in an earlier pass
            cluster.recordEvent(
                cronJob, kComponent, "Warning", "FailedCreate", "Error creating job: " + created.error().message);
        return nullptr;
    }
    cluster.recordEvent(cronJob, kComponent, "Normal", "SuccessfulCreate", "Created job " + (*created)->name());
    return *created;
}

/// Deletes the oldest ended jobs beyond the limit.
void keepLast(Cluster& cluster, const StoredObject& cronJob, const std::vector<ObjectPtr>& jobs, const char* ending,
    std::int64_t limit)
{
    std::vector<ObjectPtr> ended;
    for (const auto& job : jobs)
        if (conditionStatus(job->document(), ending) == "True" && !isBeingDeleted(*job))
            ended.push_back(job);
    std::ranges::sort(ended, {}, [](const ObjectPtr& job) {
        return stringAt(job->document(), {"status", "startTime"});
    });
    for (std::size_t i = 0; i + static_cast<std::size_t>(std::max<std::int64_t>(limit, 0)) < ended.size(); ++i) {
        DeleteOptions background;
        background.propagationPolicy = "Background";
        if (cluster.registry.remove(ended[i], background))
            cluster.recordEvent(cronJob, kComponent, "Normal", "SuccessfulDelete", "Deleted job " + ended[i]->name());
    }
}

} // namespace

void syncCronJob(Cluster& cluster, const std::string& nameSpace, const std::string& name)
{
    const auto cronJob = cluster.store().get(typeOf("CronJob"), nameSpace, name);
    if (!cronJob || isBeingDeleted(*cronJob))
        return;
    const auto& spec = objectAt(cronJob->document(), {"spec"});
    auto jobs = cluster.owners.controlled(cronJob->uid(), typeOf("Job"));
    keepLast(cluster, *cronJob, jobs, "Complete", intAt(spec, {"successfulJobsHistoryLimit"}, 3));
    keepLast(cluster, *cronJob, jobs, "Failed", intAt(spec, {"failedJobsHistoryLimit"}, 1));
    auto status = objectAt(cronJob->document(), {"status"});
    std::vector<ObjectPtr> running;
    for (const auto& job : jobs) {
        if (!hasEnded(*job))
            running.push_back(job);
        const auto completed = stringAt(job->document(), {"status", "completionTime"});
        if (completed > stringAt(status, {"lastSuccessfulTime"}))
            status["lastSuccessfulTime"] = completed;
    }
    const auto schedule = CronSchedule::parse(stringAt(spec, {"schedule"}));
    if (schedule && !boolAt(spec, {"suspend"})) {
        const auto now = nowSeconds();
        const auto last = parseTime(
            stringAt(status, {"lastScheduleTime"}, stringAt(cronJob->document(), {"metadata", "creationTimestamp"})));
        auto due = schedule->next(last);
        for (auto later = schedule->next(due); due > 0 && later > 0 && later <= now; later = schedule->next(later))
            due = later; // missed starts are not made up, only the last one
        const bool forbidden = stringAt(spec, {"concurrencyPolicy"}) == "Forbid" && !running.empty();
        if (due > 0 && due <= now && !forbidden) {
            if (stringAt(spec, {"concurrencyPolicy"}) == "Replace")
                for (const auto& job : running)
                    (void)cluster.registry.remove(job, {}); // one that has just ended needs no stop
            if (auto job = startJob(cluster, *cronJob, due))
                running.push_back(std::move(job));
            status["lastScheduleTime"] = formatTime(due);
        }
        if (const auto next = schedule->next(now); next > 0)
            cluster.queue.addAfter(std::chrono::seconds(next - now), {Work::Kind::CronJob, nameSpace, name});
    }
    status.erase("active");
    for (const auto& job : running)
        status["active"].push_back({{"kind", "Job"}, {"apiVersion", "batch/v1"}, {"namespace", nameSpace},
            {"name", job->name()}, {"uid", job->uid()}, {"resourceVersion", std::to_string(job->resourceVersion())}});
    if (status == objectAt(cronJob->document(), {"status"}))
        return;
    auto document = cronJob->copy();
    document["status"] = std::move(status);
    if (!cluster.registry.update(cronJob, std::move(document), Part::Status))
        cluster.queue.add({Work::Kind::CronJob, nameSpace, name});
}

} // namespace qbm::lab::kubernetes
