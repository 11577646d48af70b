// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/rollout_operation.h"

namespace qbm::cluster {

/// Gives a container, or an init container by its name, another image and waits for the rollout. The reason becomes the revision's change cause. If the
/// new pods do not become ready, or on a stop, the image before comes back.
class SetImage final : public RolloutOperation {
public:
    static constexpr const char* kVerb = "set-image";

    /// \param container empty: the only one
    SetImage(std::shared_ptr<kubernetes::Client> client, WorkloadName deployment, std::string container,
        std::string image);

    operation::Values parameters() const override;

protected:
    std::string verb() const override { return kVerb; }
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
    /// A container and the list of the template it stands in.
    struct Target {
        std::string list; ///< "containers" or "initContainers"
        std::string container;
        std::string image;
    };
    /// The container meant, as it is now. \error NotFound, InvalidInput (several, none named)
    Result<Target> target(const DeploymentDocument& now) const;
    static Change imageChange(
        const DeploymentDocument& now, const Target& wanted, const std::optional<std::string>& cause);

    std::string m_container;
    std::string m_image;
};

} // namespace qbm::cluster
