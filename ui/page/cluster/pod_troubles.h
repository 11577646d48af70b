// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/objects.h"

#include <QString>
#include <map>
#include <memory>
#include <vector>

namespace qbm::ui {

/// What keeps pods of deployments from serving, by deployment: a deployment's own counters do not tell a crash loop from
/// a rollout that comes on.
class PodTroubles {
public:
    void set(const std::vector<std::shared_ptr<const kubernetes::Pod>>& pods, TimePoint now);
    /// "crash loop", "ImagePullBackOff"; empty: nothing is known to hold its pods up.
    QString ofDeployment(const std::string& name) const;

private:
    struct Trouble {
        int rank = 0; ///< the worst of its pods is told
        std::string status; ///< empty: a crash loop
    };
    std::map<std::string, Trouble> m_deployments;
};

} // namespace qbm::ui
