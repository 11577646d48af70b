// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/cluster_actions.h"
#include "core/service/log_service.h"
#include "core/service/rollout_service.h"

namespace qbm::fakes {

/// Gives the lines it holds, then ends.
class FakeLogs final : public service::LogService {
public:
    std::vector<service::LogSource> sources;
    std::vector<service::LogLine> lines;
    std::optional<Error> error;
    /// Answers instead, where set; for streams that go on.
    std::function<Result<>(const service::LogQuery& query, const service::LogSink& sink, TaskContext& context)> answer;
    Result<> stream(const service::LogQuery& query, const service::LogSink& sink, TaskContext& context) override;
};

class FakeRollouts final : public service::RolloutService {
public:
    std::vector<service::Revision> revisions;
    std::vector<service::RevisionEffect> effects;
    std::optional<Error> error;
    Result<std::vector<service::Revision>> fetchRevisions(const cluster::Workload& workload, TaskContext& context) override;
    Result<std::vector<service::RevisionEffect>> fetchRevisionEffects(const std::string& deployment, TaskContext& context) override;
};

/// Operations that change nothing; `made` holds what was asked for: "deployment.restart backend".
class FakeActions final : public service::ClusterActions {
public:
    service::ScalePreview preview;
    std::vector<service::ScaleOutcome> outcomes;
    std::optional<Error> error;
    std::vector<std::string> made;
    std::vector<int> previewed; ///< replica counts asked for
    std::shared_ptr<const service::RevealedSecret> secret; ///< what makeReveal() brings
    std::optional<service::PodCommand> command; ///< the last one

    Result<service::ScalePreview> fetchScalePreview(const std::string& deployment, int replicas, TaskContext& context) override;
    Result<std::vector<service::ScaleOutcome>> fetchScaleOutcomes(const std::string& deployment, TaskContext& context) override;
    std::unique_ptr<operation::Operation> makeSetImage(
        const service::Workload& workload, const std::string& container, const std::string& image) override;
    std::unique_ptr<operation::Operation> makeRestart(const service::Workload& workload) override;
    std::unique_ptr<operation::Operation> makePause(const service::Workload& workload, bool paused) override;
    std::unique_ptr<operation::Operation> makeRolloutUndo(const service::Workload& workload, std::int64_t revision) override;
    std::unique_ptr<service::RevealOperation> makeReveal(const std::string& secret, const std::string& key) override;
    std::unique_ptr<operation::Operation> makeCommand(const service::PodCommand& command) override;
    std::unique_ptr<operation::Operation> makeApply(const std::string& manifest, bool force) override;
    std::unique_ptr<operation::Operation> makeDelete(const service::ObjectKey& object) override;
    std::unique_ptr<operation::Operation> makeCreateNamespace(const std::string& name) override;
    std::unique_ptr<operation::Operation> make(const service::ActionRequest& request) override;

private:
    std::unique_ptr<service::RevealOperation> make(const std::string& kind, const std::string& object);
};

} // namespace qbm::fakes
