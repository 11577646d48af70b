// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/log_pods.h"

#include "core/kubernetes/objects.h"

#include <algorithm>

namespace qbm::service {

namespace {

using kubernetes::JsonValue;

JsonValue statusOf(const JsonValue& statuses, std::string_view name)
{
    for (const JsonValue& status : statuses.items()) {
        if (status["name"].view() == name)
            return status;
    }
    return {};
}

/// Whether a container that ended is not started again.
bool endsForGood(const JsonValue& terminated, bool init, std::string_view restartPolicy)
{
    if (!terminated.isObject())
        return false;
    const bool failed = terminated["exitCode"].integer() != 0;
    if (restartPolicy == "Never")
        return true;
    return !failed && (init || restartPolicy == "OnFailure");
}

void addContainers(
    LogPod& pod, const JsonValue& specs, const JsonValue& statuses, bool init, std::string_view restartPolicy)
{
    for (const JsonValue& spec : specs.items()) {
        const JsonValue status = statusOf(statuses, spec["name"].view());
        const JsonValue state = status["state"];
        const bool sidecar = spec["restartPolicy"].view() == "Always";
        LogContainer container{spec["name"].string()};
        container.running = state["running"].isObject();
        container.started = container.running || state["terminated"].isObject()
            || status["lastState"]["terminated"].isObject() || status["restartCount"].integer() > 0;
        container.over = endsForGood(state["terminated"], init && !sidecar, sidecar ? "Always" : restartPolicy);
        pod.containers.push_back(std::move(container));
    }
}

/// A LabelSelector, or the plain map of older kinds.
std::string podSelectorOf(const JsonValue& selector)
{
    if (selector["matchLabels"].exists() || selector["matchExpressions"].exists())
        return kubernetes::selectorText(selector);
    std::string out;
    for (const auto& [key, value] : selector.members())
        out += (out.empty() ? "" : ",") + std::string(key) + "=" + value.string();
    return out;
}

} // namespace

LogPod decodeLogPod(const JsonValue& pod)
{
    LogPod out{pod["metadata"]["name"].string(), pod["metadata"]["uid"].string(), {}};
    const JsonValue spec = pod["spec"];
    const JsonValue status = pod["status"];
    const std::string_view restartPolicy = spec["restartPolicy"].view("Always");
    addContainers(out, spec["initContainers"], status["initContainerStatuses"], true, restartPolicy);
    addContainers(out, spec["containers"], status["containerStatuses"], false, restartPolicy);
    addContainers(out, spec["ephemeralContainers"], status["ephemeralContainerStatuses"], false, "Never");
    const std::string_view phase = status["phase"].view();
    if (phase == "Succeeded" || phase == "Failed") {
        for (LogContainer& container : out.containers)
            container.over = true;
    }
    return out;
}

Result<LogPodQuery> findLogPods(
    kubernetes::Client& client, const std::string& nameSpace, const std::string& workload, TaskContext& context)
{
    const std::size_t slash = workload.find('/');
    const std::string kind = slash == std::string::npos ? "deployments.apps" : workload.substr(0, slash);
    const std::string name = slash == std::string::npos ? workload : workload.substr(slash + 1);
    if (name.empty())
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "\"%1\" names no workload."), workload));
    QBM_TRY(found, client.findResource(kind, context));
    kubernetes::JsonDocument document;
    auto got = client.get({found.resource, nameSpace, name, {}}, context);
    if (!got && got.error().kind == ErrorKind::NotFound && slash == std::string::npos
        && client.get({kubernetes::resource::kPods, nameSpace, name, {}}, context))
        return findLogPods(client, nameSpace, "pod/" + name, context);
    if (!got && got.error().kind == ErrorKind::NotFound && slash == std::string::npos)
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP("core",
                     "There is no deployment and no pod %1 in %2. Name another kind of workload as KIND/NAME."),
                name, nameSpace));
    QBM_TRY(answer, std::move(got));
    QBM_TRY(object, document.parse(answer.json));
    LogPodQuery query{{kubernetes::resource::kPods, nameSpace, {}, {}}, false};
    if (found.resource == kubernetes::resource::kPods) {
        query.pods.fieldSelector = "metadata.name=" + name;
        query.onePod = true;
        return query;
    }
    query.pods.labelSelector = podSelectorOf(object["spec"]["selector"]);
    if (query.pods.labelSelector.empty())
        return fail(ErrorKind::InvalidInput,
            text(
                QT_TRANSLATE_NOOP("core", "%1 selects no pods, so it has no logs."), found.resource.kind + "/" + name));
    return query;
}

// --- roster ----------------------------------------------------------------------------------------------------------

void LogPodRoster::put(const LogPod& pod)
{
    const std::lock_guard lock(m_mutex);
    m_pods[pod.uid] = pod;
}

std::vector<LogPod> LogPodRoster::pods() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<LogPod> pods;
    for (const auto& [uid, pod] : m_pods)
        pods.push_back(pod);
    return pods;
}

bool LogPodRoster::has(const std::string& uid) const
{
    const std::lock_guard lock(m_mutex);
    return m_pods.contains(uid);
}

std::optional<LogContainer> LogPodRoster::find(const std::string& uid, const std::string& container) const
{
    const std::lock_guard lock(m_mutex);
    const auto pod = m_pods.find(uid);
    if (pod == m_pods.end())
        return std::nullopt;
    const auto found = std::ranges::find(pod->second.containers, container, &LogContainer::name);
    return found == pod->second.containers.end() ? std::nullopt : std::optional(*found);
}

void LogPodRoster::listBegins()
{
    m_listing.clear();
}

void LogPodRoster::listed(const kubernetes::ListItem& item)
{
    LogPod pod = decodeLogPod(item.object);
    m_listing[pod.uid] = std::move(pod);
}

void LogPodRoster::listEnds()
{
    const std::lock_guard lock(m_mutex);
    m_pods.swap(m_listing);
}

void LogPodRoster::changed(const kubernetes::ListItem& item)
{
    put(decodeLogPod(item.object));
}

void LogPodRoster::deleted(const kubernetes::ListItem& item)
{
    const std::lock_guard lock(m_mutex);
    m_pods.erase(item.object["metadata"]["uid"].string());
}

} // namespace qbm::service
