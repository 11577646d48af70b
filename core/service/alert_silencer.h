// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/alert_silencer.h"
#include "core/prometheus/alertmanager.h"
#include "core/prometheus/client.h"

#include <memory>
#include <string>
#include <vector>

namespace qbm::service {

/// Silences the alerts that all matchers fit; nothing else is kept quiet.
/// \param prometheus tells which alerts came and went during a silence; null: what is over is not known
/// \param actor stands in each silence as the one who made it
std::shared_ptr<backup::AlertSilencer> makeAlertSilencer(
    std::shared_ptr<const prometheus::AlertmanagerClient> alertmanager,
    std::shared_ptr<const prometheus::Client> prometheus, std::vector<prometheus::Matcher> matchers, std::string actor);

} // namespace qbm::service
