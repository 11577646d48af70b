// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/delete_object.h"

#include "core/cluster/access_check.h"
#include "core/kubernetes/description.h"

#include <algorithm>
#include <chrono>

namespace qbm::cluster {

namespace {

using operation::Check;
using operation::StepContext;
using operation::Verdict;
using SteadyClock = std::chrono::steady_clock;

constexpr const char* kUid = "uid";
constexpr std::chrono::milliseconds kInterval{500};
constexpr std::chrono::seconds kBeyondGrace{60};
// A namespace goes through everything in it, one kind after another.
constexpr std::chrono::minutes kNamespaceTime{10};

/// What matters of an object that is to go.
struct Doomed {
    std::string uid;
    bool beingDeleted = false;
    std::chrono::seconds grace{0};
    std::string finalizers; ///< "a, b"; empty if none
    Text waitsFor; ///< of a namespace: the cause that its conditions name
};

Result<Doomed> fetchDoomed(kubernetes::Client& client, const kubernetes::ObjectPath& path, TaskContext& context)
{
    QBM_TRY(answer, client.get(path, context));
    kubernetes::JsonDocument document;
    QBM_TRY(root, document.parse(answer.json));
    const kubernetes::JsonValue metadata = root["metadata"];
    Doomed doomed;
    doomed.uid = metadata["uid"].string();
    doomed.beingDeleted = !metadata["deletionTimestamp"].empty();
    doomed.grace = std::chrono::seconds(std::max<std::int64_t>(
        metadata["deletionGracePeriodSeconds"].integer(), root["spec"]["terminationGracePeriodSeconds"].integer()));
    for (const kubernetes::JsonValue& finalizer : metadata["finalizers"].items())
        doomed.finalizers += (doomed.finalizers.empty() ? "" : ", ") + finalizer.string();
    for (const kubernetes::JsonValue& finalizer : root["spec"]["finalizers"].items())
        doomed.finalizers += (doomed.finalizers.empty() ? "" : ", ") + finalizer.string(); // of a namespace
    if (path.resource == kubernetes::resource::kNamespaces)
        doomed.waitsFor = kubernetes::describeDeletion(root);
    return doomed;
}

} // namespace

Text consequenceOfDeleting(const std::string& kind)
{
    if (kind == "Namespace")
        return text(QT_TRANSLATE_NOOP("core",
            "Everything in the namespace is deleted with it: workloads, settings, secrets and claims to storage."));
    if (kind == "Deployment" || kind == "StatefulSet" || kind == "DaemonSet" || kind == "ReplicaSet" || kind == "Job")
        return text(QT_TRANSLATE_NOOP("core", "Its pods are deleted with it: what they serve ends."));
    if (kind == "Pod")
        return text(QT_TRANSLATE_NOOP("core", "What runs in it ends; if a workload owns it, that makes another one."));
    if (kind == "PersistentVolumeClaim" || kind == "PersistentVolume")
        return text(QT_TRANSLATE_NOOP("core", "The data on it may be deleted with it, as its storage class says."));
    if (kind == "Service" || kind == "Ingress")
        return text(QT_TRANSLATE_NOOP("core", "Nothing reaches what stands behind it any more by this way."));
    if (kind == "ConfigMap" || kind == "Secret")
        return text(QT_TRANSLATE_NOOP(
            "core", "Pods that need it do not start any more; those that run keep what they have read."));
    return text(QT_TRANSLATE_NOOP("core", "What it owns is deleted with it."));
}

Text riskOfForcing(const std::string& kind)
{
    if (kind == "Pod")
        return text(QT_TRANSLATE_NOOP("core",
            "The pod is taken off the cluster's books at once, without waiting until its node has ended it: it may go on "
            "running beside the one made in its place, and two pods of a StatefulSet may then write to the same data."));
    return text(QT_TRANSLATE_NOOP("core",
        "The object goes at once, without the time it was given to end in; what it runs may go on for a while."));
}

DeleteObject::DeleteObject(
    std::shared_ptr<kubernetes::Client> client, std::string nameSpace, ObjectKey object, bool force)
    : m_client(std::move(client))
    , m_nameSpace(std::move(nameSpace))
    , m_object(std::move(object))
    , m_force(force)
{
}

operation::Values DeleteObject::parameters() const
{
    const kubernetes::Resource& resource = m_object.resource;
    return {{"context", m_client->access().contextName}, {"namespace", m_nameSpace}, {"group", resource.group},
        {"version", resource.version}, {"plural", resource.plural}, {"kind", resource.kind},
        {"namespaced", resource.namespaced ? "yes" : "no"}, {"name", m_object.name}};
}

kubernetes::ObjectPath DeleteObject::path() const
{
    return {m_object.resource, m_nameSpace, m_object.name, {}};
}

Result<operation::Plan> DeleteObject::plan(TaskContext& context)
{
    QBM_TRY(doomed, fetchDoomed(*m_client, path(), context));
    const std::string& kind = m_object.resource.kind;
    operation::Plan plan;
    plan.title = m_force ? text(QT_TRANSLATE_NOOP("core", "Delete %1 %2 by force"), kind, m_object.name)
                         : text(QT_TRANSLATE_NOOP("core", "Delete %1 %2"), kind, m_object.name);
    plan.consequence = consequenceOfDeleting(kind);
    if (m_force)
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "By force")), riskOfForcing(kind)});
    plan.target = m_object.name;
    plan.lines.push_back({path().toString(), text(QT_TRANSLATE_NOOP("core", "deleted, with what it owns"))});
    if (!doomed.finalizers.empty())
        plan.lines.push_back({text(QT_TRANSLATE_NOOP("core", "Finalizers")),
            text(QT_TRANSLATE_NOOP("core", "%1 must let it go first"), doomed.finalizers)});
    plan.stopLeaves = text(
        QT_TRANSLATE_NOOP("core", "Once asked for, the cluster goes on deleting it; only the console stops watching."));
    plan.undo = text(QT_TRANSLATE_NOOP("core", "It cannot be undone: keep its YAML if it may be needed again."));
    plan.destructive = true;
    return plan;
}

