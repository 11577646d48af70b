// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/requests.h"
#include "core/kubernetes/client.h"
#include "core/operation/operation.h"

#include <memory>
#include <nlohmann/json_fwd.hpp>

namespace qbm::cluster {

/// Makes a Job of a CronJob's template now, as `kubectl create job --from=cronjob/NAME`, and waits until it has ended.
/// The schedule goes on as it was.
class RunCronJob final : public operation::Operation {
public:
    static constexpr const char* kKind = "cronjob.run";

    RunCronJob(std::shared_ptr<kubernetes::Client> client, std::string nameSpace, RunCronJobRequest request);

    std::string kind() const override { return kKind; }
    operation::Values parameters() const override;
    Result<operation::Plan> plan(TaskContext& context) override;
    Result<std::vector<operation::Check>> check(TaskContext& context) override;
    std::vector<operation::Step> steps() override;
    OnStop onStop() const override { return OnStop::Leave; }
    bool reversible() const override { return false; } // what ran has run

private:
    Result<nlohmann::json> fetchCronJob(TaskContext& context) const;
    std::string jobFor(const nlohmann::json& cronJob) const;
    kubernetes::CollectionPath jobs() const;
    Result<> create(operation::StepContext& step) const;
    Result<> awaitEnd(operation::StepContext& step) const;

    std::shared_ptr<kubernetes::Client> m_client;
    std::string m_nameSpace;
    RunCronJobRequest m_request; ///< its job's name is never empty
};

} // namespace qbm::cluster
