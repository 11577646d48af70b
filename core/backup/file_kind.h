// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/format.h"

#include <filesystem>
#include <string>

namespace qbm::backup {

/// What a backup's first bytes are where they are not those that its name promises, in English, with the program that
/// reads it: "a tar archive of pg_dump (pg_restore of the package postgresql-client reads it)". Empty: as promised.
/// \param backup a file, or the folder of a directory backup
std::string otherKind(const std::filesystem::path& backup, Format format, Encryption encryption);

} // namespace qbm::backup
