// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/connection.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <hiredis/hiredis.h>
#include <poll.h>
#include <sys/socket.h>

namespace qbm::redis {

namespace {

/// How long a stop may go unheard.
constexpr std::chrono::milliseconds kPollSlice{50};

struct FreeReply {
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
};

Reply convert(const redisReply& from)
{
    Reply to;
    switch (from.type) {
    case REDIS_REPLY_STATUS: to.kind = Reply::Kind::Status; break;
    case REDIS_REPLY_STRING: to.kind = Reply::Kind::String; break;
    case REDIS_REPLY_ERROR: to.kind = Reply::Kind::Error; break;
    case REDIS_REPLY_INTEGER: to.kind = Reply::Kind::Integer; break;
    case REDIS_REPLY_ARRAY: to.kind = Reply::Kind::Array; break;
    default: to.kind = Reply::Kind::Nil; break;
    }
    if (to.kind == Reply::Kind::Integer)
        to.integer = from.integer;
    else if (to.kind == Reply::Kind::Array)
        for (std::size_t i = 0; i < from.elements; ++i)
            to.elements.push_back(convert(*from.element[i]));
    else if (from.str != nullptr)
        to.text.assign(from.str, static_cast<std::size_t>(from.len));
    return to;
}

struct ErrorWord {
    std::string_view prefix;
    ErrorKind kind;
};
constexpr std::array<ErrorWord, 19> kErrorWords{{{"WRONGPASS", ErrorKind::Denied}, {"NOAUTH", ErrorKind::Denied},
    {"NOPERM", ErrorKind::Denied}, {"READONLY", ErrorKind::Denied}, {"ERR AUTH", ErrorKind::Denied},
    {"ERR invalid password", ErrorKind::Denied}, {"ERR Client sent AUTH", ErrorKind::Denied}, {"DENIED", ErrorKind::Denied},
    {"LOADING", ErrorKind::Conflict}, {"BUSY ", ErrorKind::Conflict}, {"MASTERDOWN", ErrorKind::Conflict},
    {"CLUSTERDOWN", ErrorKind::Conflict}, {"TRYAGAIN", ErrorKind::Conflict}, {"OOM", ErrorKind::Exhausted},
    {"ERR max number of clients", ErrorKind::Exhausted}, {"MISCONF", ErrorKind::Exhausted},
    {"ERR unknown command", ErrorKind::Unsupported}, {"ERR unknown subcommand", ErrorKind::Unsupported},
    {"UNKILLABLE", ErrorKind::Conflict}}};

Text inDoubtMessage(const std::string& command, const std::string& address)
{
    return text(QT_TRANSLATE_NOOP("core", "%1 was sent to %2, but no reply came; it may have been done. Look before trying again."),
        command, address);
}

} // namespace

Client::Connection::Connection(redisContext* context, const Options& options, std::string address)
    : m_context(context)
    , m_options(options)
    , m_address(std::move(address))
{
}

Client::Connection::~Connection()
{
    redisFree(m_context);
}

Result<std::unique_ptr<Client::Connection>> Client::Connection::open(const Options& options, const std::string& address,
    TaskContext& context)
{
    QBM_CHECK(context.checkpoint());
    redisContext* raw = redisConnectNonBlock(options.host.c_str(), options.port);
    if (raw == nullptr)
        return fail(ErrorKind::Exhausted, text(QT_TRANSLATE_NOOP("core", "No memory for a connection to %1."), address));
    std::unique_ptr<Connection> connection(new Connection(raw, options, address));
    if (raw->err != 0)
        return fail(connection->breakage());
    QBM_CHECK(connection->finishConnecting(context));
    redisEnableKeepAlive(raw);
    return connection;
}

Result<> Client::Connection::finishConnecting(TaskContext& context)
{
    QBM_CHECK(awaitSocket(POLLOUT, std::chrono::steady_clock::now() + m_options.connectTimeout, context));
    int code = 0;
    socklen_t size = sizeof code;
    if (getsockopt(m_context->fd, SOL_SOCKET, SO_ERROR, &code, &size) != 0)
        code = errno;
    if (code == 0)
        return {};
    return fail(ErrorKind::Unreachable,
        text(QT_TRANSLATE_NOOP("core", "Cannot connect to %1: %2."), m_address, std::strerror(code)));
}

Result<> Client::Connection::awaitSocket(short events, Deadline deadline, TaskContext& context) const
{
    pollfd waiting{m_context->fd, events, 0};
    for (;;) {
        QBM_CHECK(context.checkpoint());
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left <= std::chrono::milliseconds::zero())
            return fail(ErrorKind::Timeout, text(QT_TRANSLATE_NOOP("core", "%1 does not answer in time."), m_address));
        const int ready = poll(&waiting, 1, static_cast<int>(std::min(left, kPollSlice).count()));
        if (ready > 0)
            return {};
        if (ready < 0 && errno != EINTR)
            return fail(ErrorKind::Unreachable,
                text(QT_TRANSLATE_NOOP("core", "The connection to %1 broke: %2."), m_address, std::strerror(errno)));
    }
}

