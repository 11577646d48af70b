// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/client.h"
#include "core/postgres/server_facts.h"
#include "tests/support/servers.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace qbm;
using namespace qbm::postgres;
using namespace std::chrono_literals;

class TstClient : public QObject {
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
    static bool mentions(const Error& error, const std::string& part)
    {
        return error.english().find(part) != std::string::npos;
    }
    void execute(const std::string& sql) { QVERIFY2(m_server->sql(sql).has_value(), sql.c_str()); }

private Q_SLOTS:
    void initTestCase()
    {
        auto server = test::PostgresServer::start();
        QVERIFY2(server.has_value(), server ? "" : server.error().english().c_str());
        m_server = std::move(*server);
    }
    void init()
    {
        m_server->thaw();
        if (!m_server->sql("SELECT 1"))
            QVERIFY(m_server->restart().has_value());
        execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    }

    void query_parametersOfEveryKind_comeBackAsSent()
    {
        Client client = connect();
        const auto answer = client.query("SELECT $1::text AS a, $2::int AS b, $3::text AS c, $4::text AS d",
            {"it's \"数据\" \\ ; --", "42", std::nullopt, ""}, m_task);
        QVERIFY(answer.has_value());
        QCOMPARE(answer->columns[1].name, std::string("b"));
        QCOMPARE(answer->columns[1].type, 23u);
        QCOMPARE(answer->rows.at(0)[0].value(), std::string("it's \"数据\" \\ ; --"));
        QCOMPARE(toInteger(answer->rows[0][1]).value(), 42);
        QVERIFY(!answer->rows[0][2].has_value());
        QCOMPARE(answer->rows[0][3].value(), std::string());
        QCOMPARE(answer->columnIndex("d").value(), std::size_t(3));
        QVERIFY(!answer->columnIndex("e").has_value());
    }
    void query_largeAnswerAndParameter_areWhole()
    {
        Client client = connect();
        const std::string large(8u << 20, 'x');
        QCOMPARE(
            client.query("SELECT length($1)", {large}, m_task)->rows.at(0)[0].value(), std::to_string(large.size()));
        QCOMPARE(client.query("SELECT g FROM generate_series(1, 200000) g", m_task)->rows.size(), std::size_t(200000));
    }
    void query_twoStatements_areRefused()
    {
        Client client = connect();
        QVERIFY(client.query("SELECT 1; SELECT 2", m_task).error().kind == ErrorKind::InvalidInput);
        QVERIFY(client.query("SELECT 1", m_task).has_value());
    }
    void query_noticeFromServer_isNotAnError()
    {
        Client client = connect();
        QVERIFY(client.exec("DO $$ BEGIN RAISE NOTICE 'hello'; END $$", m_task).has_value());
        QVERIFY(client.exec("DROP TABLE IF EXISTS nothing_here", m_task).has_value());
    }
    void query_copyToClient_isRefusedAndTheSessionCloses()
    {
        Client client = connect();
        QVERIFY(client.query("COPY (SELECT 1) TO STDOUT", m_task).error().kind == ErrorKind::Unsupported);
        QVERIFY(!client.isOpen());
        QVERIFY(client.query("SELECT 1", m_task).error().kind == ErrorKind::Unreachable);
    }
    void query_errors_carryKindSqlStateAndSentence()
    {
        Client client = connect();
        const Error error = client.query("SELECT * FROM not_there", m_task).error();
        QVERIFY(error.kind == ErrorKind::NotFound);
        QVERIFY(mentions(error, "not_there"));
        QVERIFY(error.detail.find("42P01") != std::string::npos);
        QVERIFY(error.detail.find("at character 15") != std::string::npos);
        QVERIFY(client.isOpen());
    }
    void session_isSetUpAsPromised()
    {
        Client client = connect(AccessMode::ReadOnly);
        const auto row = client
                             .query("SELECT current_setting('TimeZone'), current_setting('client_encoding'), "
                                    "current_setting('default_transaction_read_only'), "
                                    "current_setting('application_name'), current_setting('statement_timeout')",
                                 m_task)
                             ->rows.at(0);
        QCOMPARE(*row[0], std::string("UTC"));
        QCOMPARE(*row[1], std::string("UTF8"));
        QCOMPARE(*row[2], std::string("on"));
        QCOMPARE(*row[3], std::string("qbm-console"));
        QCOMPARE(*row[4], std::string("30s"));
        QCOMPARE(client.serverMajor(), 15);
        QVERIFY(client.serverVersionText().starts_with("15."));
        QVERIFY(client.backendPid() > 0);
    }

