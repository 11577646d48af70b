// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/base/result.h"

#include <filesystem>

namespace qbm::backup {

/// NAME.partial while it grows, a file or a directory: locked against other programs, and removed with this object
/// unless it was published. What a killed program left under that name is emptied first.
class Unfinished {
public:
    /// \error Conflict if another program writes it, Denied, Exhausted
    static Result<Unfinished> createFile(const std::filesystem::path& target);
    static Result<Unfinished> createDirectory(const std::filesystem::path& target);

    Unfinished(Unfinished&& other) noexcept;
    Unfinished& operator=(Unfinished&&) = delete;
    ~Unfinished();

    const std::filesystem::path& path() const { return m_partial; }
    int fd() const { return m_fd.get(); }

    /// Has it on the disk, then gives it its final name, which must be free. \error Conflict, Exhausted, Denied
    Result<> sync() const;
    Result<> publish();

private:
    explicit Unfinished(const std::filesystem::path& target);
    Result<> open(int flags);
    void remove() const;

    std::filesystem::path m_target, m_partial;
    FileDescriptor m_fd;
    bool m_ours = false; ///< to remove
};

} // namespace qbm::backup
