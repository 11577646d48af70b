// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/finding.h"
#include "core/prometheus/alertmanager.h"

namespace qbm::health {

/// What a firing alert weighs, by its label `severity`: critical, page and emergency are Critical, info and none a Note,
/// every other word and none at all a Warning.
Severity severityOf(const prometheus::Alert& alert);
/// What the alert says in words: its summary, else its description, else its message; may be empty.
std::string_view wordsOf(const prometheus::Alert& alert);

} // namespace qbm::health
