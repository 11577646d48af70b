// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/seed/cache_seed.h"
#include "app/lab/services/probe.h"
#include "tests/support/servers.h"

#include <QtTest>

using namespace qbm;
using namespace qbm::lab;
using namespace std::chrono_literals;

namespace {

#define REQUIRE_DONE(result) QVERIFY2(result.has_value(), result ? "" : result.error().english().c_str())

} // namespace

class TstCacheSeed : public QObject {
    Q_OBJECT

    std::unique_ptr<test::RedisServer> m_redis;

    CacheAccess access() const { return {m_redis->port(), m_redis->password()}; }
    QString command(const std::string& line) const
    {
        const std::string answer
            = ask(m_redis->port(), "AUTH " + m_redis->password().reveal() + "\r\n" + line + "\r\n");
        return QString::fromStdString(answer).section("+OK\r\n", 1);
    }
    int keys() const { return command("DBSIZE").mid(1).trimmed().toInt(); }

private slots:
    void init()
    {
        auto redis = test::RedisServer::start();
        REQUIRE_DONE(redis);
        m_redis = std::move(*redis);
    }
    void cleanup() { m_redis.reset(); }

    void seed_writesEveryKeyWithALifetimeLeft()
    {
        TaskContext context;
        const auto written = seedCache(access(), systemClock().now(), context);
        REQUIRE_DONE(written);
        QCOMPARE(*written, kCacheEntries);
        QVERIFY(keys() >= 24'000);
        const QString keyspace = command("INFO keyspace");
        const int lifetimes = keyspace.section("expires=", 1).section(',', 0, 0).toInt();
        QVERIFY2(lifetimes >= 23'900, qPrintable(keyspace)); // the oldest may have expired already
    }

    void refresh_afterAnHour_hasWrittenEveryKeyAgain()
    {
        TaskContext context;
        const TimePoint start = systemClock().now() - 2h;
        std::size_t written = 0;
        for (TimePoint at = start; at < start + 1h; at += 30s) {
            const auto due = refreshCache(access(), at, at + 30s, context);
            REQUIRE_DONE(due);
            QVERIFY2(*due < 1'000, "they are spread over the hour");
            written += *due;
        }
        // Once an hour for those that live an hour, twice for the eighth that lives half of one.
        QCOMPARE(written, kCacheEntries + kCacheEntries / 8);
    }

    void seed_wrongPassword_isDenied()
    {
        TaskContext context;
        const auto refused = seedCache({m_redis->port(), Secret("wrong")}, systemClock().now(), context);
        QVERIFY(!refused.has_value());
        QVERIFY(refused.error().kind == ErrorKind::Denied);
        QVERIFY(refused.error().english().find("wrong") == std::string::npos);
    }

    void seed_stoppedServer_isUnreachable()
    {
        TaskContext context;
        m_redis->stop();
        const auto refused = seedCache(access(), systemClock().now(), context);
        QVERIFY(!refused.has_value());
        QVERIFY(refused.error().kind == ErrorKind::Unreachable);
    }
};

QTEST_APPLESS_MAIN(TstCacheSeed)
#include "tst_cache_seed.moc"
