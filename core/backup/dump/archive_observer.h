// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backup/dump/archive_reading.h"

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace qbm::backup {

/// Reads an archive on a thread of its own while another one writes it away. It is told every byte and never stops
/// anybody: an archive it does not understand is let pass.
class ArchiveObserver {
public:
    explicit ArchiveObserver(bool contentChecksums);
    ArchiveObserver(const ArchiveObserver&) = delete;
    ArchiveObserver& operator=(const ArchiveObserver&) = delete;
    ~ArchiveObserver();

    /// Copies the bytes; waits only where a lot of them is unread already.
    void add(std::string_view bytes);
    /// Waits until everything is read. \error as ArchiveReader
    Result<ArchiveReading> finish();

private:
    void work();
    bool take(std::vector<std::string>& pieces);

    ArchiveReader m_reader;
    Result<ArchiveReading> m_reading;
    std::mutex m_mutex; ///< for what follows
    std::condition_variable m_changed;
    std::vector<std::string> m_pieces;
    std::size_t m_waitingBytes = 0;
    bool m_ended = false; ///< no more will come
    bool m_abandoned = false; ///< nobody will ask
    std::thread m_thread; // last: it uses all of the above
};

} // namespace qbm::backup
