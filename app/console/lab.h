// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/task_context.h"

#include <filesystem>
#include <optional>

namespace qbm::console {

/// qbm-lab beside this program or on PATH.
std::optional<std::filesystem::path> findLab();
/// Starts the lab that `./run` starts too, /var/tmp/qbm-lab-USER, or finds it running. Takes about half a minute.
/// \return its profile
/// \error Internal with qbm-lab's own words where it fails; as process::run()
/// \thread any but the GUI's
Result<std::filesystem::path> startLab(const std::filesystem::path& program, TaskContext& context);

} // namespace qbm::console
