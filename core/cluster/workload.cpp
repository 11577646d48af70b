// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/workload.h"

#include "core/base/ascii.h"

#include <algorithm>
#include <array>

namespace qbm::cluster {

namespace {

struct KnownKind {
    WorkloadKind kind;
    std::array<std::string_view, 4> names;
};
constexpr std::array<KnownKind, 3> kKnown{{{WorkloadKind::Deployment, {"deployment", "deployments", "deploy", "deployments.apps"}},
    {WorkloadKind::StatefulSet, {"statefulset", "statefulsets", "sts", "statefulsets.apps"}},
    {WorkloadKind::DaemonSet, {"daemonset", "daemonsets", "ds", "daemonsets.apps"}}}};

} // namespace

std::string Workload::toString() const
{
    return kind == WorkloadKind::Deployment ? name : std::string(keyOf(kind)) + "/" + name;
}

Result<Workload> parseWorkload(std::string_view words)
{
    const std::size_t slash = words.find('/');
    const std::string name(slash == std::string_view::npos ? words : words.substr(slash + 1));
    if (name.empty() || name.find('/') != std::string::npos)
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "\"%1\" names no workload."), std::string(words)));
    if (slash == std::string_view::npos)
        return Workload(name);
    const std::string kind = toAsciiLower(words.substr(0, slash));
    for (const KnownKind& known : kKnown) {
        if (std::ranges::find(known.names, kind) != known.names.end())
            return Workload(known.kind, name);
    }
    return fail(ErrorKind::InvalidInput,
        text(QT_TRANSLATE_NOOP("core", "\"%1\" does not roll out: name a deployment/NAME, statefulset/NAME or daemonset/NAME."),
            std::string(words)));
}

const kubernetes::Resource& resourceOf(WorkloadKind kind)
{
    switch (kind) {
    case WorkloadKind::StatefulSet: return kubernetes::resource::kStatefulSets;
    case WorkloadKind::DaemonSet: return kubernetes::resource::kDaemonSets;
    case WorkloadKind::Deployment: break;
    }
    return kubernetes::resource::kDeployments;
}

std::string_view keyOf(WorkloadKind kind)
{
    return std::ranges::find(kKnown, kind, &KnownKind::kind)->names.front();
}

Text nounOf(const WorkloadName& workload)
{
    if (workload.kind == WorkloadKind::Deployment)
        return text(QT_TRANSLATE_NOOP("core", "deployment %1"), workload.name);
    return subjectOf(workload);
}

Text subjectOf(const WorkloadName& workload)
{
    switch (workload.kind) {
    case WorkloadKind::StatefulSet: return text(QT_TRANSLATE_NOOP("core", "StatefulSet %1"), workload.name);
    case WorkloadKind::DaemonSet: return text(QT_TRANSLATE_NOOP("core", "DaemonSet %1"), workload.name);
    case WorkloadKind::Deployment: break;
    }
    return text(QT_TRANSLATE_NOOP("core", "Deployment %1"), workload.name);
}

Text goneSentence(const WorkloadName& workload)
{
    return text(QT_TRANSLATE_NOOP("core", "There is no %1 in %2 any more."), nounOf(workload), workload.nameSpace);
}

} // namespace qbm::cluster
