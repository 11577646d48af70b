// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/overview.h"
#include "widgets/theme/state.h"

#include <QString>

/// How the health of the system is put into the console's words and shapes.
namespace qbm::ui {

/// NotConfigured has no state of its own: it is Unknown in another word.
widgets::State toState(health::State state);
/// A Note is Info.
widgets::State toState(health::Severity severity);
/// "note", "warning", "critical", ...
QString word(health::Severity severity);
/// "ok", "degraded", "down", "not configured", ...
QString word(health::State state);
/// The fact's words where it has some, else its number and unit, else the reason why there is no value.
QString factText(const health::Fact& fact, TimePoint now);

} // namespace qbm::ui
