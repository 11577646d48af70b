// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/background_writer.h"

#include "core/base/file.h"

namespace qbm::backup {

namespace {

constexpr std::size_t kMostWaitingBytes = 8u << 20;

} // namespace

BackgroundWriter::BackgroundWriter(int fd, std::filesystem::path name)
    : m_fd(fd)
    , m_name(std::move(name))
    , m_thread([this] { work(); })
{
}

BackgroundWriter::~BackgroundWriter()
{
    end();
}

Result<> BackgroundWriter::add(std::string_view bytes)
{
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_waiting.size() < kMostWaitingBytes || !m_outcome; });
        QBM_CHECK(m_outcome);
        m_waiting += bytes;
    }
    m_changed.notify_all();
    return {};
}

Result<> BackgroundWriter::finish()
{
    end();
    return m_outcome;
}

void BackgroundWriter::end()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_ended = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void BackgroundWriter::work()
{
    std::string piece;
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_ended || !m_waiting.empty(); });
            if (m_waiting.empty())
                return;
            piece.clear();
            piece.swap(m_waiting);
        }
        m_changed.notify_all();
        auto written = writeAll(m_fd, piece, m_name);
        if (written)
            continue;
        const std::scoped_lock lock(m_mutex);
        m_outcome = std::move(written);
        m_changed.notify_all();
        return;
    }
}

} // namespace qbm::backup
