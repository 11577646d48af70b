// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/prometheus/alertmanager.h"
#include "core/prometheus/client.h"

#include <string>

/// Prometheus' and Alertmanager's JSON to values. Pure. The text is taken by value because the decoder pads it in place.
/// \error BadData where the document is cut off or is not what the API promises
namespace qbm::prometheus {

/// Also maps `"status":"error"` bodies to the error they describe.
/// \cost 200 series of 5,000 points (30 MB) in about a tenth of a second
Result<QueryResult> parseQueryAnswer(std::string body);
Result<std::vector<std::string>> parseLabelValues(std::string body);
Result<std::vector<Target>> parseTargets(std::string body);
Result<std::vector<Metadata>> parseMetadata(std::string body);
Result<std::vector<Rule>> parseRules(std::string body);
Result<BuildInfo> parseBuildInfo(std::string body);
/// The error behind a status that is not 2xx; `server` is how to name it ("Prometheus at http://...").
Error errorFromAnswer(int status, std::string body, const std::string& server);

Result<std::vector<Alert>> parseAlerts(std::string body);
Result<std::vector<AlertGroup>> parseAlertGroups(std::string body);
Result<std::vector<Silence>> parseSilences(std::string body);

} // namespace qbm::prometheus
