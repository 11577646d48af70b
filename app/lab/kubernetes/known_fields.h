// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/kubernetes/resource_type.h"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace qbm::lab::kubernetes {

/// The fields of a document that its kind does not have ("spec.replica", "spec.containers[0].imagee"). Looks into
/// metadata, the specs of workloads, pods and containers, and the top level of the other kinds.
std::vector<std::string> unknownFields(const ResourceType& type, const nlohmann::json& document);

/// Takes the fields of unknownFields out of the document: a typed server does not keep them.
void dropUnknownFields(const ResourceType& type, nlohmann::json& document);

/// What a server warns of in a document that it takes all the same: deprecated labels, names given twice.
std::vector<std::string> warningsAbout(const ResourceType& type, const nlohmann::json& document);

} // namespace qbm::lab::kubernetes
