// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/rollout_operation.h"

namespace qbm::cluster {

/// Holds the rollouts of a Deployment, or lets them go on and waits for what was held.
class Pause final : public RolloutOperation {
public:
    static constexpr const char* kPauseVerb = "pause";
    static constexpr const char* kResumeVerb = "resume";

    Pause(std::shared_ptr<kubernetes::Client> client, WorkloadName deployment, bool paused);
    OnStop onStop() const override { return OnStop::Leave; }

protected:
    std::string verb() const override { return m_paused ? kPauseVerb : kResumeVerb; }
    Result<> checkArguments() const override;
    Result<> describe(const DeploymentDocument& now, operation::Plan& plan, TaskContext& context) override;
    Result<std::vector<operation::Check>> ownChecks(const DeploymentDocument& now, TaskContext& context) override;
    Result<operation::Values> toRemember(const DeploymentDocument& now, TaskContext& context) override;
    Result<Change> change(const DeploymentDocument& now, const Memory& memory, TaskContext& context) override;
    Result<bool> holds(const DeploymentDocument& now, const Memory& memory, TaskContext& context) override;
    Result<std::optional<Change>> wayBack(
        const DeploymentDocument& now, const Memory& memory, TaskContext& context) override;
    Text askTitle() const override;
    bool rollsOut() const override { return !m_paused; }

private:
    static Change pauseChange(const DeploymentDocument& now, bool paused);
    bool m_paused;
};

} // namespace qbm::cluster
