// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/net/requests.h"
#include "tests/support/http_server.h"
#include "tests/support/raw_server.h"

#include <QTest>

#include <atomic>
#include <netdb.h>
#include <thread>

using namespace std::chrono_literals;
using namespace qbm;
using namespace qbm::test;
using net::HttpClient;
using net::HttpOptions;
using net::Request;

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr const char* kToken = "s3cr3t-token-value";

} // namespace

class TstHttpFailure : public QObject {
    Q_OBJECT

private slots:
    void stop_duringABlockedRead_returnsAtOnce();
    void stop_beforeTheCall_sendsNothing();
    void stop_duringAStream_returnsAtOnce();
    void stall_silentServer_isTimeout();
    void stall_zero_neverStrikes();
    void stall_tricklingServer_isNoTimeout();
    void stall_slowHandler_isNoTimeout();
    void totalTimeout_tricklingServer_isTimeout();
    void connect_refused_isUnreachable();
    void connect_unknownHost_isUnreachable();
    void connect_notHttp_isBadData();
    void connection_cutInTheBody_isUnreachable();
    void connection_cut_isTriedAgainWhereAllowed_onFreshConnections();
    void connection_cutInAStream_isNotTriedAgain();
    void connect_badProxy_isInvalidInputUnseen();
    void token_isSent_butNeverInErrors();
    void readOnly_writingMethods_areRefusedBeforeTheyLeave_data();
    void readOnly_writingMethods_areRefusedBeforeTheyLeave();
    void readOnly_questions_areAsked();
    void inDoubt_cutAfterAWrite_isInDoubtAndSentOnce_data();
    void inDoubt_cutAfterAWrite_isInDoubtAndSentOnce();
    void inDoubt_stoppedWrite_isInDoubt();
    void inDoubt_writeAfterAKeptConnectionDied_isSentOnce();
    void inDoubt_notEvenConnected_isUnreachable();
    void inDoubt_questionByPost_isNot();
};

void TstHttpFailure::stop_duringABlockedRead_returnsAtOnce()
{
    RawServer server([](RawConnection& connection, int) {
        connection.readHead();
        connection.waitForClose();
    });
    std::stop_source source;
    SteadyClock::time_point asked;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(200ms);
        asked = SteadyClock::now();
        source.request_stop();
    });
    HttpClient client({});
    TaskContext context(source.get_token());
    const auto response = client.send(get(server.url()), context);
    const auto took = SteadyClock::now() - asked;
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Cancelled);
    QVERIFY2(took < 2s, qPrintable(QString::number(took / 1ms)));
}

void TstHttpFailure::stop_beforeTheCall_sendsNothing()
{
    HttpServer server([](const SeenRequest&) { return Answer(); });
    std::stop_source source;
    source.request_stop();
    HttpClient client({});
    TaskContext context(source.get_token());
    QCOMPARE(client.send(post(server.url(), "x"), context).error().kind, ErrorKind::Cancelled);
    QVERIFY(server.seen().empty());
}

void TstHttpFailure::stop_duringAStream_returnsAtOnce()
{
    HttpServer server([](const SeenRequest&) {
        Answer answer;
        answer.stream = [](const auto& write) {
            while (write("event\n"))
                std::this_thread::sleep_for(10ms);
        };
        return answer;
    });
    std::stop_source source;
    SteadyClock::time_point asked;
    int chunks = 0;
    HttpClient client({});
    TaskContext context(source.get_token());
    const auto response = client.stream(get(server.url()),
        {{},
            [&](std::string_view) {
                if (++chunks == 5) {
                    asked = SteadyClock::now();
                    source.request_stop();
                }
                return true;
            }},
        context);
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Cancelled);
    QVERIFY(SteadyClock::now() - asked < 2s);
}

void TstHttpFailure::stall_silentServer_isTimeout()
{
    RawServer server([](RawConnection& connection, int) {
        connection.readHead();
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin");
        connection.waitForClose();
    });
    HttpOptions options;
    options.stallTimeout = 300ms;
    const auto begin = SteadyClock::now();
    const auto response = sendOnce(get(server.url() + "/?key=hunter2"), options);
    const auto took = SteadyClock::now() - begin;
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Timeout);
    QCOMPARE(response.error().message.english(), server.url() + " sent nothing for 300 ms.");
    QVERIFY(took >= 300ms && took < 5s);
}

