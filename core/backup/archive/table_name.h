// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qbm::backup {

/// Schema and table.
using TableName = std::pair<std::string, std::string>;

/// "my.schema"."ta""ble", with quotation marks where SQL needs them.
std::string quotedTableName(const TableName& table);

/// A table as somebody wrote it. Names may be quoted as in SQL ("my.schema"."ta.ble"); a name without quotation marks is
/// taken as it stands, capital letters too. Unquoted text may be meant in several ways where it holds dots.
/// \return every table it may mean, what is most likely first: schema.table by the first dot, a table of `public`
/// without a dot \error InvalidInput (a quotation mark without its other one, an empty name)
Result<std::vector<TableName>> parseTableName(std::string_view written);

/// The one of `known` that `written` means; where it means none of them, the most likely name, so that whoever looks it
/// up says that it is not there. \error InvalidInput, also where it means several: names them
Result<TableName> chooseTable(std::string_view written, const std::vector<TableName>& known);

} // namespace qbm::backup
