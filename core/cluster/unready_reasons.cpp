// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/unready_reasons.h"

#include "core/base/ascii.h"

#include <algorithm>
#include <functional>
#include <map>

namespace qbm::cluster {

namespace {

using kubernetes::Condition;
using kubernetes::Deployment;
using kubernetes::Pod;

constexpr std::size_t kMostGroups = 8;
constexpr std::size_t kMostNames = 3;

/// Pods that wait for the same thing.
struct Group {
    const Pod* first = nullptr;
    std::size_t count = 0;
};

/// A message as it reads for every pod alike: without the pod's own name and uid, and without numbers, which grow with
/// each try ("back-off 40s restarting ...").
std::string commonPart(const Pod& pod)
{
    std::string message = pod.statusMessage;
    for (const std::string& own : {pod.meta.name, pod.meta.uid}) {
        for (std::size_t at = own.empty() ? message.npos : message.find(own); at != message.npos; at = message.find(own))
            message.erase(at, own.size());
    }
    std::erase_if(message, isAsciiDigit);
    return message;
}

std::string lineOf(const Group& group)
{
    const Pod& pod = *group.first;
    std::string line = group.count == 1
        ? pod.meta.name + ": " + pod.status + ", " + std::to_string(pod.readyContainers) + "/" + std::to_string(pod.containers)
        : std::to_string(group.count) + " pods: " + pod.status;
    if (!pod.statusMessage.empty())
        line += " (" + pod.statusMessage + ")";
    return line;
}

void append(std::string& lines, const std::string& line)
{
    lines += (lines.empty() ? "" : "\n") + line;
}

} // namespace

std::string describeUnreadyPods(const std::vector<Pod>& pods)
{
    std::map<std::pair<std::string, std::string>, Group> byReason;
    for (const Pod& pod : pods) {
        if (pod.ready || pod.meta.deletion)
            continue;
        Group& group = byReason[{pod.status, commonPart(pod)}];
        group.first = group.first == nullptr ? &pod : group.first;
        ++group.count;
    }
    std::vector<Group> groups;
    for (const auto& [reason, group] : byReason)
        groups.push_back(group);
    std::ranges::stable_sort(groups, std::ranges::greater(), &Group::count);
    std::string lines;
    std::size_t left = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (i < kMostGroups)
            append(lines, lineOf(groups[i]));
        else
            left += groups[i].count;
    }
    if (left > 0)
        append(lines, std::to_string(left) + " more pods, for other reasons");
    return lines;
}

std::string describeUnready(const Deployment& deployment, const std::vector<Pod>& pods)
{
    std::string lines;
    for (const Condition& condition : deployment.conditions) {
        const bool cannotMakePods = condition.type == "ReplicaFailure" && condition.status == "True";
        const bool cannotMakeReplicaSet = condition.type == "Progressing" && condition.status == "False"
            && condition.reason != "ProgressDeadlineExceeded";
        if (cannotMakePods || cannotMakeReplicaSet)
            append(lines, condition.reason + ": " + condition.message);
    }
    if (const std::string unready = describeUnreadyPods(pods); !unready.empty())
        append(lines, unready);
    return lines;
}

Text describeEndingPods(const std::vector<Pod>& pods)
{
    std::string names;
    std::size_t ending = 0;
    for (const Pod& pod : pods) {
        if (pod.meta.deletion && ++ending <= kMostNames)
            names += (names.empty() ? "" : ", ") + pod.meta.name;
    }
    if (ending > kMostNames)
        return text(QT_TRANSLATE_NOOP("core", "Still ending: %1 and %2 more pods"), names, ending - kMostNames);
    return ending == 0 ? Text() : text(QT_TRANSLATE_NOOP("core", "Still ending: %1"), names);
}

} // namespace qbm::cluster
