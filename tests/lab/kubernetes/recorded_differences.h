// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>

namespace qbm::lab::kubernetes::test {

/// Where the simulator answers otherwise than the recorded server, by the record, each with its reason.
const std::map<std::string, const char*>& knownDifferences();
/// Records that look at one moment of something that goes on: sent, and not compared, each with its reason.
const std::map<std::string, const char*>& momentary();
/// Records that are not sent: they need what only the recorder's cluster had, each with its reason.
const std::map<std::string, const char*>& notAsked();
/// Whether the recorder sent this call as the user bob; the recordings hide the tokens.
bool limitedUserSent(const std::string& id);

} // namespace qbm::lab::kubernetes::test
