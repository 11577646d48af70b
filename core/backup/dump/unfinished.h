// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/format.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/base/task_context.h"

#include <filesystem>
#include <string>

namespace qbm::backup {

/// NAME.partial while it grows, a file or a directory: made by this run and by no other, locked against other programs,
/// and removed with this object unless it was published. Whoever holds NAME.partial owns NAME and NAME.json too: nobody
/// else may make them.
class Unfinished {
public:
    /// A name by the present second that nobody has, made and locked in one. \error Denied, Exhausted, Cancelled
    static Result<Unfinished> claim(
        const std::filesystem::path& folder, Format format, Encryption encryption, TaskContext& context);
    /// Exactly this name. What a killed program left unfinished under it goes first.
    /// \error Conflict if there is such a backup, or another program writes it; Denied, Exhausted
    static Result<Unfinished> claimNamed(const std::filesystem::path& target);
    /// The same where something of no use has that name: publish() takes its place then, in one moment, and removes it. The
    /// sidecar that is there stays. \error Conflict if another program writes it; Denied, Exhausted
    static Result<Unfinished> claimToReplace(const std::filesystem::path& target);
    /// That which a killed run of ours had made, emptied. \param mark as mark() gave it
    /// \error NotFound: it is gone, or another one by now; Conflict: somebody writes it
    static Result<Unfinished> takeUp(const std::filesystem::path& target, const std::string& mark);

    Unfinished(Unfinished&& other) noexcept;
    Unfinished& operator=(Unfinished&&) = delete;
    ~Unfinished();

    const std::filesystem::path& path() const { return m_partial; }
    const std::filesystem::path& target() const { return m_target; }
    int fd() const { return m_fd.get(); }
    /// By which it is known again, under whatever name: see fileMark().
    const std::string& mark() const { return m_mark; }

    /// Has it on the disk, then gives it its final name, which must be free. \error Conflict, Exhausted, Denied
    Result<> sync() const;
    Result<> publish();

private:
    explicit Unfinished(const std::filesystem::path& target);
    static Result<Unfinished> make(const std::filesystem::path& target, bool replaces = false);
    /// \return 0, or errno
    int takeName() const;
    Result<> open(int flags);
    /// \error Conflict if another program holds it or it has lost its name
    Result<> lock();
    Result<> empty();
    bool hasItsName() const;
    void remove() const;

    std::filesystem::path m_target, m_partial;
    FileDescriptor m_fd;
    std::string m_mark;
    bool m_directory = false;
    bool m_ours = false; ///< to remove
    bool m_replaces = false; ///< what has its name
};

/// What makes a file or folder itself, whatever its name: device, number, the moment of its birth and its generation.
/// Empty: there is none, or it may not be read.
std::string fileMark(const std::filesystem::path& path);

/// Removes what one run made and nothing else: NAME or NAME.partial if its mark is `mark`, and the sidecar that came with
/// it. \error Denied
Result<> removeMade(const std::filesystem::path& target, const std::string& mark);

/// The same of what is not finished yet, whatever its name is: what has its final name stays. \error Denied
Result<> removeUnfinished(const std::filesystem::path& folder, const std::string& mark);

} // namespace qbm::backup
