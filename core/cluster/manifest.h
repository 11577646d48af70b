// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace qbm::cluster {

/// One object that a manifest asks for.
struct ManifestObject {
    std::string apiVersion, kind;
    std::string nameSpace; ///< as written; empty: the scope's
    std::string name;
    std::shared_ptr<const nlohmann::json> object; ///< never null

    bool isSecret() const { return kind == "Secret" && apiVersion == "v1"; }
    /// "Deployment backend"
    std::string title() const { return kind + " " + name; }
};

/// The objects of a YAML or JSON text in the order in which they are applied: namespaces first, then definitions of new
/// kinds, then the others as they stand. Lists are taken apart.
/// \error BadData (not YAML), InvalidInput (an object without apiVersion, kind or name; none at all)
Result<std::vector<ManifestObject>> parseManifest(const std::string& text);

/// The same objects as text. The values of Secrets are left out if `withoutSecrets`: what may stand in a journal.
std::string manifestText(const std::vector<ManifestObject>& objects, bool withoutSecrets);
/// Whether the values of this Secret were left out.
bool isWithheld(const ManifestObject& object);

/// An object without what the server keeps for itself (status, managedFields, versions): what a manifest would say.
nlohmann::json withoutServerFields(nlohmann::json object);
/// Two versions of an object as a unified diff of their YAML. Values of Secrets show as `***`, with a word where one
/// differs.
std::string objectDiff(const nlohmann::json& before, const nlohmann::json& after, const std::string& title);

} // namespace qbm::cluster
