// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/requests.h"
#include "core/kubernetes/client.h"
#include "core/operation/operation.h"

#include <map>
#include <memory>
#include <optional>

namespace qbm::cluster {

/// Deletes the objects of a kind that a selector matches: those its plan listed, each this very one, and none that came
/// since. Waits until they are gone.
class DeleteSelected final : public operation::Operation {
public:
    static constexpr const char* kKind = "object.delete-selected";

    DeleteSelected(std::shared_ptr<kubernetes::Client> client, std::string nameSpace, DeleteSelectedRequest request);

    std::string kind() const override { return kKind; }
    operation::Values parameters() const override;
    Result<operation::Plan> plan(TaskContext& context) override;
    Result<std::vector<operation::Check>> check(TaskContext& context) override;
    std::vector<operation::Step> steps() override;
    OnStop onStop() const override { return OnStop::Leave; }
    bool reversible() const override { return false; }

private:
    using Doomed = std::map<std::string, std::string>; ///< uid by name
    Result<> checkArguments() const;
    kubernetes::CollectionPath collection() const;
    kubernetes::DeleteOptions options(const std::string& uid, bool dryRun) const;
    Result<Doomed> fetch(TaskContext& context) const;
    Result<> remove(operation::StepContext& step) const;
    Result<> awaitGone(operation::StepContext& step) const;

    std::shared_ptr<kubernetes::Client> m_client;
    std::string m_nameSpace;
    DeleteSelectedRequest m_request;
    std::optional<Doomed> m_planned;
};

} // namespace qbm::cluster
