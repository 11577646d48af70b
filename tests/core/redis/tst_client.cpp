// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/client.h"
#include "tests/support/servers.h"

#include <QElapsedTimer>
#include <QTest>
#include <thread>

using namespace qbm;
using namespace std::chrono_literals;
using redis::Client;
using redis::Reply;

class TstClient : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void command_setAndGet_roundTripsBinary();
    void command_nestedReply_isConverted();
    void command_largeValue_comesWhole();
    void select_chosenDatabase_isUsed();
    void facts_liveServer_areRead();
    void auth_wrongPassword_isDeniedWithoutTheSecret();
    void auth_missingPassword_isDenied();
    void auth_aclUser_isLimited();
    void connect_nobodyListens_isUnreachable();
    void connect_unknownHost_isUnreachable();
    void errors_ofTheServer_haveTheirKind();
    void readOnly_everyWrite_isRefusedBeforeSending_data();
    void readOnly_everyWrite_isRefusedBeforeSending();
    void readOnly_everyQuestion_isAnswered_data();
    void readOnly_everyQuestion_isAnswered();
    void readOnly_writesThatReachTheServer_areNone();
    void protocolChangers_areUnsupported();
    void frozen_question_timesOut();
    void frozen_write_isInDoubt();
    void frozen_stop_isHeardAtOnce();
    void restart_nextCommand_connectsAgain();

private:
    redis::Options options(AccessMode access = AccessMode::ReadWrite) const;
    Result<Reply> run(Client& client, const std::vector<std::string>& arguments) const;

    std::unique_ptr<test::RedisServer> m_server;
};

void TstClient::initTestCase()
{
    auto server = test::RedisServer::start();
    QVERIFY2(server, server ? "" : server.error().english().c_str());
    m_server = std::move(*server);
}

void TstClient::init()
{
    Client client(options());
    QVERIFY(run(client, {"FLUSHALL"}));
    QVERIFY(run(client, {"CONFIG", "SET", "maxmemory", "0"}));
}

redis::Options TstClient::options(AccessMode access) const
{
    redis::Options options;
    options.host = m_server->host();
    options.port = m_server->port();
    options.password = m_server->password();
    options.access = access;
    return options;
}

Result<Reply> TstClient::run(Client& client, const std::vector<std::string>& arguments) const
{
    TaskContext context;
    return client.command(arguments, context);
}

void TstClient::command_setAndGet_roundTripsBinary()
{
    Client client(options());
    const std::string binary("a\0b\r\n\xff%s $1", 12);
    QVERIFY(run(client, {"SET", "qbm:bin", binary}));
    const auto reply = run(client, {"get", "qbm:bin"});
    QVERIFY(reply);
    QCOMPARE(reply->kind, Reply::Kind::String);
    QCOMPARE(reply->text, binary);
    QCOMPARE(run(client, {"GET", "qbm:none"})->kind, Reply::Kind::Nil);
    QCOMPARE(run(client, {"STRLEN", "qbm:bin"})->integer, std::int64_t(12));
}

void TstClient::command_nestedReply_isConverted()
{
    Client client(options());
    QVERIFY(run(client, {"RPUSH", "qbm:list", "a", "b"}));
    const auto scan = run(client, {"SCAN", "0", "MATCH", "qbm:*", "COUNT", "100"});
    QVERIFY(scan);
    QCOMPARE(scan->kind, Reply::Kind::Array);
    QCOMPARE(scan->elements.at(0).text, std::string("0"));
    QCOMPARE(scan->elements.at(1).elements.at(0).text, std::string("qbm:list"));
}

void TstClient::command_largeValue_comesWhole()
{
    Client client(options());
    const std::string large(20u << 20, 'x');
    QVERIFY(run(client, {"SET", "qbm:large", large}));
    const auto reply = run(client, {"GET", "qbm:large"});
    QVERIFY(reply);
    QCOMPARE(reply->text.size(), large.size());
}

void TstClient::select_chosenDatabase_isUsed()
{
    redis::Options second = options();
    second.database = 2;
    Client client(second);
    QVERIFY(run(client, {"SET", "only-here", "1"}));
    TaskContext context;
    QCOMPARE(*client.fetchKeyCount(context), std::int64_t(1));
    Client first(options());
    QCOMPARE(*first.fetchKeyCount(context), std::int64_t(0));
    second.database = 99;
    Client beyond(second);
    QVERIFY(!run(beyond, {"PING"}));
}

