// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/access_check.h"
#include "core/cluster/deployment_wait.h"
#include "core/cluster/scale_preview.h"
#include "core/operation/operation.h"

#include <memory>

namespace qbm::cluster {

/// Scales a Deployment or StatefulSet: asks for the count, waits until Kubernetes itself calls it ready, reads it back. The count
/// found before is in the journal before anything changes, and is what undo goes back to.
class ScaleOperation final : public operation::Operation {
public:
    static constexpr const char* kKind = "deployment.scale";
    static constexpr const char* kVerb = "scale";
    // What its journal remembers: the way back, and the prediction to hold against what came.
    static constexpr const char* kReplicasBefore = "replicasBefore";
    static constexpr const char* kPredictedSeconds = "predictedP95Seconds";
    static constexpr const char* kPredictedLow = "predictedP95LowSeconds";
    static constexpr const char* kPredictedHigh = "predictedP95HighSeconds";
    static constexpr const char* kPredictedUnstable = "predictedUnstable";

    /// \param previewer its lines join the checks; empty: none do
    ScaleOperation(std::shared_ptr<kubernetes::Client> client, WorkloadName deployment, int replicas,
        ScalePreviewer previewer = {});

    std::string kind() const override;
    operation::Values parameters() const override;
    Result<operation::Plan> plan(TaskContext& context) override;
    Result<std::vector<operation::Check>> check(TaskContext& context) override;
    std::vector<operation::Step> steps() override;
    OnStop onStop() const override { return OnStop::Leave; }
    Result<Text> standing(const operation::Values& remembered, TaskContext& context) override;

private:
    Result<> checkArguments() const;
    operation::Check countCheck(const kubernetes::Deployment& deployment) const;
    operation::Check rolloutCheck(const kubernetes::Deployment& deployment) const;

    Result<> rememberPrediction(operation::StepContext& context) const;
    Result<> request(operation::StepContext& context) const;
    Result<> verifyRequested(operation::StepContext& context) const;
    Result<> goBack(operation::StepContext& context) const;
    Result<> awaitReady(operation::StepContext& context) const;

    std::shared_ptr<kubernetes::Client> m_client;
    WorkloadName m_deployment;
    int m_replicas;
    ScalePreviewer m_previewer;
    std::optional<LatencyPrediction> m_predicted; ///< of the last check
};

/// The question before any scaling.
kubernetes::AccessQuestion mayScale(const WorkloadName& deployment);

} // namespace qbm::cluster