Result<> Client::Connection::flush(Deadline deadline, TaskContext& context)
{
    for (int done = 0;;) {
        if (redisBufferWrite(m_context, &done) != REDIS_OK)
            return fail(breakage());
        if (done != 0)
            return {};
        QBM_CHECK(awaitSocket(POLLOUT, deadline, context));
    }
}

Result<redisReply*> Client::Connection::receive(Deadline deadline, TaskContext& context)
{
    for (;;) {
        void* reply = nullptr;
        if (redisGetReplyFromReader(m_context, &reply) != REDIS_OK)
            return fail(breakage());
        if (reply != nullptr)
            return static_cast<redisReply*>(reply);
        QBM_CHECK(awaitSocket(POLLIN, deadline, context));
        if (redisBufferRead(m_context) != REDIS_OK)
            return fail(breakage());
    }
}

Result<Reply> Client::Connection::exchange(const std::vector<std::string>& arguments, bool writing, TaskContext& context)
{
    QBM_CHECK(context.checkpoint());
    std::vector<const char*> pointers;
    std::vector<std::size_t> sizes;
    for (const std::string& argument : arguments) {
        pointers.push_back(argument.data());
        sizes.push_back(argument.size());
    }
    if (redisAppendCommandArgv(m_context, static_cast<int>(arguments.size()), pointers.data(), sizes.data()) != REDIS_OK)
        return fail(breakage());
    const auto deadline = std::chrono::steady_clock::now() + m_options.commandTimeout;
    auto received = flush(deadline, context).and_then([&] { return receive(deadline, context); });
    if (!received) {
        // Whatever still comes on this socket would be taken for the reply to the next command.
        m_broken = true;
        Error error = std::move(received).error();
        if (writing)
            return fail(ErrorKind::InDoubt, inDoubtMessage(arguments.front(), m_address), error.english());
        return fail(std::move(error));
    }
    const std::unique_ptr<redisReply, FreeReply> reply(*received);
    if (reply->type == REDIS_REPLY_ERROR)
        return fail(serverError(std::string(reply->str, static_cast<std::size_t>(reply->len))));
    return convert(*reply);
}

Error Client::Connection::breakage() const
{
    if (m_context->err == REDIS_ERR_PROTOCOL)
        return {ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1 does not speak Redis' protocol: %2."), m_address, m_context->errstr),
            {}, {}};
    return {ErrorKind::Unreachable, text(QT_TRANSLATE_NOOP("core", "The connection to %1 failed: %2."), m_address, m_context->errstr),
        {}, {}};
}

Error Client::Connection::serverError(const std::string& words) const
{
    // An error reply may quote the arguments it was given.
    const std::string shown = m_options.password ? redact(words, *m_options.password) : words;
    const auto* known = std::ranges::find_if(kErrorWords, [&words](const ErrorWord& word) { return words.starts_with(word.prefix); });
    if (known == kErrorWords.end())
        return {ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "%1 refused the command: %2"), m_address, shown), shown, {}};
    switch (known->kind) {
    case ErrorKind::Denied:
        return {ErrorKind::Denied, text(QT_TRANSLATE_NOOP("core", "%1 denies access: %2"), m_address, shown), shown, {}};
    case ErrorKind::Conflict:
        return {ErrorKind::Conflict, text(QT_TRANSLATE_NOOP("core", "%1 is busy, try again later: %2"), m_address, shown), shown, {}};
    case ErrorKind::Exhausted:
        return {ErrorKind::Exhausted, text(QT_TRANSLATE_NOOP("core", "%1 is at its limit: %2"), m_address, shown), shown, {}};
    default:
        return {ErrorKind::Unsupported, text(QT_TRANSLATE_NOOP("core", "%1 does not know this command: %2"), m_address, shown), shown, {}};
    }
}

} // namespace qbm::redis
