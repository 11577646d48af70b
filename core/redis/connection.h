// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/redis/client.h"

struct redisContext;
struct redisReply;

namespace qbm::redis {

/// One socket to the server. It never blocks longer than a poll slice, so a stop is heard while the server is silent; that
/// is why hiredis runs in its non-blocking mode here. After any error but the server's own words it is broken for good.
class Client::Connection {
public:
    /// Connects only; whoever asks for it has to authenticate.
    static Result<std::unique_ptr<Connection>> open(const Options& options, const std::string& address, TaskContext& context);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Sends a command and waits for its reply. `writing`: a failure on the way is InDoubt.
    Result<Reply> exchange(const std::vector<std::string>& arguments, bool writing, TaskContext& context);
    bool broken() const { return m_broken; }

private:
    Connection(redisContext* context, const Options& options, std::string address);
    using Deadline = std::chrono::steady_clock::time_point;
    Result<> awaitSocket(short events, Deadline deadline, TaskContext& context) const;
    Result<> finishConnecting(TaskContext& context);
    Result<> flush(Deadline deadline, TaskContext& context);
    Result<redisReply*> receive(Deadline deadline, TaskContext& context);
    Error breakage() const;
    Error serverError(const std::string& words) const;

    redisContext* m_context;
    const Options& m_options;
    std::string m_address;
    bool m_broken = false;
};

} // namespace qbm::redis
