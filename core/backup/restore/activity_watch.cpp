// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/activity_watch.h"

#include "core/backup/restore/database_restore.h"
#include "core/base/unit.h"

#include <algorithm>

namespace qbm::backup {

namespace {

using namespace std::chrono_literals;

// A session that waits for its client or for a lock of others does not work.
constexpr const char* kActivitySql = R"(
SELECT pg_database_size(current_database()),
       coalesce(bool_or(state = 'active' AND coalesce(wait_event_type, '') NOT IN ('Client', 'Lock')), false)
FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1)";

} // namespace

ActivityWatch::ActivityWatch(postgres::ConnectionSettings settings, std::chrono::milliseconds patience)
    : m_settings(std::move(settings))
    , m_patience(patience)
    , m_lastSign(std::chrono::steady_clock::now())
    , m_lastQuestion(m_lastSign.load())
{
    m_settings.access = AccessMode::ReadOnly;
    m_settings.connectTimeout = 2s; // the tool's output waits meanwhile
    m_settings.statementTimeout = 2s;
}

void ActivityWatch::noteSign()
{
    m_lastSign = std::chrono::steady_clock::now();
}

bool ActivityWatch::stalled(TaskContext& context)
{
    if (m_patience.count() == 0)
        return false;
    const auto now = std::chrono::steady_clock::now();
    const std::chrono::milliseconds interval = std::clamp<std::chrono::milliseconds>(m_patience / 20, 200ms, 10s);
    if (now - std::max(m_lastSign.load(), m_lastQuestion) < interval)
        return false;
    m_lastQuestion = now;
    if (serverWorks(context))
        noteSign();
    return std::chrono::steady_clock::now() - m_lastSign.load() >= m_patience;
}

bool ActivityWatch::serverWorks(TaskContext& context)
{
    if (!m_client || !m_client->isOpen()) {
        auto client = postgres::Client::connect(m_settings, context);
        if (!client)
            return false; // no answer is no sign of work
        m_client.emplace(std::move(*client));
    }
    const auto answer = m_client->query(kActivitySql, {std::string(kRestoreApplicationName)}, context);
    if (!answer)
        return false;
    const postgres::Row& row = answer->rows.at(0);
    const std::string size = row[0].value_or("");
    const bool grown = !m_lastSize.empty() && size != m_lastSize;
    m_lastSize = size;
    return grown || row[1] == "t";
}

StallGuard::StallGuard(
    const postgres::ConnectionSettings& settings, std::chrono::milliseconds patience, const TaskContext& caller)
    : m_target(settings.target())
    , m_patience(patience)
    , m_watch(settings, patience)
    , m_callersStop(caller.stopToken())
    , m_onStop(m_callersStop, [this] { m_source.request_stop(); })
    , m_task(m_source.get_token())
{
}

void StallGuard::tick()
{
    TaskContext question(m_source.get_token()); // whoever runs the tools may use the other one meanwhile
    if (!m_watch.stalled(question) || m_callersStop.stop_requested())
        return;
    m_stalled = true;
    m_source.request_stop();
}

Result<> StallGuard::requireNoStall() const
{
    if (!m_stalled)
        return {};
    return fail(ErrorKind::Timeout,
        text(QT_TRANSLATE_NOOP("core", "Neither pg_restore nor %1 did anything for %2; it was stopped."), m_target,
            durationText(m_patience)));
}

} // namespace qbm::backup
