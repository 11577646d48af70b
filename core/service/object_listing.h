// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/client.h"
#include "core/service/cluster_service.h"

#include <string>

/// Any kind of object, listed for people or as it is.
namespace qbm::service {

/// The server's own columns; NAME and CREATED where it makes no tables.
Result<ObjectTable> fetchObjectTable(kubernetes::Client& client, const kubernetes::Resource& resource,
    const std::string& nameSpace, const ObjectQuery& query, TaskContext& context);

/// One object, or a List of all pages with apiVersion and kind in each item. Values of Secrets are replaced by their sizes.
Result<std::string> fetchObjectJson(kubernetes::Client& client, const kubernetes::Resource& resource,
    const std::string& nameSpace, const ObjectQuery& query, TaskContext& context);

/// An empty list says nothing: a namespace that is not there lists as empty too.
/// \error NotFound; a namespace we may not read counts as there
Result<> requireNamespace(kubernetes::Client& client, const std::string& nameSpace, TaskContext& context);

} // namespace qbm::service
