// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/client.h"

#include "core/redis/connection.h"

#include <algorithm>
#include <array>

namespace qbm::redis {

namespace {

std::string toLower(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    return text;
}

template <std::size_t Count>
bool contains(const std::array<std::string_view, Count>& names, std::string_view name)
{
    return std::ranges::find(names, name) != names.end();
}

/// Servers flag these as admin although they only tell.
constexpr std::array<std::string_view, 10> kAdminThatAsks{"config|get", "slowlog|get", "slowlog|len", "client|list", "client|info",
    "latency|latest", "latency|history", "latency|doctor", "acl|whoami", "module|list"};
/// What these do may change data or reach other clients, and COMMAND INFO shows no flag that says so.
constexpr std::array<std::string_view, 7> kActsUnflagged{"eval", "evalsha", "fcall", "script", "function", "publish", "spublish"};
/// After these the connection no longer answers one reply to one command.
constexpr std::array<std::string_view, 9> kChangesProtocol{"subscribe", "psubscribe", "ssubscribe", "monitor", "sync", "psync", "hello",
    "reset", "quit"};

bool hasFlag(const Reply& flags, std::string_view flag)
{
    return std::ranges::any_of(flags.elements, [flag](const Reply& each) { return each.text == flag; });
}

/// \param entry of COMMAND INFO: name, arity, flags, ...
bool writesByFlags(const std::string& command, const std::string& full, const Reply& entry)
{
    const Reply& flags = entry.elements[2];
    if (hasFlag(flags, "readonly") || contains(kAdminThatAsks, full))
        return false;
    return hasFlag(flags, "write") || hasFlag(flags, "admin") || contains(kActsUnflagged, command);
}

/// Its subcommands have flags of their own, so those of the whole say nothing.
bool isContainer(const Reply& entry)
{
    constexpr std::size_t kSubcommands = 9;
    return entry.elements.size() > kSubcommands && !entry.elements[kSubcommands].elements.empty();
}

bool isEntry(const Reply& reply)
{
    return reply.kind == Reply::Kind::Array && reply.elements.size() >= 3 && reply.elements[2].kind == Reply::Kind::Array;
}

} // namespace

Client::Client(Options options)
    : m_options(std::move(options))
{
}

Client::~Client() = default;

std::string Client::address() const
{
    return "Redis at " + m_options.host + ":" + std::to_string(m_options.port);
}

Result<> Client::ensureConnected(TaskContext& context)
{
    if (m_connection && !m_connection->broken())
        return {};
    m_connection.reset();
    QBM_TRY(connection, Connection::open(m_options, address(), context));
    if (m_options.password) {
        std::vector<std::string> auth{"AUTH"};
        if (!m_options.user.empty())
            auth.push_back(m_options.user);
        auth.push_back(m_options.password->reveal());
        auto reply = connection->exchange(auth, false, context);
        Secret wiped(std::move(auth.back()));
        if (!reply)
            return fail(std::move(reply).error());
    }
    if (m_options.database != 0)
        QBM_CHECK(connection->exchange({"SELECT", std::to_string(m_options.database)}, false, context));
    m_connection = std::move(connection);
    return {};
}

/// For commands of our own that are known to change nothing.
Result<Reply> Client::ask(const std::vector<std::string>& arguments, TaskContext& context)
{
    QBM_CHECK(ensureConnected(context));
    return m_connection->exchange(arguments, false, context);
}

Result<bool> Client::isWriting(const std::vector<std::string>& arguments, TaskContext& context)
{
    const std::string command = toLower(arguments[0]);
    // Only container commands have subcommands, but asking for "get|key" costs nothing: the server answers nil.
    const std::string full = arguments.size() > 1 && arguments[1].size() < 32 ? command + "|" + toLower(arguments[1]) : command;
    for (const std::string& key : {full, command}) {
        if (const auto known = m_writing.find(key); known != m_writing.end())
            return known->second;
    }
    QBM_TRY(answer, ask({"COMMAND", "INFO", command, full}, context));
    if (answer.elements.size() != 2)
        return fail(ErrorKind::BadData, text(QT_TRANSLATE_NOOP("core", "%1 gave no answer to COMMAND INFO that makes sense."), address()));
    const Reply& whole = answer.elements[0];
    const Reply& part = answer.elements[1];
    if (!isEntry(whole))
        return fail(ErrorKind::Unsupported, text(QT_TRANSLATE_NOOP("core", "%1 does not know the command %2."), address(), arguments[0]));
    if (full != command && (isEntry(part) || contains(kAdminThatAsks, full)))
        return m_writing.emplace(full, writesByFlags(command, full, isEntry(part) ? part : whole)).first->second;
    const bool writing = writesByFlags(command, command, whole);
    if (!isContainer(whole))
        m_writing.emplace(command, writing);
    return writing;
}

Result<Reply> Client::command(const std::vector<std::string>& arguments, TaskContext& context)
{
    if (arguments.empty() || arguments[0].empty())
        return fail(ErrorKind::InvalidInput, text(QT_TRANSLATE_NOOP("core", "There is no command to send to %1."), address()));
    if (contains(kChangesProtocol, toLower(arguments[0])))
        return fail(ErrorKind::Unsupported, text(QT_TRANSLATE_NOOP("core", "%1 cannot be sent over this connection."), arguments[0]));
    QBM_TRY(writing, isWriting(arguments, context));
    if (writing && m_options.access == AccessMode::ReadOnly)
        return fail(ErrorKind::Denied,
            text(QT_TRANSLATE_NOOP("core", "%1 may change data and was not sent to %2: this console is read-only."), arguments[0], address()));
    QBM_CHECK(ensureConnected(context));
    return m_connection->exchange(arguments, writing, context);
}

Result<Info> Client::fetchInfo(TaskContext& context)
{
    QBM_TRY(reply, ask({"INFO"}, context));
    return parseInfo(reply.text);
}

Result<std::int64_t> Client::fetchKeyCount(TaskContext& context)
{
    QBM_TRY(reply, ask({"DBSIZE"}, context));
    return reply.integer;
}

Result<ServerFacts> Client::fetchFacts(TaskContext& context)
{
    QBM_TRY(info, fetchInfo(context));
    QBM_TRY(keys, fetchKeyCount(context));
    return factsFromInfo(info, keys);
}

} // namespace qbm::redis