void TstClient::facts_liveServer_areRead()
{
    Client client(options());
    QVERIFY(run(client, {"SET", "k", "v"}));
    QVERIFY(run(client, {"GET", "k"}));
    TaskContext context;
    const auto facts = client.fetchFacts(context);
    QVERIFY2(facts, facts ? "" : facts.error().english().c_str());
    QCOMPARE(facts->role, redis::Role::Master);
    QVERIFY(facts->version.starts_with("7."));
    QVERIFY(facts->usedMemoryBytes > 100'000);
    QVERIFY(facts->hitRatio && *facts->hitRatio > 0);
    QCOMPARE(facts->keys, std::int64_t(1));
    QVERIFY(facts->connectedClients >= 1);
}

void TstClient::auth_wrongPassword_isDeniedWithoutTheSecret()
{
    redis::Options wrong = options();
    wrong.password = Secret("not-the-password-123");
    Client client(wrong);
    const auto reply = run(client, {"PING"});
    QVERIFY(!reply);
    QCOMPARE(reply.error().kind, ErrorKind::Denied);
    const std::string everything = reply.error().english() + reply.error().detail;
    QVERIFY(everything.find("not-the-password-123") == std::string::npos);
    QVERIFY(everything.find(std::to_string(m_server->port())) != std::string::npos);
}

void TstClient::auth_missingPassword_isDenied()
{
    redis::Options without = options();
    without.password.reset();
    Client client(without);
    TaskContext context;
    const auto facts = client.fetchFacts(context);
    QVERIFY(!facts);
    QCOMPARE(facts.error().kind, ErrorKind::Denied);
}

void TstClient::auth_aclUser_isLimited()
{
    Client admin(options());
    QVERIFY(run(admin, {"ACL", "SETUSER", "watcher", "on", ">watch-me", "~*", "+@read", "+ping", "+command"}));
    redis::Options limited = options();
    limited.user = "watcher";
    limited.password = Secret("watch-me");
    Client client(limited);
    QVERIFY(run(client, {"PING"}));
    const auto write = run(client, {"SET", "k", "v"});
    QVERIFY(!write);
    QCOMPARE(write.error().kind, ErrorKind::Denied);
    QVERIFY(run(admin, {"ACL", "DELUSER", "watcher"}));
}

void TstClient::connect_nobodyListens_isUnreachable()
{
    redis::Options nobody = options();
    nobody.port = 1;
    Client client(nobody);
    const auto reply = run(client, {"PING"});
    QVERIFY(!reply);
    QCOMPARE(reply.error().kind, ErrorKind::Unreachable);
    QVERIFY(reply.error().english().find("Connection refused") != std::string::npos);
}

void TstClient::connect_unknownHost_isUnreachable()
{
    redis::Options unknown = options();
    unknown.host = "no-such-host.invalid";
    Client client(unknown);
    const auto reply = run(client, {"PING"});
    QVERIFY(!reply);
    QCOMPARE(reply.error().kind, ErrorKind::Unreachable);
}

void TstClient::errors_ofTheServer_haveTheirKind()
{
    Client client(options());
    QCOMPARE(run(client, {"NOSUCHCOMMAND"}).error().kind, ErrorKind::Unsupported);
    QCOMPARE(run(client, {"GET"}).error().kind, ErrorKind::InvalidInput);
    QCOMPARE(run(client, {}).error().kind, ErrorKind::InvalidInput);
    QVERIFY(run(client, {"RPUSH", "list", "a"}));
    QCOMPARE(run(client, {"GET", "list"}).error().kind, ErrorKind::InvalidInput); // WRONGTYPE
    QVERIFY(run(client, {"CONFIG", "SET", "maxmemory", "1"}));
    QCOMPARE(run(client, {"SET", "k", "v"}).error().kind, ErrorKind::Exhausted); // OOM
    QVERIFY(run(client, {"CONFIG", "SET", "maxmemory", "0"}));
    QVERIFY(run(client, {"PING"})); // an error reply does not break the connection
}

void TstClient::readOnly_everyWrite_isRefusedBeforeSending_data()
{
    QTest::addColumn<QStringList>("arguments");
    for (const char* line : {"SET k v", "set k v", "DEL k", "UNLINK k", "FLUSHALL", "FLUSHDB", "EXPIRE k 1", "GETDEL k", "GETEX k", "RENAME a b",
             "CONFIG SET maxmemory 1", "CONFIG RESETSTAT", "CONFIG REWRITE", "SHUTDOWN NOSAVE", "EVAL return 0", "EVALSHA abc 0", "SCRIPT FLUSH",
             "FUNCTION FLUSH", "CLIENT KILL TYPE normal", "ACL SETUSER x", "DEBUG SLEEP 0", "REPLICAOF NO ONE", "BGSAVE", "SAVE", "MIGRATE h 1 k 0 1",
             "RESTORE k 0 x", "SWAPDB 0 1", "PUBLISH c m", "XADD s * a b", "SORT l STORE d", "SLOWLOG RESET", "MODULE LOAD x", "LATENCY RESET",
             "CLUSTER RESET", "FCALL f 0", "COPY a b"})
        QTest::newRow(line) << QString(line).split(' ');
}

void TstClient::readOnly_everyWrite_isRefusedBeforeSending()
{
    QFETCH(QStringList, arguments);
    Client client(options(AccessMode::ReadOnly));
    std::vector<std::string> argv;
    for (const QString& argument : arguments)
        argv.push_back(argument.toStdString());
    const auto reply = run(client, argv);
    QVERIFY2(!reply, "was sent");
    QCOMPARE(reply.error().kind, ErrorKind::Denied);
    QVERIFY2(reply.error().english().find("read-only") != std::string::npos, reply.error().english().c_str());
}

void TstClient::readOnly_everyQuestion_isAnswered_data()
{
    QTest::addColumn<QStringList>("arguments");
    for (const char* line : {"PING", "GET k", "get k", "SCAN 0", "TTL k", "TYPE k", "DBSIZE", "INFO", "MEMORY USAGE k", "CONFIG GET maxmemory",
             "config get maxmemory", "SLOWLOG GET 5", "SLOWLOG LEN", "CLIENT LIST", "CLIENT INFO", "MEMORY STATS", "OBJECT ENCODING k", "EXISTS k",
             "LRANGE l 0 1", "LATENCY LATEST", "COMMAND COUNT", "TIME", "ECHO x", "ACL WHOAMI"})
        QTest::newRow(line) << QString(line).split(' ');
}

void TstClient::readOnly_everyQuestion_isAnswered()
{
    QFETCH(QStringList, arguments);
    Client writer(options());
    QVERIFY(run(writer, {"SET", "k", "v"}));
    Client client(options(AccessMode::ReadOnly));
    std::vector<std::string> argv;
    for (const QString& argument : arguments)
        argv.push_back(argument.toStdString());
    const auto reply = run(client, argv);
    QVERIFY2(reply, reply ? "" : reply.error().english().c_str());
}

void TstClient::readOnly_writesThatReachTheServer_areNone()
{
    Client writer(options());
    QVERIFY(run(writer, {"CONFIG", "RESETSTAT"}));
    Client client(options(AccessMode::ReadOnly));
    QVERIFY(!run(client, {"CLIENT", "FOO"})); // a container whose subcommand is unknown teaches nothing about the others
    QVERIFY(!run(client, {"CLIENT", "KILL", "TYPE", "normal"}));
    QVERIFY(!run(client, {"SET", "k", "v"}));
    QVERIFY(!run(client, {"SET", "k", "v"})); // also when the flags are known
    const auto stats = run(writer, {"INFO", "commandstats"});
    QVERIFY(stats);
    QVERIFY(stats->text.find("cmdstat_set:") == std::string::npos);
    QVERIFY(stats->text.find("client|kill") == std::string::npos);
}

void TstClient::protocolChangers_areUnsupported()
{
    Client client(options());
    for (const char* command : {"SUBSCRIBE", "monitor", "HELLO", "PSYNC", "QUIT"})
        QCOMPARE(run(client, {command, "3"}).error().kind, ErrorKind::Unsupported);
    QVERIFY(run(client, {"PING"}));
}

void TstClient::frozen_question_timesOut()
{
    redis::Options hasty = options();
    hasty.commandTimeout = 300ms;
    Client client(hasty);
    QVERIFY(run(client, {"GET", "k"}));
    m_server->freeze();
    QElapsedTimer timer;
    timer.start();
    const auto reply = run(client, {"GET", "k"});
    m_server->thaw();
    QVERIFY(!reply);
    QCOMPARE(reply.error().kind, ErrorKind::Timeout);
    QVERIFY(timer.elapsed() >= 290 && timer.elapsed() < 5000);
    // The late reply must not be taken for the next command's.
    QVERIFY(run(client, {"SET", "k", "second"}));
    QCOMPARE(run(client, {"GET", "k"})->text, std::string("second"));
}

void TstClient::frozen_write_isInDoubt()
{
    redis::Options hasty = options();
    hasty.commandTimeout = 200ms;
    Client client(hasty);
    QVERIFY(run(client, {"SET", "k", "v"}));
    m_server->freeze();
    const auto reply = run(client, {"SET", "k", "w"});
    m_server->thaw();
    QVERIFY(!reply);
    QCOMPARE(reply.error().kind, ErrorKind::InDoubt);
    QVERIFY(!reply.error().retryable());
}

void TstClient::frozen_stop_isHeardAtOnce()
{
    Client client(options());
    QVERIFY(run(client, {"PING"}));
    m_server->freeze();
    std::stop_source stop;
    QElapsedTimer sinceStop;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(150ms);
        sinceStop.start();
        stop.request_stop();
    });
    TaskContext context(stop.get_token());
    const auto reply = client.command({"PING"}, context);
    const qint64 heardAfter = sinceStop.elapsed();
    m_server->thaw();
    QVERIFY(!reply);
    QCOMPARE(reply.error().kind, ErrorKind::Cancelled);
    QVERIFY2(heardAfter < 200, qPrintable(QString::number(heardAfter)));
}

void TstClient::restart_nextCommand_connectsAgain()
{
    Client client(options());
    QVERIFY(run(client, {"PING"}));
    m_server->stop();
    QCOMPARE(run(client, {"PING"}).error().kind, ErrorKind::Unreachable);
    QCOMPARE(run(client, {"PING"}).error().kind, ErrorKind::Unreachable);
    const auto restarted = m_server->restart();
    QVERIFY2(restarted, restarted ? "" : restarted.error().english().c_str());
    QVERIFY(run(client, {"PING"}));
}

QTEST_APPLESS_MAIN(TstClient)
#include "tst_client.moc"
