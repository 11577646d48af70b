// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/archive/table_name.h"

#include <string>
#include <string_view>
#include <vector>

/// What pg_dump's `COPY "schema"."table" (a, "b c") FROM stdin;` says, in the archive's encoding.
namespace qbm::backup {

/// The column names. \error BadData
Result<std::vector<std::string>> parseCopyColumns(std::string_view copyStatement);

/// The table that the rows go into; it is not the one they are of where the dump was made with
/// --load-via-partition-root, or where the hash of an enum decides. \error BadData
Result<TableName> tableOfCopy(std::string_view copyStatement);

} // namespace qbm::backup
