// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http_client.h"
#include "tests/support/http_server.h"
#include "tests/support/raw_server.h"

#include <QTest>

#include <atomic>
#include <netdb.h>
#include <set>
#include <thread>

using namespace std::chrono_literals;
using namespace qbm;
using net::HttpClient;
using net::HttpOptions;
using net::Request;
using test::Answer;
using test::HttpServer;
using test::RawConnection;
using test::RawServer;
using test::SeenRequest;

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr const char* kToken = "s3cr3t-token-value";

Request get(const std::string& url)
{
    Request request;
    request.url = url;
    return request;
}

Request post(const std::string& url, const std::string& body)
{
    Request request = get(url);
    request.method = "POST";
    request.body = body;
    return request;
}

Result<net::Response> sendOnce(const Request& request, const HttpOptions& options = {})
{
    HttpClient client(options);
    TaskContext context;
    return client.send(request, context);
}

bool mentions(const Error& error, std::string_view text)
{
    return (error.english() + error.detail).find(text) != std::string::npos;
}

} // namespace

class TstHttp : public QObject {
    Q_OBJECT

private slots:
    void answer_statusHeadersAndBody_arrive();
    void answer_repeatedHeaders_areAllThere();
    void answer_anyStatus_isNoError_data();
    void answer_anyStatus_isNoError();
    void answer_redirect_isNotFollowed();
    void answer_interim_isSkipped();
    void request_methodsAndBodies_arriveAsGiven_data();
    void request_methodsAndBodies_arriveAsGiven();
    void request_head_hasNoBody();
    void request_headers_areExactlyThoseGiven();
    void request_badHeader_isRefused();
    void request_badUrl_isInvalidInput_data();
    void request_badUrl_isInvalidInput();
    void body_large_isWhole();
    void stream_chunks_arriveAsTheyCome();
    void stream_handlerReturnsFalse_endsWithoutError_data();
    void stream_handlerReturnsFalse_endsWithoutError();
    void connection_readingCalls_isReused();
    void connection_parallelCalls_allAnswered();
    void connection_keptButDead_isReplacedForReads();
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
    void proxy_ofTheEnvironment_isIgnoredForLoopback();
};

void TstHttp::answer_statusHeadersAndBody_arrive()
{
    HttpServer server([](const SeenRequest&) {
        return Answer{201, "{\"a\":1}", "application/json", {{"X-Thing", "  value with spaces "}}, {}};
    });
    const auto response = sendOnce(get(server.url() + "/path?q=1"));
    QVERIFY(response);
    QCOMPARE(response->status, 201);
    QVERIFY(response->ok());
    QCOMPARE(response->body, std::string("{\"a\":1}"));
    QCOMPARE(response->header("content-type"), std::string_view("application/json"));
    QCOMPARE(response->header("X-THING"), std::string_view("value with spaces"));
    QCOMPARE(response->header("absent"), std::string_view());
    QCOMPARE(server.seen().at(0).target, std::string("/path?q=1"));
    QCOMPARE(server.seen().at(0).header("User-Agent"), std::string("qbm-console"));
}

void TstHttp::answer_repeatedHeaders_areAllThere()
{
    HttpServer server([](const SeenRequest&) {
        return Answer{200, "", "text/plain", {{"Warning", "299 - \"one\""}, {"Warning", "299 - \"two\""}}, {}};
    });
    const auto response = sendOnce(get(server.url()));
    QVERIFY(response);
    const std::vector<std::string_view> expected{"299 - \"one\"", "299 - \"two\""};
    QCOMPARE(response->headersNamed("warning"), expected);
    QCOMPARE(response->header("warning"), expected.front());
}

void TstHttp::answer_anyStatus_isNoError_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {204, 400, 401, 403, 404, 409, 410, 429, 500, 503})
        QTest::addRow("%d", status) << status;
}

