// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/requests.h"
#include "core/kubernetes/client.h"
#include "core/operation/operation.h"

#include <memory>
#include <string>
#include <vector>

/// The one table of what an ActionRequest makes, and how a journal makes it again.
namespace qbm::cluster {

std::unique_ptr<operation::Operation> makeAction(
    std::shared_ptr<kubernetes::Client> client, const std::string& nameSpace, const ActionRequest& request);

/// Kinds of operations that actionFrom() knows.
std::vector<std::string> actionKinds();
/// The request that an operation of this kind was made of. \error BadData
Result<ActionRequest> actionFrom(const std::string& kind, const operation::Values& values);

} // namespace qbm::cluster
