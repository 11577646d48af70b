// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/net/requests.h"
#include "tests/support/http_server.h"
#include "tests/support/raw_server.h"

#include <QTest>

#include <atomic>
#include <set>
#include <thread>

using namespace std::chrono_literals;
using namespace qbm;
using namespace qbm::test;
using net::HttpClient;
using net::HttpOptions;
using net::Request;

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