    void connect_wrongPassword_isDeniedWithoutShowingIt()
    {
        auto wrong = settings();
        wrong.password = Secret("not-the-password");
        const Error error = Client::connect(wrong, m_task).error();
        QVERIFY(error.kind == ErrorKind::Denied);
        QVERIFY(mentions(error, wrong.target()));
        QVERIFY(mentions(error, "password"));
        QVERIFY((error.english() + error.detail).find("not-the-password") == std::string::npos);
    }
    void connect_noPassword_saysSo()
    {
        auto none = settings();
        none.password.reset();
        qputenv("PGPASSFILE", "/nonexistent");
        const auto answer = Client::connect(none, m_task);
        qunsetenv("PGPASSFILE");
        QVERIFY(answer.error().kind == ErrorKind::Denied);
        QVERIFY(mentions(answer.error(), "password reference"));
    }
    void connect_noPassword_saysTheSameWithAPasswordInTheEnvironment()
    {
        auto none = settings();
        none.password.reset();
        const Error without = Client::connect(none, m_task).error();
        qputenv("PGPASSWORD", QByteArray::fromStdString(m_server->password().reveal()));
        const Error with = Client::connect(none, m_task).error();
        qunsetenv("PGPASSWORD");
        QCOMPARE(with.english(), without.english());
        QVERIFY2(mentions(with, "PGPASSWORD is not read") && mentions(with, "password: env:PGPASSWORD"),
            with.english().c_str());
    }
    void connect_passFile_saysWhyItGaveNone_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("rights");
        QTest::addColumn<QByteArray>("sentence");
        QTest::newRow("not there") << QByteArray() << 0 << QByteArray("cannot be read: No such file");
        QTest::newRow("of others") << QByteArray("*:*:*:*:x\n") << 0644 << QByteArray("chmod 600");
        QTest::newRow("no line") << QByteArray("elsewhere:*:*:*:x\n") << 0600 << QByteArray("has no line for it");
        QTest::newRow("wrong") << QByteArray("*:*:*:*:wrong\n") << 0600 << QByteArray("is wrong; correct its line there");
    }
    void connect_passFile_saysWhyItGaveNone()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, rights);
        QFETCH(QByteArray, sentence);
        const QTemporaryDir folder;
        const std::string file = folder.path().toStdString() + "/pgpass";
        if (rights != 0) {
            std::ofstream(file) << content.toStdString();
            std::filesystem::permissions(file, std::filesystem::perms(rights));
        }
        auto named = settings();
        named.password.reset();
        named.passwordFromPassFile = true;
        qputenv("PGPASSFILE", QByteArray::fromStdString(file));
        const Error error = Client::connect(named, m_task).error();
        QVERIFY(error.kind == ErrorKind::Denied);
        QVERIFY2(mentions(error, sentence.toStdString()) && mentions(error, file), error.english().c_str());
        std::ofstream(file) << "*:*:*:*:" << m_server->password().reveal() << "\n";
        std::filesystem::permissions(file, std::filesystem::perms(0600));
        QVERIFY(Client::connect(named, m_task).has_value());
    }
    void connect_variablesOfLibpq_decideNothing()
    {
        const std::pair<const char*, const char*> leaks[] = {{"PGHOSTADDR", "127.0.0.9"}, {"PGOPTIONS", "-c geqo=off"},
            {"PGTZ", "Asia/Tokyo"}, {"PGDATESTYLE", "German"}, {"PGGEQO", "off"}, {"PGCLIENTENCODING", "LATIN1"},
            {"PGSERVICE", "none"}, {"PGSSLROOTCERT", "/nonexistent"}, {"PGTARGETSESSIONATTRS", "standby"},
            {"PGREQUIREPEER", "nobody"}, {"PGCHANNELBINDING", "require"}, {"PGGSSENCMODE", "require"},
            {"PGAPPNAME", "other"}, {"PGCONNECT_TIMEOUT", "1"}, {"PGKRBSRVNAME", "x"}};
        for (const auto& [name, value] : leaks)
            qputenv(name, value);
        auto client = Client::connect(settings(), m_task);
        for (const auto& [name, value] : leaks)
            qunsetenv(name);
        QVERIFY2(client.has_value(), client ? "" : (client.error().english() + client.error().detail).c_str());
        const auto row = client->query("SELECT current_setting('TimeZone'), current_setting('DateStyle'), current_setting('geqo'), "
                                       "current_setting('client_encoding'), current_setting('application_name')",
            m_task);
        QVERIFY(row.has_value());
        const std::vector<std::string> expected{"UTC", "ISO, MDY", "on", "UTF8", "qbm-console"};
        for (std::size_t i = 0; i < expected.size(); ++i)
            QCOMPARE(*row->rows[0][i], expected[i]);
    }
    void connect_missingDatabase_isNotFound()
    {
        auto missing = settings();
        missing.database = "not_there";
        const Error error = Client::connect(missing, m_task).error();
        QVERIFY(error.kind == ErrorKind::NotFound);
        QVERIFY(mentions(error, "\"not_there\""));
    }
    void connect_databaseNamedLikeAConnectionString_isJustAName()
    {
        auto odd = settings();
        odd.database = "host=127.0.0.2 user=other";
        QVERIFY(Client::connect(odd, m_task).error().kind == ErrorKind::NotFound);
    }
    void connect_nobodyListens_isUnreachable()
    {
        auto refused = settings();
        refused.port = 1;
        const Error error = Client::connect(refused, m_task).error();
        QVERIFY(error.kind == ErrorKind::Unreachable);
        QVERIFY(mentions(error, "refused"));
        QVERIFY(mentions(error, refused.target()));
    }
    void connect_unknownHost_isUnreachable()
    {
        auto unknown = settings();
        unknown.host = "no-such-host.invalid";
        unknown.connectTimeout = 3s;
        const Error error = Client::connect(unknown, m_task).error();
        QVERIFY(error.kind == ErrorKind::Unreachable || error.kind == ErrorKind::Timeout);
        QVERIFY(mentions(error, "no-such-host.invalid"));
    }
    void connect_frozenServer_timesOut()
    {
        m_server->freeze();
        auto slow = settings();
        slow.connectTimeout = 500ms;
        const auto begin = std::chrono::steady_clock::now();
        QVERIFY(Client::connect(slow, m_task).error().kind == ErrorKind::Timeout);
        QVERIFY(std::chrono::steady_clock::now() - begin < 5s);
    }
    void connect_stopped_returnsAtOnce()
    {
        m_server->freeze();
        std::stop_source stop;
        std::jthread later([&] {
            std::this_thread::sleep_for(200ms);
            stop.request_stop();
        });
        TaskContext task(stop.get_token());
        const auto begin = std::chrono::steady_clock::now();
        QVERIFY(Client::connect(settings(), task).error().kind == ErrorKind::Cancelled);
        QVERIFY(std::chrono::steady_clock::now() - begin < 10s);
    }

    void query_stopped_isCancelledOnTheServerToo()
    {
        Client client = connect();
        std::stop_source stop;
        std::chrono::steady_clock::time_point asked;
        std::jthread later([&] {
            std::this_thread::sleep_for(200ms);
            asked = std::chrono::steady_clock::now();
            stop.request_stop();
        });
        TaskContext task(stop.get_token());
        QVERIFY(client.query("SELECT pg_sleep(30)", task).error().kind == ErrorKind::Cancelled);
        QVERIFY(std::chrono::steady_clock::now() - asked < 5s);
        QVERIFY(client.isOpen());
        for (int i = 0; i < 20; ++i) // no late cancel hits what comes next
            QVERIFY(client.query("SELECT pg_sleep(0.005)", m_task).has_value());
        QCOMPARE(m_server
                     ->sql("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)%' AND state = "
                           "'active' AND pid <> pg_backend_pid()")
                     .value(),
            std::string("0\n"));
    }
    void query_stoppedOnFrozenServer_givesUpAndCloses()
    {
        Client client = connect();
        m_server->freeze();
        std::stop_source stop;
        stop.request_stop();
        TaskContext stopped(stop.get_token());
        QVERIFY(client.query("SELECT 1", stopped).error().kind == ErrorKind::Cancelled); // not even sent
        std::stop_source late;
        std::jthread later([&] {
            std::this_thread::sleep_for(100ms);
            late.request_stop();
        });
        TaskContext task(late.get_token());
        const auto begin = std::chrono::steady_clock::now();
        QVERIFY(client.query("SELECT 1", task).error().kind == ErrorKind::Cancelled);
        QVERIFY(std::chrono::steady_clock::now() - begin < 10s);
        QVERIFY(!client.isOpen());
        m_server->thaw();
    }
    void query_statementTimeout_isTimeout()
    {
        Client client = connect();
        QVERIFY(client.setStatementTimeout(100ms, m_task).has_value());
        QVERIFY(client.query("SELECT pg_sleep(5)", m_task).error().kind == ErrorKind::Timeout);
        QVERIFY(client.query("SELECT 1", m_task).has_value());
    }

    void session_terminated_readIsUnreachableWriteIsInDoubt()
    {
        for (const bool write : {false, true}) {
            Client client = connect();
            std::jthread killer([&, pid = client.backendPid()] {
                std::this_thread::sleep_for(200ms);
                (void)m_server->sql("SELECT pg_terminate_backend(" + std::to_string(pid) + ")");
            });
            const auto answer
                = write ? client.exec("SELECT pg_sleep(10)", m_task) : client.query("SELECT pg_sleep(10)", m_task);
            QVERIFY(answer.error().kind == (write ? ErrorKind::InDoubt : ErrorKind::Unreachable));
            QVERIFY(!answer.error().retryable() || !write);
            QVERIFY(!client.isOpen());
        }
    }
    void transaction_sessionTerminatedBeforeCommit_isNotInDoubt()
    {
        execute("CREATE TABLE t (a int)");
        Client client = connect();
        auto transaction = Transaction::begin(client, Transaction::Mode::ReadWrite, m_task);
        QVERIFY(client.exec("INSERT INTO t VALUES (1)", m_task).has_value());
        std::jthread killer([&, pid = client.backendPid()] {
            std::this_thread::sleep_for(200ms);
            (void)m_server->sql("SELECT pg_terminate_backend(" + std::to_string(pid) + ")");
        });
        QVERIFY(client.exec("SELECT pg_sleep(10)", m_task).error().kind == ErrorKind::Unreachable);
        QCOMPARE(m_server->sql("SELECT count(*) FROM t").value(), std::string("0\n"));
    }
    void transaction_sessionLostAtCommit_isInDoubt()
    {
        // The deferred trigger makes COMMIT itself wait.
        execute("CREATE TABLE t (a int); CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM "
                "pg_sleep(10); RETURN NULL; END';"
                "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE "
                "FUNCTION slow()");
        Client client = connect();
        auto transaction = Transaction::begin(client, Transaction::Mode::ReadWrite, m_task);
        QVERIFY(client.exec("INSERT INTO t VALUES (1)", m_task).has_value());
        std::jthread killer([&, pid = client.backendPid()] {
            std::this_thread::sleep_for(200ms);
            (void)m_server->sql("SELECT pg_terminate_backend(" + std::to_string(pid) + ")");
        });
        QVERIFY(transaction->commit(m_task).error().kind == ErrorKind::InDoubt);
    }
    void transaction_droppedWithoutCommit_isRolledBack()
    {
        execute("CREATE TABLE t (a int)");
        Client client = connect();
        {
            auto transaction = Transaction::begin(client, Transaction::Mode::ReadWrite, m_task);
            QVERIFY(client.exec("INSERT INTO t VALUES (1)", m_task).has_value());
        }
        QCOMPARE(client.query("SELECT count(*) FROM t", m_task)->rows.at(0)[0].value(), std::string("0"));
        {
            auto transaction = Transaction::begin(client, Transaction::Mode::ReadWrite, m_task);
            QCOMPARE(client.exec("INSERT INTO t VALUES (1), (2)", m_task)->affectedRows, std::uint64_t(2));
            QVERIFY(transaction->commit(m_task).has_value());
        }
        QCOMPARE(client.query("SELECT count(*) FROM t", m_task)->rows.at(0)[0].value(), std::string("2"));
    }

    void readOnly_everyWayToWrite_isDenied()
    {
        execute("CREATE TABLE t (a int)");
        const std::vector<std::vector<std::string>> attempts{{"INSERT INTO t VALUES (1)"}, {"CREATE TABLE u (a int)"},
            {"WITH x AS (DELETE FROM t RETURNING 1) SELECT * FROM x"},
            {"SET default_transaction_read_only = off", "INSERT INTO t VALUES (1)"},
            {"BEGIN READ WRITE", "INSERT INTO t VALUES (1)"},
            {"SELECT set_config('default_transaction_read_only', 'off', false)", "INSERT INTO t VALUES (1)"}};
        for (const auto& statements : attempts) {
            Client client = connect(AccessMode::ReadOnly);
            QVERIFY(client.exec("INSERT INTO t VALUES (1)", m_task).error().kind == ErrorKind::Denied);
            Result<Table> last;
            for (const std::string& statement : statements)
                last = client.query(statement, m_task);
            QVERIFY2(!last && last.error().kind == ErrorKind::Denied, statements.back().c_str());
        }
        QCOMPARE(m_server->sql("SELECT count(*) FROM t").value(), std::string("0\n"));
    }

    /// Whoever works here has named the role to work as; one that its own role was given is how it got its rights.
    void role_isTakenFromTheRoleAndNotFromTheDatabase()
    {
        execute("CREATE ROLE ops LOGIN PASSWORD 'x'; CREATE ROLE keeper; CREATE ROLE crowd; GRANT keeper, crowd TO ops; ALTER DATABASE "
            + m_server->database() + " SET role = crowd");
        const auto roleOf = [&](const std::string& user) {
            auto as = settings();
            if (!user.empty()) {
                as.user = user;
                as.password = Secret("x");
            }
            auto client = Client::connect(as, m_task);
            return client ? client->query("SELECT current_user", m_task)->rows[0][0].value_or("") : client.error().english();
        };
        QCOMPARE(roleOf(""), m_server->user());
        QCOMPARE(roleOf("ops"), std::string("ops"));
        QVERIFY(connect().exec("ALTER ROLE ops SET role = keeper", m_task).has_value());
        QCOMPARE(roleOf("ops"), std::string("keeper"));
        QVERIFY(connect().exec("ALTER ROLE ops RESET role", m_task).has_value());
        QVERIFY(connect().exec("ALTER ROLE ops IN DATABASE " + m_server->database() + " SET role = keeper", m_task).has_value());
        QCOMPARE(roleOf("ops"), std::string("keeper"));
        for (const char* sql : {"RESET ALL", "SET search_path = public"})
            QVERIFY(connect().exec("ALTER DATABASE " + m_server->database() + " " + sql, m_task).has_value());
        QVERIFY(connect().exec("DROP OWNED BY ops", m_task).has_value());
        QVERIFY(connect().exec("DROP ROLE ops, keeper, crowd", m_task).has_value());
    }
    void limits_ofTheDatabase_endNoSession()
    {
        for (const char* limit : {"statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "idle_session_timeout"})
            QVERIFY(connect().exec("ALTER DATABASE " + m_server->database() + " SET " + limit + " = '1ms'", m_task).has_value());
        for (int i = 0; i < 20; ++i) {
            auto client = Client::connect(settings(), m_task);
            QVERIFY2(client.has_value(), client ? "" : client.error().english().c_str());
            std::this_thread::sleep_for(20ms);
            QVERIFY(client->query("SELECT pg_sleep(0.01)", m_task).has_value());
        }
        QVERIFY(connect().exec("ALTER DATABASE " + m_server->database() + " RESET ALL", m_task).has_value());
    }
    void serverFacts_ofPrimary_areMeasured()
    {
        Client other = connect();
        Client client = connect(AccessMode::ReadOnly);
        const auto facts = fetchServerFacts(client, m_task);
        QVERIFY2(facts.has_value(), facts ? "" : facts.error().detail.c_str());
        QVERIFY(facts->role == ServerRole::Primary);
        QCOMPARE(facts->maxConnections, 100);
        QVERIFY(facts->databaseSizeBytes > 1'000'000);
        QVERIFY(facts->startedAt < facts->fetchedAt);
        QVERIFY(facts->sessions >= 2);
        QVERIFY(facts->replicas.empty());
        QVERIFY(!facts->standbyDelay.has_value());
        QCOMPARE(facts->sessionGroups.at(0).applicationName, std::string("qbm-console"));
        QCOMPARE(facts->sessionGroups.at(0).clientAddress, std::string("127.0.0.1"));
        QVERIFY(facts->sessionGroups.at(0).total >= 2);
    }
    void tables_oddNamesAndPartitions_areListedAndCounted()
    {
        execute("CREATE TABLE \"we\"\"ird 数据\" AS SELECT generate_series(1, 7) a; CREATE TABLE p (d date) PARTITION "
                "BY RANGE (d);"
                "CREATE TABLE p_2026 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); CREATE TEMP "
                "TABLE gone (a int);"
                "INSERT INTO p VALUES ('2026-05-05'); ANALYZE p_2026");
        Client client = connect(AccessMode::ReadOnly);
        const auto tables = fetchTables(client, m_task).value();
        QCOMPARE(tables.size(), std::size_t(3));
        QVERIFY(tables[0].partitioned && !tables[0].partition);
        QVERIFY(tables[1].partition);
        QCOMPARE(tables[1].estimatedRows.value(), 1);
        QCOMPARE(tables[2].name, std::string("we\"ird 数据"));
        QVERIFY(!tables[2].estimatedRows.has_value());
        QVERIFY(tables[2].totalBytes > 0);
        QCOMPARE(countRows(client, "public", "we\"ird 数据", m_task).value(), 7);
        QVERIFY(countRows(client, "public", "missing", m_task).error().kind == ErrorKind::NotFound);
    }
    void otherSessions_sameDatabase_areNamed()
    {
        auto named = settings();
        named.applicationName = "backend";
        Client holder = Client::connect(named, m_task).value();
        Client client = connect(AccessMode::ReadOnly);
        const auto sessions = fetchOtherSessions(client, m_task).value();
        const auto found = std::ranges::find(sessions, holder.backendPid(), &Session::pid);
        QVERIFY(found != sessions.end());
        QCOMPARE(found->applicationName, std::string("backend"));
        QCOMPARE(found->state, std::string("idle"));
        QVERIFY(std::ranges::find(sessions, client.backendPid(), &Session::pid) == sessions.end());
    }
};

QTEST_APPLESS_MAIN(TstClient)
#include "tst_client.moc"