void TstHttp::answer_anyStatus_isNoError()
{
    QFETCH(int, status);
    HttpServer server([&](const SeenRequest&) { return Answer{status, status == 204 ? "" : "why", "text/plain", {}, {}}; });
    const auto response = sendOnce(get(server.url()));
    QVERIFY(response);
    QCOMPARE(response->status, status);
    QCOMPARE(response->ok(), status == 204);
}

void TstHttp::answer_redirect_isNotFollowed()
{
    HttpServer server([](const SeenRequest&) { return Answer{302, "", "text/plain", {{"Location", "/elsewhere"}}, {}}; });
    const auto response = sendOnce(get(server.url()));
    QVERIFY(response);
    QCOMPARE(response->status, 302);
    QCOMPARE(server.seen().size(), std::size_t(1));
}

void TstHttp::answer_interim_isSkipped()
{
    RawServer server([](RawConnection& connection, int) {
        connection.readHead();
        connection.write("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: b\r\n\r\nok");
        connection.waitForClose();
    });
    const auto response = sendOnce(get(server.url()));
    QVERIFY(response);
    QCOMPARE(response->status, 200);
    QCOMPARE(response->body, std::string("ok"));
    QCOMPARE(response->headers.size(), std::size_t(2));
}

void TstHttp::request_methodsAndBodies_arriveAsGiven_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("GET") << QByteArray("GET") << QByteArray();
    QTest::newRow("POST") << QByteArray("POST") << QByteArray("{\"x\":1}");
    QTest::newRow("POST empty") << QByteArray("POST") << QByteArray();
    QTest::newRow("POST with a zero byte") << QByteArray("POST") << QByteArray("a\0b", 3);
    QTest::newRow("PUT") << QByteArray("PUT") << QByteArray("put");
    QTest::newRow("PATCH") << QByteArray("PATCH") << QByteArray("patch");
    QTest::newRow("DELETE") << QByteArray("DELETE") << QByteArray();
    QTest::newRow("DELETE with a body") << QByteArray("DELETE") << QByteArray("options");
    QTest::newRow("large") << QByteArray("POST") << QByteArray(3'000'000, 'x');
}

void TstHttp::request_methodsAndBodies_arriveAsGiven()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    HttpServer server([](const SeenRequest& request) { return Answer{200, request.body, "text/plain", {}, {}}; });
    Request request = get(server.url());
    request.method = method.toStdString();
    request.body = body.toStdString();
    const auto response = sendOnce(request);
    QVERIFY(response);
    QVERIFY(response->body == request.body);
    QCOMPARE(server.seen().size(), std::size_t(1));
    QCOMPARE(server.seen()[0].method, request.method);
}

void TstHttp::request_head_hasNoBody()
{
    HttpServer server([](const SeenRequest&) { return Answer{200, "1234567", "text/plain", {}, {}}; });
    Request request = get(server.url());
    request.method = "HEAD";
    const auto response = sendOnce(request);
    QVERIFY(response);
    QCOMPARE(response->header("Content-Length"), std::string_view("7"));
    QVERIFY(response->body.empty());
}

