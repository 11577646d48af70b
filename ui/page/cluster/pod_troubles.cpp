// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/pod_troubles.h"

#include "core/kubernetes/rollout_trouble.h"
#include "ui/page/cluster/cluster_columns.h"
#include "ui/text/tr.h"

namespace qbm::ui {

namespace {

constexpr int kCrashLoop = 2;
constexpr int kOther = 1;

} // namespace

void PodTroubles::set(const std::vector<std::shared_ptr<const kubernetes::Pod>>& pods, TimePoint now)
{
    m_deployments.clear();
    for (const auto& pod : pods) {
        if (pod->phase == "Failed")
            continue; // evicted, and replaced since
        const bool loops = kubernetes::isCrashLooping(*pod, now);
        const int rank = loops ? kCrashLoop : !pod->ready && stateOf(*pod) == widgets::State::Danger ? kOther : 0;
        if (rank == 0 || pod->meta.controller.kind != "ReplicaSet")
            continue;
        const std::string& set = pod->meta.controller.name; // DEPLOYMENT-HASH
        Trouble& trouble = m_deployments[set.substr(0, set.rfind('-'))];
        if (trouble.rank < rank)
            trouble = {rank, loops ? std::string() : pod->status};
    }
}

QString PodTroubles::ofDeployment(const std::string& name) const
{
    const auto found = m_deployments.find(name);
    if (found == m_deployments.end())
        return {};
    return found->second.status.empty() ? Tr::tr("crash loop") : qstr(found->second.status);
}

} // namespace qbm::ui
