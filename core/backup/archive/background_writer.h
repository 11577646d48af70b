// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace qbm::backup {

/// Writes to a file on a thread of its own, while the next bytes are decompressed.
class BackgroundWriter {
public:
    /// \param name what errors call the file
    BackgroundWriter(int fd, std::filesystem::path name);
    BackgroundWriter(const BackgroundWriter&) = delete;
    BackgroundWriter& operator=(const BackgroundWriter&) = delete;
    ~BackgroundWriter();

    /// Copies the bytes; waits only where a lot of them is unwritten already. \error of a write before
    Result<> add(std::string_view bytes);
    /// Waits until everything is written. \error of a write
    Result<> finish();

private:
    void work();
    void end();

    int m_fd;
    std::filesystem::path m_name;
    std::mutex m_mutex; ///< for what follows
    std::condition_variable m_changed;
    std::string m_waiting;
    Result<> m_outcome;
    bool m_ended = false;
    std::thread m_thread; // last: it uses all of the above
};

} // namespace qbm::backup
