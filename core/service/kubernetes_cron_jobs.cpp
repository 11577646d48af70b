// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/kubernetes_cron_jobs.h"

#include "core/base/json_text.h"
#include "core/cluster/access_check.h"
#include "core/cluster/manifest.h"
#include "core/kubernetes/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace qbm::service {

namespace {

using kubernetes::JsonValue;
using nlohmann::json;

const kubernetes::Resource kClaims{"", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true};

/// What one Job says about how it ended.
struct JobEnd {
    std::string startedAt; ///< RFC 3339, which sorts by time
    bool ended = false;
    bool failed = false;
    std::string message;
};

JobEnd endOf(const JsonValue& job)
{
    JobEnd end;
    end.startedAt = job["metadata"]["creationTimestamp"].string();
    for (const JsonValue& condition : job["status"]["conditions"].items()) {
        const std::string_view type = condition["type"].view();
        if (condition["status"].view() != "True" || (type != "Complete" && type != "Failed"))
            continue;
        end.ended = true;
        end.failed = type == "Failed";
        end.message = end.failed ? condition["message"].string(condition["reason"].view()) : std::string();
    }
    return end;
}

bool isOwnedBy(const JsonValue& job, std::string_view uid)
{
    const std::vector<JsonValue> owners = job["metadata"]["ownerReferences"].items();
    return std::ranges::any_of(owners, [&](const JsonValue& owner) { return owner["uid"].view() == uid; });
}

class KubernetesCronJobs final : public backup::CronJobControl {
public:
    KubernetesCronJobs(std::shared_ptr<kubernetes::Client> client, std::string nameSpace)
        : m_client(std::move(client))
        , m_nameSpace(std::move(nameSpace))
    {
    }

    std::string nameSpace() const override { return m_nameSpace; }

    Result<std::optional<backup::CronJobFacts>> fetch(const std::string& name, TaskContext& context) override
    {
        QBM_TRY(path, pathOf(name, context));
        auto answer = m_client->get(path, context);
        if (!answer && answer.error().kind == ErrorKind::NotFound)
            return std::optional<backup::CronJobFacts>();
        if (!answer)
            return fail(std::move(answer).error());
        kubernetes::JsonDocument document;
        QBM_TRY(cronJob, document.parse(answer->json));
        backup::CronJobFacts facts;
        facts.name = name;
        facts.manifest = writeJson(cluster::withoutServerFields(json::parse(answer->json, nullptr, false)));
        facts.lastScheduledAt = cronJob["status"]["lastScheduleTime"].time();
        facts.lastSucceededAt = cronJob["status"]["lastSuccessfulTime"].time();
        QBM_CHECK(addJobs(cronJob["metadata"]["uid"].string(), facts, context));
        return std::optional(std::move(facts));
    }

    Result<> apply(const std::string& manifest, TaskContext& context) override
    {
        QBM_TRY(objects, cluster::parseManifest(manifest));
        if (objects.size() != 1 || objects.front().kind != "CronJob")
            return fail(ErrorKind::InvalidInput,
                text(QT_TRANSLATE_NOOP(
                    "core", "The manifest of a scheduled backup holds one CronJob and nothing else.")));
        QBM_TRY(path, pathOf(objects.front().name, context));
        json body = *objects.front().object;
        body["apiVersion"] = path.resource.apiVersion(); // batch/v1beta1 before 1.21
        body["metadata"]["namespace"] = m_nameSpace;
        body.erase("status");
        for (const bool dryRun : {true, false})
            QBM_CHECK(m_client->patch(
                path, kubernetes::PatchType::Apply, writeJson(body), context, {.dryRun = dryRun, .force = true}));
        return {};
    }

    Result<> remove(const std::string& name, TaskContext& context) override
    {
        QBM_TRY(path, pathOf(name, context));
        auto removed = m_client->remove(path, context);
        if (!removed && removed.error().kind != ErrorKind::NotFound)
            return fail(std::move(removed).error());
        return {};
    }

    Result<> checkMayApply(TaskContext& context) override
    {
        if (m_client->mode() == AccessMode::ReadOnly)
            return fail(ErrorKind::Denied,
                text(QT_TRANSLATE_NOOP("core", "No CronJob can be set: the console is in read-only mode.")));
        QBM_TRY(resource, resourceOf(context));
        for (const char* verb : {"get", "create", "patch"}) {
            QBM_TRY(denial, cluster::denialReason(*m_client, {verb, resource, {}, m_nameSpace, {}}, context));
            if (denial)
                return fail(ErrorKind::Denied, std::move(*denial));
        }
        return {};
    }

    Result<> checkClaim(const std::string& name, TaskContext& context) override
    {
        if (name.empty())
            return fail(ErrorKind::InvalidInput,
                text(QT_TRANSLATE_NOOP("core", "Name the PersistentVolumeClaim that the dumps go to.")));
        QBM_CHECK(m_client->get({kClaims, m_nameSpace, name, {}}, context));
        return {};
    }

    Result<> checkSecretKey(const std::string& name, const std::string& key, TaskContext& context) override
    {
        if (name.empty() || key.empty())
            return fail(ErrorKind::InvalidInput,
                text(QT_TRANSLATE_NOOP("core", "Name the Secret that holds the password, and its key.")));
        QBM_CHECK(m_client->fetchSecretKey(m_nameSpace, name, key, context));
        return {};
    }

private:
    Result<kubernetes::Resource> resourceOf(TaskContext& context) const
    {
        QBM_TRY(found, m_client->findResource("cronjobs.batch", context));
        return found.resource;
    }

    Result<kubernetes::ObjectPath> pathOf(const std::string& name, TaskContext& context) const
    {
        QBM_TRY(resource, resourceOf(context));
        return kubernetes::ObjectPath{resource, m_nameSpace, name, {}};
    }

    /// How its newest Job that has ended did, and whether one still runs.
    Result<> addJobs(const std::string& uid, backup::CronJobFacts& facts, TaskContext& context) const
    {
        JobEnd newest;
        kubernetes::PageHandler handler;
        handler.onPage = [&](const JsonValue& page) -> Result<> {
            for (const JsonValue& job : page["items"].items()) {
                if (!isOwnedBy(job, uid))
                    continue;
                JobEnd end = endOf(job);
                facts.running = facts.running || !end.ended;
                if (end.ended && end.startedAt >= newest.startedAt)
                    newest = std::move(end);
            }
            return {};
        };
        handler.onRestart = [&] {
            newest = {};
            facts.running = false;
        };
        QBM_CHECK(m_client->list({kubernetes::resource::kJobs, m_nameSpace, {}, {}}, {}, handler, context));
        facts.lastFailed = newest.failed;
        facts.lastMessage = newest.message;
        return {};
    }

    std::shared_ptr<kubernetes::Client> m_client;
    std::string m_nameSpace;
};

} // namespace

std::unique_ptr<backup::CronJobControl> makeKubernetesCronJobs(
    std::shared_ptr<kubernetes::Client> client, std::string nameSpace)
{
    return std::make_unique<KubernetesCronJobs>(std::move(client), std::move(nameSpace));
}

} // namespace qbm::service
