// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/kubernetes_cluster.h"

namespace qbm::service {

namespace {

class KubernetesRolloutService final : public RolloutService {
public:
    Result<std::vector<Revision>> fetchRevisions(const std::string&, TaskContext&) override
    {
        return fail(ErrorKind::Unsupported, text("Revisions cannot be read yet."));
    }
    Result<std::vector<RevisionEffect>> fetchRevisionEffects(const std::string&, TaskContext&) override
    {
        return fail(ErrorKind::Unsupported, text("Revisions cannot be read yet."));
    }
};

} // namespace

std::shared_ptr<RolloutService> makeRolloutService(std::shared_ptr<kubernetes::Client>, std::string, ClusterSources)
{
    return std::make_shared<KubernetesRolloutService>();
}

} // namespace qbm::service
