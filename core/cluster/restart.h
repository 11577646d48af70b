// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/rollout_operation.h"

namespace qbm::cluster {

/// Replaces all pods of a workload with new ones of the same template, as `kubectl rollout restart` does.
class Restart final : public RolloutOperation {
public:
    static constexpr const char* kVerb = "restart";

    using RolloutOperation::RolloutOperation;
    OnStop onStop() const override { return OnStop::Leave; }

protected:
    std::string verb() const override { return kVerb; }
    Result<> describe(const DeploymentDocument& now, operation::Plan& plan, TaskContext& context) override;
    Result<std::vector<operation::Check>> ownChecks(const DeploymentDocument& now, TaskContext& context) override;
    Result<operation::Values> toRemember(const DeploymentDocument& now, TaskContext& context) override;
    Result<Change> change(const DeploymentDocument& now, const Memory& memory, TaskContext& context) override;
    Result<bool> holds(const DeploymentDocument& now, const Memory& memory, TaskContext& context) override;
    Result<std::optional<Change>> wayBack(
        const DeploymentDocument& now, const Memory& memory, TaskContext& context) override;
    Text askTitle() const override;
};

} // namespace qbm::cluster