void TstHttp::request_headers_areExactlyThoseGiven()
{
    HttpServer server([](const SeenRequest&) { return Answer(); });
    Request request = post(server.url(), "x");
    request.headers = {{"Accept", "application/json;as=Table"}, {"X-Empty", ""}};
    QVERIFY(sendOnce(request));
    const SeenRequest seen = server.seen().at(0);
    QCOMPARE(seen.header("Accept"), std::string("application/json;as=Table"));
    std::set<std::string> names;
    for (const auto& [name, value] : seen.headers)
        names.insert(name);
    for (const char* unwanted : {"Content-Type", "Expect", "Accept-Encoding", "Authorization"})
        QVERIFY2(!names.contains(unwanted), unwanted);

    std::string head;
    RawServer raw([&](RawConnection& connection, int) {
        head = connection.readHead();
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    request.url = raw.url();
    QVERIFY(sendOnce(request));
    QVERIFY2(head.find("\r\nX-Empty:\r\n") != std::string::npos, head.c_str());
}

void TstHttp::request_badHeader_isRefused()
{
    HttpServer server([](const SeenRequest&) { return Answer(); });
    Request request = get(server.url());
    request.headers = {{"X-A", "1\r\nX-Evil: 2"}};
    QCOMPARE(sendOnce(request).error().kind, ErrorKind::InvalidInput);
    request.headers = {{"X A", "1"}};
    QCOMPARE(sendOnce(request).error().kind, ErrorKind::InvalidInput);
    request.headers = {};
    request.method = "GET /x HTTP/1.1\r\n";
    QCOMPARE(sendOnce(request).error().kind, ErrorKind::InvalidInput);
    request.method = "GET";
    request.bearerToken = Secret("line\nbreak");
    const auto refused = sendOnce(request);
    QCOMPARE(refused.error().kind, ErrorKind::InvalidInput);
    QVERIFY(!mentions(refused.error(), "break\n") && !mentions(refused.error(), "line\n"));
    QVERIFY(server.seen().empty());
}

void TstHttp::request_badUrl_isInvalidInput_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("empty") << QByteArray("") << QByteArray("\"\"");
    QTest::newRow("no scheme") << QByteArray("localhost:9090") << QByteArray("\"localhost:9090\"");
    QTest::newRow("file") << QByteArray("file:///etc/passwd") << QByteArray("\"file:///etc/passwd\"");
    QTest::newRow("no host") << QByteArray("http://") << QByteArray("\"http://\"");
    QTest::newRow("bad port") << QByteArray("http://h:99999/") << QByteArray("\"http://h:99999/\"");
    QTest::newRow("secrets") << QByteArray("ftp://user:hunter2@h/p?key=hunter2#hunter2") << QByteArray("\"ftp://h/p\"");
}

void TstHttp::request_badUrl_isInvalidInput()
{
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, shown);
    const auto response = sendOnce(get(url.toStdString()));
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::InvalidInput);
    QCOMPARE(response.error().message.english(), shown.toStdString() + " is not a complete http:// or https:// address.");
}

void TstHttp::body_large_isWhole()
{
    std::string body(30'000'000, '\0');
    for (std::size_t i = 0; i < body.size(); ++i)
        body[i] = static_cast<char>(i * 31 >> 3);
    HttpServer server([&](const SeenRequest&) { return Answer{200, body, "application/octet-stream", {}, {}}; });
    const auto response = sendOnce(get(server.url()));
    QVERIFY(response);
    QVERIFY(response->body == body);
}

void TstHttp::stream_chunks_arriveAsTheyCome()
{
    std::atomic<int> received = 0;
    HttpServer server([&](const SeenRequest&) {
        Answer answer;
        answer.status = 200;
        answer.stream = [&](const auto& write) {
            for (int i = 0; i < 5; ++i) {
                write("line " + std::to_string(i) + "\n");
                while (received <= i) // the next one leaves only when this one has arrived
                    std::this_thread::sleep_for(1ms);
            }
        };
        return answer;
    });
    std::string all;
    int status = 0;
    bool headFirst = true;
    HttpClient client({});
    TaskContext context;
    const auto response = client.stream(get(server.url()),
        {[&](const net::Response& head) {
             status = head.status;
             headFirst = all.empty();
             return true;
         },
            [&](std::string_view chunk) {
                all += chunk;
                ++received;
                return true;
            }},
        context);
    QVERIFY(response);
    QCOMPARE(status, 200);
    QVERIFY(headFirst);
    QCOMPARE(all, std::string("line 0\nline 1\nline 2\nline 3\nline 4\n"));
    QVERIFY(response->body.empty());
}

void TstHttp::stream_handlerReturnsFalse_endsWithoutError_data()
{
    QTest::addColumn<bool>("atHead");
    QTest::newRow("at the head") << true;
    QTest::newRow("at the first chunk") << false;
}