void TstHttpFailure::stall_zero_neverStrikes()
{
    RawServer server([](RawConnection& connection, int) {
        connection.readHead();
        std::this_thread::sleep_for(400ms);
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        connection.waitForClose();
    });
    HttpOptions options;
    options.stallTimeout = 100ms;
    Request request = get(server.url());
    QCOMPARE(sendOnce(request, options).error().kind, ErrorKind::Timeout);
    request.stallTimeout = 0ms; // the request's own wish goes before the client's
    QVERIFY(sendOnce(request, options));
    options.stallTimeout = 0ms;
    QVERIFY(sendOnce(get(server.url()), options));
}

void TstHttpFailure::stall_tricklingServer_isNoTimeout()
{
    HttpServer server([](const SeenRequest&) {
        Answer answer;
        answer.stream = [](const auto& write) {
            for (int i = 0; i < 8; ++i) {
                std::this_thread::sleep_for(100ms);
                write(".");
            }
        };
        return answer;
    });
    HttpOptions options;
    options.stallTimeout = 300ms;
    const auto response = sendOnce(get(server.url()), options);
    QVERIFY(response);
    QCOMPARE(response->body, std::string("........"));
}

void TstHttpFailure::stall_slowHandler_isNoTimeout()
{
    HttpServer server([](const SeenRequest&) { return Answer{200, "x", "text/plain", {}, {}}; });
    HttpOptions options;
    options.stallTimeout = 200ms;
    HttpClient client(options);
    TaskContext context;
    const auto response = client.stream(get(server.url()),
        {[](const net::Response&) {
             std::this_thread::sleep_for(400ms);
             return true;
         },
            {}},
        context);
    QVERIFY(response);
}

void TstHttpFailure::totalTimeout_tricklingServer_isTimeout()
{
    HttpServer server([](const SeenRequest&) {
        Answer answer;
        answer.stream = [](const auto& write) {
            while (write("."))
                std::this_thread::sleep_for(20ms);
        };
        return answer;
    });
    Request request = get(server.url());
    request.totalTimeout = 300ms;
    const auto begin = SteadyClock::now();
    const auto response = sendOnce(request);
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Timeout);
    QCOMPARE(response.error().message.english(), server.url() + " gave no complete answer within 300 ms.");
    QVERIFY(SteadyClock::now() - begin < 5s);
}

void TstHttpFailure::connect_refused_isUnreachable()
{
    const std::string origin = "http://127.0.0.1:" + std::to_string(test::unusedPort());
    const auto response = sendOnce(get(origin + "/path?key=hunter2"));
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Unreachable);
    QCOMPARE(response.error().message.english(), "Cannot connect to " + origin + ": Connection refused.");
    QVERIFY(!mentions(response.error(), "hunter2"));
    QVERIFY(response.error().retryable());
}

void TstHttpFailure::connect_unknownHost_isUnreachable()
{
    addrinfo* found = nullptr;
    if (::getaddrinfo("qbm-no-such-host.invalid", nullptr, nullptr, &found) == 0) {
        ::freeaddrinfo(found);
        QSKIP("this machine's resolver answers for names that do not exist");
    }
    const auto response = sendOnce(get("http://qbm-no-such-host.invalid:9090/"));
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Unreachable);
    QCOMPARE(response.error().message.english(),
        std::string("Cannot reach http://qbm-no-such-host.invalid:9090: the name qbm-no-such-host.invalid is not known to DNS."));
}

void TstHttpFailure::connect_notHttp_isBadData()
{
    RawServer server([](RawConnection& connection, int) {
        connection.readHead();
        connection.write("-ERR unknown command 'GET'\r\n");
    });
    const auto response = sendOnce(get(server.url()));
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::BadData);
    QCOMPARE(response.error().message.english(), server.url() + " does not answer in HTTP; another service may be listening there.");
}

