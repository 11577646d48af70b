// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/archive_stream.h"
#include "core/operation/operation.h"
#include "core/postgres/client.h"

#include <set>
#include <string>
#include <vector>

/// What makes a restore in place fail while the application is down already, and can be known before.
namespace qbm::backup {

/// Conditions of tables and domains of an archive that may refuse rows while other tables have none: they call a function
/// of the archive that reads tables, or that does not say it depends on nothing else, and whose text does not say which
/// (RowOrder puts rows behind those that are seen to be read). \return "public.part (public.has_model)"
std::set<std::string> doubtfulConditions(const std::vector<ArchiveItem>& items);

/// Those of the archive, and those of the database, whose rows the way back would have to bring. \param items of the archive
operation::Check checkRowConditions(
    postgres::Client& client, const std::vector<ArchiveItem>& items, TaskContext& context);

/// Only a superuser can keep event triggers from firing at what a restore does, and bring them back with the safety dump.
operation::Check checkEventTriggers(postgres::Client& client, TaskContext& context);

} // namespace qbm::backup
