// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/copy/copy_place.h"
#include "core/backup/format.h"
#include "core/backup/keep/retention.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace qbm::backup {

/// What a profile says about its backups; every value has a default that suits a first day.
struct BackupSettings {
    Format format = Format::Fast;
    bool contentChecksums = true; ///< a checksum of every table's content; its cost stands in each sidecar
    int jobs = 2; ///< parallel work of pg_dump (directory format) and pg_restore
    std::chrono::milliseconds stallTimeout{120'000}; ///< no byte from the server for this long ends a dump
    std::string encryptTo; ///< an age recipient ("age1...") or a GnuPG key's fingerprint; empty: not encrypted
    std::filesystem::path identity; ///< age identity file that reads encrypted backups; GnuPG has its own keyring
    RetentionPolicy retention;
    std::vector<CopyPlace> copies; ///< where each new backup goes as well
    std::chrono::hours maximumAge{26}; ///< an older newest backup is an alarm: a nightly run and two hours of patience
};

} // namespace qbm::backup
