// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/verbs.h"
#include "core/operation/engine.h"

/// How qbmctl shows operations: shared by every verb that writes and by the `operation` group.
namespace qbm::ctl {

nlohmann::json planToJson(const operation::Plan& plan);
nlohmann::json checksToJson(const std::vector<operation::Check>& checks);
nlohmann::json recordToJson(const operation::Record& record);

/// \param mostAlike lines for things of one kind; 0: all
void printPlan(std::ostream& out, const operation::Plan& plan, std::size_t mostAlike = 0);
/// \param passedToo else those that passed are one line
void printChecks(std::ostream& out, const std::vector<operation::Check>& checks, bool passedToo = true);
void printRecord(std::ostream& out, const operation::Record& record);

/// Step by step on standard error while an operation runs.
operation::Observer progressPrinter(Invocation& invocation);
/// How it ended, as text or as the one JSON document.
void printOutcome(Invocation& invocation, const operation::Outcome& outcome, const OutcomeExtra& extra = {});
/// kOk only for Done.
int exitCodeOf(const operation::Outcome& outcome);

} // namespace qbm::ctl
