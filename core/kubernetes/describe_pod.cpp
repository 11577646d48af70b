// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/unit.h"
#include "core/kubernetes/description.h"
#include "core/kubernetes/objects.h"

#include <algorithm>
#include <ranges>

namespace qbm::kubernetes {

namespace {

// Above it, an exit code is a signal's number as the shell counts it.
constexpr std::int64_t kSignalBase = 128;
constexpr std::int64_t kLastSignal = 64;
/// Of a workload's pods the worst ones are told; the list of pods has them all.
constexpr std::size_t kMostPods = 20;

std::int64_t signalOf(const JsonValue& terminated)
{
    const std::int64_t code = terminated["exitCode"].integer();
    if (const std::int64_t signal = terminated["signal"].integer(); signal != 0)
        return signal;
    return code > kSignalBase && code <= kSignalBase + kLastSignal ? code - kSignalBase : 0;
}

Text withReason(const JsonValue& state, const char* plain, const char* full)
{
    const std::string reason = state["reason"].string(), message = state["message"].string();
    return message.empty() ? text(plain, reason) : text(full, reason, message);
}

Text stateText(const JsonValue& state)
{
    if (state["running"].isObject())
        return text(QT_TRANSLATE_NOOP("core", "running since %1"), state["running"]["startedAt"].view());
    if (state["waiting"].isObject())
        return withReason(state["waiting"], QT_TRANSLATE_NOOP("core", "waiting: %1"), QT_TRANSLATE_NOOP("core", "waiting: %1 (%2)"));
    if (state["terminated"].isObject())
        return text(QT_TRANSLATE_NOOP("core", "terminated: %1"), describeTermination(state["terminated"]));
    return {};
}

std::string join(const std::vector<JsonValue>& items, std::string (*words)(const JsonValue&))
{
    std::string out;
    for (const JsonValue& item : items) {
        if (const std::string one = words(item); !one.empty())
            out += (out.empty() ? "" : ", ") + one;
    }
    return out;
}

std::string portWords(const JsonValue& port)
{
    const std::string name = port["name"].string();
    return (name.empty() ? "" : name + " ") + scalarText(port["containerPort"]) + "/" + port["protocol"].string("TCP");
}

std::string argumentWords(const JsonValue& argument)
{
    const std::string word = argument.string();
    return word.substr(0, word.find('\n'));
}

/// Where a variable comes from; values of Secrets are named, never read.
std::string variableWords(const JsonValue& variable)
{
    const std::string name = variable["name"].string();
    const JsonValue from = variable["valueFrom"];
    if (from["secretKeyRef"].isObject())
        return name + " (Secret " + from["secretKeyRef"]["name"].string() + ", " + from["secretKeyRef"]["key"].string() + ")";
    if (from["configMapKeyRef"].isObject())
        return name + " (ConfigMap " + from["configMapKeyRef"]["name"].string() + ", " + from["configMapKeyRef"]["key"].string() + ")";
    if (from["fieldRef"].isObject())
        return name + " (" + from["fieldRef"]["fieldPath"].string() + ")";
    return from.isObject() ? name : name + "=" + argumentWords(variable["value"]);
}

std::string sourceWords(const JsonValue& source)
{
    if (source["secretRef"].isObject())
        return "Secret " + source["secretRef"]["name"].string();
    return "ConfigMap " + source["configMapRef"]["name"].string();
}

std::string mountWords(const JsonValue& mount)
{
    return mount["mountPath"].string() + " (" + mount["name"].string() + (mount["readOnly"].boolean() ? ", ro)" : ")");
}

std::string addressWords(const JsonValue& address)
{
    return address["ip"].string();
}

std::string orDefault(const JsonValue& value, const char* fallback)
{
    const std::string given = scalarText(value);
    return given.empty() ? fallback : given;
}

Text probeText(const JsonValue& probe)
{
    if (!probe.isObject())
        return {};
    std::string how;
    if (const JsonValue http = probe["httpGet"]; http.isObject())
        how = "GET :" + scalarText(http["port"]) + http["path"].string("/");
    else if (const JsonValue tcp = probe["tcpSocket"]; tcp.isObject())
        how = "TCP :" + scalarText(tcp["port"]);
    else if (const JsonValue grpc = probe["grpc"]; grpc.isObject())
        how = "gRPC :" + scalarText(grpc["port"]);
    else
        how = "exec " + join(probe["exec"]["command"].items(), argumentWords);
    return text(QT_TRANSLATE_NOOP("core", "%1 every %2 s, answer within %3 s, fails after %4"), how, orDefault(probe["periodSeconds"], "10"),
        orDefault(probe["timeoutSeconds"], "1"), orDefault(probe["failureThreshold"], "3"));
}

void describeContainer(Text title, const JsonValue& spec, const JsonValue& status, std::vector<DescribedSection>& sections)
{
    SectionBuilder section(std::move(title));
    section.fact(text(QT_TRANSLATE_NOOP("core", "State")), stateText(status["state"]));
    section.fact(text(QT_TRANSLATE_NOOP("core", "Last termination")), describeTermination(status["lastState"]["terminated"]));
    section.field(text(QT_TRANSLATE_NOOP("core", "Restarts")), status["restartCount"]);
    section.field(text(QT_TRANSLATE_NOOP("core", "Ready")), status["ready"]);
    section.field(text(QT_TRANSLATE_NOOP("core", "Image")), spec["image"]);
    section.field(text(QT_TRANSLATE_NOOP("core", "Image id")), status["imageID"]);
    section.fact(text(QT_TRANSLATE_NOOP("core", "Resource requests")), pairsText(spec["resources"]["requests"], " "));
    section.fact(text(QT_TRANSLATE_NOOP("core", "Resource limits")), pairsText(spec["resources"]["limits"], " "));
    section.fact(text(QT_TRANSLATE_NOOP("core", "Ports")), join(spec["ports"].items(), portWords));
    section.fact(text(QT_TRANSLATE_NOOP("core", "Command")), join(spec["command"].items(), argumentWords));
    section.fact(text(QT_TRANSLATE_NOOP("core", "Arguments")), join(spec["args"].items(), argumentWords));
    section.fact(text(QT_TRANSLATE_NOOP("core", "Startup probe")), probeText(spec["startupProbe"]));
    section.fact(text(QT_TRANSLATE_NOOP("core", "Readiness probe")), probeText(spec["readinessProbe"]));
    section.fact(text(QT_TRANSLATE_NOOP("core", "Liveness probe")), probeText(spec["livenessProbe"]));
    section.fact(text(QT_TRANSLATE_NOOP("core", "Environment")), join(spec["env"].items(), variableWords));
    section.fact(text(QT_TRANSLATE_NOOP("core", "Environment from")), join(spec["envFrom"].items(), sourceWords));
    section.fact(text(QT_TRANSLATE_NOOP("core", "Mounts")), join(spec["volumeMounts"].items(), mountWords));
    section.into(sections);
}

JsonValue statusOf(const JsonValue& statuses, std::string_view container)
{
    for (const JsonValue& status : statuses.items()) {
        if (status["name"].view() == container)
            return status;
    }
    return {};
}

/// "ConfigMap settings", "emptyDir": what stands behind a volume.
std::string volumeWords(const JsonValue& volume)
{
    for (const auto& [kind, source] : volume.members()) {
        if (kind == "name")
            continue;
        if (kind == "persistentVolumeClaim")
            return "PersistentVolumeClaim " + source["claimName"].string();
        if (kind == "configMap")
            return "ConfigMap " + source["name"].string();
        if (kind == "secret")
            return "Secret " + source["secretName"].string();
        if (kind == "hostPath")
            return "hostPath " + source["path"].string();
        if (kind == "nfs")
            return "nfs " + source["server"].string() + ":" + source["path"].string();
        if (kind == "csi")
            return "csi " + source["driver"].string();
        return std::string(kind);
    }
    return "emptyDir";
}

constexpr int kOver = -1;
constexpr int kStarting = 1;
constexpr int kFailing = 2;
// As long as a healthy pod of this system takes to answer its probe, and more.
constexpr std::chrono::minutes kPatience{1};

/// The worse, the greater: failed or crash-looping, then not ready, then restarted.
int badness(const Pod& pod)
{
    if (pod.meta.deletion)
        return kOver;
    if (pod.ready || pod.phase == "Succeeded")
        return 0;
    const bool starting = pod.status == "Pending" || pod.status == "ContainerCreating" || pod.status == "PodInitializing"
        || pod.status == "Running" || pod.status.starts_with("Init:0") || pod.status.starts_with("Init:1");
    return starting ? kStarting : kFailing;
}

/// Young, and nothing has gone wrong yet: what every pod is for a moment.
bool isStarting(const Pod& pod, TimePoint now)
{
    return badness(pod) == kStarting && pod.restarts == 0 && pod.statusMessage.empty() && now - pod.meta.created < kPatience;
}

/// The container that keeps the pod from serving, and why.
Text podTrouble(const Pod& pod, const JsonValue& status, TimePoint now)
{
    if (pod.ready || pod.meta.deletion || pod.phase == "Succeeded" || isStarting(pod, now))
        return {};
    const Text reason = pod.statusMessage.empty() ? Text(pod.status)
                                                  : text(QT_TRANSLATE_NOOP("core", "%1 (%2)"), pod.status, pod.statusMessage);
    for (const std::string_view list : {"initContainerStatuses", "containerStatuses"}) {
        for (const JsonValue& container : status[list].items()) {
            const Text last = describeTermination(container["lastState"]["terminated"]);
            if (!container["ready"].boolean() && !last.empty())
                return text(QT_TRANSLATE_NOOP("core", "%1 is not ready: %2. Container %3 last ended with %4; restarts: %5."), pod.meta.name,
                    reason, container["name"].view(), last, container["restartCount"].integer());
        }
    }
    return text(QT_TRANSLATE_NOOP("core", "%1 is not ready: %2."), pod.meta.name, reason);
}

} // namespace

Text describeTermination(const JsonValue& terminated)
{
    if (!terminated.isObject())
        return {};
    const std::string code = std::to_string(terminated["exitCode"].integer());
    const std::int64_t signal = signalOf(terminated);
    Text out = signal != 0 ? text(QT_TRANSLATE_NOOP("core", "exit code %1 (signal %2)"), code, signal)
                           : text(QT_TRANSLATE_NOOP("core", "exit code %1"), code);
    if (const std::string reason = terminated["reason"].string(); !reason.empty())
        out = text(QT_TRANSLATE_NOOP("core", "%1, %2"), std::move(out), reason);
    const auto from = terminated["startedAt"].time(), to = terminated["finishedAt"].time();
    if (to && from && *from <= *to)
        out = text(QT_TRANSLATE_NOOP("core", "%1, at %2 after %3"), std::move(out), terminated["finishedAt"].view(), durationText(*to - *from));
    else if (to)
        out = text(QT_TRANSLATE_NOOP("core", "%1, at %2"), std::move(out), terminated["finishedAt"].view());
    if (const std::string message = terminated["message"].string(); !message.empty())
        out = text(QT_TRANSLATE_NOOP("core", "%1: %2"), std::move(out), message);
    return out;
}

void describePodSpec(const JsonValue& spec, const JsonValue& status, std::vector<DescribedSection>& sections)
{
    for (const JsonValue& container : spec["initContainers"].items()) {
        const std::string name = container["name"].string();
        describeContainer(text(QT_TRANSLATE_NOOP("core", "Init container %1"), name), container,
            statusOf(status["initContainerStatuses"], name), sections);
    }
    for (const JsonValue& container : spec["containers"].items()) {
        const std::string name = container["name"].string();
        describeContainer(text(QT_TRANSLATE_NOOP("core", "Container %1"), name), container,
            statusOf(status["containerStatuses"], name), sections);
    }
    SectionBuilder volumes(text(QT_TRANSLATE_NOOP("core", "Volumes")));
    for (const JsonValue& volume : spec["volumes"].items())
        volumes.fact(volume["name"].string(), volumeWords(volume));
    volumes.into(sections);
}

Description describePod(const JsonValue& object, TimePoint now)
{
    const JsonValue spec = object["spec"], status = object["status"];
    const Pod pod = decodePod(object);
    Description description;
    description.trouble = podTrouble(pod, status, now);
    SectionBuilder head(text(QT_TRANSLATE_NOOP("core", "Pod")));
    head.fact(text(QT_TRANSLATE_NOOP("core", "Status")), pod.status);
    head.field(text(QT_TRANSLATE_NOOP("core", "Phase")), status["phase"]);
    head.field(text(QT_TRANSLATE_NOOP("core", "Node")), spec["nodeName"]);
    const std::string addresses = join(status["podIPs"].items(), addressWords);
    head.fact(text(QT_TRANSLATE_NOOP("core", "Addresses")), addresses.empty() ? pod.ip : addresses);
    head.field(text(QT_TRANSLATE_NOOP("core", "Address of the node")), status["hostIP"]);
    head.field(text(QT_TRANSLATE_NOOP("core", "Started")), status["startTime"]);
    head.field(text(QT_TRANSLATE_NOOP("core", "Quality of service")), status["qosClass"]);
    head.field(text(QT_TRANSLATE_NOOP("core", "Service account")), spec["serviceAccountName"]);
    head.field(text(QT_TRANSLATE_NOOP("core", "Priority class")), spec["priorityClassName"]);
    head.field(text(QT_TRANSLATE_NOOP("core", "Restart policy")), spec["restartPolicy"]);
    head.fact(text(QT_TRANSLATE_NOOP("core", "Node selector")), pairsText(spec["nodeSelector"]));
    head.into(description.sections);
    describePodSpec(spec, status, description.sections);
    return description;
}

Description describePods(const std::vector<JsonValue>& objects, TimePoint now)
{
    struct One {
        Pod pod;
        JsonValue status;
        int badness = 0;
    };
    std::vector<One> pods;
    for (const JsonValue& object : objects) {
        One& one = pods.emplace_back(One{decodePod(object), object["status"]});
        // Evicted, and replaced since: a pod that is to run always ends for good in no other way.
        const bool over = one.pod.phase == "Failed" && object["spec"]["restartPolicy"].string("Always") == "Always";
        one.badness = over ? kOver : badness(one.pod);
    }
    std::ranges::stable_sort(pods, [](const One& left, const One& right) {
        return std::pair(-left.badness, -left.pod.restarts) < std::pair(-right.badness, -right.pod.restarts);
    });
    Description description;
    SectionBuilder section(text(QT_TRANSLATE_NOOP("core", "Pods")));
    for (const One& one : pods | std::views::take(kMostPods)) {
        Text value = text(QT_TRANSLATE_NOOP("core", "%1, %2 of %3 containers ready, restarts: %4"), one.pod.status, one.pod.readyContainers,
            one.pod.containers, one.pod.restarts);
        if (!one.pod.ready && !one.pod.statusMessage.empty())
            value = text(QT_TRANSLATE_NOOP("core", "%1 (%2)"), std::move(value), one.pod.statusMessage);
        for (const JsonValue& container : one.status["containerStatuses"].items()) {
            if (const Text last = describeTermination(container["lastState"]["terminated"]); !last.empty())
                value = text(QT_TRANSLATE_NOOP("core", "%1; last ended with %2"), std::move(value), last);
        }
        section.fact(one.pod.meta.name, std::move(value));
    }
    if (pods.size() > kMostPods)
        section.fact(text(QT_TRANSLATE_NOOP("core", "More")),
            text(QT_TRANSLATE_NOOP("core", "%1 pods more, none of them worse"), pods.size() - kMostPods));
    if (!pods.empty() && pods.front().badness > 0)
        description.trouble = podTrouble(pods.front().pod, pods.front().status, now);
    section.into(description.sections);
    return description;
}

} // namespace qbm::kubernetes
