// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace qbm::lab::kubernetes {

/// A built-in kind the server stores (or, for reviews, only answers).
struct ResourceType {
    std::string group; ///< empty: the core group
    std::string version;
    std::string kind;
    std::string plural;
    std::string singular;
    bool namespaced = true;
    std::vector<std::string> shortNames;
    std::vector<std::string> categories;
    std::vector<std::string> subresources; ///< "scale", "status"
    std::vector<std::string> verbs;
    bool counted = false; ///< metadata.generation moves with spec
    std::size_t index = 0; ///< position in resourceTypes()

    std::string apiVersion() const { return group.empty() ? version : group + "/" + version; }
    /// "deployments.apps", "pods": as errors name it.
    std::string qualifiedPlural() const { return group.empty() ? plural : plural + "." + group; }
    /// "Deployment.apps", "Pod": as validation errors name it.
    std::string qualifiedKind() const { return group.empty() ? kind : kind + "." + group; }
    bool has(std::string_view subresource) const;
    bool allows(std::string_view verb) const;
    /// Kinds that are answered and never stored.
    bool isReview() const { return verbs.size() == 1; }
    /// Kinds of an aggregated API, served by something behind the API server.
    bool isAggregated() const { return group == "metrics.k8s.io"; }
    bool isStored() const { return !isReview() && !isAggregated() && !isOldVersion(); }
    /// Read in another version than it is stored in.
    bool isOldVersion() const { return group == "autoscaling" && version == "v1"; }
};

/// A subresource as discovery shows it.
struct Subresource {
    std::string group; ///< of its own kind; empty: the resource's
    std::string version;
    std::string kind;
    std::vector<std::string> verbs;

    bool allows(std::string_view verb) const;
};
/// Of a type that has it.
Subresource describeSubresource(const ResourceType& type, std::string_view name);

/// Every kind, in the order discovery lists them.
const std::vector<ResourceType>& resourceTypes();
const ResourceType* findByPath(std::string_view group, std::string_view version, std::string_view plural);
const ResourceType* findByKind(std::string_view apiVersion, std::string_view kind);
/// By "pods" or "deployments.apps".
const ResourceType* findByQualifiedPlural(std::string_view name);
/// A kind that is certainly there; plural and group as in the list.
const ResourceType& typeOf(std::string_view kind);
bool isKnownGroup(std::string_view group);
bool isKnownVersion(std::string_view group, std::string_view version);

} // namespace qbm::lab::kubernetes
