// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/lab_state.h"

namespace qbm::lab {

/// The part answers, whatever it answers.
bool isReady(const LabFolder& folder, const Part& part);

/// Waits until the part, as lab.json lists it, answers.
/// \error Timeout or Internal (it died): names the part and holds the tail of its log; Cancelled
Result<> waitUntilReady(const LabFolder& folder, const std::string& name, TaskContext& context);

/// Waits until the whole system serves: the application finds its database, its cache and ready replicas.
/// \error Timeout; Cancelled
Result<> waitUntilServing(const LabFolder& folder, const LabState& state, TaskContext& context);

/// PostgreSQL would let somebody log in from here (as far as pg_hba.conf goes).
bool postgresTakesLogins(std::uint16_t port);

} // namespace qbm::lab
