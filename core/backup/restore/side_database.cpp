// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/side_database.h"

#include "core/backup/restore/replication.h"

#include "core/base/sha256.h"
#include "core/postgres/shared_names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

namespace qbm::backup {

namespace {

constexpr std::size_t kNameLimitBytes = 63;
constexpr std::size_t kStampLength = 15; // "20261124_181500"
constexpr std::array kRoles{SideRole::Restore, SideRole::Before, SideRole::Drill};
/// Creating and dropping a database may wait for a checkpoint of a busy server.
constexpr std::chrono::minutes kMaintenanceTimeout{10};

std::string_view infix(SideRole role)
{
    switch (role) {
    case SideRole::Restore:
        return "_restore_";
    case SideRole::Before:
        return "_before_";
    case SideRole::Drill:
        return "_drill_";
    }
    return "_before_";
}

bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

std::string prefix(const std::string& database, SideRole role)
{
    const std::size_t room = kNameLimitBytes - infix(role).size() - kStampLength;
    if (database.size() <= room)
        return database + std::string(infix(role));
    // Two long names that begin alike must not share their side databases.
    const std::string mark = "_" + sha256Hex(database).substr(0, 8);
    std::size_t length = room - mark.size();
    while (length > 0 && isContinuation(database[length]))
        --length;
    return database.substr(0, length) + mark + std::string(infix(role));
}

std::optional<TimePoint> parseLocalStamp(std::string_view stamp)
{
    constexpr std::array<std::pair<std::size_t, std::size_t>, 6> kFields{
        {{0, 4}, {4, 2}, {6, 2}, {9, 2}, {11, 2}, {13, 2}}};
    if (stamp.size() != kStampLength || stamp[8] != '_')
        return std::nullopt;
    std::array<int, kFields.size()> values{};
    for (std::size_t i = 0; i < kFields.size(); ++i) {
        const std::string_view part = stamp.substr(kFields[i].first, kFields[i].second);
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), values[i]);
        if (error != std::errc() || end != part.data() + part.size())
            return std::nullopt;
    }
    std::tm local{};
    local.tm_year = values[0] - 1900;
    local.tm_mon = values[1] - 1;
    local.tm_mday = values[2];
    local.tm_hour = values[3];
    local.tm_min = values[4];
    local.tm_sec = values[5];
    local.tm_isdst = -1;
    return std::chrono::system_clock::from_time_t(std::mktime(&local));
}

// The size of a database that we may not connect to is a secret to us, not an error.
const std::string kDatabasesSql = "SELECT " + postgres::sharedName("d.datname") + R"(, CASE WHEN has_database_privilege(d.oid, 'CONNECT') OR pg_has_role('pg_read_all_stats', 'USAGE')
                       THEN pg_database_size(d.oid) ELSE 0 END,
       (SELECT count(*) FROM pg_stat_activity a WHERE a.datid = d.oid)
FROM pg_database d)";

/// Not even FORCE drops a database one of whose slots has a reader.
Result<> requireNoSlotIsRead(postgres::Client& maintenance, const std::string& name, TaskContext& context)
{
    QBM_TRY(slots, fetchLogicalSlots(maintenance, name, context));
    std::vector<std::string> read;
    for (const LogicalSlot& slot : slots) {
        if (slot.active)
            read.push_back(slot.name);
    }
    if (read.empty())
        return {};
    return fail(ErrorKind::Conflict,
        text(QT_TRANSLATE_NOOP(
                 "core", "%1 cannot be dropped: the logical slots %2 are being read. Stop their consumers first."),
            name, listed(read)));
}

Result<> makeDroppable(postgres::Client& maintenance, const std::string& name, TaskContext& context)
{
    const std::string quoted = postgres::quoteIdentifier(name);
    QBM_TRY(flags,
        maintenance.query("SELECT datistemplate, datallowconn FROM pg_database WHERE " + postgres::isNamed("datname"),
            {postgres::nameBytes(name)}, context));
    if (!flags.rows.empty() && flags.rows[0][0] == "t")
        QBM_CHECK(maintenance.exec("ALTER DATABASE " + quoted + " IS_TEMPLATE false", context));
    QBM_TRY(subscriptions, fetchSubscriptions(maintenance, name, context));
    if (subscriptions.empty())
        return {};
    if (flags.rows[0][1] != "t") // they can only be dropped from within
        QBM_CHECK(maintenance.exec("ALTER DATABASE " + quoted + " ALLOW_CONNECTIONS true", context));
    postgres::ConnectionSettings settings = maintenance.settings();
    settings.database = name;
    QBM_TRY(inside, postgres::Client::connect(std::move(settings), context));
    QBM_TRY(dropped, dropSubscriptions(inside, {}, context));
    return {};
}

