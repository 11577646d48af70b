// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/postgres/table.h"

#include <string>
#include <string_view>

/// Names in the catalogues that all databases of a server share. They are stored as the bytes that their creator's
/// encoding had, and a session in a database of another encoding takes them for other characters: asked for as text,
/// "é" of a UTF-8 database is not found from one in LATIN1.
namespace qbm::postgres {

/// SQL that is true where `column` holds the name whose bytes the parameter of that number gives.
std::string isNamed(std::string_view column, int parameter = 1);

/// The parameter for isNamed().
std::string nameBytes(std::string_view name);

/// Whether all encodings of servers have it so.
bool isAscii(std::string_view text);

/// What encode(..., 'hex') wrote; a digit that is none ends it.
std::string bytesOfHex(std::string_view hex);

} // namespace qbm::postgres
