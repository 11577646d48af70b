// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/dump/lock_watch.h"

#include "core/postgres/table_locks.h"

namespace qbm::backup {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds kSilence{3};
constexpr std::chrono::seconds kAskEvery{2};
constexpr const char* kProgram = "pg_dump"; ///< its own application_name

} // namespace

LockWatch::LockWatch(postgres::ConnectionSettings settings)
    : m_settings(std::move(settings))
{
    m_settings.access = AccessMode::ReadOnly;
    m_settings.connectTimeout = 2s; // pg_dump's output waits meanwhile
    m_settings.statementTimeout = 2s;
}

void LockWatch::noteSign()
{
    m_lastSign = SteadyClock::now();
    m_waitsFor = {};
}

const Text& LockWatch::look(TaskContext& context)
{
    const auto now = SteadyClock::now();
    if (now - m_lastSign < kSilence || now - m_lastQuestion < kAskEvery)
        return m_waitsFor;
    m_lastQuestion = now;
    m_waitsFor = ask(context);
    if (!m_waitsFor.empty())
        m_last = m_waitsFor;
    return m_waitsFor;
}

/// No answer is no reason to disturb the dump.
Text LockWatch::ask(TaskContext& context)
{
    if (!m_client || !m_client->isOpen()) {
        auto client = postgres::Client::connect(m_settings, context);
        if (!client)
            return {};
        m_client.emplace(std::move(*client));
    }
    const auto locks = postgres::fetchExclusiveLocks(*m_client, kProgram, context);
    return locks && !locks->empty() ? postgres::describe(locks->front()) : Text();
}

} // namespace qbm::backup
