// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"
#include "core/kubernetes/resource.h"
#include "core/operation/operation.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

/// What the operations of this folder are asked with, and what one of them brings back.
namespace qbm::cluster {

/// One object of the scope.
struct ObjectKey {
    kubernetes::Resource resource;
    std::string name;
    friend bool operator==(const ObjectKey&, const ObjectKey&) = default;
};

/// The values of a Secret that an operation made visible; wiped when the last holder lets go.
struct RevealedSecret {
    std::map<std::string, Secret> values;
};

/// Shows the values of a Secret; that it was done is in the ledger, the values are not.
class RevealOperation : public operation::Operation {
public:
    /// What the run brought; nullptr before.
    virtual std::shared_ptr<const RevealedSecret> revealed() const = 0;
};

/// A command to run in a container, and one that only looks at what it would touch.
struct PodCommand {
    std::string pod;
    std::string container; ///< empty: the pod's default
    std::vector<std::string> preview; ///< argv; its output stands in the plan; empty: none
    std::vector<std::string> command; ///< argv, never a shell line
    bool goneWithPod = false; ///< its effect lives as long as the pod (an installed package): the plan says so
};

} // namespace qbm::cluster
