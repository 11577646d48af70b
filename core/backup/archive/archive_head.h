// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/catalogue.h"

#include <string>

namespace qbm::backup {

/// The database that an archive says it is of, without anything else of it being read; empty where it does not tell:
/// encrypted, damaged, of an unknown version. \cost reads some kilobytes
std::string databaseInHead(const Backup& backup);

} // namespace qbm::backup
