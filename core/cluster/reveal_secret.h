// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/requests.h"
#include "core/kubernetes/client.h"

#include <memory>

namespace qbm::cluster {

/// Reads the values of a Secret for a person to see. Changes nothing in the cluster, and is an operation all the same:
/// who looked at what is in the ledger. The values stay in memory, also after the run, and are never read before it.
class RevealSecret final : public RevealOperation {
public:
    static constexpr const char* kKind = "secret.reveal";

    /// \param key empty: all of them
    RevealSecret(std::shared_ptr<kubernetes::Client> client, std::string nameSpace, std::string name, std::string key);

    std::string kind() const override { return kKind; }
    operation::Values parameters() const override;
    Result<operation::Plan> plan(TaskContext& context) override;
    Result<std::vector<operation::Check>> check(TaskContext& context) override;
    std::vector<operation::Step> steps() override;
    OnStop onStop() const override { return OnStop::Leave; }
    bool reversible() const override { return false; }
    std::shared_ptr<const RevealedSecret> revealed() const override { return m_revealed; }

private:
    kubernetes::ObjectPath path() const;
    Result<> read(operation::StepContext& step);

    std::shared_ptr<kubernetes::Client> m_client;
    std::string m_nameSpace, m_name, m_key;
    std::shared_ptr<const RevealedSecret> m_revealed;
};

} // namespace qbm::cluster
