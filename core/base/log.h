// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string_view>

/// The program's own log: rotating JSON lines with the keys timestamp, level, logger, message: the form the QBM backend
/// writes too, so one reader serves both. Without open() everything is dropped (tests).
namespace qbm::log {

enum class Level { Debug, Info, Warning, Error };

/// Writes to `file` from now on, 10 MiB a file, 5 files. \error Denied, Exhausted if it cannot be opened
Result<> open(const std::filesystem::path& file, Level level = Level::Info);

/// \thread any. `message` must not hold secrets.
void write(Level level, std::string_view logger, std::string_view message);
void write(Level level, std::string_view logger, const Error& error);

inline void debug(std::string_view logger, std::string_view message) { write(Level::Debug, logger, message); }
inline void info(std::string_view logger, std::string_view message) { write(Level::Info, logger, message); }
inline void warning(std::string_view logger, std::string_view message) { write(Level::Warning, logger, message); }
inline void error(std::string_view logger, std::string_view message) { write(Level::Error, logger, message); }

} // namespace qbm::log
