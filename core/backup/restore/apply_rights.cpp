// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/apply_rights.h"

#include "core/backup/restore/session_options.h"

namespace qbm::backup {

namespace {

class Applying {
public:
    Applying(postgres::Client& client, TaskContext& context)
        : m_client(client)
        , m_context(context)
    {
    }

    /// In one transaction, at whose end event triggers that fire whatever a session says are as they were.
    Result<> applyResting(const std::vector<RightsStatement>& statements, const EventTriggerRest& rest)
    {
        QBM_TRY(all, postgres::Transaction::begin(m_client, postgres::Transaction::Mode::ReadWrite, m_context));
        QBM_CHECK(runEach(m_client, rest.begin, m_context));
        m_together = true;
        for (const RightsStatement& statement : statements)
            QBM_CHECK(apply(statement));
        QBM_CHECK(actAs({}));
        QBM_CHECK(runEach(m_client, rest.end, m_context));
        return all.commit(m_context);
    }
    Result<> apply(const RightsStatement& statement)
    {
        const std::string before = m_role;
        if (m_together)
            QBM_CHECK(run("SAVEPOINT statement"));
        auto done = actAs(statement.actAs);
        if (done)
            done = run(statement.sql);
        if (m_together && m_client.isOpen() && (done || done.error().kind != ErrorKind::Cancelled)) {
            QBM_CHECK(run(done ? "RELEASE SAVEPOINT statement" : "ROLLBACK TO SAVEPOINT statement"));
            if (!done)
                m_role = before; // which the way back has set again
        }
        if (done || (statement.optional && m_client.isOpen() && done.error().kind != ErrorKind::Cancelled)) {
            if (!done)
                m_refused.push_back(
                    text(QT_TRANSLATE_NOOP("core", "%1 did not come back: %2"), statement.what, done.error().message));
            return {};
        }
        return fail(std::move(done).error(), statement.what);
    }
    std::vector<Text> refused() { return std::move(m_refused); }

private:
    Result<> run(const std::string& sql)
    {
        QBM_TRY(done, m_client.exec(sql, m_context));
        return {};
    }
    Result<> actAs(const std::string& role)
    {
        if (role == m_role)
            return {};
        QBM_CHECK(run("RESET ROLE")); // one role cannot become another by itself
        m_role.clear();
        if (role.empty())
            return {};
        QBM_CHECK(run("SET ROLE " + postgres::quoteIdentifier(role)));
        m_role = role;
        return {};
    }

    postgres::Client& m_client;
    TaskContext& m_context;
    std::string m_role;
    bool m_together = false; ///< one transaction: what is refused must not end it
    std::vector<Text> m_refused;
};

} // namespace

Result<std::vector<Text>> applyRights(const postgres::ConnectionSettings& settings, const RightsPlan& plan,
    const std::string& encoding, TaskContext& context)
{
    if (plan.afterwards.empty())
        return std::vector<Text>();
    QBM_TRY(client, postgres::Client::connect(settings, context));
    // As pg_dump meant them: every name is qualified, whatever the database's own path is.
    QBM_TRY(path, client.exec("SELECT pg_catalog.set_config('search_path', '', false)", context));
    QBM_TRY(writable, client.exec("SELECT pg_catalog.set_config('default_transaction_read_only', 'off', false)", context));
    if (encoding == "SQL_ASCII") { // bytes of which nobody knows what they mean: the rest was converted when it was read
        QBM_TRY(spoken, client.exec("SELECT pg_catalog.set_config('client_encoding', 'SQL_ASCII', false)", context));
    }
    QBM_TRY(rest, restEventTriggers(client, context));
    Applying applying(client, context);
    if (needsTransaction(rest)) {
        QBM_CHECK(applying.applyResting(plan.afterwards, rest));
        return applying.refused();
    }
    if (constexpr std::string_view kLocal = "SET LOCAL "; rest.begin.starts_with(kLocal))
        QBM_CHECK(runEach(client, "SET " + rest.begin.substr(kLocal.size()), context)); // until the session ends
    for (const RightsStatement& statement : plan.afterwards)
        QBM_CHECK(applying.apply(statement));
    return applying.refused();
}

} // namespace qbm::backup
