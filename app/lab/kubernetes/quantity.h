// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace qbm::lab::kubernetes {

/// The quantity under a key in base units (cores, bytes); 0 if it is absent or does not parse.
double quantityAt(const nlohmann::json& quantities, std::string_view name);

/// The sum of requests (or limits) of a pod's containers; `part` is "requests" or "limits".
double podResource(const nlohmann::json& podSpec, const char* part, std::string_view name);

/// In canonical form: "2", "1500m".
std::string formatCores(double cores);
/// In canonical form: the largest binary unit that divides it ("512Mi", "3Gi", "1000").
std::string formatBytes(double bytes);
/// By the resource's name: cores, bytes or a plain number.
std::string formatQuantity(std::string_view resource, double value);

} // namespace qbm::lab::kubernetes
