// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/requests.h"
#include "core/kubernetes/client.h"

#include <memory>

namespace qbm::cluster {

/// Deletes one object, this very one and no later one of its name, and waits until it is really gone: an accepted
/// request is not the end where pods have a grace period or something has set a finalizer.
class DeleteObject final : public operation::Operation {
public:
    static constexpr const char* kKind = "object.delete";
    static constexpr const char* kForceKind = "object.force-delete";

    /// \param force grace period 0: what runs is not waited for, and may go on running on its node
    DeleteObject(
        std::shared_ptr<kubernetes::Client> client, std::string nameSpace, ObjectKey object, bool force = false);

    std::string kind() const override { return m_force ? kForceKind : kKind; }
    operation::Values parameters() const override;
    Result<operation::Plan> plan(TaskContext& context) override;
    Result<std::vector<operation::Check>> check(TaskContext& context) override;
    std::vector<operation::Step> steps() override;
    OnStop onStop() const override { return OnStop::Leave; }
    bool reversible() const override { return false; }

private:
    kubernetes::ObjectPath path() const;
    kubernetes::DeleteOptions options(const std::string& uid, bool dryRun) const;
    Result<> remove(operation::StepContext& step) const;
    Result<> awaitGone(operation::StepContext& step) const;

    std::shared_ptr<kubernetes::Client> m_client;
    std::string m_nameSpace;
    ObjectKey m_object;
    bool m_force;
};

/// What it means for the people who use the system that an object of that kind is deleted.
Text consequenceOfDeleting(const std::string& kind);
/// What forcing it risks.
Text riskOfForcing(const std::string& kind);

} // namespace qbm::cluster
