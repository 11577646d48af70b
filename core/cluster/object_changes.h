// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/entry_change.h"

namespace qbm::cluster {

/// Sets and removes labels or annotations of an object.
class MetadataChange final : public EntryChange {
public:
    static constexpr const char* kLabelKind = "object.label";
    static constexpr const char* kAnnotateKind = "object.annotate";

    MetadataChange(std::shared_ptr<kubernetes::Client> client, const std::string& nameSpace, MetadataRequest request);
    std::string kind() const override { return m_request.annotations ? kAnnotateKind : kLabelKind; }
    operation::Values parameters() const override;

protected:
    Result<Entries> wanted(const Entries& now) const override;
    Entries entriesOf(const nlohmann::json& object) const override;
    nlohmann::json patchTo(const nlohmann::json& object, const Entries& changes) const override;
    void describe(const nlohmann::json& object, const Entries& changes, operation::Plan& plan) const override;
    std::string printed(const std::string& name, const nlohmann::json& value) const override;
    std::vector<operation::Check> ownChecks(const nlohmann::json& object, const Entries& changes) const override;
    Text askTitle() const override;

private:
    const char* field() const { return m_request.annotations ? "annotations" : "labels"; }
    MetadataRequest m_request;
};

/// Takes a finalizer off an object: it lets go without whoever set it having done what it was set for.
class RemoveFinalizer final : public EntryChange {
public:
    static constexpr const char* kKind = "object.remove-finalizer";

    RemoveFinalizer(
        std::shared_ptr<kubernetes::Client> client, const std::string& nameSpace, RemoveFinalizerRequest request);
    std::string kind() const override { return kKind; }
    operation::Values parameters() const override;
    bool reversible() const override { return false; } // an object that was let go is gone

protected:
    Result<Entries> wanted(const Entries& now) const override;
    Entries entriesOf(const nlohmann::json& object) const override;
    nlohmann::json patchTo(const nlohmann::json& object, const Entries& changes) const override;
    void describe(const nlohmann::json& object, const Entries& changes, operation::Plan& plan) const override;
    std::string printed(const std::string& name, const nlohmann::json& value) const override;
    std::vector<operation::Check> ownChecks(const nlohmann::json& object, const Entries& changes) const override;
    Text askTitle() const override;
    bool mayBeGoneAfter() const override { return true; }

private:
    RemoveFinalizerRequest m_request;
};

} // namespace qbm::cluster
