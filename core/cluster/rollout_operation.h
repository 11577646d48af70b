// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/deployment_wait.h"
#include "core/operation/operation.h"

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace qbm::cluster {

/// A workload whole and as the row the console knows.
struct DeploymentDocument {
    kubernetes::Deployment row;
    std::shared_ptr<const nlohmann::json> object; ///< never null
};

/// What a run has written into its journal; empty while only planning.
class Memory {
public:
    explicit Memory(const operation::StepContext* step = nullptr)
        : m_step(step)
    {
    }
    std::optional<std::string> operator[](const std::string& key) const
    {
        return m_step != nullptr ? m_step->recall(key) : std::nullopt;
    }
    std::string reason() const { return m_step != nullptr ? m_step->reason() : std::string(); }

private:
    const operation::StepContext* m_step;
};

/// What set image, restart, pause, resume and undo have in common: the plan with its diff, the pre-flight with a dry
/// run of the very patch, the patch itself, the wait as Kubernetes judges it, the reading back and the way back.
///
/// Before the first change the journal holds what the way back needs; never the pod template, which may carry secrets.
class RolloutOperation : public operation::Operation {
public:
    RolloutOperation(std::shared_ptr<kubernetes::Client> client, WorkloadName deployment);

    /// "deployment.restart", "statefulset.restart".
    std::string kind() const final;
    operation::Values parameters() const override;
    Result<operation::Plan> plan(TaskContext& context) final;
    Result<std::vector<operation::Check>> check(TaskContext& context) final;
    std::vector<operation::Step> steps() final;
    Result<Text> standing(const operation::Values& remembered, TaskContext& context) final;

protected:
    /// A change of a Deployment: the patch that asks for it and what becomes of the object.
    struct Change {
        kubernetes::PatchType type = kubernetes::PatchType::StrategicMerge;
        std::string body;
        std::shared_ptr<const nlohmann::json> after; ///< the Deployment then, for the diff
    };

    virtual std::string verb() const = 0; ///< "restart"
    virtual Result<> checkArguments() const { return {}; }
    /// Title, consequence, lines, stopLeaves and undo.
    virtual Result<> describe(const DeploymentDocument& now, operation::Plan& plan, TaskContext& context) = 0;
    /// Pre-flight lines of this change alone; a Fail where nothing would change.
    virtual Result<std::vector<operation::Check>> ownChecks(const DeploymentDocument& now, TaskContext& context) = 0;
    /// Rights beyond getting and patching the Deployment.
    virtual std::vector<kubernetes::AccessQuestion> furtherRights() const { return {}; }
    /// What the way back, and doing it again after a kill, will need.
    virtual Result<operation::Values> toRemember(const DeploymentDocument& now, TaskContext& context) = 0;
    virtual Result<Change> change(const DeploymentDocument& now, const Memory& memory, TaskContext& context) = 0;
    /// Whether the Deployment is as the change wants it.
    virtual Result<bool> holds(const DeploymentDocument& now, const Memory& memory, TaskContext& context) = 0;
    /// nullopt: it is as it was before. \error Conflict where somebody else changed it since
    virtual Result<std::optional<Change>> wayBack(
        const DeploymentDocument& now, const Memory& memory, TaskContext& context)
        = 0;
    virtual Text askTitle() const = 0;
    /// False where pods stay as they are.
    virtual bool rollsOut() const { return true; }

    const WorkloadName& deployment() const { return m_deployment; }
    kubernetes::Client& client() const { return *m_client; }
    /// A strategic merge patch that leads to `after`.
    static Change merge(const nlohmann::json& patch, nlohmann::json after);
    /// Whether it takes up a new template by itself; of a paused Deployment a Fail.
    operation::Check rollsAtOnceCheck(const DeploymentDocument& now) const;
    /// "Left as it is: somebody else changed it after us."
    tl::unexpected<Error> changedByOthers() const;

private:
    kubernetes::ObjectPath path() const;
    std::vector<kubernetes::AccessQuestion> rights() const;
    Result<> ask(operation::StepContext& step);
    Result<> verifyAsked(operation::StepContext& step);
    Result<> goBack(operation::StepContext& step);
    Result<> await(operation::StepContext& step);
    Result<> awaitBack(operation::StepContext& step);
    Result<> send(const DeploymentDocument& now, const Change& change, TaskContext& context);
    Error failedRollout(const kubernetes::Deployment& deployment, TaskContext& context) const;

    std::shared_ptr<kubernetes::Client> m_client;
    WorkloadName m_deployment;
};

/// \error as Client::get
Result<DeploymentDocument> fetchDeploymentDocument(
    kubernetes::Client& client, const WorkloadName& deployment, TaskContext& context);
/// Two pod templates without what the controller or an older server adds.
bool sameTemplate(const nlohmann::json& left, const nlohmann::json& right);

} // namespace qbm::cluster