void TstHttp::stream_handlerReturnsFalse_endsWithoutError()
{
    QFETCH(bool, atHead);
    HttpServer server([](const SeenRequest&) {
        Answer answer;
        answer.stream = [](const auto& write) {
            while (write("again\n"))
                std::this_thread::sleep_for(5ms);
        };
        return answer;
    });
    HttpClient client({});
    TaskContext context;
    int chunks = 0;
    const auto response = client.stream(get(server.url()),
        {[&](const net::Response&) { return !atHead; },
            [&](std::string_view) {
                ++chunks;
                return false;
            }},
        context);
    QVERIFY(response);
    QCOMPARE(response->status, 200);
    QCOMPARE(chunks, atHead ? 0 : 1);
    QVERIFY(client.stream(get(server.url()), {{}, [](std::string_view) { return false; }}, context)); // and still usable
}

void TstHttp::connection_readingCalls_isReused()
{
    HttpServer server([](const SeenRequest&) { return Answer(); });
    HttpClient client({});
    TaskContext context;
    for (int i = 0; i < 10; ++i)
        QVERIFY(client.send(get(server.url()), context));
    std::set<int> ports;
    for (const SeenRequest& seen : server.seen())
        ports.insert(seen.clientPort);
    QCOMPARE(ports.size(), std::size_t(1));
}

void TstHttp::connection_parallelCalls_allAnswered()
{
    HttpServer server([](const SeenRequest& request) { return Answer{200, request.target, "text/plain", {}, {}}; });
    HttpClient client({});
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 6; ++t)
            threads.emplace_back([&, t] {
                TaskContext context;
                for (int i = 0; i < 30; ++i) {
                    const std::string path = "/" + std::to_string(t) + "/" + std::to_string(i);
                    const auto response = client.send(get(server.url() + path), context);
                    if (response && response->body == path)
                        ++right;
                }
            });
    }
    QCOMPARE(right.load(), 180);
}

void TstHttp::connection_keptButDead_isReplacedForReads()
{
    RawServer server([](RawConnection& connection, int number) {
        connection.readHead();
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + std::to_string(number)); // then it hangs up
    });
    HttpClient client({});
    TaskContext context;
    for (const char* expected : {"1", "2", "3"}) {
        const auto response = client.send(get(server.url()), context);
        QVERIFY(response);
        QCOMPARE(response->body, std::string(expected));
    }
}

void TstHttp::stop_duringABlockedRead_returnsAtOnce()
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
    QVERIFY2(took < 200ms, qPrintable(QString::number(took / 1ms)));
}

void TstHttp::stop_beforeTheCall_sendsNothing()
{
    HttpServer server([](const SeenRequest&) { return Answer(); });
    std::stop_source source;
    source.request_stop();
    HttpClient client({});
    TaskContext context(source.get_token());
    QCOMPARE(client.send(post(server.url(), "x"), context).error().kind, ErrorKind::Cancelled);
    QVERIFY(server.seen().empty());
}

void TstHttp::stop_duringAStream_returnsAtOnce()
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
    QVERIFY(SteadyClock::now() - asked < 200ms);
}

void TstHttp::stall_silentServer_isTimeout()
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
    QVERIFY(took >= 300ms && took < 1s);
}

void TstHttp::stall_zero_neverStrikes()
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

void TstHttp::stall_tricklingServer_isNoTimeout()
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

void TstHttp::stall_slowHandler_isNoTimeout()
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

void TstHttp::totalTimeout_tricklingServer_isTimeout()
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
    QVERIFY(SteadyClock::now() - begin < 1s);
}

void TstHttp::connect_refused_isUnreachable()
{
    const std::string origin = "http://127.0.0.1:" + std::to_string(test::unusedPort());
    const auto response = sendOnce(get(origin + "/path?key=hunter2"));
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Unreachable);
    QCOMPARE(response.error().message.english(), "Cannot connect to " + origin + ": Connection refused.");
    QVERIFY(!mentions(response.error(), "hunter2"));
    QVERIFY(response.error().retryable());
}

