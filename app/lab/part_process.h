// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lab/lab_state.h"

namespace qbm::lab {

enum class PartState { Running, Stopped, Frozen };
std::string_view name(PartState state);
PartState stateOf(const Part& part);

/// This program's own file, for the children that are qbm-lab themselves.
std::filesystem::path ownProgram();

/// Starts a part that lab.json lists, as `qbm-lab run-part`, and returns when it is recorded there.
/// Does nothing if it runs already. \error Conflict: the lab is being taken down; NotFound, Exhausted; Internal with
/// the part's log if it died before it was recorded
Result<> startPart(const LabFolder& folder, const std::string& name, TaskContext& context);

/// Ends the part's process, thawing it first. Nothing to do if it does not run.
Result<> stopPart(const Part& part, TaskContext& context);

/// What `qbm-lab run-part` does: records this process in lab.json as the part, then becomes its program. Since the
/// number and the birth of a process survive exec, there is no moment at which the part runs unrecorded. \return only
/// on failure
Error becomePart(const LabFolder& folder, const std::string& name);

/// The last lines of a part's log, for a sentence about why it is not there.
std::string logTail(const LabFolder& folder, const std::string& name, std::size_t lines = 8);

} // namespace qbm::lab
