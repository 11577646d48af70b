// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/archive_stream.h"

#include <string>
#include <vector>

namespace qbm::backup {

/// The columns of a table that the database computes from others (GENERATED ALWAYS AS (...)), its parents' among them. A
/// dump holds how they are computed, not their values.
std::vector<std::string> generatedColumns(
    const std::vector<ArchiveItem>& items, const std::string& schema, const std::string& table);

} // namespace qbm::backup