void TstHttp::connect_unknownHost_isUnreachable()
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

void TstHttp::connect_notHttp_isBadData()
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

void TstHttp::connection_cutInTheBody_isUnreachable()
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

void TstHttp::token_isSent_butNeverInErrors()
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

void TstHttp::readOnly_writingMethods_areRefusedBeforeTheyLeave_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char* method : {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "get", "MERGE"})
        QTest::newRow(method) << QByteArray(method);
}

void TstHttp::readOnly_writingMethods_areRefusedBeforeTheyLeave()
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

void TstHttp::readOnly_questions_areAsked()
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

void TstHttp::inDoubt_cutAfterAWrite_isInDoubtAndSentOnce_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("POST, no answer") << QByteArray("POST") << QByteArray();
    QTest::newRow("PATCH, no answer") << QByteArray("PATCH") << QByteArray();
    QTest::newRow("DELETE, no answer") << QByteArray("DELETE") << QByteArray();
    QTest::newRow("POST, cut answer") << QByteArray("POST") << QByteArray("HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\nhal");
}

void TstHttp::inDoubt_cutAfterAWrite_isInDoubtAndSentOnce()
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

void TstHttp::inDoubt_stoppedWrite_isInDoubt()
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

void TstHttp::inDoubt_writeAfterAKeptConnectionDied_isSentOnce()
{
    // A server that answers once a connection and takes, but never answers, a second request on it. Without a fresh
    // connection libcurl would quietly send the POST again.
    std::atomic<int> posts = 0;
    RawServer server([&](RawConnection& connection, int) {
        std::string head = connection.readHead();
        posts += head.starts_with("POST") ? 1 : 0;
        if (head.starts_with("GET")) {
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            head = connection.readHead();
            posts += head.starts_with("POST") ? 1 : 0;
        }
    });
    HttpOptions options;
    options.stallTimeout = 7s; // longer than the server keeps its first connection
    HttpClient client(options);
    TaskContext context;
    QVERIFY(client.send(get(server.url()), context));
    const auto response = client.send(post(server.url(), "x"), context);
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::InDoubt);
    QCOMPARE(posts.load(), 1);
}

void TstHttp::inDoubt_notEvenConnected_isUnreachable()
{
    const auto response = sendOnce(post("http://127.0.0.1:" + std::to_string(test::unusedPort()), "x"));
    QVERIFY(!response);
    QCOMPARE(response.error().kind, ErrorKind::Unreachable);
}

void TstHttp::inDoubt_questionByPost_isNot()
{
    RawServer server([](RawConnection& connection, int) { connection.readHead(); });
    Request request = post(server.url(), "question");
    request.onlyAsks = true;
    QCOMPARE(sendOnce(request).error().kind, ErrorKind::Unreachable);
}

void TstHttp::proxy_ofTheEnvironment_isIgnoredForLoopback()
{
    HttpServer server([](const SeenRequest&) { return Answer(); });
    RawServer proxy([](RawConnection&, int) {});
    qputenv("http_proxy", QByteArray::fromStdString(proxy.url()));
    const auto response = sendOnce(get(server.url()));
    qunsetenv("http_proxy");
    QVERIFY(response);
    QCOMPARE(proxy.connections(), 0);

    HttpServer asProxy([](const SeenRequest& request) { return Answer{200, request.target, "text/plain", {}, {}}; });
    HttpOptions options;
    options.proxyUrl = asProxy.url();
    const auto proxied = sendOnce(get("http://qbm-no-such-host.invalid/x"), options);
    QVERIFY(proxied);
    QCOMPARE(proxied->body, std::string("http://qbm-no-such-host.invalid/x"));
}

QTEST_APPLESS_MAIN(TstHttp)
#include "tst_http.moc"