/// What it names is the whole server's, whatever encoding the database "postgres" has.
Result<postgres::Client> connectInBytes(postgres::ConnectionSettings settings, TaskContext& context)
{
    QBM_TRY(client, postgres::Client::connect(std::move(settings), context));
    QBM_CHECK(client.speakBytes(context));
    return client;
}

} // namespace

std::string sideDatabaseName(const std::string& database, SideRole role, TimePoint time)
{
    return prefix(database, role) + formatLocalStamp(time);
}

Text sideDatabasePattern(const std::string& database, SideRole role)
{
    return text(QT_TRANSLATE_NOOP("core", "%1<time>"), prefix(database, role));
}

std::optional<SideName> parseSideName(const std::string& name, const std::string& database)
{
    for (const SideRole role : kRoles) {
        const std::string begin = prefix(database, role);
        if (!name.starts_with(begin))
            continue;
        if (const auto stamp = parseLocalStamp(std::string_view(name).substr(begin.size())))
            return SideName{role, *stamp};
    }
    return std::nullopt;
}

Result<std::vector<SideDatabase>> fetchSideDatabases(
    postgres::Client& client, const std::string& database, TaskContext& context)
{
    QBM_TRY(table, client.query(kDatabasesSql, context));
    std::vector<SideDatabase> found;
    for (const postgres::Row& row : table.rows) {
        const std::string name = postgres::sharedNameOf(row[0]);
        const auto parsed = parseSideName(name, database);
        if (!parsed)
            continue;
        QBM_TRY(size, postgres::toInteger(row[1]));
        QBM_TRY(sessions, postgres::toInteger(row[2]));
        found.push_back(
            {name, parsed->role, parsed->stamp, static_cast<std::uint64_t>(size), static_cast<int>(sessions)});
    }
    std::ranges::sort(found, [](const SideDatabase& a, const SideDatabase& b) {
        return std::tie(a.stamp, a.name) > std::tie(b.stamp, b.name);
    });
    return found;
}

Result<std::string> freeSideName(
    postgres::Client& client, const std::string& database, SideRole role, TimePoint time, TaskContext& context)
{
    for (;; time += std::chrono::seconds(1)) {
        std::string name = sideDatabaseName(database, role, time);
        QBM_TRY(oid, databaseOid(client, name, context));
        if (!oid)
            return name;
    }
}

Result<postgres::Client> connectToMaintenance(postgres::ConnectionSettings settings, TaskContext& context)
{
    settings.statementTimeout = std::max(settings.statementTimeout, std::chrono::milliseconds(kMaintenanceTimeout));
    const std::string live = std::exchange(settings.database, "postgres");
    // A database cannot be renamed from within, whatever it is called.
    if (live != settings.database) {
        auto client = connectInBytes(settings, context);
        if (client || (client.error().kind != ErrorKind::NotFound && client.error().kind != ErrorKind::Denied))
            return client;
    }
    settings.database = "template1";
    return connectInBytes(std::move(settings), context);
}

Result<std::optional<std::int64_t>> databaseOid(postgres::Client& client, const std::string& name, TaskContext& context)
{
    QBM_TRY(table,
        client.query(
            "SELECT oid FROM pg_database WHERE " + postgres::isNamed("datname"), {postgres::nameBytes(name)}, context));
    if (table.rows.empty())
        return std::nullopt;
    QBM_TRY(oid, postgres::toInteger(table.rows[0][0]));
    return oid;
}

Result<std::optional<std::string>> databaseName(postgres::Client& client, std::int64_t oid, TaskContext& context)
{
    QBM_TRY(table, client.query("SELECT " + postgres::sharedName("datname") + " FROM pg_database WHERE oid = $1::oid",
            {std::to_string(oid)}, context));
    if (table.rows.empty())
        return std::nullopt;
    return postgres::sharedNameOf(table.rows[0][0]);
}

Result<> dropDatabase(postgres::Client& maintenance, const std::string& name, TaskContext& context)
{
    QBM_TRY(oid, databaseOid(maintenance, name, context));
    if (!oid)
        return {};
    QBM_CHECK(requireNoPreparedTransactions(maintenance, name, context));
    QBM_CHECK(requireNoSlotIsRead(maintenance, name, context));
    QBM_CHECK(makeDroppable(maintenance, name, context));
    const std::string quoted = postgres::quoteIdentifier(name);
    if (maintenance.serverMajor() >= 13) {
        QBM_TRY(dropped, maintenance.exec("DROP DATABASE IF EXISTS " + quoted + " WITH (FORCE)", context));
        return {};
    }
    // What lets nobody in cannot gain new sessions while the present ones are ended.
    QBM_TRY(barred, maintenance.exec("ALTER DATABASE " + quoted + " ALLOW_CONNECTIONS false", context));
    QBM_TRY(ended,
        maintenance.exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datid = $1::oid",
            {std::to_string(*oid)}, context));
    QBM_TRY(dropped, maintenance.exec("DROP DATABASE IF EXISTS " + quoted, context));
    return {};
}

} // namespace qbm::backup
