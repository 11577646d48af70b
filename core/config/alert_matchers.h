// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace qbm::config {

/// One condition on a label of an alert; an absent label counts as an empty one.
struct AlertMatcher {
    std::string label;
    std::string value;
    bool isRegex = false;
    bool isEqual = true;
    friend bool operator==(const AlertMatcher&, const AlertMatcher&) = default;
};

/// Conditions as Alertmanager and PromQL write them, all of which must hold: `namespace="qbm",severity!="info"`, with
/// =, !=,
/// =~ and !~ and the value in double quotes. At least one must say what a label is, so that not everything is meant.
/// \error InvalidInput
Result<std::vector<AlertMatcher>> parseAlertMatchers(std::string_view written);

} // namespace qbm::config
