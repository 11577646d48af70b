// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/backup_database.h"

#include "tests/bench/measure.h"

#include <cstdlib>

namespace qbm::bench {

namespace {

// About 1 GB each, as the numbers below make them.
constexpr double kEventRowsPerGigabyte = 4'400'000;
constexpr double kBlobRowsPerGigabyte = 940'000;

std::string fillSql(double gigabytes)
{
    const auto rows = [gigabytes](double perGigabyte) {
        return std::to_string(static_cast<std::int64_t>(perGigabyte * gigabytes / 2));
    };
    return "CREATE TABLE events (id bigint, at timestamptz NOT NULL, customer integer NOT NULL, amount numeric(12,2), "
           "kind text, detail jsonb);\n"
           "INSERT INTO events SELECT i, timestamptz '2026-01-01' + i * interval '1 second', i % 5000, (i % 99991) / "
           "7.0, "
           "(ARRAY['campaign', 'visit', 'purchase', 'refund'])[1 + i % 4], jsonb_build_object('channel', "
           "(ARRAY['search', 'social', 'mail'])[1 + i % 3], 'score', (i * 7919 % 10007) / 10007.0, 'path', "
           "'/products/' || i % 900 || '/view') FROM generate_series(1::bigint, "
        + rows(kEventRowsPerGigabyte)
        + ") i;\n"
          "ALTER TABLE events ADD PRIMARY KEY (id);\n"
          "CREATE INDEX events_at ON events (at);\n"
          "CREATE INDEX events_customer ON events (customer);\n"
          "CREATE TABLE blobs (id bigint, data bytea NOT NULL);\n"
          "INSERT INTO blobs SELECT i, (SELECT string_agg(sha512(int8send(i * 16 + k)), '') FROM "
          "generate_series(1::bigint, "
          "16) k) "
          "FROM generate_series(1::bigint, "
        + rows(kBlobRowsPerGigabyte)
        + ") i;\n"
          "ALTER TABLE blobs ADD PRIMARY KEY (id);\n"
          "ANALYZE;\nCHECKPOINT;\n";
}

} // namespace

std::unique_ptr<test::PostgresServer> startFilledServer(double gigabytes)
{
    test::PostgresServerOptions options;
    options.settings = {"fsync=on", "shared_buffers=512MB", "max_wal_size=4GB", "maintenance_work_mem=256MB"};
    auto server = test::PostgresServer::start(std::move(options));
    if (!server)
        giveUp(server.error().english() + "\n" + server.error().detail);
    auto filled = (*server)->sql(fillSql(gigabytes));
    require(filled ? Result<>() : Result<>(fail(std::move(filled).error())), "filling the database");
    return std::move(*server);
}

postgres::ConnectionSettings settingsOf(const test::PostgresServer& server, AccessMode access)
{
    postgres::ConnectionSettings settings;
    settings.host = server.host();
    settings.port = server.port();
    settings.database = server.database();
    settings.user = server.user();
    settings.password = server.password();
    settings.sslMode = "disable";
    settings.access = access;
    return settings;
}

std::uint64_t databaseSizeBytes(const test::PostgresServer& server)
{
    const auto size = server.sql("SELECT pg_database_size(current_database())");
    return size ? std::strtoull(size->c_str(), nullptr, 10) : 0;
}

void require(const Result<>& outcome, const char* what)
{
    if (!outcome)
        giveUp(std::string(what) + ": " + outcome.error().english() + "\n" + outcome.error().detail);
}

} // namespace qbm::bench
