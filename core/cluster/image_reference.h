// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace qbm::cluster {

/// The name of a container image, taken apart.
struct ImageReference {
    std::string repository; ///< with the registry where one is named: "registry.example.com:5000/team/backend"
    std::string tag; ///< may be empty
    std::string digest; ///< "sha256:..."; may be empty
    /// Another image may stand behind the same name tomorrow.
    bool moves() const { return digest.empty() && (tag.empty() || tag == "latest"); }
};

/// nullopt if no registry would take it for a name.
/// \source github.com/distribution/reference, the grammar in its package comment
std::optional<ImageReference> parseImageReference(std::string_view text);

} // namespace qbm::cluster
