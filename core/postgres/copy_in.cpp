// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/copy_in.h"

#include "core/postgres/client_state.h"

#include <charconv>

namespace qbm::postgres {

namespace {

/// Rows are short, and a call of the system for each would cost more than the row.
constexpr std::size_t kPieceBytes = 256u << 10;

std::int64_t rowsOf(const PGresult* result)
{
    const std::string_view text = PQcmdTuples(const_cast<PGresult*>(result)); // reads only
    std::int64_t rows = 0;
    std::from_chars(text.data(), text.data() + text.size(), rows);
    return rows;
}

} // namespace

struct CopyIn::State {
    Client::State* session = nullptr;
    Client::State::Statement statement;
    std::string waiting; ///< given, not handed on yet
    bool open = true;

    Result<> handOn(TaskContext& context)
    {
        PGconn* const connection = session->connection.get();
        if (PQputCopyData(connection, waiting.data(), static_cast<int>(waiting.size())) < 0)
            return fail(session->brokenError(statement, PQerrorMessage(connection)));
        waiting.clear();
        return flush(context);
    }
    Result<> flush(TaskContext& context)
    {
        for (;;) {
            const int unsent = PQflush(session->connection.get());
            if (unsent < 0)
                return fail(session->brokenError(statement, PQerrorMessage(session->connection.get())));
            if (unsent == 0)
                return {};
            QBM_CHECK(session->waitForInput(statement, true, context));
            if (statement.cancelSent)
                return fail(cancelledError());
        }
    }
};

CopyIn::CopyIn(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}

CopyIn::CopyIn(CopyIn&&) noexcept = default;

CopyIn::~CopyIn()
{
    if (m_state && m_state->open)
        m_state->session->close();
}

Result<CopyIn> CopyIn::begin(Client& client, const std::string& sql, TaskContext& context)
{
    Client::State& session = *client.m_state;
    auto state = std::make_unique<State>();
    state->session = &session;
    QBM_TRY(statement, session.begin(sql, {}, Client::State::Effect::Writes, context));
    state->statement = std::move(statement);
    QBM_TRY(first, session.nextResult(state->statement, context));
    if (PQresultStatus(first.get()) == PGRES_COPY_IN)
        return CopyIn(std::move(state));
    QBM_TRY(last, session.collectResult(state->statement, context));
    session.settleCancel(state->statement);
    QBM_CHECK(session.checkOutcome(first.get(), state->statement, context));
    return fail(ErrorKind::InvalidInput,
        text(QT_TRANSLATE_NOOP("core", "The statement is no COPY from the client: %1"), sql));
}

Result<> CopyIn::add(std::string_view bytes, TaskContext& context)
{
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, kPieceBytes - m_state->waiting.size());
        m_state->waiting += piece;
        bytes.remove_prefix(piece.size());
        if (m_state->waiting.size() == kPieceBytes)
            QBM_CHECK(m_state->handOn(context));
    }
    return {};
}

Result<std::int64_t> CopyIn::finish(TaskContext& context)
{
    Client::State& session = *m_state->session;
    if (!m_state->waiting.empty())
        QBM_CHECK(m_state->handOn(context));
    if (PQputCopyEnd(session.connection.get(), nullptr) < 0)
        return fail(session.brokenError(m_state->statement, PQerrorMessage(session.connection.get())));
    QBM_TRY(last, session.collectResult(m_state->statement, context));
    m_state->open = false;
    session.settleCancel(m_state->statement);
    QBM_CHECK(session.checkOutcome(last.get(), m_state->statement, context));
    return rowsOf(last.get());
}

} // namespace qbm::postgres
