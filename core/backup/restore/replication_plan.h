// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"
#include "core/backup/restore/restore_request.h"

#include <vector>

/// What a restore or an exchange means for who follows the database and whom it follows.
namespace qbm::backup {

/// A line for each logical slot, publication and subscription of the live database and, where there is one, of the
/// backup: what becomes of it and how to go on by hand. \param live with the live database \param backup null for an
/// exchange with a database set aside
Result<> addReplicationLines(const RestoreRequest& request, postgres::Client& live, const Backup* backup,
    operation::Plan& plan, TaskContext& context);

/// What holds the live database and does not end with the application: prepared transactions, consumers of its changes,
/// the server's own workers, subscriptions that may not be stopped.
void checkHolders(const RestoreRequest& request, postgres::Client& live, std::vector<operation::Check>& checks,
    TaskContext& context);

/// What keeps a database beside the live one from being dropped, or goes with it unasked.
/// \param dropSlots somebody has said that its slots may go
void checkDroppable(postgres::Client& maintenance, const std::string& database, bool dropSlots,
    std::vector<operation::Check>& checks, TaskContext& context);

} // namespace qbm::backup
