// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/dump_progress.h"

#include "core/base/unit.h"

#include <algorithm>
#include <optional>

namespace qbm::backup {

namespace {

/// How often the words change: often enough to be true, seldom enough to be read.
constexpr std::chrono::seconds kMeasureEvery{1};

/// "pg_dump: dumping contents of table "public.model"" to public.model, quotes kept.
std::optional<std::string> tableIn(std::string_view line)
{
    constexpr std::string_view kMarker = "dumping contents of table \"";
    const std::size_t at = line.find(kMarker);
    if (at == std::string_view::npos || !line.ends_with('"'))
        return std::nullopt;
    line.remove_prefix(at + kMarker.size());
    line.remove_suffix(1);
    return std::string(line);
}

} // namespace

DumpProgress::DumpProgress(const std::string& database, std::uint64_t expectedBytes, bool certain)
    : m_subject(text(QT_TRANSLATE_NOOP("core", "Dumping %1"), database))
    , m_step(m_subject)
    , m_expectedBytes(expectedBytes)
    , m_certain(certain)
    , m_measuredAt(SteadyClock::now())
{
}

void DumpProgress::noteLine(std::string_view line)
{
    const auto table = tableIn(line);
    if (!table)
        return;
    m_subject = text(QT_TRANSLATE_NOOP("core", "Dumping table %1"), *table);
    m_step = m_subject;
}

void DumpProgress::measure(std::uint64_t bytes)
{
    const auto now = SteadyClock::now();
    if (now - m_measuredAt < kMeasureEvery)
        return;
    const double seconds = std::chrono::duration<double>(now - m_measuredAt).count();
    const double rate = static_cast<double>(bytes - m_measuredBytes) / seconds;
    m_bytesPerSecond = m_bytesPerSecond > 0 ? (m_bytesPerSecond + rate) / 2 : rate;
    m_measuredAt = now;
    m_measuredBytes = bytes;
    const std::string rateText = formatBytes(static_cast<std::uint64_t>(m_bytesPerSecond));
    if (m_certain && bytes < m_expectedBytes && m_bytesPerSecond >= 1) {
        const std::chrono::seconds left(
            static_cast<std::int64_t>(static_cast<double>(m_expectedBytes - bytes) / m_bytesPerSecond) + 1);
        m_step = text(QT_TRANSLATE_NOOP("core", "%1, %2/s, about %3 left"), m_subject, rateText, durationText(left));
    } else {
        m_step = text(QT_TRANSLATE_NOOP("core", "%1, %2/s"), m_subject, rateText);
    }
}

void DumpProgress::report(std::uint64_t bytes, TaskContext& context)
{
    measure(bytes);
    context.report({bytes, std::max(m_expectedBytes, bytes + 1), m_step});
}

void DumpProgress::reportWait(std::uint64_t bytes, const Text& reason, TaskContext& context)
{
    context.report({bytes, std::max(m_expectedBytes, bytes + 1),
        text(QT_TRANSLATE_NOOP("core", "%1, waiting for a lock: %2"), m_subject, reason)});
}

} // namespace qbm::backup
