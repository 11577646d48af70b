// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/rollout_operation.h"

namespace qbm::cluster {

/// Gives a container another image and waits for the rollout. The reason becomes the revision's change cause. If the
/// new pods do not become ready, or on a stop, the image before comes back.
class SetImage final : public RolloutOperation {
public:
    static constexpr const char* kKind = "deployment.set-image";

    /// \param container empty: the only one
    SetImage(std::shared_ptr<kubernetes::Client> client, DeploymentName deployment, std::string container,
        std::string image);

    std::string kind() const override { return kKind; }
    operation::Values parameters() const override;

protected:
    Result<> checkArguments() const override;
    Result<> describe(const DeploymentDocument& now, operation::Plan& plan, TaskContext& context) override;
    Result<std::vector<operation::Check>> ownChecks(const DeploymentDocument& now, TaskContext& context) override;
    Result<operation::Values> toRemember(const DeploymentDocument& now, TaskContext& context) override;
    Result<Change> change(const DeploymentDocument& now, const Memory& memory, TaskContext& context) override;
    Result<bool> holds(const DeploymentDocument& now, const Memory& memory, TaskContext& context) override;
    Result<std::optional<Change>> wayBack(
        const DeploymentDocument& now, const Memory& memory, TaskContext& context) override;
    Text askTitle() const override;

private:
    /// The container meant, as it is now. \error NotFound, InvalidInput (several, none named)
    Result<kubernetes::ContainerImage> target(const DeploymentDocument& now) const;
    Change imageChange(const DeploymentDocument& now, const kubernetes::ContainerImage& wanted,
        const std::optional<std::string>& cause) const;

    std::string m_container;
    std::string m_image;
};

} // namespace qbm::cluster