void TstHttpFailure::connection_cutInTheBody_isUnreachable()
{
    RawServer server([](RawConnection& connection, int) {
        connection.readHead();
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
    });
    const auto response = sendOnce(get(server.url()));
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Unreachable);
    QVERIFY(response.error().message.english().starts_with("The connection to " + server.url() + " broke: "));
}

void TstHttpFailure::connection_cut_isTriedAgainWhereAllowed_onFreshConnections()
{
    RawServer server([](RawConnection& connection, int number) {
        connection.readHead();
        if (number == 1)
            return; // not a byte
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        connection.write(number == 2 ? "wh" : "whole"); // in the middle of the body, then well
    });
    Request request = get(server.url());
    request.retriesWhenBroken = 2;
    const auto response = sendOnce(request);
    QVERIFY2(response, response ? "" : response.error().english().c_str());
    QCOMPARE(response->body, std::string("whole"));
    QCOMPARE(server.connections(), 3);

    RawServer hopeless([](RawConnection& connection, int) { connection.readHead(); });
    request.url = hopeless.url();
    const auto given = sendOnce(request);
    QVERIFY(!given);
    QCOMPARE(given.error().kind, ErrorKind::Unreachable);
    QCOMPARE(hopeless.connections(), 3);

    Request write = post(hopeless.url(), "once");
    write.retriesWhenBroken = 2;
    QCOMPARE(sendOnce(write).error().kind, ErrorKind::InDoubt);
    QCOMPARE(hopeless.connections(), 4);
}

void TstHttpFailure::connection_cutInAStream_isNotTriedAgain()
{
    RawServer server([](RawConnection& connection, int number) {
        connection.readHead();
        if (number > 1)
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun");
    });
    HttpClient client({});
    TaskContext context;
    Request request = get(server.url());
    request.retriesWhenBroken = 5;
    std::string body;
    const auto response = client.stream(request, {.onHead = {}, .onData = [&](std::string_view chunk) { return body += chunk, true; }}, context);
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Unreachable);
    QCOMPARE(body, std::string("begun")); // heard once: what was handed on is never handed on again
    QCOMPARE(server.connections(), 2);
}

void TstHttpFailure::connect_badProxy_isInvalidInputUnseen()
{
    for (const char* proxy : {"ftp://ops:hunter2@h", "ops:hunter2@h:3128", "http://", "not a url hunter2"}) {
        HttpOptions options;
        options.proxyUrl = proxy;
        const auto response = sendOnce(get("http://example.invalid"), options);
        QVERIFY(!response);
        QCOMPARE(response.error().kind, ErrorKind::InvalidInput);
        QVERIFY(!mentions(response.error(), "hunter2"));
    }
}

void TstHttpFailure::token_isSent_butNeverInErrors()
{
    HttpServer server([](const SeenRequest&) { return Answer(); });
    Request request = get(server.url());
    request.bearerToken = Secret(kToken);
    QVERIFY(sendOnce(request));
    QCOMPARE(server.seen().at(0).header("Authorization"), std::string("Bearer ") + kToken);

    request.url = "http://127.0.0.1:" + std::to_string(test::unusedPort());
    QVERIFY(!mentions(sendOnce(request).error(), kToken));
    RawServer echo([](RawConnection& connection, int) { connection.write(connection.readHead()); });
    request.url = echo.url();
    const auto response = sendOnce(request);
    QVERIFY(!response);
    QVERIFY(!mentions(response.error(), kToken));
}

void TstHttpFailure::readOnly_writingMethods_areRefusedBeforeTheyLeave_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char* method : {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "get", "MERGE"})
        QTest::newRow(method) << QByteArray(method);
}

void TstHttpFailure::readOnly_writingMethods_areRefusedBeforeTheyLeave()
{
    QFETCH(QByteArray, method);
    RawServer server([](RawConnection&, int) {});
    HttpOptions options;
    options.access = AccessMode::ReadOnly;
    Request request = get(server.url());
    request.method = method.toStdString();
    const auto response = sendOnce(request, options);
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Denied);
    QCOMPARE(response.error().message.english(),
        request.method + " to " + server.url() + " was not sent: this connection is read-only.");
    std::this_thread::sleep_for(30ms);
    QCOMPARE(server.connections(), 0);
}

