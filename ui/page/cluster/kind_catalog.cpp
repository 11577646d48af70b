// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/kind_catalog.h"

#include "ui/text/tr.h"

namespace qbm::ui {

namespace {

using namespace kubernetes::resource;

const kubernetes::Resource kResourceQuotas{"", "v1", "resourcequotas", "ResourceQuota", true};

} // namespace

QString ClusterKind::id() const
{
    return qstr(resource.qualifiedName());
}

QString ClusterKind::name() const
{
    return title != nullptr ? Tr::tr(title) : qstr(resource.kind);
}

const std::vector<ClusterSection>& clusterSections()
{
    static const std::vector<ClusterSection> sections{
        {QT_TRANSLATE_NOOP("Ui", "Workloads"),
            {{kDeployments, QT_TRANSLATE_NOOP("Ui", "Deployments")},
                {kStatefulSets, QT_TRANSLATE_NOOP("Ui", "StatefulSets")},
                {kDaemonSets, QT_TRANSLATE_NOOP("Ui", "DaemonSets")}, {kJobs, QT_TRANSLATE_NOOP("Ui", "Jobs")},
                {kCronJobs, QT_TRANSLATE_NOOP("Ui", "CronJobs")}, {kPods, QT_TRANSLATE_NOOP("Ui", "Pods")}}},
        {QT_TRANSLATE_NOOP("Ui", "Network"),
            {{kServices, QT_TRANSLATE_NOOP("Ui", "Services")}, {kIngresses, QT_TRANSLATE_NOOP("Ui", "Ingresses")}}},
        {QT_TRANSLATE_NOOP("Ui", "Configuration"),
            {{kConfigMaps, QT_TRANSLATE_NOOP("Ui", "Config maps")}, {kSecrets, QT_TRANSLATE_NOOP("Ui", "Secrets")},
                {kHorizontalPodAutoscalers, QT_TRANSLATE_NOOP("Ui", "Autoscalers")},
                {kPodDisruptionBudgets, QT_TRANSLATE_NOOP("Ui", "Disruption budgets")},
                {kResourceQuotas, QT_TRANSLATE_NOOP("Ui", "Quotas")}}},
        {QT_TRANSLATE_NOOP("Ui", "Cluster"),
            {{kNodes, QT_TRANSLATE_NOOP("Ui", "Nodes")}, {kNamespaces, QT_TRANSLATE_NOOP("Ui", "Namespaces")},
                {kEvents, QT_TRANSLATE_NOOP("Ui", "Events")}}},
    };
    return sections;
}

std::optional<ClusterKind> knownKind(const QString& kindOrId)
{
    for (const ClusterSection& section : clusterSections()) {
        for (const ClusterKind& kind : section.kinds) {
            if (kind.id() == kindOrId || qstr(kind.resource.kind) == kindOrId)
                return kind;
        }
    }
    if (kindOrId == QLatin1String("ReplicaSet") || kindOrId == qstr(kReplicaSets.qualifiedName()))
        return ClusterKind{kReplicaSets, nullptr};
    return std::nullopt;
}

} // namespace qbm::ui
