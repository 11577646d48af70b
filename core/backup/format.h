// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace qbm::backup {

/// How a backup lies on the disk.
enum class Format {
    Guide, ///< `pg_dump --format=custom --compress=9`: NAME.dump, read by pg_restore as it is
    Fast, ///< `--format=custom --compress=0` through our zstd stream: NAME.dump.zst, `zstd -d` makes a .dump of it
    Directory, ///< `--format=directory --jobs=N`: NAME.dumpdir/, for databases that take hours
};

enum class Encryption { None, Age, Gpg };

/// "guide", "fast", "directory": stable, for profiles, sidecars and --json.
std::string_view name(Format format);
std::optional<Format> parseFormat(std::string_view name);
/// "none", "age", "gpg"
std::string_view name(Encryption encryption);
std::optional<Encryption> parseEncryption(std::string_view name);

/// ".dump", ".dump.zst", ".dumpdir", and ".age" or ".gpg" behind it.
std::string suffix(Format format, Encryption encryption);

/// What a file name promises; nullopt for a name that is none of a backup.
struct NameParts {
    std::string stem; ///< "qbm_backup_20261122_020000"
    Format format = Format::Guide;
    Encryption encryption = Encryption::None;
};
std::optional<NameParts> parseName(std::string_view fileName);

} // namespace qbm::backup
