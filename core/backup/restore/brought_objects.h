// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/postgres/client.h"

#include <string>

/// What one transaction brought into a database that held other things before: told by the transaction's number, so
/// that nothing of anybody else's is ever taken for it.
namespace qbm::backup {

/// What the database holds now (tables, types, functions, schemas, extensions, large objects and more), as numbers.
Result<std::string> fetchObjectNumbers(postgres::Client& client, TaskContext& context);

enum class TransactionFate { Running, Committed, RolledBack };
/// \param transaction as txid_current() gave it; one so old that the server forgot it counts as rolled back
Result<TransactionFate> fetchTransactionFate(
    postgres::Client& client, const std::string& transaction, TaskContext& context);

/// Drops what the transaction brought and what was not there before, all or nothing.
/// \param before as fetchObjectNumbers() gave it before the transaction \return how many things were dropped
/// \error Conflict if something of others has come to depend on them: then all of it stays
Result<std::size_t> dropBroughtObjects(
    postgres::Client& client, const std::string& transaction, const std::string& before, TaskContext& context);

} // namespace qbm::backup
