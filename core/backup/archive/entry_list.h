// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace qbm::backup {

/// A list for `pg_restore --use-list`, in memory: only these entries of the archive, in this order.
class EntryList {
public:
    /// \error Exhausted
    static Result<EntryList> create(const std::vector<std::int64_t>& ids);
    /// Valid while this lives, for children of this process.
    std::filesystem::path path() const;

private:
    explicit EntryList(FileDescriptor fd)
        : m_fd(std::move(fd))
    {
    }
    FileDescriptor m_fd;
};

} // namespace qbm::backup
