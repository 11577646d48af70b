// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/service/kubernetes_cluster.h"

namespace qbm::service {

namespace {

/// Keeps its place until the operation itself is written.
class Unwritten final : public RevealOperation {
public:
    std::string kind() const override { return "unwritten"; }
    operation::Values parameters() const override { return {}; }
    Result<operation::Plan> plan(TaskContext&) override { return why(); }
    Result<std::vector<operation::Check>> check(TaskContext&) override { return why(); }
    std::vector<operation::Step> steps() override { return {}; }
    std::shared_ptr<const RevealedSecret> revealed() const override { return nullptr; }

private:
    static tl::unexpected<Error> why() { return fail(ErrorKind::Unsupported, text("This operation is not written yet.")); }
};

class KubernetesClusterActions final : public ClusterActions {
public:
    Result<ScalePreview> fetchScalePreview(const std::string&, int, TaskContext&) override
    {
        return fail(ErrorKind::Unsupported, text("No preview yet."));
    }
    Result<std::vector<ScaleOutcome>> fetchScaleOutcomes(const std::string&, TaskContext&) override
    {
        return fail(ErrorKind::Unsupported, text("No outcomes yet."));
    }
    std::unique_ptr<operation::Operation> makeSetImage(const std::string&, const std::string&, const std::string&) override { return unwritten(); }
    std::unique_ptr<operation::Operation> makeRestart(const std::string&) override { return unwritten(); }
    std::unique_ptr<operation::Operation> makePause(const std::string&, bool) override { return unwritten(); }
    std::unique_ptr<operation::Operation> makeRolloutUndo(const std::string&, std::int64_t) override { return unwritten(); }
    std::unique_ptr<RevealOperation> makeReveal(const std::string&, const std::string&) override { return unwritten(); }
    std::unique_ptr<operation::Operation> makeCommand(const PodCommand&) override { return unwritten(); }
    std::unique_ptr<operation::Operation> makeApply(const std::string&, bool) override { return unwritten(); }
    std::unique_ptr<operation::Operation> makeDelete(const ObjectKey&) override { return unwritten(); }
    std::unique_ptr<operation::Operation> makeCreateNamespace(const std::string&) override { return unwritten(); }

private:
    static std::unique_ptr<RevealOperation> unwritten() { return std::make_unique<Unwritten>(); }
};

} // namespace

std::shared_ptr<ClusterActions> makeClusterActions(std::shared_ptr<kubernetes::Client>, std::string, ClusterSources, std::filesystem::path)
{
    return std::make_shared<KubernetesClusterActions>();
}

} // namespace qbm::service
