// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/entry_change.h"

namespace qbm::cluster {

/// Keeps new pods off a node, or lets them come again; those there stay.
class Cordon final : public EntryChange {
public:
    static constexpr const char* kCordonKind = "node.cordon";
    static constexpr const char* kUncordonKind = "node.uncordon";

    Cordon(std::shared_ptr<kubernetes::Client> client, CordonRequest request);
    std::string kind() const override { return m_request.cordon ? kCordonKind : kUncordonKind; }
    operation::Values parameters() const override { return where(); }

protected:
    Result<Entries> wanted(const Entries& now) const override;
    Entries entriesOf(const nlohmann::json& object) const override;
    nlohmann::json patchTo(const nlohmann::json& object, const Entries& changes) const override;
    void describe(const nlohmann::json& object, const Entries& changes, operation::Plan& plan) const override;
    std::string printed(const std::string& name, const nlohmann::json& value) const override;
    Text askTitle() const override;

private:
    CordonRequest m_request;
};

/// Sets and removes taints of a node.
class Taint final : public EntryChange {
public:
    static constexpr const char* kKind = "node.taint";

    Taint(std::shared_ptr<kubernetes::Client> client, TaintRequest request);
    std::string kind() const override { return kKind; }
    operation::Values parameters() const override;

protected:
    Result<Entries> wanted(const Entries& now) const override;
    Entries entriesOf(const nlohmann::json& object) const override;
    nlohmann::json patchTo(const nlohmann::json& object, const Entries& changes) const override;
    void describe(const nlohmann::json& object, const Entries& changes, operation::Plan& plan) const override;
    std::string printed(const std::string& name, const nlohmann::json& value) const override;
    Text askTitle() const override;

private:
    TaintRequest m_request;
};

/// Words of a request in a journal and out of it, one a line.
std::string joinLines(const std::vector<std::string>& lines);
std::vector<std::string> splitLines(const std::string& lines);

} // namespace qbm::cluster
