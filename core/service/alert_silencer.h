// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/restore/alert_silencer.h"
#include "core/prometheus/alertmanager.h"

#include <memory>
#include <string>

namespace qbm::service {

/// Silences the alerts whose label `namespace` is the one given; nothing else is kept quiet.
/// \param actor stands in each silence as the one who made it
std::shared_ptr<backup::AlertSilencer> makeAlertSilencer(
    std::shared_ptr<const prometheus::AlertmanagerClient> alertmanager, std::string nameSpace, std::string actor);

} // namespace qbm::service
