// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/archive_observer.h"

namespace qbm::backup {

namespace {

/// Unread bytes at most: enough for a moment in which the reader gets no processor.
constexpr std::size_t kMostWaitingBytes = 32u << 20;

} // namespace

ArchiveObserver::ArchiveObserver(bool contentChecksums)
    : m_reader(contentChecksums)
    , m_thread([this] { work(); })
{
}

ArchiveObserver::~ArchiveObserver()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_ended = m_abandoned = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void ArchiveObserver::add(std::string_view bytes)
{
    std::string piece(bytes);
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_waitingBytes < kMostWaitingBytes; });
        m_waitingBytes += piece.size();
        m_pieces.push_back(std::move(piece));
    }
    m_changed.notify_all();
}

Result<ArchiveReading> ArchiveObserver::finish()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_ended = true;
    }
    m_changed.notify_all();
    m_thread.join();
    return std::move(m_reading);
}

/// \return false at the end
bool ArchiveObserver::take(std::vector<std::string>& pieces)
{
    pieces.clear();
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_ended || !m_pieces.empty(); });
        if (m_abandoned || m_pieces.empty())
            return false;
        pieces.swap(m_pieces);
        m_waitingBytes = 0;
    }
    m_changed.notify_all();
    return true;
}

void ArchiveObserver::work()
{
    std::vector<std::string> pieces;
    Result<> understood;
    while (take(pieces)) {
        for (const std::string& piece : pieces) {
            if (understood)
                understood = m_reader.add(piece);
        }
    }
    m_reading = understood ? m_reader.finish() : Result<ArchiveReading>(fail(understood.error()));
    if (m_reading)
        m_reading->took = std::chrono::duration_cast<std::chrono::milliseconds>(threadProcessorTime());
}

} // namespace qbm::backup
