// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/operation/operation.h"
#include "core/postgres/client.h"

#include <vector>

namespace qbm::backup {

/// Whether the server can read what a backup wrote under settings of its own (Sidecar::outputSettings); no line where it
/// needed none.
void checkOutputSettings(postgres::Client& client, const Backup& backup, std::vector<operation::Check>& checks,
    TaskContext& context);

} // namespace qbm::backup
