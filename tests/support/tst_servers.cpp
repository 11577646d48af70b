// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/servers.h"

#include "app/lab/services/probe.h"

#include <QElapsedTimer>
#include <QtTest>
#include <csignal>

namespace fs = std::filesystem;
using namespace qbm::test;

namespace {

#define REQUIRE_STARTED(result) QVERIFY2(result.has_value(), result ? "" : result.error().english().c_str())

bool processExists(pid_t pid)
{
    return ::kill(pid, 0) == 0;
}

} // namespace

class TstServers : public QObject {
    Q_OBJECT

private slots:
    void postgres_started_takesThePasswordAndKeepsDataOverARestart()
    {
        QElapsedTimer timer;
        timer.start();
        auto started = PostgresServer::start({{"work_mem=5MB"}});
        REQUIRE_STARTED(started);
        PostgresServer& server = **started;
        qInfo("PostgreSQL ready after %lld ms", static_cast<long long>(timer.elapsed()));
        const auto shown = server.sql("CREATE TABLE t AS SELECT 7 AS n; SHOW work_mem;");
        REQUIRE_STARTED(shown);
        QCOMPARE(QString::fromStdString(*shown).trimmed(), QString("5MB"));
        REQUIRE_STARTED(server.restart());
        QCOMPARE(QString::fromStdString(server.sql("SELECT n FROM t").value_or("")).trimmed(), QString("7"));
        QVERIFY(!server.sql("SELECT * FROM absent").has_value());
    }

    void postgres_two_doNotShareData()
    {
        auto first = PostgresServer::start();
        auto second = PostgresServer::start();
        REQUIRE_STARTED(first);
        REQUIRE_STARTED(second);
        QVERIFY((*first)->port() != (*second)->port());
        REQUIRE_STARTED((*first)->sql("CREATE TABLE only_here (n int)"));
        QVERIFY(!(*second)->sql("SELECT * FROM only_here").has_value());
    }

    void server_destroyed_leavesNoProcessAndNoFile()
    {
        pid_t pid = 0;
        fs::path folder;
        {
            auto started = PostgresServer::start();
            REQUIRE_STARTED(started);
            pid = (*started)->pid();
            folder = (*started)->folder();
            QVERIFY(processExists(pid));
        }
        QVERIFY(!processExists(pid));
        QVERIFY(!fs::exists(folder));
    }

    void redis_withPassword_refusesWithoutIt()
    {
        auto started = RedisServer::start({true, {"maxmemory 10mb"}});
        REQUIRE_STARTED(started);
        const auto port = (*started)->port();
        QVERIFY(qbm::lab::ask(port, "PING\r\n").starts_with("-NOAUTH"));
        QVERIFY(qbm::lab::ask(port, "AUTH " + (*started)->password().reveal() + "\r\n").starts_with("+OK"));
        auto open = RedisServer::start({false, {}});
        REQUIRE_STARTED(open);
        QVERIFY(qbm::lab::ask((*open)->port(), "CONFIG GET maxmemory\r\n").starts_with("*2"));
        QVERIFY((*open)->password().empty());
    }

    void redis_frozenAndStopped_doesNotAnswerUntilItIsBack()
    {
        auto started = RedisServer::start();
        REQUIRE_STARTED(started);
        RedisServer& server = **started;
        server.freeze();
        QVERIFY(qbm::lab::acceptsConnections(server.port()));
        QVERIFY(!qbm::lab::answersRedis(server.port()));
        server.thaw();
        QVERIFY(qbm::lab::answersRedis(server.port()));
        server.stop();
        QVERIFY(!qbm::lab::acceptsConnections(server.port()));
        REQUIRE_STARTED(server.restart());
        QVERIFY(qbm::lab::answersRedis(server.port()));
    }

    void prometheus_withHistory_answersFromIt()
    {
        PrometheusServerOptions options;
        options.openMetrics = "# TYPE seeded gauge\n"
                              "seeded{from=\"test\"} 42 1700000000\n"
                              "# EOF\n";
        auto started = PrometheusServer::start(options);
        REQUIRE_STARTED(started);
        const std::string answer = qbm::lab::ask((*started)->port(),
            "GET /api/v1/query?query=seeded&time=1700000010 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        QVERIFY2(answer.find("\"42\"") != std::string::npos, answer.c_str());
    }

    void alertmanager_started_isReady()
    {
        auto started = AlertmanagerServer::start();
        REQUIRE_STARTED(started);
        QVERIFY(qbm::lab::answersHttp((*started)->port(), "/api/v2/status"));
    }

    void server_withABrokenConfiguration_saysWhatItsLogSays()
    {
        const auto started = RedisServer::start({true, {"no-such-setting 1"}});
        QVERIFY(!started.has_value());
        QVERIFY(started.error().english().find("no-such-setting") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TstServers)
#include "tst_servers.moc"
