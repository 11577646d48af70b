// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <map>
#include <string>

namespace qbm::backup {

/// A setting of the server that a database, a role or postgresql.conf may change and that changes how a value is written
/// as text, how that text is read again, or what pg_dump writes about an object. Dump, restore and comparison use the
/// same values, whatever is set elsewhere.
struct PinnedSetting {
    const char* name;
    const char* value;
};

inline constexpr std::array<PinnedSetting, 14> kPinnedSettings{{
    {"DateStyle", "ISO,YMD"}, // dates, times and ranges of them
    {"IntervalStyle", "postgres"}, // intervals, and what a leading sign in one means when it is read
    {"TimeZone", "UTC"}, // times with a zone
    {"extra_float_digits", "3"}, // real and double precision: all digits, so that the same number comes back
    {"bytea_output", "hex"}, // bytea
    {"quote_all_identifiers", "off"}, // regclass, regproc, regtype and their kin
    {"search_path", ""}, // whether those are written with their schema
    {"xmlbinary", "base64"}, // bytea within XML, where an expression of a column makes it
    {"xmloption", "content"}, // what text is taken for XML
    {"array_nulls", "on"}, // whether NULL within an array's text is a null or a word
    {"transform_null_equals", "off"}, // what "= NULL" within a view or a constraint becomes
    {"standard_conforming_strings", "on"}, // what a backslash within a literal means
    {"gin_fuzzy_search_limit", "0"}, // would leave out rows where an index is asked
    {"row_security", "off"}, // an error instead of rows that are silently missing
}};

/// Values by name, beside those above: what one database's backup was written with (lc_monetary).
using OutputSettings = std::map<std::string, std::string>;

/// `-c name=value` for PGOPTIONS, which the server splits at blanks; a backslash takes the next character as it is.
std::string sessionOption(const std::string& name, const std::string& value);

/// As PGOPTIONS has them ("-c name=value ..."): they come from the client and so weigh more than ALTER DATABASE and
/// ALTER ROLE .. SET. \param more of one backup, see Sidecar::outputSettings
std::string pinnedOptions(const OutputSettings& more);
/// A statement that sets them until the end of the transaction.
std::string pinnedSettingsSql(const OutputSettings& more);
/// Adds `options` to what PGOPTIONS holds already.
void addServerOptions(std::map<std::string, std::string>& environment, const std::string& options);

} // namespace qbm::backup
