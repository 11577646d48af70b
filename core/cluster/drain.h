// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/drain_pods.h"
#include "core/operation/operation.h"

#include <map>
#include <memory>

namespace qbm::cluster {

/// Empties a node, as `kubectl drain --ignore-daemonsets`: cordons it, then evicts its pods. A pod that a disruption
/// budget holds is asked for again until the budget lets it go or the time is over. Undo uncordons; pods stay where they
/// went.
class Drain final : public operation::Operation {
public:
    static constexpr const char* kKind = "node.drain";

    Drain(std::shared_ptr<kubernetes::Client> client, DrainRequest request);

    std::string kind() const override { return kKind; }
    operation::Values parameters() const override;
    Result<operation::Plan> plan(TaskContext& context) override;
    Result<std::vector<operation::Check>> check(TaskContext& context) override;
    std::vector<operation::Step> steps() override;

private:
    kubernetes::ObjectPath path() const;
    Result<bool> fetchCordoned(TaskContext& context) const;
    Result<kubernetes::Answer> setCordoned(bool cordoned, bool dryRun, TaskContext& context) const;
    operation::PlanLine lineOf(const DrainPod& pod) const;
    operation::Check forceCheck(const std::vector<DrainPod>& pods) const;
    operation::Check dataCheck(const std::vector<DrainPod>& pods) const;
    static operation::Check budgetCheck(const std::vector<DrainPod>& pods);

    Result<> cordon(operation::StepContext& step) const;
    Result<> uncordon(operation::StepContext& step) const;
    Result<> evictAll(operation::StepContext& step) const;
    /// Why those that still stand there do, by pod.
    Result<std::map<std::string, Text>> evictSome(const std::vector<DrainPod>& pods, TaskContext& context) const;
    Result<> verifyEmpty(operation::StepContext& step) const;

    std::shared_ptr<kubernetes::Client> m_client;
    DrainRequest m_request;
};

} // namespace qbm::cluster
