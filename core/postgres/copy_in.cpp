// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/copy_in.h"

#include "core/postgres/client_state.h"

#include <charconv>

namespace qbm::postgres {

namespace {

constexpr std::size_t kPieceBytes = 1u << 20; ///< libpq copies what it is given

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
    bool open = true;

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
    QBM_CHECK(context.checkpoint());
    PGconn* const connection = m_state->session->connection.get();
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), kPieceBytes))) {
        const std::string_view piece = bytes.substr(0, kPieceBytes);
        if (PQputCopyData(connection, piece.data(), static_cast<int>(piece.size())) < 0)
            return fail(m_state->session->brokenError(m_state->statement, PQerrorMessage(connection)));
        QBM_CHECK(m_state->flush(context));
    }
    return {};
}

Result<std::int64_t> CopyIn::finish(TaskContext& context)
{
    Client::State& session = *m_state->session;
    if (PQputCopyEnd(session.connection.get(), nullptr) < 0)
        return fail(session.brokenError(m_state->statement, PQerrorMessage(session.connection.get())));
    QBM_TRY(last, session.collectResult(m_state->statement, context));
    m_state->open = false;
    session.settleCancel(m_state->statement);
    QBM_CHECK(session.checkOutcome(last.get(), m_state->statement, context));
    return rowsOf(last.get());
}

} // namespace qbm::postgres
