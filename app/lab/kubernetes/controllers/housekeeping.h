// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/controllers/cluster.h"

namespace qbm::lab::kubernetes {

/// The garbage collector: what named the owner (by uid) and has no other owner left is deleted.
void collectOrphans(Cluster& cluster, const std::string& ownerUid);
/// Foreground and orphan deletion of one owner: the finalizers foregroundDeletion and orphan.
void finishOwner(Cluster& cluster, const ObjectPtr& owner);
/// A new namespace gets its default ServiceAccount and root CA; one under deletion is emptied and removed.
void syncNamespace(Cluster& cluster, const std::string& name, const std::string& caPem);
/// The Endpoints of one Service.
void syncEndpoints(Cluster& cluster, const std::string& nameSpace, const std::string& name);

} // namespace qbm::lab::kubernetes
