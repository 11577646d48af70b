// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/postgres/client.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace qbm::postgres {

/// `COPY ... FROM STDIN` under way: the rows are given in pieces of any size. Dropped before finish(), it closes the
/// session, and the server keeps nothing of the transaction.
/// \thread as Client; must not outlive it
class CopyIn {
public:
    /// \error as Client::exec(); InvalidInput: the statement is no COPY from the client
    static Result<CopyIn> begin(Client& client, const std::string& sql, TaskContext& context);
    CopyIn(CopyIn&& other) noexcept;
    CopyIn& operator=(CopyIn&&) = delete;
    ~CopyIn();

    /// Returns when the system has taken the bytes, or they wait here for more. What the server has against them is told
    /// by finish().
    /// \error Unreachable, Cancelled
    Result<> add(std::string_view bytes, TaskContext& context);
    /// \return the number of rows \error as Client::exec()
    Result<std::int64_t> finish(TaskContext& context);

private:
    struct State;
    explicit CopyIn(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace qbm::postgres