void TstHttpFailure::readOnly_questions_areAsked()
{
    HttpServer server([](const SeenRequest&) { return Answer(); });
    HttpOptions options;
    options.access = AccessMode::ReadOnly;
    QVERIFY(sendOnce(get(server.url()), options));
    Request request = get(server.url());
    request.method = "HEAD";
    QVERIFY(sendOnce(request, options));
    request = post(server.url(), "question");
    request.onlyAsks = true;
    QVERIFY(sendOnce(request, options));
    QCOMPARE(server.seen().size(), std::size_t(3));
}

void TstHttpFailure::inDoubt_cutAfterAWrite_isInDoubtAndSentOnce_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("POST, no answer") << QByteArray("POST") << QByteArray();
    QTest::newRow("PATCH, no answer") << QByteArray("PATCH") << QByteArray();
    QTest::newRow("DELETE, no answer") << QByteArray("DELETE") << QByteArray();
    QTest::newRow("POST, cut answer") << QByteArray("POST") << QByteArray("HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\nhal");
}

void TstHttpFailure::inDoubt_cutAfterAWrite_isInDoubtAndSentOnce()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, answer);
    RawServer server([&](RawConnection& connection, int) {
        connection.readHead();
        connection.write(answer.toStdString());
    });
    Request request = post(server.url() + "/?key=hunter2", "write this");
    request.method = method.toStdString();
    request.bearerToken = Secret(kToken);
    const auto response = sendOnce(request);
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::InDoubt);
    QVERIFY(!response.error().retryable());
    QCOMPARE(response.error().message.english(),
        request.method + " to " + server.url()
            + " was sent but not answered: it may or may not have been carried out. Look before trying again.");
    QVERIFY(!response.error().detail.empty());
    QVERIFY(!mentions(response.error(), kToken));
    QVERIFY(!mentions(response.error(), "hunter2"));
    std::this_thread::sleep_for(30ms);
    QCOMPARE(server.connections(), 1);
}

void TstHttpFailure::inDoubt_stoppedWrite_isInDoubt()
{
    std::stop_source source;
    RawServer server([&](RawConnection& connection, int) {
        connection.readHead();
        source.request_stop();
        connection.waitForClose();
    });
    HttpClient client({});
    TaskContext context(source.get_token());
    QCOMPARE(client.send(post(server.url(), "x"), context).error().kind, ErrorKind::InDoubt);
}

void TstHttpFailure::inDoubt_writeAfterAKeptConnectionDied_isSentOnce()
{
    // A server that answers once a connection and takes, but never answers, a second request on it. Without a fresh
    // connection libcurl would quietly send the POST again.
    std::atomic<int> posts = 0;
    RawServer server([&](RawConnection& connection, int) {
        std::string head = connection.readHead();
        posts += head.starts_with("POST") ? 1 : 0;
        if (head.starts_with("GET")) {
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            head = connection.readHead(300ms);
            posts += head.starts_with("POST") ? 1 : 0;
        }
    });
    HttpClient client({});
    TaskContext context;
    QVERIFY(client.send(get(server.url()), context));
    const auto response = client.send(post(server.url(), "x"), context);
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::InDoubt);
    QCOMPARE(posts.load(), 1);
}

void TstHttpFailure::inDoubt_notEvenConnected_isUnreachable()
{
    const auto response = sendOnce(post("http://127.0.0.1:" + std::to_string(test::unusedPort()), "x"));
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Unreachable);
}

void TstHttpFailure::inDoubt_questionByPost_isNot()
{
    RawServer server([](RawConnection& connection, int) { connection.readHead(); });
    Request request = post(server.url(), "question");
    request.onlyAsks = true;
    QCOMPARE(sendOnce(request).error().kind, ErrorKind::Unreachable);
}

QTEST_APPLESS_MAIN(TstHttpFailure)
#include "tst_http_failure.moc"
