// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/client.h"
#include "core/postgres/copy_in.h"
#include "tests/support/servers.h"

#include <QTest>
#include <fstream>
#include <thread>

using namespace qbm;
using namespace qbm::postgres;
using namespace std::chrono_literals;

/// Rows to and from a real server, as COPY text.
class TstCopy : public QObject {
    Q_OBJECT
    std::unique_ptr<test::PostgresServer> m_server;
    TaskContext m_task;

    ConnectionSettings settings(AccessMode access = AccessMode::ReadWrite) const
    {
        ConnectionSettings settings;
        settings.host = m_server->host();
        settings.port = m_server->port();
        settings.database = m_server->database();
        settings.user = m_server->user();
        settings.password = m_server->password();
        settings.access = access;
        return settings;
    }
    Client connect(AccessMode access = AccessMode::ReadWrite)
    {
        return Client::connect(settings(access), m_task).value();
    }
    static LineSink keep(std::vector<std::string>& lines)
    {
        return [&lines](std::string_view line) -> Result<> {
            lines.emplace_back(line);
            return {};
        };
    }
    static long residentKiB()
    {
        std::ifstream status("/proc/self/status");
        for (std::string line; std::getline(status, line);) {
            if (line.starts_with("VmRSS:"))
                return std::stol(line.substr(6));
        }
        return -1;
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto server = test::PostgresServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
    }

