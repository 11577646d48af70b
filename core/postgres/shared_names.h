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

/// SQL: the name that `expression` gives, for whoever reads it: as digits, which every session can send. As text, one name
/// of the whole server that the encoding of the session's database lacks would be an error (22021, 22P05). This is how
/// everything of pg_authid, pg_database, pg_tablespace, pg_stat_activity and their kin is asked for.
std::string sharedName(std::string_view expression);
/// What sharedName() gave: the very bytes of the name, which are UTF-8 if it was given in a database that is.
/// Null is empty.
std::string sharedNameOf(const Cell& cell);

/// The parameter for isNamed().
std::string nameBytes(std::string_view name);

/// Whether all encodings of servers have it so.
bool isAscii(std::string_view text);

/// What encode(..., 'hex') wrote; a digit that is none ends it.
std::string bytesOfHex(std::string_view hex);

} // namespace qbm::postgres
