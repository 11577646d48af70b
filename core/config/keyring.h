// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/config: the desktop's keyring (Secret Service) through libsecret.

#include "core/base/secret.h"
#include "core/base/task_context.h"

#include <optional>

namespace qbm::config {

/// nullopt if there is no such item. May ask the user to unlock the keyring, so it waits up to a minute.
/// \error Unsupported (no keyring service), Denied (locked), Timeout, Cancelled
Result<std::optional<Secret>> lookUpInKeyring(const std::string& item, TaskContext& context);

} // namespace qbm::config
