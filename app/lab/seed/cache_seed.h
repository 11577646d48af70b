// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/secret.h"
#include "core/base/task_context.h"

#include <cstdint>

namespace qbm::lab {

struct CacheAccess {
    std::uint16_t port = 0; ///< of 127.0.0.1
    Secret password;
};

/// Keys with a lifetime that seedCache() writes; a few without one come on top.
inline constexpr std::size_t kCacheEntries = 24'000;

/// Fills Redis as the backend would have done over the past hour: predictions that live 3600 s and feature importances
/// that live 1800 s, each key somewhere in its life. The same key is always written at the same point of its cycle.
/// \return how many keys were written \error Unreachable, Denied (password), BadData, Cancelled
Result<std::size_t> seedCache(const CacheAccess& access, TimePoint now, TaskContext& context);

/// Writes those keys again whose life ended after `since`: called every minute it keeps the cache as full as it was.
/// A key that somebody purged comes back at the end of the life it would have had.
Result<std::size_t> refreshCache(const CacheAccess& access, TimePoint since, TimePoint now, TaskContext& context);

} // namespace qbm::lab
