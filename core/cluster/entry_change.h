// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/requests.h"
#include "core/kubernetes/client.h"
#include "core/operation/operation.h"

#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>

namespace qbm::cluster {

/// A change of named entries of one object: labels, annotations, taints, finalizers, one field. The journal holds what
/// each entry was before; the way back leaves entries alone that somebody else has changed since.
class EntryChange : public operation::Operation {
public:
    EntryChange(std::shared_ptr<kubernetes::Client> client, kubernetes::ObjectPath path);

    Result<operation::Plan> plan(TaskContext& context) final;
    Result<std::vector<operation::Check>> check(TaskContext& context) final;
    std::vector<operation::Step> steps() final;

protected:
    /// By name; a null stands for an entry that is not there, or is to go.
    using Entries = std::map<std::string, nlohmann::json>;

    /// What is asked for. \error InvalidInput
    virtual Result<Entries> wanted(const Entries& now) const = 0;
    virtual Entries entriesOf(const nlohmann::json& object) const = 0;
    /// A merge patch that leads from `object` to these entries.
    virtual nlohmann::json patchTo(const nlohmann::json& object, const Entries& changes) const = 0;
    /// Title, consequence and undo.
    virtual void describe(const nlohmann::json& object, const Entries& changes, operation::Plan& plan) const = 0;
    /// How an entry stands in the plan: "app=backend".
    virtual std::string printed(const std::string& name, const nlohmann::json& value) const = 0;
    virtual std::vector<operation::Check> ownChecks(const nlohmann::json&, const Entries&) const { return {}; }
    virtual Text askTitle() const = 0;
    /// Whether the object may be gone once it is done.
    virtual bool mayBeGoneAfter() const { return false; }

    const kubernetes::ObjectPath& path() const { return m_path; }
    kubernetes::Client& client() const { return *m_client; }
    /// Context, namespace, resource and name, for parameters().
    operation::Values where() const;

private:
    Result<nlohmann::json> fetch(TaskContext& context) const;
    Result<> put(const Entries& changes, TaskContext& context) const;
    Result<> ask(operation::StepContext& step) const;
    Result<> verify(operation::StepContext& step) const;
    Result<> goBack(operation::StepContext& step) const;

    std::shared_ptr<kubernetes::Client> m_client;
    kubernetes::ObjectPath m_path;
};

/// The resource and the name that where() wrote.
ObjectKey objectKeyFrom(const operation::Values& values);
operation::Values objectKeyValues(const ObjectKey& object);

} // namespace qbm::cluster