Result<std::vector<Check>> DeleteObject::check(TaskContext& context)
{
    std::vector<Check> checks{writableCheck(*m_client)};
    const auto doomed = fetchDoomed(*m_client, path(), context);
    if (!doomed && doomed.error().kind == ErrorKind::Cancelled)
        return fail(doomed.error());
    checks.push_back(
        {text(QT_TRANSLATE_NOOP("core", "%1 is there"), path().toString()), doomed ? Verdict::Pass : Verdict::Fail,
            doomed ? text(QT_TRANSLATE_NOOP("core", "Its uid is %1."), doomed->uid) : doomed.error().message});
    for (const char* verb : {"get", "delete"})
        checks.push_back(accessCheck(*m_client, {verb, m_object.resource, {}, m_nameSpace, m_object.name}, context));
    if (doomed && doomed->beingDeleted)
        checks.push_back({text(QT_TRANSLATE_NOOP("core", "It is not being deleted already")), Verdict::Warning,
            text(QT_TRANSLATE_NOOP("core", "It is: this only waits for its end."))});
    if (doomed && operation::mayRun(checks))
        QBM_CHECK(appendDryRun(checks,
            m_client->remove(path(), context, options(doomed->uid, true))));
    QBM_CHECK(context.checkpoint());
    return checks;
}

kubernetes::DeleteOptions DeleteObject::options(const std::string& uid, bool dryRun) const
{
    kubernetes::DeleteOptions options;
    options.uid = uid;
    options.dryRun = dryRun;
    if (m_force)
        options.gracePeriod = std::chrono::seconds(0);
    return options;
}

std::vector<operation::Step> DeleteObject::steps()
{
    operation::Step asking;
    asking.id = "delete";
    asking.title = text(QT_TRANSLATE_NOOP("core", "Delete %1"), m_object.name);
    asking.run = [this](StepContext& step) { return remove(step); };
    operation::Step gone;
    gone.id = "gone";
    gone.title = text(QT_TRANSLATE_NOOP("core", "Wait until %1 is gone"), m_object.name);
    gone.run = [this](StepContext& step) { return awaitGone(step); };
    return {std::move(asking), std::move(gone)};
}

Result<> DeleteObject::remove(StepContext& step) const
{
    auto uid = step.recall(kUid);
    if (!uid) {
        QBM_TRY(doomed, fetchDoomed(*m_client, path(), step.task()));
        QBM_CHECK(step.remember(kUid, doomed.uid));
        uid = doomed.uid;
    }
    auto removed = m_client->remove(path(), step.task(), options(*uid, false));
    if (removed)
        return {};
    // After a kill: gone, or another one of its name in its place.
    const auto there = fetchDoomed(*m_client, path(), step.task());
    const bool over = there ? there->uid != *uid : there.error().kind == ErrorKind::NotFound;
    if (over)
        return {};
    return fail(std::move(removed).error());
}

Result<> DeleteObject::awaitGone(StepContext& step) const
{
    const std::string uid = step.recall(kUid).value_or(std::string());
    const auto begun = SteadyClock::now();
    for (;;) {
        const auto seen = fetchDoomed(*m_client, path(), step.task());
        if (seen ? seen->uid != uid : seen.error().kind == ErrorKind::NotFound)
            return {};
        if (!seen && !seen.error().retryable())
            return fail(seen.error());
        const std::chrono::seconds limit = seen && m_object.resource.kind != "Namespace"
            ? seen->grace + kBeyondGrace
            : std::chrono::seconds(kNamespaceTime);
        if (SteadyClock::now() - begun > limit) {
            if (!seen)
                return fail(seen.error());
            if (!seen->waitsFor.empty())
                return fail(ErrorKind::Timeout,
                    text(QT_TRANSLATE_NOOP("core", "%1 is marked as deleted but still there after %2 s. %3"),
                        path().toString(), limit.count(), seen->waitsFor));
            return fail(ErrorKind::Timeout,
                seen->finalizers.empty()
                    ? text(QT_TRANSLATE_NOOP("core", "%1 is marked as deleted but still there after %2 s."),
                        path().toString(), limit.count())
                    : text(
                        QT_TRANSLATE_NOOP("core",
                            "%1 is marked as deleted but still there after %2 s: the finalizers %3 do not let it go. "
                            "Look at what set them."),
                        path().toString(), limit.count(), seen->finalizers));
        }
        if (seen)
            step.task().report({0, 0,
                !seen->waitsFor.empty() ? seen->waitsFor
                : seen->finalizers.empty()
                    ? text(QT_TRANSLATE_NOOP("core", "Marked as deleted; waiting until it has ended"))
                    : text(QT_TRANSLATE_NOOP("core", "Marked as deleted; waiting for %1"), seen->finalizers)});
        QBM_CHECK(step.task().sleepFor(kInterval));
    }
}

} // namespace qbm::cluster
