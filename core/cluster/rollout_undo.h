// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/rollout_operation.h"

#include <cstdint>

namespace qbm::cluster {

/// A ReplicaSet of a Deployment: one pod template it has had.
struct ReplicaSetDocument {
    std::int64_t revision = 0;
    std::string name;
    std::shared_ptr<const nlohmann::json> object; ///< never null
};

/// Puts the pod template of an earlier revision back, as `kubectl rollout undo` does: the console reads it off the
/// ReplicaSet, the server has no such verb.
///
/// Revisions move (the one put back gets the highest number), so the journal names ReplicaSets.
class RolloutUndo final : public RolloutOperation {
public:
    static constexpr const char* kKind = "deployment.undo";

    /// \param revision 0: the one before the present
    RolloutUndo(std::shared_ptr<kubernetes::Client> client, DeploymentName deployment, std::int64_t revision);

    std::string kind() const override { return kKind; }
    operation::Values parameters() const override;
    OnStop onStop() const override { return OnStop::Leave; }

protected:
    Result<> checkArguments() const override;
    Result<> describe(const DeploymentDocument& now, operation::Plan& plan, TaskContext& context) override;
    Result<std::vector<operation::Check>> ownChecks(const DeploymentDocument& now, TaskContext& context) override;
    std::vector<kubernetes::AccessQuestion> furtherRights() const override;
    Result<operation::Values> toRemember(const DeploymentDocument& now, TaskContext& context) override;
    Result<Change> change(const DeploymentDocument& now, const Memory& memory, TaskContext& context) override;
    Result<bool> holds(const DeploymentDocument& now, const Memory& memory, TaskContext& context) override;
    Result<std::optional<Change>> wayBack(
        const DeploymentDocument& now, const Memory& memory, TaskContext& context) override;
    Text askTitle() const override;

private:
    /// The ReplicaSet to go to: by name where one is remembered, else by revision. \error NotFound
    Result<ReplicaSetDocument> target(const DeploymentDocument& now, const Memory& memory, TaskContext& context) const;
    Result<Change> templateChange(const DeploymentDocument& now, const ReplicaSetDocument& from) const;

    std::int64_t m_revision;
};

/// Those the Deployment controls, oldest revision first.
Result<std::vector<ReplicaSetDocument>> fetchReplicaSetsOf(
    kubernetes::Client& client, const kubernetes::Deployment& deployment, TaskContext& context);

} // namespace qbm::cluster
