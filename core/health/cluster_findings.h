// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/cluster_facts.h"
#include "core/health/finding.h"

#include <vector>

/// What is wrong with what the cluster runs. Pure; `at`: when the cluster was asked.
namespace qbm::health {

std::vector<Finding> workloadFindings(const ClusterFacts& facts, TimePoint at, TimePoint now);
std::vector<Finding> jobFindings(const ClusterFacts& facts, TimePoint at);
std::vector<Finding> clusterNodeFindings(const ClusterFacts& facts, TimePoint at);

/// The part of the map that a workload of that name is; empty: none.
std::string partOfWorkload(const std::string& name);

} // namespace qbm::health
