// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/program_log.h"

#include "core/base/log.h"
#include "core/config/user_folders.h"

namespace qbm::compose {

Result<> openProgramLog(std::string_view program)
{
    return log::open(config::xdgFolder("XDG_STATE_HOME", ".local/state") / "qbm-console" / "log" / (std::string(program) + ".log"));
}

} // namespace qbm::compose
