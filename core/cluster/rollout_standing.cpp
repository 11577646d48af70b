// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/rollout_operation.h"

namespace qbm::cluster {

/// What became of a change of the template that could not be finished: whoever went on from there, this is there now.
Result<Text> RolloutOperation::standing(const operation::Values&, TaskContext& context)
{
    const auto now = fetchDeploymentDocument(*m_client, m_deployment, context);
    if (!now && now.error().kind == ErrorKind::NotFound)
        return goneSentence(m_deployment);
    if (!now)
        return fail(now.error());
    std::string images;
    for (const kubernetes::ContainerImage& image : now->row.images)
        images += (images.empty() ? "" : ", ") + image.image;
    Text there = text(QT_TRANSLATE_NOOP("core", "%1 is at revision %2 with %3 now (%4 of %5 replicas ready): %6"), subjectOf(m_deployment),
        now->row.revision.empty() ? std::string("-") : now->row.revision, images, now->row.ready, now->row.desired,
        kubernetes::judgeRollout(now->row).message);
    const std::string reasons = fetchUnreadyReasons(*m_client, now->row, context);
    return reasons.empty() ? there : text(QT_TRANSLATE_NOOP("core", "%1\n%2"), std::move(there), reasons);
}

} // namespace qbm::cluster
