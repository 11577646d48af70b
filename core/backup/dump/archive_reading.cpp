// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/archive_reading.h"

#include <ctime>

namespace qbm::backup {

Result<> ArchiveReader::add(std::string_view bytes)
{
    const bool wholeBefore = m_stream.contentsSizeBytes().has_value();
    if (!wholeBefore)
        m_contents += bytes;
    m_sizeBytes += bytes.size();
    QBM_CHECK(m_stream.add(bytes));
    if (const auto size = m_stream.contentsSizeBytes(); size && !wholeBefore)
        m_contents.resize(static_cast<std::size_t>(*size));
    return {};
}

Result<ArchiveReading> ArchiveReader::finish()
{
    QBM_CHECK(m_stream.finish());
    QBM_TRY(tables, m_tally.tables(m_stream.items()));
    return ArchiveReading{
        m_stream.header(), m_stream.items(), std::move(tables), m_tally.largeObjects(), m_sizeBytes, {}};
}

std::chrono::nanoseconds threadProcessorTime()
{
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

} // namespace qbm::backup
