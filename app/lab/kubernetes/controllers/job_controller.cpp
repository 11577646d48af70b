// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/controllers/job_controller.h"

#include "app/lab/kubernetes/json_access.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qbm::lab::kubernetes {

using nlohmann::json;
using namespace std::chrono_literals;

namespace {

constexpr const char* kComponent = "job-controller";

json condition(const char* type, const char* reason, const std::string& message)
{
    return {{"type", type}, {"status", "True"}, {"lastProbeTime", nowText()}, {"lastTransitionTime", nowText()},
        {"reason", reason}, {"message", message}};
}

/// One pass over one Job.
class JobSync {
public:
    JobSync(Cluster& cluster, ObjectPtr job)
        : m_cluster(cluster)
        , m_job(std::move(job))
        , m_status(objectAt(m_job->document(), {"status"}))
    {
        for (const auto& pod : m_cluster.owners.controlled(m_job->uid(), typeOf("Pod"))) {
            const auto phase = stringAt(pod->document(), {"status", "phase"});
            if (phase == "Succeeded")
                ++m_succeeded;
            else if (phase == "Failed")
                ++m_failed;
            else
                (isBeingDeleted(*pod) ? m_terminating : m_active).push_back(pod);
        }
    }

    void run()
    {
        const auto& spec = objectAt(m_job->document(), {"spec"});
        if (isBeingDeleted(*m_job))
            return;
        if (conditionStatus(m_job->document(), "Complete") == "True"
            || conditionStatus(m_job->document(), "Failed") == "True") {
            expire(spec);
            return;
        }
        if (boolAt(spec, {"suspend"})) {
            suspend();
            return;
        }
        if (!m_status.contains("startTime"))
            m_status["startTime"] = nowText();
        const auto completions = intAt(spec, {"completions"}, 1);
        const auto age = nowSeconds() - parseTime(stringAt(m_status, {"startTime"}));
        const auto deadline = intAt(spec, {"activeDeadlineSeconds"});
        const auto backoffLimit = intAt(spec, {"backoffLimit"}, 6);
        if (m_succeeded >= completions)
            finish("SuccessCriteriaMet", "Complete", "CompletionsReached", "Reached expected number of succeeded pods");
        else if (m_failed + restarts() > backoffLimit)
            finish("FailureTarget", "Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        else if (deadline > 0 && age >= deadline)
            finish("FailureTarget", "Failed", "DeadlineExceeded", "Job was active longer than specified deadline");
        else
            startPods(spec, completions);
        if (deadline > age)
            m_cluster.queue.addAfter(
                std::chrono::seconds(deadline - age), {Work::Kind::Job, m_job->nameSpace(), m_job->name()});
        writeStatus();
    }

private:
    /// Restarts within a pod count against the limit as failed pods do.
    std::int64_t restarts() const
    {
        std::int64_t count = 0;
        for (const auto& pod : m_active)
            for (const auto& status : arrayAt(pod->document(), {"status", "containerStatuses"}))
                count += intAt(status, {"restartCount"});
        return count;
    }

    void startPods(const json& spec, std::int64_t completions)
    {
        const auto wanted = std::min(intAt(spec, {"parallelism"}, 1), completions - m_succeeded);
        const auto missing = wanted - static_cast<std::int64_t>(m_active.size());
        for (std::int64_t i = 0; i < missing; ++i) {
            auto pod = podFromTemplate(objectAt(spec, {"template"}), *m_job);
            pod["metadata"]["generateName"] = m_job->name() + "-";
            const auto created = m_cluster.registry.create(typeOf("Pod"), m_job->nameSpace(), std::move(pod));
            if (!created) {
                m_cluster.recordEvent(
                    *m_job, kComponent, "Warning", "FailedCreate", "Error creating: " + created.error().message);
                m_cluster.queue.addAfter(1000ms, {Work::Kind::Job, m_job->nameSpace(), m_job->name()});
                return;
            }
            m_active.push_back(*created);
            m_cluster.recordEvent(
                *m_job, kComponent, "Normal", "SuccessfulCreate", "Created pod: " + (*created)->name());
        }
    }

    void stopPods()
    {
        for (const auto& pod : m_active)
            (void)m_cluster.registry.remove(pod, {}); // a pod that has just changed is met again in the next pass
    }

    /// First the verdict, then, when no pod is left, the end.
    void finish(const char* verdict, const char* end, const char* reason, const std::string& message)
    {
        stopPods();
        auto& conditions = m_status["conditions"];
        if (!conditions.is_array())
            conditions = json::array();
        if (conditionStatus({{"status", m_status}}, verdict).empty()) {
            conditions.push_back(condition(verdict, reason, message));
            m_cluster.queue.add({Work::Kind::Job, m_job->nameSpace(), m_job->name()});
            m_active.clear();
            return;
        }
        if (!m_active.empty() || !m_terminating.empty())
            return;
        conditions.push_back(condition(end, reason, message));
        const bool complete = std::string_view(end) == "Complete";
        if (complete)
            m_status["completionTime"] = nowText();
        m_cluster.recordEvent(*m_job, kComponent, complete ? "Normal" : "Warning", complete ? "Completed" : reason,
            complete ? "Job completed" : message);
    }

    void suspend()
    {
        stopPods();
        m_active.clear();
        m_status.erase("startTime");
        if (conditionStatus(m_job->document(), "Suspended") != "True") {
            m_status["conditions"].push_back(condition("Suspended", "JobSuspended", "Job suspended"));
            m_cluster.recordEvent(*m_job, kComponent, "Normal", "Suspended", "Job suspended");
        }
        writeStatus();
    }

    void expire(const json& spec)
    {
        const auto life = intAt(spec, {"ttlSecondsAfterFinished"}, -1);
        if (life < 0)
            return;
        auto ended = parseTime(stringAt(m_status, {"completionTime"}));
        for (const auto& entry : arrayAt(m_status, {"conditions"})) // a failed Job has no completion time
            ended = std::max(ended, parseTime(stringAt(entry, {"lastTransitionTime"})));
        const auto left = ended + life - nowSeconds();
        if (left <= 0)
            (void)m_cluster.registry.remove(m_job, {}); // lost a race: the change that won brings the next pass
        else
            m_cluster.queue.addAfter(std::chrono::seconds(left), {Work::Kind::Job, m_job->nameSpace(), m_job->name()});
    }

    void writeStatus()
    {
        setCount(m_status, "active", static_cast<std::int64_t>(m_active.size()));
        setCount(m_status, "succeeded", m_succeeded);
        setCount(m_status, "failed", m_failed);
        m_status["ready"] = std::ranges::count_if(m_active, [](const auto& pod) { return isReady(*pod); });
        m_status["terminating"] = m_terminating.size();
        m_status["uncountedTerminatedPods"] = json::object();
        if (m_status == objectAt(m_job->document(), {"status"}))
            return;
        auto document = m_job->copy();
        document["status"] = m_status;
        if (!m_cluster.registry.update(m_job, std::move(document), Part::Status))
            m_cluster.queue.add({Work::Kind::Job, m_job->nameSpace(), m_job->name()});
    }

    Cluster& m_cluster;
    ObjectPtr m_job;
    json m_status;
    std::vector<ObjectPtr> m_active;
    std::vector<ObjectPtr> m_terminating;
    std::int64_t m_succeeded = 0;
    std::int64_t m_failed = 0;
};

} // namespace

void syncJob(Cluster& cluster, const std::string& nameSpace, const std::string& name)
{
    if (auto job = cluster.store().get(typeOf("Job"), nameSpace, name))
        JobSync(cluster, std::move(job)).run();
}

} // namespace qbm::lab::kubernetes
