// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/rollout_operation.h"

#include <cstdint>

namespace qbm::cluster {

/// One pod template a workload has had: a ReplicaSet of a Deployment, a ControllerRevision of the other kinds.
struct RevisionDocument {
    std::int64_t revision = 0;
    std::string name;
    TimePoint created{};
    std::string keeper; ///< "ReplicaSet", "ControllerRevision"
    std::shared_ptr<const nlohmann::json> object; ///< the ReplicaSet, or what is read like one; never null
};

/// Puts the pod template of an earlier revision back, as `kubectl rollout undo` does: the console reads it off the
/// ReplicaSet or ControllerRevision, the server has no such verb.
///
/// Revisions move (the one put back gets the highest number), so the journal names what keeps them.
class RolloutUndo final : public RolloutOperation {
public:
    static constexpr const char* kVerb = "undo";

    /// \param revision 0: the one before the present
    RolloutUndo(std::shared_ptr<kubernetes::Client> client, WorkloadName deployment, std::int64_t revision);

    operation::Values parameters() const override;
    OnStop onStop() const override { return OnStop::Leave; }

protected:
    std::string verb() const override { return kVerb; }
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
    /// The revision to go to: by name where one is remembered, else by revision. \error NotFound
    Result<RevisionDocument> target(const DeploymentDocument& now, const Memory& memory, TaskContext& context) const;
    Result<Change> templateChange(const DeploymentDocument& now, const RevisionDocument& from) const;

    std::int64_t m_revision;
};

/// Those the workload controls, oldest revision first.
Result<std::vector<RevisionDocument>> fetchRevisionsOf(
    kubernetes::Client& client, const WorkloadName& workload, const kubernetes::Deployment& row, TaskContext& context);

} // namespace qbm::cluster
