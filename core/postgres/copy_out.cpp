// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/client_state.h"

#include <algorithm>

namespace qbm::postgres {

namespace {

using std::chrono::milliseconds;

struct LineDeleter {
    void operator()(char* line) const { PQfreemem(line); }
};

/// COPY's text format ends each row with a line feed; one inside a value is escaped.
std::string_view withoutEnd(const char* line, int length)
{
    std::string_view out(line, static_cast<std::size_t>(length));
    if (out.ends_with('\n'))
        out.remove_suffix(1);
    return out;
}

} // namespace

Result<std::int64_t> Client::State::streamCopy(
    Statement& statement, const LineSink& sink, milliseconds stallTimeout, TaskContext& context)
{
    const auto wholeDeadline = statement.deadline;
    std::int64_t lines = 0;
    Result<> taken;
    for (;;) {
        statement.deadline = std::min(wholeDeadline, std::chrono::steady_clock::now() + stallTimeout);
        char* raw = nullptr;
        int length = 0;
        while ((length = PQgetCopyData(connection.get(), &raw, 1)) == 0) {
            if (auto waited = waitForInput(statement, false, context); !waited)
                return fail(taken ? std::move(waited).error() : std::move(taken).error());
        }
        const std::unique_ptr<char, LineDeleter> line(raw);
        if (length == -2)
            return fail(brokenError(statement, PQerrorMessage(connection.get())));
        if (length < 0)
            break;
        if (statement.cancelSent)
            continue; // what was on its way when the copy was given up
        ++lines;
        taken = sink(withoutEnd(line.get(), length));
        if (!taken)
            cancel(statement);
    }
    if (!taken)
        return fail(std::move(taken).error());
    return lines;
}

Result<std::int64_t> Client::copyOut(
    const std::string& sql, const LineSink& sink, milliseconds stallTimeout, TaskContext& context)
{
    State& state = *m_state;
    QBM_TRY(statement, state.begin(sql, {}, State::Effect::Reads, context));
    QBM_TRY(first, state.nextResult(statement, context));
    if (PQresultStatus(first.get()) != PGRES_COPY_OUT) {
        QBM_TRY(last, state.collectResult(statement, context));
        state.settleCancel(statement);
        QBM_CHECK(state.checkOutcome(first.get(), statement, context));
        return fail(ErrorKind::InvalidInput,
            text(QT_TRANSLATE_NOOP("core", "The statement is no COPY to the client: %1"), sql));
    }
    auto lines = state.streamCopy(statement, sink, stallTimeout, context);
    if (!lines && !isOpen())
        return lines;
    QBM_TRY(last, state.collectResult(statement, context));
    state.settleCancel(statement);
    if (!lines)
        return lines;
    // Even if the server was done before it heard of it: lines have been left out.
    if (statement.cancelSent && context.stopRequested())
        return fail(cancelledError());
    if (statement.cancelSent)
        return fail(ErrorKind::Timeout,
            text(QT_TRANSLATE_NOOP("core", "%1 sent nothing for %2 s; the copy was given up."), state.settings.target(),
                stallTimeout.count() / 1000));
    QBM_CHECK(state.checkOutcome(last.get(), statement, context));
    return lines;
}

} // namespace qbm::postgres