    void copyOut_everyKindOfValue_comesAsLinesOfCopyText()
    {
        Client client = connect(AccessMode::ReadOnly);
        std::vector<std::string> lines;
        const auto count
            = client.copyOut("COPY (VALUES (1, 'a' || chr(10) || 'b' || chr(9)), (2, NULL), (3, ''), (4, '数据')) "
                             "TO STDOUT",
                keep(lines), 10s, m_task);
        QCOMPARE(count.value(), 4);
        QCOMPARE(lines, (std::vector<std::string>{"1\ta\\nb\\t", "2\t\\N", "3\t", "4\t数据"}));
        QVERIFY(client.query("SELECT 1", m_task).has_value());
    }
    void copyOut_nothing_isNoLine()
    {
        Client client = connect();
        std::vector<std::string> lines;
        QCOMPARE(client.copyOut("COPY (SELECT 1 WHERE false) TO STDOUT", keep(lines), 10s, m_task).value(), 0);
        QVERIFY(lines.empty());
    }
    void copyOut_manyRows_needsNoMemoryForThem()
    {
        Client client = connect();
        std::uint64_t bytes = 0;
        const long before = residentKiB();
        const auto count = client.copyOut(
            "COPY (SELECT repeat('x', 1000) FROM generate_series(1, 300000)) TO STDOUT",
            [&](std::string_view line) -> Result<> {
                bytes += line.size();
                return {};
            },
            10s, m_task);
        QCOMPARE(count.value(), 300'000);
        QCOMPARE(bytes, 300'000'000u);
        QVERIFY(residentKiB() - before < 20'000);
    }
    void copyOut_wrongStatements_areErrorsAndTheSessionLives()
    {
        Client client = connect();
        std::vector<std::string> lines;
        QVERIFY(
            client.copyOut("COPY not_there TO STDOUT", keep(lines), 10s, m_task).error().kind == ErrorKind::NotFound);
        QVERIFY(client.copyOut("SELECT 1", keep(lines), 10s, m_task).error().kind == ErrorKind::InvalidInput);
        QVERIFY(
            client.copyOut("COPY (SELECT 1 / (3 - g) FROM generate_series(1, 9) g) TO STDOUT", keep(lines), 10s, m_task)
                .error()
                .kind
            == ErrorKind::InvalidInput); // in the middle
        QVERIFY(client.query("SELECT 1", m_task).has_value());
    }
    void copyOut_sinkFails_endsTheCopyAndNotTheSession()
    {
        Client client = connect();
        int taken = 0;
        const auto answer = client.copyOut(
            "COPY (SELECT g FROM generate_series(1, 100000000) g) TO STDOUT",
            [&](std::string_view) -> Result<> {
                if (++taken < 1000)
                    return {};
                return fail(ErrorKind::Exhausted, text(QT_TRANSLATE_NOOP("core", "full")));
            },
            10s, m_task);
        QVERIFY(answer.error().kind == ErrorKind::Exhausted);
        QCOMPARE(taken, 1000);
        QVERIFY(client.query("SELECT 1", m_task).has_value());
    }
    void copyOut_stopped_isCancelledAtOnce()
    {
        Client client = connect();
        std::stop_source stop;
        std::chrono::steady_clock::time_point asked;
        TaskContext task(stop.get_token());
        const auto answer = client.copyOut(
            "COPY (SELECT g FROM generate_series(1, 100000000) g) TO STDOUT",
            [&](std::string_view line) -> Result<> {
                if (line == "1000") {
                    asked = std::chrono::steady_clock::now();
                    stop.request_stop();
                }
                return {};
            },
            10s, task);
        QVERIFY(answer.error().kind == ErrorKind::Cancelled);
        QVERIFY(std::chrono::steady_clock::now() - asked < 5s);
        QVERIFY(client.query("SELECT 1", m_task).has_value());
    }
    void copyIn_piecesOfAnySize_becomeRows()
    {
        Client client = connect();
        QVERIFY(client.exec("CREATE TEMPORARY TABLE taken (a int, b text)", m_task).has_value());
        auto copy = CopyIn::begin(client, "COPY taken (a, b) FROM stdin", m_task);
        QVERIFY2(copy.has_value(), copy ? "" : copy.error().english().c_str());
        for (const std::string_view piece : {"1\ta", "\\nb\n2", "\t\\N\n", ""})
            QVERIFY(copy->add(piece, m_task).has_value());
        QVERIFY(copy->add("3\t" + std::string(3'000'000, 'x') + "\n", m_task).has_value());
        QCOMPARE(copy->finish(m_task).value(), 3);
        const auto rows = client.query("SELECT a, length(b) FROM taken ORDER BY a", m_task).value().rows;
        QCOMPARE(rows, (std::vector<Row>{{"1", "3"}, {"2", std::nullopt}, {"3", "3000000"}}));
    }
    void copyIn_whatTheServerRefuses_isToldAtTheEndAndTheSessionLives()
    {
        Client client = connect();
        QVERIFY(client.exec("CREATE TEMPORARY TABLE numbers (a int)", m_task).has_value());
        QVERIFY(CopyIn::begin(client, "COPY not_there FROM stdin", m_task).error().kind == ErrorKind::NotFound);
        QVERIFY(CopyIn::begin(client, "SELECT 1", m_task).error().kind == ErrorKind::InvalidInput);
        auto copy = CopyIn::begin(client, "COPY numbers FROM stdin", m_task);
        QVERIFY(copy->add("1\nno number\n", m_task).has_value());
        const auto refused = copy->finish(m_task);
        QVERIFY(refused.error().kind == ErrorKind::InvalidInput);
        QVERIFY2(refused.error().detail.find("no number") != std::string::npos, refused.error().detail.c_str());
        QCOMPARE(client.query("SELECT count(*) FROM numbers", m_task).value().rows[0][0], Cell("0"));
    }
    void copyIn_dropped_endsTheSessionAndKeepsNothing()
    {
        Client other = connect();
        QVERIFY(other.exec("CREATE TABLE dropped (a int)", m_task).has_value());
        Client client = connect();
        {
            auto copy = CopyIn::begin(client, "COPY dropped FROM stdin", m_task);
            QVERIFY(copy->add("1\n2\n", m_task).has_value());
        }
        QVERIFY(!client.isOpen());
        QCOMPARE(other.query("SELECT count(*) FROM dropped", m_task).value().rows[0][0], Cell("0"));
        QVERIFY(other.exec("DROP TABLE dropped", m_task).has_value());
    }
    void copyIn_stoppedWhileTheServerTakesNothing_isCancelled()
    {
        Client other = connect();
        QVERIFY(other.exec("CREATE TABLE held (a text)", m_task).has_value());
        QVERIFY(other
                    .exec("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN "
                          "NEW; END'",
                        m_task)
                    .has_value());
        QVERIFY(other.exec("CREATE TRIGGER slow BEFORE INSERT ON held FOR EACH ROW EXECUTE FUNCTION slow()", m_task).has_value());
        std::stop_source stop;
        TaskContext task(stop.get_token());
        Client client = connect();
        auto copy = CopyIn::begin(client, "COPY held FROM stdin", task);
        QVERIFY(copy.has_value());
        const std::jthread later([&] {
            std::this_thread::sleep_for(500ms);
            stop.request_stop();
        });
        const auto begin = std::chrono::steady_clock::now();
        const std::string row = std::string(1'000'000, 'x') + "\n";
        Result<> added;
        for (int i = 0; i < 100 && added; ++i)
            added = copy->add(row, task);
        QVERIFY(!added && added.error().kind == ErrorKind::Cancelled);
        QVERIFY(std::chrono::steady_clock::now() - begin < 5s);
    }
    void copyOut_silentServer_isATimeout()
    {
        Client client = connect();
        std::vector<std::string> lines;
        const Error stalled
            = client.copyOut("COPY (SELECT pg_sleep(30)) TO STDOUT", keep(lines), 300ms, m_task).error();
        QVERIFY2(stalled.kind == ErrorKind::Timeout, stalled.english().c_str());
        QVERIFY(client.query("SELECT 1", m_task).has_value());
    }
};

QTEST_APPLESS_MAIN(TstCopy)
#include "tst_copy.moc"
