// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/postgres/client.h"

#include <string>
#include <string_view>

namespace qbm::postgres {

/// The kind for an SQLSTATE. \source PostgreSQL 15 documentation, appendix A
ErrorKind kindOfSqlState(std::string_view sqlState);

/// The SQLSTATE of a statement that the server refused, as it stands in the detail; empty: the error is none of those.
std::string_view sqlStateOf(const Error& error);

/// An error for a session that could not be opened.
/// \param message libpq's, with verbosity VERBOSE, so that it holds the SQLSTATE in whatever language the server speaks
/// \param needsPassword the server asked for one and nothing gave it
Error connectError(const ConnectionSettings& settings, const std::string& message, bool needsPassword = false);

} // namespace qbm::postgres
