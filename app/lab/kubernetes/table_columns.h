// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace qbm::lab::kubernetes {

/// A column of a server-side Table.
struct Column {
    std::string name;
    std::string type;
    std::string format;
    std::string description;
    int priority = 0; ///< above 0: only in wide output
};

/// The columns of a kind; Name and Created At where it has none of its own.
const std::vector<Column>& columnsOf(std::string_view kind);

} // namespace qbm::lab::kubernetes
