// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/client.h"
#include "core/operation/operation.h"

#include <memory>

namespace qbm::cluster {

/// Makes a namespace.
class CreateNamespace final : public operation::Operation {
public:
    static constexpr const char* kKind = "namespace.create";

    CreateNamespace(std::shared_ptr<kubernetes::Client> client, std::string name);

    std::string kind() const override { return kKind; }
    operation::Values parameters() const override;
    Result<operation::Plan> plan(TaskContext& context) override;
    Result<std::vector<operation::Check>> check(TaskContext& context) override;
    std::vector<operation::Step> steps() override;

private:
    kubernetes::ObjectPath path() const;
    std::string body() const;
    Result<> checkName() const;
    /// The uid of the namespace of this name; empty if there is none.
    Result<std::string> fetchUid(TaskContext& context) const;
    Result<> create(operation::StepContext& step) const;
    Result<> verify(operation::StepContext& step) const;
    Result<> takeBack(operation::StepContext& step) const;

    std::shared_ptr<kubernetes::Client> m_client;
    std::string m_name;
};

} // namespace qbm::cluster
